from odoo import http
from odoo.exceptions import UserError
from odoo.http import request

from ..tools import customer_file
from .crisis_page import CrisisPage

# A bulletin, some pictures and a short video in one go.
MAX_TOTAL_MB = 128


class CrisisInformationController(CrisisPage, http.Controller):
    """The page on which the customer answers what is still missing (S0-55…58)."""

    _path = "/crisis/information"

    @http.route(
        [
            "/crisis/information/<string:token>",
            "/crisis/information/at/<string:handle>",
        ],
        type="http",
        auth="public",
        methods=["GET", "POST"],
        sitemap=False,
        max_content_length=MAX_TOTAL_MB * 1024 * 1024,
    )
    def information(self, token="", handle="", **_values):
        """Ask what is missing; keep what he gives, all of it or a part.

        What can't be kept is said beside its question, and nothing else is lost.
        """
        find = request.env["crisis.document"]._from_information_token
        ended, visit = self._enter(token, handle, find)
        if ended:
            return ended
        token, document, partner = visit
        errors = {}
        if self._is_pressed():
            errors = self._take_answers(document, partner)
            if not errors:
                return self._again()
        return self._page(
            "crisis_protocol.information_page",
            document.env.lang,
            self._shown(document, partner) | {"errors": errors, "token": token},
        )

    def _shown(self, document, partner):
        answers = request.env["crisis.answer"]._answered(document)
        answers = answers.with_env(document.env).sorted("id")
        zone = document._page_zone(partner)
        return {
            "document": document,
            "partner": partner,
            "questions": document._questions_to_ask(),
            "answers": [(answer, answer._in_readers_words(zone)) for answer in answers],
            "zone": zone,
            "form": request.httprequest.form,
            "files_rule": request.env._(
                "Up to %(files)s files of %(size)s MB each; %(all_files)s files and "
                "%(all_size)s MB in all.",
                files=customer_file.MAX_FILES,
                size=customer_file.MAX_MB,
                all_files=customer_file.MAX_LINK_FILES,
                all_size=customer_file.MAX_LINK_MB,
            ),
            "title": request.env._("What we need to know"),
        }

    def _take_answers(self, document, partner):
        """Keep what was posted; return {question's id: [what was refused and why]}."""
        form, zone = request.httprequest.form, document._page_zone(partner)
        given, errors = {}, {}
        asked = document._questions_to_ask()
        answered = request.env["crisis.answer"]._answered(document).question_id
        more = answered.filtered(lambda question: question._takes_files())
        for question in asked | more.with_env(asked.env):
            refused = errors.setdefault(question.id, [])
            try:
                data = question in asked and question._read_typed(form, zone)
            except UserError as error:
                refused.append(str(error))
                continue
            uploads = self._uploads(question, refused)
            if uploads:
                data = (data or {}) | {"value": "yes", "uploads": uploads}
            if data:
                given[question] = data
        kept = document._receive_answers(given, partner, form.get("remark"))
        for question, error in kept.items():
            errors[question.id].append(error)
        return {key: lines for key, lines in errors.items() if lines}

    def _uploads(self, question, refused):
        """Return the files that may be kept; say of the others why not.

        :param list refused: gets a line for each file that is not kept
        """
        if not question._takes_files():
            return []
        uploads = []
        for file in request.httprequest.files.getlist(f"q{question.id}_files"):
            name = customer_file.clean_name(file.filename)
            if not file.filename:
                continue
            file.stream.seek(0)  # a conflict may have let the request begin anew
            content = file.stream.read(customer_file.MAX_MB * 1024 * 1024 + 1)
            why = question._why_refused(name, content, len(uploads))
            if why:
                refused.append(why)
                continue
            media_type = customer_file.media_type(question.field_name, name, content)
            uploads.append((name, content, media_type))
        return uploads

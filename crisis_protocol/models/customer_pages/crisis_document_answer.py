from markupsafe import Markup

from odoo import fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.tools import html2plaintext, plaintext2html

from ...tools import customer_file
from ...tools.constants import ASKABLE_FIELDS, FILES, NOTES
from ...tools.personal_link import place_of

# How long a link may be used, in hours.
INFORMATION_HOURS = 14 * 24
INFORMATION_SCOPE = "crisis_protocol.information"
# What can hold an answer of the customer.
HOLDING = {
    "properties",
    *(name for name, _label in ASKABLE_FIELDS),
    *FILES.values(),
    *NOTES.values(),
}


class CrisisDocument(models.Model):
    """Ask once: the customer answers what is missing on a page of his own (S0-55…58).

    What he says is his own word: nothing of it is overwritten silently.
    """

    _inherit = "crisis.document"

    answer_ids = fields.One2many(
        "crisis.answer", "document_id", "Customer's Answers", copy=False, readonly=True
    )
    information_url = fields.Char(
        compute="_compute_information_url", export_string_translation=False
    )

    def _compute_information_url(self):
        """Say where the link comes with which the reader answers what is missing.

        His own is put in when the mail leaves to him.
        """
        for document in self:
            document.information_url = bool(document._origin) and place_of(
                "information", document._origin.ids
            )

    def _page_links(self):
        return super()._page_links() | {"information": self._information_link}

    def _information_link(self, partner=None):
        """Return the link with which one of the customer answers what is missing.

        :param partner: who; the contact if nobody is named
        """
        return self._page_url(
            "/crisis/information", INFORMATION_SCOPE, INFORMATION_HOURS, partner=partner
        )

    def action_ask_customer(self):
        """Open the composer with one message that asks for all that is missing.

        :raise UserError: on a case that has ended, or where nothing is missing
        """
        self.ensure_one()
        self._check_open()
        if not self.missing_question_ids:
            raise UserError(
                self.env._("Nothing is missing: all questions are answered.")
            )
        template = self.env.ref(
            f"crisis_protocol.mail_template_information_{self.origin}",
            raise_if_not_found=False,
        )
        action = self.action_write_customer()
        action["name"] = self.env._("Ask the customer for what is missing")
        if template:
            action["context"]["default_template_id"] = template.id
        return action

    def _from_information_token(self, token):
        """Return (document, contact) of a link, empty if it is no good."""
        return self._from_page_token(INFORMATION_SCOPE, token)[:2]

    def _questions_to_ask(self):
        """Return what is missing and was not answered by the customer yet.

        Words that say nothing, such as a dash, are no answer of his either.
        """
        answers = self.env["crisis.answer"]._answered(self)
        answered = answers.filtered(lambda answer: not answer._says_nothing())
        # the customer's page asks, and he has no rights
        return self.sudo()._missing_questions() - answered.question_id

    # ------------------------------------------------------------------
    # What he answers
    # ------------------------------------------------------------------

    def _receive_answers(self, given, partner, remark=""):
        """Keep what the customer answered, all or a part of it.

        Where nobody has answered yet it stands in the document at once; else it
        waits for somebody to decide.

        :param dict given: {question: {"value", "note", "uploads"}}; uploads are
            triples of name, content and media type
        :param str remark: what he wants to say beside
        :return: {question: why it could not be kept}
        """
        self.ensure_one()
        # the customer answers, who has no rights
        document = self.sudo()._in_desk_language()
        document._lock_rows()
        document._track_set_author(partner)
        answers, errors = document.env["crisis.answer"], {}
        for question, data in given.items():
            if refusal := question._why_no_answer(data):
                errors[question] = refusal
                continue
            try:
                with self.env.cr.savepoint():
                    answer, too_much = document._store_answer(
                        question, dict(data), partner
                    )
            except (UserError, ValidationError) as error:
                errors[question] = str(error)
                continue
            answers |= answer
            if too_much:
                errors[question] = question._too_much_message(too_much)
        remark = self._clean_visitor_text(remark, 5000)
        if answers or remark:
            document._post_as_customer(
                document._answers_html(answers, remark),
                partner,
                files=answers.attachment_ids,
            )
        return errors

    def _store_answer(self, question, data, partner):
        """Return the answer, if it is a new one, and the names of files left out."""
        uploads = data.pop("uploads", [])
        question = question.with_env(self.env)
        data["files"] = [name for name, _content, _type in uploads]
        value = question._in_words(data, str(self.env.tz))
        known = self.env["crisis.answer"]._answered(self)
        known = known.filtered(lambda answer: answer.question_id == question)
        if value in known.mapped("value"):
            return known.browse(), []  # the same press twice
        uploads, too_much = self._with_room(uploads, partner)
        if too_much:
            data["files"] = [name for name, _content, _type in uploads]
            value = question._in_words(data, str(self.env.tz))
            if value in known.mapped("value"):
                return known.browse(), too_much
        is_free = not known and question in self._missing_questions()
        # more files take nothing away from what is there
        adds = uploads and self[question.field_name] in ("yes", "not_asked")
        lands = (is_free or adds) and question._can_land()
        answer = known.create(
            {
                "document_id": self.id,
                "question_id": question.id,
                "question": question.asked,
                "partner_id": partner.id,
                "value": value,
                "data": data,
                "attachment_ids": [fields.Command.set(self._keep_uploads(uploads).ids)],
                "state": "taken" if lands else "waiting",
            }
        )
        if lands:
            answer.with_env(self.env)._land()
        return answer, too_much

    def _with_room(self, uploads, partner):
        """Return (the files that a link still has room for, the names of the rest).

        A link is for one contact and one run of the case, and so is the room: the
        pages without a login fill nobody's disk.
        """
        if not uploads:
            return [], []
        given = self.env["crisis.answer"].search(
            [
                ("document_id", "=", self.id),
                ("partner_id", "=", partner.id),
                ("date", ">=", self.date_reopened or self.create_date),
            ]
        )
        files = given.attachment_ids
        count = customer_file.MAX_LINK_FILES - len(files)
        size = customer_file.MAX_LINK_MB * 1024 * 1024 - sum(files.mapped("file_size"))
        kept, too_much = [], []
        for name, content, media_type in uploads:
            if count < 1 or len(content) > size:
                too_much.append(name)
                continue
            count, size = count - 1, size - len(content)
            kept.append((name, content, media_type))
        return kept, too_much

    def _keep_uploads(self, uploads):
        """Keep files so that only those who may read the document can read them.

        As they came: no picture is made smaller.
        """
        model = self.env["ir.attachment"].with_context(image_no_postprocess=True)
        return model.create(
            [
                {
                    "name": customer_file.clean_name(name),
                    "raw": content,
                    "mimetype": media_type,
                    "res_model": self._name,
                    "res_id": self.id,
                    "public": False,
                }
                for name, content, media_type in uploads
            ]
        )

    def _answers_html(self, answers, remark):
        parts = [
            Markup("<p><b>%s</b></p>%s")
            % (answer.question, self._as_html(answer.value))
            for answer in answers
        ]
        if remark:
            parts.append(self._as_html(remark))
        return Markup().join(parts)

    def _as_html(self, text):
        return plaintext2html(text or "")

    # ------------------------------------------------------------------
    # Nothing he wrote is overwritten silently
    # ------------------------------------------------------------------

    def _answers_before(self, vals):
        return self._answers_shown() if HOLDING & vals.keys() else None

    def _react_to_replaced_answers(self, change):
        held = change.before["_answers_before"] or ()
        for answer in [answer for answer in held if not answer._still_shows()]:
            answer._note_replaced()

    def _answers_shown(self):
        """Return the customer's answers that stand in the documents now."""
        # the customer's page shows them, and he has no rights
        answers = self.env["crisis.answer"].sudo()
        if not self.ids:
            return answers
        taken = answers.search(
            [("document_id", "in", self.ids), ("state", "=", "taken")]
        )
        return taken.filtered(lambda answer: answer._still_shows())

    def _shows_answer(self, question, data):
        """Whether what stands in the document is this answer of the customer."""
        vals = question._vals(data, self)
        if question.property_name:
            name = question.property_name
            return self._own_answers().get(name) == vals["properties"][name]
        value = vals.pop(question.field_name)
        if vals:  # a note of his that is not there any more
            return False
        if question.field_name == "media_ids":
            return set(self.media_ids.ids) == set(value[0][2])
        if question.field_name == "description":
            return html2plaintext(self.description or "") == html2plaintext(value)
        if self._fields[question.field_name].type == "datetime":
            value = fields.Datetime.to_datetime(value)
        return self[question.field_name] == value

    def _own_answers(self):
        """Return the answers to the protocol's own questions, as they are stored."""
        field = self._fields["properties"]
        return dict(field.convert_to_cache(self.properties, self) or {})

    def _answer_in_words(self, question):
        """Return what stands in the document for a question, in words."""
        name = question.field_name
        value = self[name] if name else self._own_answers().get(question.property_name)
        if name == "description":
            return html2plaintext(value or "")
        if name and question._input() == "many":
            return ", ".join(value.mapped("display_name"))
        if name == "contact_id":
            return value.display_name or ""
        if not value or value == "not_asked":
            return ""
        if name and self._fields[name].type == "datetime":
            value = fields.Datetime.to_string(value)
        # several questions have one note, which belongs to what was answered with yes
        note = value != "no" and name in NOTES and self[NOTES[name]]
        return question._in_words({"value": value, "note": note}, str(self.env.tz))

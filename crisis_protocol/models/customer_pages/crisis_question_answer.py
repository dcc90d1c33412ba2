from datetime import datetime
from zoneinfo import ZoneInfo

from odoo import fields, models
from odoo.exceptions import UserError
from odoo.tools import format_date, format_datetime

from ...tools import customer_file
from ...tools.constants import ANSWERS, NOTES
from ...tools.said import is_fact, shortened
from ...tools.sentence import is_answer

MAX_ANSWER = 50_000
PROPERTY_INPUTS = {
    "char": "line",
    "text": "text",
    "boolean": "choice",
    "integer": "number",
    "float": "number",
    "date": "date",
    "datetime": "datetime",
    "selection": "select",
    "tags": "many",
}
FIELD_INPUTS = {
    "html": "text",
    "text": "text",
    "char": "line",
    "selection": "choice",
    "datetime": "datetime",
    "many2many": "many",
}


class CrisisQuestion(models.Model):
    """A question as the customer sees it on his page, and what he answers (S0-55)."""

    _inherit = "crisis.question"

    def _property(self):
        """Return the definition of the own question that this is."""
        definition = self.protocol_id.question_definition or []
        return next((d for d in definition if d["name"] == self.property_name), {})

    def _input(self):
        """Return which input fits; what has none is answered in words, by hand."""
        if self.property_name:
            return PROPERTY_INPUTS.get(self._property().get("type"), "words")
        kind = self.env["crisis.document"]._fields[self.field_name].type
        return FIELD_INPUTS.get(kind, "words")

    def _options(self):
        """Return what can be chosen, as pairs of value and label."""
        if self.field_name == "media_ids":
            media = self.env["crisis.media"].search([("active", "=", True)])
            return [(str(medium.id), medium.name) for medium in media]
        kind = self._property().get("type")
        # a tag has a color, too
        return [tuple(o[:2]) for o in self._property().get(kind, ())] if kind else []

    def _takes_files(self):
        return self.field_name in customer_file.ALLOWED

    def _accepted_files(self):
        """Return the types of files, as a browser's file dialog wants them."""
        types = customer_file.ALLOWED[self.field_name]
        return ",".join(f".{extension}" for extension in types)

    def _why_refused(self, name, content, count):
        """Say why a file is not taken, or nothing.

        :param bytes content: of a file that is too large, the begin is enough
        :param int count: how many were taken with it already
        """
        if count >= customer_file.MAX_FILES:
            return self.env._("“%s” was left out: too many files at once.", name)
        if not content:
            return self.env._("“%s” is empty.", name)
        if len(content) > customer_file.MAX_MB * 1024 * 1024:
            return self.env._(
                "“%(file)s” is too large: %(size)s MB at most. Give us a link where we "
                "find it.",
                file=name,
                size=customer_file.MAX_MB,
            )
        if not customer_file.media_type(self.field_name, name, content):
            return self.env._(
                "“%(file)s” can't be taken here. These can: %(types)s.",
                file=name,
                types=self._accepted_files().replace(",", " "),
            )
        return None

    def _too_much_message(self, names):
        """Say which files a link has no room for, and how they reach us all the same.

        :param list names: of the files
        """
        return self.env._(
            "Left out: %(files)s. This page takes %(count)s files and %(size)s MB in "
            "all. All else is with us. Send us these by email, or a link where we find "
            "them.",
            files=", ".join(names),
            count=customer_file.MAX_LINK_FILES,
            size=customer_file.MAX_LINK_MB,
        )

    # ------------------------------------------------------------------
    # What was typed
    # ------------------------------------------------------------------

    def _read_typed(self, form, zone):
        """Return what the customer gave, or None if he gave nothing.

        :param form: the posted form, with `get` and `getlist`
        :param str zone: time zone of the times on the page
        :raise UserError: what is wrong with it, in his language
        """
        clean = self.env["crisis.document"]._clean_visitor_text
        key = f"q{self.id}"
        typed = clean(form.get(key), MAX_ANSWER + 1)
        if len(typed) > MAX_ANSWER:
            raise UserError(
                self.env._("This is too long for the page. Send it as a file, please.")
            )
        kind = self._input()
        if kind == "many":
            known = dict(self._options())
            value = [v for v in dict.fromkeys(form.getlist(key)) if v in known]
        else:
            value = typed and getattr(self, f"_read_{kind}")(typed, zone)
        note = clean(form.get(f"{key}_note"), MAX_ANSWER)
        if not note:
            return None if value in ("", []) else {"value": value}
        return {"value": "yes" if value in ("", []) else value, "note": note}

    def _read_text(self, typed, zone):
        return typed

    def _read_words(self, typed, zone):
        return typed

    def _read_line(self, typed, zone):
        return " ".join(typed.split())

    def _read_choice(self, typed, zone):
        return typed if typed in ("yes", "no") else ""

    def _read_select(self, typed, zone):
        return typed if typed in dict(self._options()) else ""

    def _read_number(self, typed, zone):
        try:
            number = float(typed.replace(",", "."))
        except ValueError:
            number = None
        if number is None or not abs(number) < 1e9:
            raise UserError(self.env._("Write a number, please."))
        return int(number) if self._property()["type"] == "integer" else number

    def _read_date(self, typed, zone):
        moment = self._moment(typed)
        return fields.Date.to_string(moment.date())

    def _read_datetime(self, typed, zone):
        moment = self._moment(typed).replace(tzinfo=ZoneInfo(zone))
        utc = moment.astimezone(ZoneInfo("UTC")).replace(tzinfo=None)
        return fields.Datetime.to_string(utc)

    def _moment(self, typed):
        try:
            moment = datetime.fromisoformat(typed[:16])
        except ValueError:
            moment = None
        if not moment or not 1970 <= moment.year <= 2100:
            raise UserError(
                self.env._("Write day, month and year, and the time, please.")
            )
        return moment

    def _why_no_answer(self, data):
        """Say to the customer why what he wrote is no answer; nothing if it is one.

        What is a dash to the desk is one from him, too: the question stays open.
        """
        typed = data.get("value")
        if not isinstance(typed, str) or not typed or data.get("uploads"):
            return ""
        is_words = self._input() == "words"
        if is_answer(typed) if is_words else not self._is_idle(typed):
            return ""
        said = self.env._(
            "“%s” tells us nothing. Please answer in a sentence.", shortened(typed)
        )
        if not self.property_name and not is_fact(
            self.env["crisis.document"]._fields[self.field_name]
        ):
            return said
        return self.env._(
            "%s If you have no special wish, write that: “We have no special wish.”",
            said,
        )

    # ------------------------------------------------------------------
    # In words, and into the document
    # ------------------------------------------------------------------

    def _in_words(self, data, zone):
        """Return an answer as people read it, in the language of this environment."""
        value, kind = data.get("value"), self._input()
        if kind == "choice":
            value = {True: "yes", False: "no"}.get(value, value)
            value = dict(self._answer_labels()).get(value, "")
        elif kind == "datetime":
            moment = fields.Datetime.to_datetime(value)
            value = format_datetime(self.env, moment, tz=zone, dt_format="short")
        elif kind == "date":
            value = format_date(self.env, value)
        elif kind == "select":
            value = dict(self._options()).get(value, value)
        elif kind == "many":
            labels = dict(self._options())
            value = ", ".join(labels[v] for v in value or () if v in labels)
        parts = [str(value or ("" if value in (False, None) else value))]
        parts += [data.get("note"), *data.get("files", [])]
        return "\n".join(filter(None, parts))

    def _answer_labels(self):
        document = self.env["crisis.document"]
        labels = document._fields["has_video"]._description_selection(self.env)
        return [pair for pair in labels if pair[0] != ANSWERS[0][0]]

    def _can_land(self):
        """Whether an answer can stand in the document by itself."""
        return self._input() != "words"

    def _vals(self, data, document):
        """Return an answer as values of the document.

        A note is added to what stands there already.
        """
        value, kind = data.get("value"), self._input()
        if self.property_name:
            value = value == "yes" if kind == "choice" else value
            known = document._own_answers()
            return {"properties": known | {self.property_name: value}}
        if kind == "many":
            value = [fields.Command.set([int(number) for number in value])]
        elif self.field_name == "description":
            value = document._as_html(value)
        vals = {self.field_name: value}
        note, name = data.get("note"), NOTES.get(self.field_name)
        if note and name and note not in (document[name] or ""):
            vals[name] = "\n".join(filter(None, [document[name], note]))
        return vals

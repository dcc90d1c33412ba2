import re

from odoo import fields, models
from odoo.tools import html2plaintext, human_size

from ...tools.message_text import own_text

# What identifies a case, in the order in which it is read.
FACTS = (
    "partner_id",
    "contact_id",
    "protocol_id",
    "category_id",
    "level_id",
    "grade",
    "stage_id",
    "leading_reference",
    "user_id",
    "team_id",
    "date_occurred",
    "create_date",
    "date_first_word",
    "date_last_word",
    "date_closed",
    "customer_says_over",
    "over_line",
    "health_own",
    "health_customer",
    "relapse_count",
)
# Answers that say nothing, and so stand on no paper.
SILENT = ("not_asked", "unknown")
# Questions whose answers stand further up.
TOLD_ABOVE = {"description", "date_occurred", "contact_id", "customer_effect"}
# What stands in full in a part of its own; the timeline gives only its title.
TOLD_BELOW = {
    "crisis.word",
    "crisis.control",
    "crisis.notice",
    "crisis.promise",
    "crisis.delivery",
    "crisis.decision",
    "crisis.override",
    "crisis.item",
}
# Kinds of duties that have a part of their own, or, like a hand-over, need none. All
# others, such as another addon brings, stand in a table each.
KINDS_BELOW = {
    "crisis.control",
    "crisis.notice",
    "crisis.promise",
    "crisis.delivery",
    "crisis.handover",
    "crisis.owed.word",
}
# Some pages. What is longer is cut; the whole of it stands in the chatter.
MAX_PRINTED = 30000
EMPTY_LINES = re.compile(r"\n\s*\n")


class CrisisDocument(models.Model):
    """The case on paper, for the file (S0-41).

    Many are printed at once, at as many queries as one.
    """

    _inherit = "crisis.document"

    def _paper_name(self):
        """Return the name of the file, without what no file name may have."""
        self.ensure_one()
        name = f"{self.reference or ''} {self.name}"
        return " ".join("".join(" " if c in '/\\:*?"<>|' else c for c in name).split())

    def _papers(self):
        """Return what is printed of each case, as {case: its parts}.

        :raise AccessError: for whoever may not read a case
        """
        self.check_access("read")
        timeline = self._timeline().grouped("document_id")
        nothing = self.env["crisis.timeline"]
        return {
            document: document._paper(timeline.get(document, nothing))
            for document in self
        }

    def _paper(self, timeline):
        self.ensure_one()
        return {
            "facts": self._paper_facts(),
            "answers": self._paper_answers(),
            "missing": self.missing_question_ids,
            "material": self._paper_files(
                self.bulletin_ids, self.picture_ids, self.video_ids
            ),
            "timeline": timeline,
            "words": [
                (word, self._paper_words(word))
                for word in self.word_ids.sorted(lambda w: (w.date, w.id))
            ],
            "promises": self.promise_ids.sorted("date_due"),
            "controls": [
                (control, self._paper_evidence(control))
                for control in self.control_ids.sorted(lambda c: (c.date_due, c.id))
            ],
            "notices": self.notice_ids.sorted(lambda n: (n.date_due, n.id)),
            "decisions": self.decision_ids.sorted(lambda d: (d.date, d.id)),
            "deliveries": self.delivery_ids.sorted(lambda d: (d.date_due, d.id)),
            "duties": self._paper_duties(),
            "items": self.item_ids,
            "overrides": self.override_ids.sorted("id"),
        }

    def _paper_duties(self):
        """Return kinds of duties without a part of their own, as (label, duties)."""
        found = []
        for model in self.env["crisis.duty.mixin"]._duty_models():
            duties = self[model._document_field].sorted(lambda d: (d.date_due, d.id))
            if duties and model._name not in KINDS_BELOW:
                field = self._fields[model._document_field]
                found.append((field._description_string(self.env), duties))
        return found

    def _paper_facts(self):
        """Return what identifies the case, in rows of two: label and words each."""
        facts = [
            (self._fields[name]._description_string(self.env), self._paper_value(name))
            for name in FACTS
            if self[name] and str(self[name]) not in SILENT
        ]
        return [facts[number : number + 2] for number in range(0, len(facts), 2)]

    def _paper_value(self, name):
        """Return the value of a field in words."""
        field, value = self._fields[name], self[name]
        if field.type == "datetime":
            return self._time(value)
        if field.type == "selection":
            return dict(field._description_selection(self.env))[value]
        # names only: who may read the case may know who is on it
        return value.sudo().display_name if field.relational else str(value)

    def _paper_printed(self):
        """Say who prints it, and when."""
        return self.env._(
            "Printed by %(user)s, %(time)s.",
            user=self.env.user.name,
            time=self._time(fields.Datetime.now()),
        )

    def _paper_explained(self):
        """Say who wrote the explanation, confirmed, reviewed and sent it."""
        lines = []
        for step, tell in self._paper_steps().items():
            user = self[f"explanation_{step}_id"]
            date = step != "author" and self[f"date_explanation_{step[:-3]}"]
            if user:
                name = user._crisis_name()
                lines.append(tell(name, date and self._time(date)))
        return lines

    def _paper_steps(self):
        return {
            "author": lambda user, _time: self.env._("written by %s", user),
            "confirmed_by": lambda user, time: self.env._(
                "facts confirmed by %(user)s, %(time)s", user=user, time=time
            ),
            "reviewed_by": lambda user, time: self.env._(
                "reviewed by %(user)s, %(time)s", user=user, time=time
            ),
            "sent_by": lambda user, time: self.env._(
                "sent by %(user)s, %(time)s", user=user, time=time
            ),
        }

    def _paper_answers(self):
        """Return the protocol's questions that are answered, with the answers."""
        does_not_apply = self.env._("Does not apply")
        answers = []
        for question in self.protocol_id.question_ids:
            if question.field_name in TOLD_ABOVE:
                continue
            if question in self.not_applicable_ids:
                answers.append((question, does_not_apply))
            elif words := self._answer_in_words(question):
                answers.append((question, words))
        return answers

    def _paper_files(self, *files):
        """Return files as lines, for which their own rights don't matter."""
        return "\n".join(
            self._paper_file(file) for several in files for file in several.sudo()
        )

    def _paper_file(self, file):
        """Return what tells a file from another one of that name."""
        size = human_size(file.file_size)
        return f"{file.name} ({size}, {self._time(file.create_date)})"

    def _paper_words(self, word):
        """Return what was said as it was said, not only how it begins."""
        # also on a ticket, which the reader of the case may not see
        message = word.message_id.sudo()
        if not message:  # the whole of it stands with the controls
            return (word.text or "").partition("\n")[0]
        read = html2plaintext if word.is_oral else own_text
        said = read(message.body or "").strip() or word.text or ""
        said = EMPTY_LINES.sub("\n\n", said)
        return said if len(said) <= MAX_PRINTED else f"{said[:MAX_PRINTED]} …"

    def _paper_html(self, name):
        """Return a text with markup as it is printed: nothing in it is fetched."""
        return self.env["ir.attachment"]._paper_html(self[name], [self])

    def _paper_evidence(self, control):
        """Return what proves the result of a control, as lines."""
        if control.state != "done":
            return control.cancel_reason or ""
        _heading, *lines = control._summary(control.result).split("\n")
        return "\n".join(lines)

    def _paper_tells(self, row):
        """Return what the timeline says beside the title of a row."""
        return "" if row.res_model in TOLD_BELOW else row.text

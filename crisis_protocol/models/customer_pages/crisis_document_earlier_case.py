from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from ...tools.constants import NOTES

# So many of the last cases are looked at.
CASES = 10


class CrisisDocument(models.Model):
    """What an earlier case of this customer told already is proposed (S0-57)."""

    _inherit = "crisis.document"

    earlier_told = fields.Html(
        "Told Earlier", compute="_compute_earlier_told", sanitize=False
    )

    @api.depends(
        lambda self: [
            *self._information_depends(),
            "commercial_partner_id",
            "is_closed",
        ]
    )
    @api.depends_context("uid", "lang")
    def _compute_earlier_told(self):
        for document in self:
            told = document._told_earlier()
            lines = [
                self.env._(
                    "%(question)s %(answer)s (%(case)s)",
                    question=question.name,
                    answer=case._answer_in_words(question),
                    case=case.reference,
                )
                for question, case in told.items()
            ]
            document.earlier_told = bool(lines) and document._list_html(lines)

    def _told_earlier(self):
        """Return {question: the last case of this customer that answers it}.

        Only cases that the user may read, of the same company.
        """
        self.ensure_one()
        lasting = self._marked("lasts")
        open_questions = self._missing_questions().filtered(
            lambda q: q.field_name in lasting or (q.property_name and q._can_land())
        )
        if self.is_closed or not self._origin or not open_questions:
            return {}
        domain = Domain(
            [
                ("commercial_partner_id", "=", self.commercial_partner_id.id),
                ("company_id", "=", self.company_id.id),
                ("is_drill", "=", self.is_drill),
                ("id", "!=", self._origin.id),
            ]
        )
        names = {q.field_name or "properties" for q in open_questions}
        names |= {NOTES[name] for name in names & NOTES.keys()}
        cases = self.with_context(active_test=False).search_fetch(
            domain, ["reference", *sorted(names)], order="id desc", limit=CASES
        )
        told = {}
        for question in open_questions:
            for case in cases:
                if question._is_answered(case):
                    told[question] = case
                    break
        return told

    def action_take_earlier(self):
        """Take over all that earlier cases told and that is still missing here.

        :raise UserError: if nothing of that is left
        """
        self.ensure_one()
        self.check_access("write")
        told = self._told_earlier()
        if not told:
            raise UserError(self.env._("This is done already. Look again."))
        vals, lines = {}, []
        own = self._own_answers()
        for question, case in told.items():
            lines.append(
                self.env._(
                    "Taken over from %(case)s: %(question)s %(answer)s",
                    case=case.display_name,
                    question=question.name,
                    answer=case._answer_in_words(question),
                )
            )
            if question.property_name:
                own[question.property_name] = case._own_answers()[
                    question.property_name
                ]
                vals["properties"] = own
                continue
            name = question.field_name
            vals[name] = (
                [fields.Command.set(case.media_ids.ids)]
                if name == "media_ids"
                else case[name]
            )
            note = NOTES.get(name)
            if note and not self[note] and case[note]:
                vals[note] = case[note]
        self.write(vals)
        self._message_log(body=self._list_html(lines))
        return True

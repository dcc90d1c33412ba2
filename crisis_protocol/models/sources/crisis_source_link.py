from markupsafe import Markup

from odoo import api, models
from odoo.exceptions import UserError
from odoo.tools import is_html_empty

from ...tools.inside import handed_inside


class CrisisSourceMixin(models.AbstractModel):
    """What a record and its case know of each other, and who may join the two."""

    _inherit = "crisis.source.mixin"

    @api.constrains("crisis_case_id")
    def _check_crisis_case(self):
        self._check_may_link()
        for source in self.filtered("crisis_case_id"):
            case = source.crisis_case_id
            refusal = source._crisis_why_not_declarable()
            if refusal:
                raise UserError(refusal)
            if case.is_drill:
                raise UserError(
                    self.env._(
                        "%s is a drill. What was really reported needs a case of its "
                        "own.",
                        case.display_name,
                    )
                )
            if case.is_closed:
                raise UserError(
                    self.env._(
                        "%s is closed. Reopen it there, or file a new case.",
                        case.display_name,
                    )
                )
            if source._crisis_companies() != case.company_id:
                raise UserError(
                    self.env._(
                        "%(record)s belongs to another company than the case %(case)s.",
                        record=source.display_name,
                        case=case.reference,
                    )
                )

    def write(self, vals):
        kept_open = self._kept_open()
        if "crisis_case_id" not in vals:
            result = super().write(vals)
            kept_open._check_kept_open()
            return result
        before = {source: source.crisis_case_id for source in self}
        self._check_may_link()
        result = super().write(vals)
        kept_open._check_kept_open()
        moved = self.filtered(lambda source: source.crisis_case_id != before[source])
        for case, sources in moved.grouped(lambda source: before[source]).items():
            sources._note_left(case)
        for case, sources in moved.grouped("crisis_case_id").items():
            sources._note_joined(case)
        return result

    def unlink(self):
        """The case knows that there was more."""
        # who deletes a record need not see its case
        linked = self.sudo().filtered("crisis_case_id")
        for case, sources in linked.grouped("crisis_case_id").items():
            names = ", ".join(sources.mapped("display_name"))
            body = case._in_desk_language().env._("Deleted: %s", names)
            case._message_log_batch(bodies={case.id: body})
        return super().unlink()

    def _check_may_link(self):
        """Who adds to a case, or takes out of it, has to be allowed to work on it.

        Some models write as the system after a check of their own, so ask for the user.
        """
        # to read the link takes a right on cases that he may lack
        self.sudo().crisis_case_id.with_user(self.env.user).check_access("write")

    def _with_open_case(self):
        """Return those that belong to a case that is not over, whoever asks."""
        linked = self.sudo().filtered("crisis_case_id")
        return linked.filtered(lambda source: not source.crisis_case_id.is_closed)

    def _kept_open(self):
        return self._with_open_case().filtered(lambda s: not s._crisis_is_done())

    def _check_kept_open(self):
        """A case that goes on keeps its records open, whoever closes them and how."""
        for source in self:
            if not (source._crisis_is_done() and source._with_open_case()):
                continue
            if self.env.user.share:  # he is told nothing of cases
                raise UserError(
                    self.env._("We are still at work on this, so it stays open.")
                )
            raise UserError(
                self.env._(
                    "%(record)s stays open until the case %(case)s is over. If it "
                    "does not belong there, take it out of the case first.",
                    record=source.display_name,
                    case=source.crisis_case_reference,
                )
            )

    def _note_joined(self, case):
        if not case:
            return
        link = case._get_html_link(title=case.reference)
        self._crisis_log(self.env._("This is a crisis: %s", link))
        case._message_log_batch(
            bodies={
                case.id: Markup().join(source._joined_note(case) for source in self)
            }
        )
        self._hand_over_files(case)

    def _joined_note(self, case):
        lines = self._crisis_trail()
        note = Markup("<p>%s</p>") % self.env._("From %s", self._get_html_link())
        note += case._list_html(lines) if lines else Markup()
        if handed_inside(self.env, "crisis_new_case"):
            return note  # filed with all the rest
        text = self._crisis_values()["description"]
        return note + (Markup() if is_html_empty(text) else Markup(text))

    def _hand_over_files(self, case):
        """Copy the files to the case: what is deleted here stays there."""
        files = self.env["ir.attachment"].search(
            [
                ("res_model", "=", self._name),
                ("res_id", "in", self.ids),
                ("res_field", "=", False),
            ]
        )
        files.copy({"res_model": case._name, "res_id": case.id})

    def _note_left(self, case):
        if not case:
            return
        link = case._get_html_link(title=case.reference)
        self._crisis_log(self.env._("Taken out of the case %s", link))
        links = Markup(", ").join(source._get_html_link() for source in self)
        case._message_log_batch(
            bodies={case.id: self.env._("No longer belongs here: %s", links)}
        )

    def _crisis_log(self, body):
        """Note it on each of the records, for those who work there."""
        self._message_log_batch(bodies=dict.fromkeys(self.ids, body))

from markupsafe import Markup

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL, is_html_empty

from ...tools.dialog import dialog


class CrisisSourceMixin(models.AbstractModel):
    """A record that may turn out to be a crisis: a task, a ticket.

    The case that comes of it knows what the record knew, and both know each other.
    What such a record is to do besides stands in the hooks: what it tells
    (`_crisis_values`, `_crisis_partner`, `_crisis_trail`), under which protocol it is
    filed if it knows it (`_crisis_protocol`), when it can't become a
    crisis (`_crisis_why_not_declarable`), how it ends and begins again with the case
    (`_crisis_close`, `_crisis_reopen`), and whether it stays open as long as the case
    (`_crisis_is_done`). See “Join another kind of ticket” in CONTRIBUTING.md.
    """

    _name = "crisis.source.mixin"
    _description = "Source of a Crisis"
    # So that it stands before mail.thread, whatever else the model inherits.
    _inherit = ["mail.thread"]

    crisis_case_id = fields.Many2one(
        "crisis.document",
        index="btree_not_null",
        copy=False,
        ondelete="set null",
        groups="crisis_protocol.group_crisis_agent",
        help="The case that this has become.",
    )
    # Who works on the record sees that it is a crisis, without a right on the case.
    crisis_case_reference = fields.Char(
        "Case",
        related="crisis_case_id.reference",
        related_sudo=True,
        groups="base.group_user",
    )
    crisis_closed_with_case = fields.Boolean(
        "Closed With the Case",
        copy=False,
        readonly=True,
        groups="crisis_protocol.group_crisis_agent",
        help="It was the case that closed it, so it is opened if the case comes back.",
    )
    crisis_is_over = fields.Boolean(
        "Crisis Over",
        related="crisis_case_id.is_closed",
        related_sudo=True,
        groups="base.group_user",
    )

    # ------------------------------------------------------------------
    # Hooks
    # ------------------------------------------------------------------

    def _crisis_partner(self):
        """Return who reports it: a contact, or a customer; empty if nobody is known."""
        self.ensure_one()
        return self.partner_id

    def _crisis_values(self):
        """Return what the record tells a new case, as values of the document."""
        self.ensure_one()
        return {"name": self.name, "description": self.description}

    def _crisis_protocol(self):
        """Return under which protocol it is a crisis; empty: the desk's own."""
        self.ensure_one()
        return self.env["crisis.protocol"]

    def _crisis_trail(self):
        """Return lines that say where the record came from: channel, team, sender."""
        self.ensure_one()
        return []

    def _crisis_why_not_declarable(self):
        """Return why this can't become a crisis, as a sentence; False if it can."""
        self.ensure_one()
        return False

    def _crisis_is_done(self):
        """Return whether the record counts as closed.

        What is not done when it becomes a crisis is kept open as long as the case.
        """
        self.ensure_one()
        return False

    def _crisis_close(self):
        """Close the records: their cases are over. Return those that were open."""
        return self.browse()

    def _crisis_reopen(self):
        """Open the records again that were closed with their cases."""

    # ------------------------------------------------------------------
    # Becoming a crisis
    # ------------------------------------------------------------------

    def action_declare_crisis(self):
        """Ask what kind of crisis it is, and whether it is a case already (S0-41).

        Many records become one case.

        :raise UserError: if one of them has its case, or can't be one
        """
        self._check_declarable()
        return dialog(
            self.env["crisis.declare"],
            self.env._("This is a crisis"),
            default_res_model=self._name,
            default_res_ids=",".join(map(str, self.ids)),
        )

    def action_open_crisis_case(self):
        """Open the case that this has become."""
        self.ensure_one()
        self.crisis_case_id.check_access("read")
        return {
            "type": "ir.actions.act_window",
            "res_model": "crisis.document",
            "view_mode": "form",
            "views": [(False, "form")],
            "res_id": self.crisis_case_id.id,
        }

    def action_leave_crisis(self):
        """Take the records out of their cases: they do not belong there."""
        self.write({"crisis_case_id": False})

    def _check_declarable(self):
        """:raise UserError: with all that speaks against it"""
        self.env["crisis.document"].check_access("create")
        self.check_access("write")
        if not self:
            raise UserError(self.env._("Choose what has become a crisis."))
        reasons = [source._refusal() for source in self]
        if any(reasons):
            raise UserError("\n".join(filter(None, reasons)))
        if len(self._crisis_companies()) > 1:
            raise UserError(
                self.env._("These belong to several companies. File a case for each.")
            )

    def _refusal(self):
        if self._with_open_case():
            return self.env._(
                "%(record)s belongs to the case %(case)s already. Open it from there.",
                record=self.display_name,
                case=self.crisis_case_reference,
            )
        return self._crisis_why_not_declarable()

    def _crisis_companies(self):
        if "company_id" not in self._fields:
            return self.env.company
        return self.company_id or self.env.company

    def _crisis_description(self):
        """Return what the records say, each under its own title if they are many."""
        told = [(source, source._crisis_values()["description"]) for source in self]
        told = [(source, text) for source, text in told if not is_html_empty(text)]
        if len(self) == 1:
            return told and told[0][1]
        return Markup().join(
            Markup("<h4>%s</h4>%s") % (source.display_name, Markup(text))
            for source, text in told
        )

    def _lock_rows(self):
        """Let two who declare the same at one moment come one after the other.

        Who comes second finds a conflict, and Odoo begins his request anew.
        """
        if self:
            self.env.execute_query(
                SQL(
                    "SELECT id FROM %s WHERE id IN %s ORDER BY id FOR NO KEY UPDATE",
                    SQL.identifier(self._table),
                    tuple(self.ids),
                )
            )
            self.invalidate_recordset(["crisis_case_id"])

    @api.model
    def _source_models(self):
        """Return a model for each kind of record that cases may come from."""
        names = self.env.registry.descendants(["crisis.source.mixin"], "_inherit")
        return [
            self.env[name] for name in sorted(names) if not self.env[name]._abstract
        ]

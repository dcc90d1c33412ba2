from markupsafe import Markup

from odoo import fields, models
from odoo.fields import Command

from ...tools.message_text import lines


class CrisisDocument(models.Model):
    """Where it went wrong: the unit is told on its order, its manager by a notice.

    So that it does not happen again (S0-38…40), and the managers know (S0-27, S0-49).
    """

    _inherit = "crisis.document"

    cause_unit_ids = fields.Many2many(
        "crisis.unit",
        "crisis_document_cause_unit_rel",
        string="Where It Went Wrong",
        copy=False,
        check_company=True,
        domain="[('company_id', 'in', [False, company_id])]",
        help="The units that caused it. Each is told on its order, and has to say that "
        "it knows; its manager gets a notice.",
    )
    cause_told_unit_ids = fields.Many2many(
        "crisis.unit",
        "crisis_document_cause_told_rel",
        string="Units Told of the Cause",
        copy=False,
        readonly=True,
    )

    # ------------------------------------------------------------------
    # Their managers
    # ------------------------------------------------------------------

    def _whom_to_tell(self):
        """The managers of the units, too: of an order, and of what went wrong there."""
        found = super()._whom_to_tell()
        due = self._deadline(self.level_id.notice_minutes)
        told = {values.get("receiver_id") for values in found}
        # who leads the case need not see the orders
        case = self.sudo()
        by_source = {
            "unit": case.task_ids.filtered(lambda t: not t.is_template).crisis_unit_id,
            "fault": case._cause_units(),
        }
        for source, units in by_source.items():
            managers = units.manager_id.filtered("active").partner_id
            for partner in managers - self._who_knows():
                # that it went wrong there is told besides
                if source == "fault" or partner.id not in told:
                    found.append(
                        {
                            "receiver_id": partner.id,
                            "source": source,
                            "way": "written",
                            "date_planned": due,
                        }
                    )
        return found

    # ------------------------------------------------------------------
    # The units
    # ------------------------------------------------------------------

    def _cause_units(self):
        """Return the units that caused it, as far as that is known."""
        return self.cause_unit_ids

    def _cause_words(self):
        """Return what is known of the cause, in words."""
        return [self.root_cause]

    def _tell_causes_filed(self, filed):
        self._tell_cause_units()

    def _react_to_cause(self, change):
        if "cause_unit_ids" in change.handed_in:
            self._tell_cause_units()

    def _tell_cause_units(self):
        """Tell units that it went wrong there, each once, on its order."""
        for document in self._where_cause_is_told():
            # who leads the case need not see the orders
            case = document.sudo()
            units = case._cause_units() - case.cause_told_unit_ids
            if units and not document.is_closed and document.active:
                document._tell_units_of_cause(units.with_env(document.env))

    def _where_cause_is_told(self):
        """Return the cases on whose orders it is told."""
        return self

    def _tell_units_of_cause(self, units):
        """Tell these units on their orders; who has none gets one.

        Each has to say that it knows, and what it does so that it does not happen
        again. Where there is no project for an order, that is said on the case, and
        told as soon as there is one.
        """
        orders = self._open_orders()
        homeless = self._homeless(units - orders.crisis_unit_id.with_env(self.env))
        for unit in units - homeless:
            reader = self._for_unit(unit)
            note = reader._cause_note()
            order = orders.filtered(lambda o, u=unit: o.crisis_unit_id.id == u.id)[:1]
            if order:
                order._crisis_tell_cause(reader, note, self.env.user.partner_id)
            else:
                self._inform_production(unit, note)
        told = units - homeless
        if told:
            self._write_past_reactions(
                {"cause_told_unit_ids": [Command.link(unit.id) for unit in told]}
            )
        self._post_cause_told(told, homeless)
        self._reconcile_duties()

    def _cause_note(self):
        """Return what a unit reads where it went wrong, in its language."""
        title = self.env._(
            "It went wrong in your unit. Find out why, and say what you do so that it "
            "does not happen again."
        )
        return lines(title, *self._cause_words())

    def _post_cause_told(self, told, homeless):
        said = []
        if told:
            names = ", ".join(told.mapped("name"))
            said.append(self.env._("Told that it went wrong there: %s", names))
        if homeless:
            said.append(self._homeless_line(homeless))
        self.message_post(
            body=Markup("%s") % self._list_html(said),
            subtype_xmlid="crisis_protocol.mt_production",
        )

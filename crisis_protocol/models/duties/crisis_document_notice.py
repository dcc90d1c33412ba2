from odoo import fields, models
from odoo.exceptions import UserError

from ...tools.steps import insert_step


class CrisisDocument(models.Model):
    """Who has to be told of the case, and whether it is proven (S0-27, S0-47…49)."""

    _inherit = "crisis.document"

    notice_ids = fields.One2many(
        "crisis.notice", "document_id", "Notices", copy=False, readonly=True
    )
    next_step_kind = fields.Selection(selection_add=[("read", "Confirm a notice")])

    def _next_step_questions(self):
        return insert_step(
            super()._next_step_questions(), "_ask_read", before="_ask_who_leads"
        )

    def _gate_preview_depends(self):
        return [
            *super()._gate_preview_depends(),
            "notice_ids.state",
            "notice_ids.date_told",
            "notice_ids.planned_user_id",
        ]

    def _ask_read(self):
        """Who was told is asked to say so, and nobody else by this line."""
        if any(self.notice_ids.mapped("can_confirm")):
            return "read", self.env._(
                "You were told of this case: confirm that you have read it."
            )
        return None

    def action_confirm_notices(self):
        """Confirm what the current user was told of this case.

        :raise UserError: if he has done so already
        """
        self.ensure_one()
        self.check_access("read")
        mine = self.notice_ids.filtered("can_confirm")
        if not mine:
            raise UserError(self.env._("This is done already. Look again."))
        mine.action_confirm()

    def _whom_to_tell(self):
        """Return who is to be told, as values of notices, each person once.

        By level and team: supervisor, managers, roles and others; and the units
        that the customer named. Whoever leads or filed the case knows it.
        """
        level, team = self.level_id, self.team_id
        knows = self._who_knows()
        people = {}
        if level.inform_supervisor:
            supervisor = team._acting_supervisor()
            people |= dict.fromkeys(supervisor.partner_id, "supervisor")
        if level.inform_managers:
            managers = team.manager_ids.filtered("active").partner_id
            people |= dict.fromkeys(managers - self._keys(people), "manager")
        others = level.inform_partner_ids | team.inform_partner_ids
        people |= dict.fromkeys(others - self._keys(people), "other")
        found = [
            {"receiver_id": partner.id, "source": source, "way": "written"}
            for partner, source in people.items()
            if partner not in knows
        ]
        found += [
            {"role_id": role.id, "source": "role", "way": "written"}
            for role in level.inform_role_ids
            if role.user_ids.partner_id - knows
        ]
        return found + self._named_by_customer()

    def _who_knows(self):
        """Return who leads or filed the case: nobody has to tell them."""
        return (self.user_id | self.create_uid).partner_id

    def _keys(self, people):
        return self.env["res.partner"].union(*people)

    def _named_by_customer(self):
        """Return the units outside Odoo that the customer wants informed."""
        return [
            {
                "source": "customer",
                "way": way,
                "description": (note or self.env._("Named by the customer"))[:250],
            }
            for way, answer, note in (
                ("written", self.inform_written, self.inform_written_note),
                ("oral", self.inform_oral, self.inform_oral_note),
            )
            if answer == "yes"
        ]

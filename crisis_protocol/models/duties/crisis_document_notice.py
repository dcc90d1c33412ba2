from odoo import fields, models


class CrisisDocument(models.Model):
    """Who has to be told of the case, and whether it is proven (S0-27, S0-47…49)."""

    _inherit = "crisis.document"

    notice_ids = fields.One2many(
        "crisis.notice", "document_id", "Notices", copy=False, readonly=True
    )

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

from odoo import api, models
from odoo.fields import Domain
from odoo.tools import email_normalize

from odoo.addons.crisis_protocol.tools.inside import handed_inside


class HelpdeskTicket(models.Model):
    """A ticket may turn out to be a crisis. It then stays open as long as its case."""

    _name = "helpdesk.ticket"
    _inherit = ["helpdesk.ticket", "crisis.source.mixin"]

    def _crisis_partner(self):
        """Return the reporter; if the ticket knows his address alone, whose it is."""
        partner = super()._crisis_partner()
        email = email_normalize(self.partner_email)
        if partner or not email:
            return partner
        found = partner.search(
            [
                ("email_normalized", "=", email),
                ("company_id", "in", [False, self.company_id.id]),
            ],
            limit=2,
        )
        return found if len(found) == 1 else partner

    def _crisis_trail(self):
        sender = self.partner_name or self.partner_id.name
        address = f"<{self.partner_email}>" if self.partner_email else False
        lines = super()._crisis_trail()
        if self.channel_id:
            lines.append(self.env._("Channel: %s", self.channel_id.name))
        if self.team_id:
            lines.append(self.env._("Team: %s", self.team_id.name))
        if sender or address:
            who = " ".join(filter(None, [sender, address]))
            lines.append(self.env._("Reported by: %s", who))
        return lines

    def _crisis_is_done(self):
        return self.stage_id.closed

    def _crisis_close(self):
        return super()._crisis_close() | self._move_all(closed=True)

    def _crisis_reopen(self):
        self._move_all(closed=False)
        return super()._crisis_reopen()

    def _move_all(self, closed):
        """Move to the first closed, or open, stage of each ticket's own team.

        Where a team has no such stage its tickets stay where they are.

        :return: the tickets that were moved
        """
        moved = self.browse()
        waiting = self.filtered(lambda ticket: ticket.stage_id.closed != closed)
        for (team, company), tickets in waiting.grouped(
            lambda ticket: (ticket.team_id, ticket.company_id)
        ).items():
            stages = team.with_company(company)._get_applicable_stages()
            stage = stages.filtered(lambda stage: stage.closed == closed)[:1]
            if stage:
                tickets.write({"stage_id": stage.id})
                moved |= tickets
        return moved

    @api.model
    def _search(self, domain, *args, **kwargs):
        """Automatic closing looks past tickets that are a crisis (see the team)."""
        if handed_inside(self.env, "crisis_looks_past"):
            no_crisis = Domain("crisis_case_id", "=", False)
            is_over = Domain("crisis_case_id", "any!", [("is_closed", "=", True)])
            domain = Domain(domain) & (no_crisis | is_over)
        return super()._search(domain, *args, **kwargs)

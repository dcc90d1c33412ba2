from odoo import api, fields, models


class CrisisDocument(models.Model):
    """The tickets that the case came from."""

    _inherit = "crisis.document"

    ticket_ids = fields.One2many(
        "helpdesk.ticket", "crisis_case_id", "Tickets", copy=False, readonly=True
    )
    ticket_count = fields.Integer("Number of Tickets", compute="_compute_ticket_count")

    @api.depends("ticket_ids")
    def _compute_ticket_count(self):
        counts = self._source_counts("helpdesk.ticket")
        for document in self:
            document.ticket_count = counts.get(document._origin.id, 0)

    @api.depends("ticket_count")
    def _compute_has_sources(self):
        result = super()._compute_has_sources()
        for document in self.filtered("ticket_count"):
            document.has_sources = True
        return result

    def action_open_tickets(self):
        """Open the tickets that this case came from."""
        return self._open_sources("helpdesk.ticket", self.env._("Tickets"))

from odoo import models


class CrisisDocument(models.Model):
    """Everything that happened, in order, to be read, filtered and printed."""

    _inherit = "crisis.document"

    def _timeline(self, kinds=None):
        """Return the timeline of these cases, oldest first.

        :param kinds: only rows of these kinds, see `crisis.timeline`
        """
        domain = [("document_id", "in", self.ids)]
        if kinds:
            domain.append(("kind", "in", list(kinds)))
        return self.env["crisis.timeline"].search(domain)

    def action_open_timeline(self):
        """Open everything that happened on the case, in order (S0-47)."""
        self.ensure_one()
        # whatever is at hand by then, a case is named only to who may read it
        self.check_access("read")
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "crisis_protocol.crisis_timeline_action"
        )
        name = self.env._("Timeline of %s", self.display_name)
        return action | {"display_name": name, "name": name}

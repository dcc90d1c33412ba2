from functools import wraps

from odoo import models

from odoo.addons.crisis_protocol.tools.inside import Inside

# What OCA's helpdesk_ticket_close_inactive closes tickets with, and warns of it.
CLOSING = "close_team_inactive_tickets"


class HelpdeskTicketTeam(models.Model):
    _inherit = "helpdesk.ticket.team"

    def _register_hook(self):
        """Let the automatic closing, where it is installed, leave crises alone.

        Neither addon knows the other, so either may be loaded first, and to inherit
        the method is not enough: it is wrapped when both are there.
        """
        result = super()._register_hook()
        team_class = self.env.registry[self._name]
        original = getattr(team_class, CLOSING, None)
        if original and CLOSING not in vars(team_class):

            @wraps(original)
            def close(self):
                return original(self.with_context(crisis_looks_past=Inside()))

            setattr(team_class, CLOSING, close)
        return result

    def _unregister_hook(self):
        team_class = self.env.registry[self._name]
        if CLOSING in vars(team_class):
            delattr(team_class, CLOSING)
        return super()._unregister_hook()

from odoo import models

from ...tools.constants import BOARD_CHANNEL


class IrWebsocket(models.AbstractModel):
    _inherit = "ir.websocket"

    def _build_bus_channel_list(self, channels):
        """Whoever asks for the board hears of the cases of his companies, if an agent.

        The name alone opens nothing: it is exchanged for channels that only the
        server can give.
        """
        # some are records, which can't be compared with a name
        others = [c for c in channels if not isinstance(c, str) or c != BOARD_CHANNEL]
        if len(others) < len(channels):
            if self.env.user.has_group("crisis_protocol.group_crisis_agent"):
                others += [
                    (company, BOARD_CHANNEL) for company in self.env.user.company_ids
                ]
        return super()._build_bus_channel_list(others)

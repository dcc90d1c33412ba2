import ipaddress
import logging
from datetime import timedelta

from odoo import api, fields, models
from odoo.tools import SQL

_logger = logging.getLogger(__name__)

# So many wrong links an hour are answered as any visitor is.
PATIENCE = 30
# Beyond this, nothing from that network is looked at until the hour is over.
LIMIT = 300


class CrisisPageTry(models.Model):
    """How often somebody tried a link that is none, by network and hour.

    Links are signed and can't be guessed; this keeps a guesser slow and cheap, on
    all servers together. Good links go on working beside him: only a flood from a
    public network closes the pages for that network, and never for one of our own,
    which may be a proxy that speaks for everybody.
    """

    _name = "crisis.page.try"
    _description = "Wrong Link"
    _order = "hour desc, id desc"
    _rec_name = "network"

    network = fields.Char(required=True, readonly=True)
    hour = fields.Datetime(required=True, readonly=True)
    count = fields.Integer(readonly=True, aggregator=None)

    _once_an_hour = models.Constraint("UNIQUE (network, hour)")

    @api.model
    def _wait(self, address):
        """Return how many seconds nothing from this address is looked at; 0: go on."""
        network, is_public = self._network(address)
        if not is_public:
            return 0
        # strangers knock, who have no rights
        found = self.sudo().search_fetch(
            [("network", "=", network), ("hour", "=", self._hour())], ["count"]
        )
        return self._seconds_left() if found.count >= LIMIT else 0

    @api.model
    def _note(self, address):
        """Count a wrong link.

        :return: seconds until the next try is welcome; 0: patience is left
        """
        network, _is_public = self._network(address)
        [[count]] = self.env.execute_query(
            SQL(
                "INSERT INTO crisis_page_try (network, hour, count)"
                " VALUES (%s, %s, 1) ON CONFLICT (network, hour)"
                " DO UPDATE SET count = crisis_page_try.count + 1 RETURNING count",
                network,
                self._hour(),
            )
        )
        self.invalidate_model(["count"])
        if count == PATIENCE + 1:
            _logger.info("Many wrong links of crisis pages tried from %s", network)
        return self._seconds_left() if count > PATIENCE else 0

    @api.model
    def _network(self, address):
        """Return (network, whether it is out in the Internet) of an address.

        Whoever has an IPv6 address has 2^64 of them: they count as one.
        """
        try:
            ip = ipaddress.ip_address(address or "")
        except ValueError:
            return "?", False
        if ip.version == 6 and ip.ipv4_mapped:
            ip = ip.ipv4_mapped
        size = 32 if ip.version == 4 else 64
        network = ipaddress.ip_network((ip, size), strict=False)
        return str(network), ip.is_global

    @api.model
    def _hour(self):
        return fields.Datetime.now().replace(minute=0, second=0, microsecond=0)

    @api.model
    def _seconds_left(self):
        end = self._hour() + timedelta(hours=1)
        return max(int((end - fields.Datetime.now()).total_seconds()), 1)

    @api.autovacuum
    def _gc_tries(self):
        """Keep addresses of strangers no longer than they are of use."""
        limit = fields.Datetime.now() - timedelta(days=1)
        # whoever the sweep runs as
        self.sudo().search([("hour", "<", limit)]).unlink()

from odoo import http
from odoo.http import request

from .crisis_page import CrisisPage


class CrisisMineController(CrisisPage, http.Controller):
    """Where a link leads that is another reader's own, as it stands in the chatter."""

    @http.route(
        "/crisis/mine/<string:kind>/<string:ids>",
        type="http",
        auth="public",
        methods=["GET"],
        sitemap=False,
        readonly=True,
    )
    def mine(self, kind, ids, **_values):
        """Say that the link is in the mail; who is told in Odoo goes on to his own."""
        numbers = [int(number) for number in ids.split("-")[:500] if number.isdecimal()]
        user = request.env.user
        if kind == "notice" and not user.share and numbers:
            # who was told may not read the case
            notices = request.env["crisis.notice"].sudo().browse(numbers)
            if url := notices._own_link(user.partner_id):
                return self._guarded(request.redirect(url))
        return self._page("crisis_protocol.page_not_yours", request.env.lang)

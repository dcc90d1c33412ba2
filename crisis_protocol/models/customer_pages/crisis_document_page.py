from odoo import api, models
from odoo.tools import format_datetime

from ...tools import page_token
from ...tools.mailboxes import mailbox_mark


class CrisisDocument(models.Model):
    """What the customer's pages without a login have in common.

    A link is for one contact of one case, as long as the case runs: after its end,
    or after it was reopened, an old link is worth nothing. It is also for the address
    that it went to: who is reached elsewhere by now gets another one.
    """

    _inherit = "crisis.document"

    def _page_links(self):
        """Return what makes the link of each page for a reader, as {kind: method}."""
        return {}

    def _is_page_for(self, partner, addressed):
        """Whether a reader of a mail gets his own link to the customer's pages.

        The contact does, and whoever of the customer the writer has named; a follower
        who reads along does not, nor does anybody of ours.

        :param addressed: the partners whom the mail is written to
        """
        customer = self.commercial_partner_id
        is_theirs = partner.commercial_partner_id == customer and partner in addressed
        is_contact = partner == self._customer_contact()
        return (is_contact or is_theirs) and self._reaches_customer(partner)

    def _page_url(self, path, scope, hours, more=0, partner=None):
        """Return a link for somebody of the customer, the contact if nobody is named.

        :param str path: what comes before the token, such as `/crisis/over`
        :param int hours: how long it may be used
        :param int more: an id that this kind of link carries along
        """
        self.ensure_one()
        reader = partner or self._customer_contact()
        went_to = mailbox_mark(reader.email)
        values = [self.id, reader.id, self._page_run(), more, went_to]
        token = page_token.sign(self.env, scope, values, hours)
        return f"{self.get_base_url()}{path}/{token}"

    @api.model
    def _from_page_token(self, scope, token):
        """Return (document, contact, what the link carries) of a link.

        The document is empty if the link is forged, too old or not for this contact
        any more; the contact is, if he is reached at another address than the link went
        to. They come with the system's rights: the link is the permission.
        """
        env = self.sudo().env
        values = page_token.read(env, scope, token, 5)
        document_id, partner_id, run, more, went_to = values
        document = env[self._name].browse(document_id or []).exists()
        partner = env["res.partner"].browse(partner_id or []).exists()
        customer = document.commercial_partner_id
        is_good = (
            document
            and partner
            # who speaks for the customer may be of another company
            and (
                partner.commercial_partner_id == customer
                or partner == document.contact_id
            )
            and run == document._page_run()
        )
        if not is_good:
            return document.browse(), partner.browse(), 0
        if went_to != mailbox_mark(partner.email):
            partner = partner.browse()
        return document.with_company(document.company_id), partner, more

    def _page_run(self):
        """Return what tells the runs of a case apart, if it was reopened."""
        return self.date_reopened.isoformat() if self.date_reopened else ""

    def _page_lang(self):
        """Return the customer's language, or failing it the desk's."""
        return self.message_lang or self._in_desk_language().env.lang or "en_US"

    def _page_zone(self, partner):
        """Return the time zone of the page: the reader's if known, else the desk's."""
        return partner.tz or self._responsible_or_supervisor().tz or "UTC"

    def _page_time(self, moment, partner):
        """Return a date and time as this reader reads it."""
        zone = self._page_zone(partner)
        return format_datetime(self.env, moment, tz=zone, dt_format="short")

    @api.model
    def _clean_visitor_text(self, text, size):
        """Return what a stranger typed, cut, without what no text has."""
        return (text or "").replace("\x00", "").replace("\r\n", "\n").strip()[:size]

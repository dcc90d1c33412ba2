from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools.misc import hash_sign, verify_hash_signed

from ...tools.inside import Inside
from ...tools.personal_link import place_of

# How long a link may be used, in hours.
LINK_HOURS = 14 * 24
SCOPE = "crisis_protocol.notice"


class CrisisNotice(models.Model):
    """Telling in writing: a message with a link to confirm that needs no login."""

    _inherit = "crisis.notice"

    def action_send(self):
        """Tell in writing, with a link to confirm that needs no login.

        :raise UserError: if there is nobody to write to
        """
        self.check_access("write")
        self._check_open()
        for notice in self:
            if not notice._addressees():
                raise UserError(
                    self.env._(
                        "“%s” has no mail address. Choose a contact with one, or tell "
                        "them orally.",
                        notice.name,
                    )
                )
        self._send()
        self.document_id._assign_duties({self._name: self})
        return True

    def _on_planned(self):
        """Those whom we can write to are told at once, so that nobody forgets it."""
        if not self.env.context.get("tracking_disable"):
            self.filtered(lambda n: n.way == "written" and n._addressees())._send()

    def _send(self):
        """Write to the receivers: one message for each, however many the cases."""
        by_partner = {}
        # the message is the system's: who is to tell may not read the case
        for notice in self.sudo():
            for partner in notice._addressees():
                by_partner.setdefault(partner, self.browse())
                by_partner[partner] |= notice
        for partner, notices in by_partner.items():
            for _is_drill, alike in notices.grouped(
                lambda notice: notice.document_id.is_drill
            ).items():
                alike._send_to(partner)
        sent = self.browse().union(*by_partner.values())
        now = fields.Datetime.now()
        for notice in sent:
            # who is to tell may not read the case
            document = notice.document_id.sudo()
            due = document._deadline(document.level_id.notice_minutes, now)
            notice._write_as_system(
                {
                    "way": "written",
                    "date_told": now,
                    "told_by_id": self.env.uid,
                    "date_due": max(due, notice.date_due),
                }
            )
        sent._follow_together()

    def _addressees(self):
        """Return who gets the message: colleagues, or whoever has a mail address."""
        role = self.role_id.user_ids.partner_id
        partners = self.receiver_id | (role - self.document_id._who_knows())
        # the user of a receiver may be of a customer or of another company
        return partners.filtered(
            lambda p: p.email or any(not user.share for user in p.sudo().user_ids)
        )

    def _send_to(self, partner):
        lang = self._reader_lang(partner)
        notices = self.with_context(lang=lang)
        documents = notices.document_id
        body = (
            self.env["ir.qweb"]
            .with_context(lang=lang)
            ._render(
                "crisis_protocol.notice_message",
                {
                    "documents": documents,
                    "reasons": notices._reasons(),
                    "partner": partner,
                    # his own link comes in when the mail leaves to him
                    "url": place_of("notice", notices.ids),
                },
                minimal_qcontext=True,
            )
        )
        thread = documents if len(documents) == 1 else documents.team_id[:1]
        # a team does not know that it is told of drills
        drill = documents.filtered("is_drill")[:1]
        thread = thread.with_context(crisis_drill_id=Inside(drill.id))
        # a notice asks for a confirmation: it is no word to the customer
        thread.with_context(crisis_no_word=Inside()).message_notify(
            partner_ids=partner.ids,
            subject=notices._subject(),
            body=body,
            author_id=self.env.user.partner_id.id,
            email_layout_xmlid="mail.mail_notification_layout",
        )

    def _reasons(self):
        """Return why this receiver is told, as sentences in his language."""
        return []

    def _reader_lang(self, partner):
        """Return the receiver's language if it is installed, else the desk's."""
        installed = dict(self.env["res.lang"].get_installed())
        desk = self.document_id[:1]._in_desk_language().env.lang
        return partner.lang if partner.lang in installed else desk

    def _subject(self):
        documents = self.document_id
        if len(documents) == 1:
            return self.env._("Please confirm: %s", documents.display_name)
        return self.env._("Please confirm: %s crisis documents", len(documents))

    def _own_link(self, partner):
        """Return the link for those of these notices that are a reader's, if any is."""
        own = self.exists().filtered(lambda notice: partner in notice._addressees())
        return own and own._confirmation_url(partner)

    def _confirmation_url(self, partner):
        """Return the link with which this receiver, and he alone, confirms these."""
        # the secret of the database is the system's
        env = self.sudo().env
        token = hash_sign(
            env, SCOPE, [partner.id, self.ids], expiration_hours=LINK_HOURS
        )
        return f"{self.document_id[:1].get_base_url()}/crisis/notice/{token}"

    @api.model
    def _from_token(self, token):
        """Return (notices, receiver) of a link, empty if it is forged or too old.

        They come with the system's rights: the link is the permission.
        """
        env = self.sudo().env
        try:
            values = verify_hash_signed(env, SCOPE, token) or [False, []]
        except Exception:  # noqa: BLE001 whatever a stranger types is no token
            values = [False, []]
        partner_id, ids = values
        partner = env["res.partner"].browse(partner_id or []).exists()
        notices = env["crisis.notice"].browse(ids).exists()
        # a link is worth nothing for who is not meant any more
        return notices.filtered(lambda n: partner in n._addressees()), partner

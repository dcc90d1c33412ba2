from odoo import models

from ...tools.personal_link import with_own_links


class MailMail(models.Model):
    """A link that is one reader's own stands only in the mail that he gets.

    Neither the message, nor a follower's copy, nor the queue of mails has it: nobody
    confirms for another, or answers as the customer.
    """

    _inherit = "mail.mail"

    def _personalize_outgoing_body(self, body, partner=False, doc_to_followers=None):
        body = super()._personalize_outgoing_body(
            body, partner=partner, doc_to_followers=doc_to_followers
        )
        return with_own_links(
            body,
            lambda kind, ids: partner and self._crisis_own_link(kind, ids, partner),
        )

    def _crisis_own_link(self, kind, ids, partner):
        """Return the link that is this reader's own, or nothing.

        :param str kind: what it is for
        :param list ids: of the records that it is about
        """
        return None

    def _crisis_addressed(self):
        """Return whom the writer of a mail has named as receivers."""
        # whoever sends it need not see all who follow
        mail = self.sudo()
        if mail.message_type == "email_outgoing":  # past the chatter
            return mail.recipient_ids
        return mail.mail_message_id.partner_ids

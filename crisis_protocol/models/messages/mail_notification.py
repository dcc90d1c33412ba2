from odoo import api, models


class MailNotification(models.Model):
    """Who got what was said on a case is part of what was said."""

    _inherit = "mail.notification"

    @api.model_create_multi
    def create(self, vals_list):
        """Nobody gets a message of a case but as it is posted.

        :raise UserError: for whoever is no administrator
        """
        if not self.env.su:
            messages = self.env["mail.message"].browse(
                vals["mail_message_id"]
                for vals in vals_list
                if vals.get("mail_message_id")
            )
            messages._crisis_kept(with_slips=False)._crisis_check_may_change()
        return super().create(vals_list)

from odoo import api, models
from odoo.tools import formataddr
from odoo.tools.mail import email_split_tuples

# What comes in keeps the address of who wrote it, or of what sent it.
INCOMING = ("email", "auto_comment")


class CrisisDocument(models.Model):
    """What the desk writes comes from the desk, so that an answer comes back to it."""

    _inherit = "crisis.document"

    def _desk_addresses(self):
        """Return {case id: the address of its desk} of those whose desk has one."""
        # who writes need not read the settings of the desk
        teams = {document.id: document.sudo().team_id for document in self}
        return {
            case_id: team.alias_email
            for case_id, team in teams.items()
            if team.alias_name and team.alias_email
        }

    def _notify_get_reply_to_batch(self, defaults=None, author_ids=None):
        """Answers go to the desk, not to the house."""
        found = super()._notify_get_reply_to_batch(defaults, author_ids)
        for case_id, email in self._desk_addresses().items():
            found[case_id] = self._notify_get_reply_to_formatted_email(
                email, author_id=(author_ids or {}).get(case_id)
            )
        return found

    def _message_create(self, values_list):
        """Send from the desk, under the name of who writes."""
        self._name_desk_as_sender([v for v in values_list if self._is_sent(v)])
        return super()._message_create(values_list)

    @api.model
    def _let_answers_come_back(self, values_list):
        """Leave out of values of messages where answers would go: Odoo knows it.

        What the customer answers belongs to the case, and in nobody's own mailbox.
        """
        for values in values_list:
            values.pop("reply_to", None)
            values.pop("reply_to_force_new", None)

    @api.model
    def _is_sent(self, values):
        """Whether a message goes out: what is only noted is sent to nobody."""
        kind = values.get("message_type")
        is_noted = kind == "notification" and not values.get("partner_ids")
        return kind not in INCOMING and not is_noted

    @api.model
    def _name_desk_as_sender(self, values_list):
        """Put the desk's address in the place of the writer's, in values of messages.

        Whoever is not of the house, such as a customer on a page, stays who he is.
        """
        values_list = [v for v in values_list if v.get("model") == self._name]
        cases = self.browse({v["res_id"] for v in values_list if v.get("res_id")})
        desks = cases._desk_addresses()
        for values in values_list:
            desk = desks.get(values.get("res_id"))
            # who writes need not read who the author is
            author = self.env["res.partner"].sudo().browse(values.get("author_id"))
            is_root = author == self.env.ref("base.partner_root")
            if desk and (is_root or not author or self._works_here(author)):
                sender = email_split_tuples(values.get("email_from") or "")
                name = author.name or (sender and sender[0][0])
                values["email_from"] = formataddr((name or "", desk))

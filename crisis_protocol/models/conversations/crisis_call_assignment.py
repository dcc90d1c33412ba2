from odoo import api, models
from odoo.exceptions import AccessError, UserError

from ...tools.sentence import is_answer


class CrisisCall(models.Model):
    """“Just call him”: who has a colleague call hands over the facts (S2-24)."""

    _inherit = "crisis.call"

    @api.model_create_multi
    def create(self, vals_list):
        calls = super().create(vals_list)
        if not self.env.su:
            calls._order_colleagues()
        return calls

    def write(self, vals):
        if self.env.su or "user_id" not in vals:
            return super().write(vals)
        before = {call: call.user_id for call in self}
        result = super().write(vals)
        self.filtered(lambda call: call.user_id != before[call])._order_colleagues()
        return result

    def _order_colleagues(self):
        """Who has somebody else call gives him the facts along (S2-24).

        :raise UserError: without facts
        :raise AccessError: if the other one has no right on crisis documents
        """
        for call in self.filtered(lambda call: call.user_id != self.env.user):
            document = call.document_id
            if not document._can_be_responsible(call.user_id):
                raise AccessError(
                    self.env._(
                        "%s does not work with crisis documents of this company.",
                        call.user_id._crisis_name(),
                    )
                )
            if not is_answer(call.facts):
                raise UserError(
                    self.env._(
                        "Write down the facts. Who calls in your place has to know "
                        "the case."
                    )
                )
            document._notify_users({call.user_id: {document: [call._please_call_line]}})

    def _please_call_line(self):
        return self.env._(
            "Please call %(contact)s. It is prepared under “Conversations”: %(facts)s",
            contact=self.contact_id.name or self.partner_id.name,
            facts=self.facts,
        )

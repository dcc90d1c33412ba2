from odoo import api, fields, models
from odoo.exceptions import UserError

from ...tools.sent_ids import sent_ids

KINDS = [("objection", "Objection"), ("trick", "Trick question")]


class CrisisCallObjection(models.Model):
    """What the customer may say or ask in a call, and what we answer (S2-11…13)."""

    _name = "crisis.call.objection"
    _description = "Objection"
    _inherit = "crisis.input.mixin"
    _order = "sequence, id"

    call_id = fields.Many2one(
        "crisis.call", required=True, ondelete="cascade", index=True
    )
    document_id = fields.Many2one(
        related="call_id.document_id", store=True, precompute=True, index=True
    )
    sequence = fields.Integer(default=10)
    kind = fields.Selection(KINDS, default="objection", required=True)
    name = fields.Char("He May Say", required=True)
    answer = fields.Text("We Answer")

    @api.model_create_multi
    def create(self, vals_list):
        objections = super().create(
            [self._filter_handed_in(vals) for vals in vals_list]
        )
        objections._check_planned()
        return objections

    def write(self, vals):
        self._check_planned()
        result = super().write(self._filter_handed_in(vals))
        self._check_planned()  # nor may it go to a call that is over
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_only_planned(self):
        self._check_planned()

    @api.model
    def _filter_handed_in(self, vals):
        """The case follows from the call, and from nothing else."""
        return {name: vals[name] for name in vals if name not in self._kept_names()}

    def _check_planned(self):
        if not self.env.su:
            self.call_id.check_access("write")
            self.call_id._check_planned()

    def action_take(self):
        """Take these objections over into the call that is being prepared.

        The call is named by the context, as `crisis_call_id`.

        :raise UserError: if there is none
        """
        sent = sent_ids(self.env.context.get("crisis_call_id"))
        call = self.env["crisis.call"].browse(sent[:1])
        if not call.exists():
            raise UserError(self.env._("Keep the call first."))
        call._take_objections(self)
        return call.action_open()

    def _key(self):
        """Return what tells two objections apart: their words, however spaced."""
        return " ".join((self.name or "").casefold().split())

from markupsafe import Markup

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError


class CrisisOverride(models.Model):
    """The record that a supervisor let a case through a gate, and why.

    A gate with an override in force counts as passed. Nobody can change or delete
    one; moving the case back before the gate ends its force.
    """

    _name = "crisis.override"
    _description = "Crisis Override"
    _inherit = ["crisis.input.mixin", "crisis.figure.mixin"]
    _order = "id desc"
    _rec_name = "gate_name"

    # who lets through how many
    _figures = frozenset({"user_id"})

    document_id = fields.Many2one(
        "crisis.document", required=True, ondelete="cascade", index=True
    )
    company_id = fields.Many2one(related="document_id.company_id")
    gate_id = fields.Many2one(
        "crisis.gate", ondelete="set null", index="btree_not_null"
    )
    gate_name = fields.Char("What Was Missing", readonly=True)
    stage_id = fields.Many2one("crisis.stage", "To Enter", ondelete="set null")
    reason = fields.Text(required=True)
    user_id = fields.Many2one("res.users", "Passed By", required=True, readonly=True)
    date = fields.Datetime("Passed On", required=True, readonly=True)
    is_in_force = fields.Boolean("In Force", default=True, readonly=True)

    @api.model_create_multi
    def create(self, vals_list):
        """Keep who passed which gate and why, whatever the caller claims.

        The right is the user's own: code run as superuser on behalf of an agent
        is refused as the agent is.
        """
        if not self.env.user.has_group("crisis_protocol.group_crisis_supervisor"):
            raise AccessError(
                self.env._("Only a supervisor may pass a gate. Ask yours.")
            )
        document_ids = [vals.get("document_id") for vals in vals_list]
        documents = self.env["crisis.document"].browse(filter(None, document_ids))
        documents.sudo(False).check_access("write")
        overrides = super().create([self._complete(vals) for vals in vals_list])
        overrides._post()
        return overrides

    @api.model
    def _keep_without_gate(self, vals_list):
        """Keep what somebody let pass that no gate asks for, such as a contradiction.

        :param vals_list: each with `document_id`, `gate_name` (what was missing) and
            `reason`
        """
        # whoever does it need be no supervisor, and nobody else writes overrides
        overrides = super(CrisisOverride, self.sudo()).create(
            [
                vals
                | {
                    "user_id": self.env.uid,
                    "date": fields.Datetime.now(),
                    "is_in_force": False,
                }
                for vals in vals_list
            ]
        )
        overrides._post()
        return overrides

    def _complete(self, vals):
        reason = vals.get("reason")
        if not isinstance(reason, str) or not reason.strip():
            raise UserError(self.env._("Say why the case may pass all the same."))
        gate = self.env["crisis.gate"].browse(vals.get("gate_id")).exists()
        document = self.env["crisis.document"].browse(vals.get("document_id"))
        if not gate or gate.stage_id.protocol_id != document.protocol_id:
            raise UserError(self.env._("Choose a gate of the document's protocol."))
        return {
            "document_id": vals.get("document_id"),
            "gate_id": gate.id,
            "gate_name": gate.name,
            "stage_id": gate.stage_id.id,
            "reason": reason.strip(),
            "user_id": self.env.uid,
            "date": fields.Datetime.now(),
            "is_in_force": True,
        }

    def _post(self):
        """Say in the chatter what was passed, to those who follow overrides."""
        for (document, reason), overrides in self.grouped(
            lambda override: (override.document_id, override.reason)
        ).items():
            document.message_post(
                body=Markup("<p>%s</p>%s<p>%s</p>")
                % (
                    self.env._("Passed although:"),
                    document._list_html(overrides.mapped("gate_name")),
                    self.env._("Reason: %s", reason),
                ),
                subtype_xmlid="crisis_protocol.mt_overridden",
            )

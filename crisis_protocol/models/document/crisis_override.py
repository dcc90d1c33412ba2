from markupsafe import Markup

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import plaintext2html

from ...tools.constants import LEFT_OUT
from ...tools.said import said_reason
from ...tools.sent_ids import sent_ids

# What somebody let pass, or left out, with a reason.
KINDS = [
    ("gate", "Gate passed"),
    ("production", "Production not needed"),
    *LEFT_OUT,
    ("contradiction", "His words say otherwise"),
    ("exit", "Called no crisis"),
]


class CrisisOverride(models.Model):
    """The record that something the protocol wants was left out, by whom and why.

    A supervisor let a case through a gate: as long as that is in force, the gate counts
    as passed; moving the case back before it ends its force. Or whoever works on the
    case said that a question does not apply, that production is not needed and the
    like, see `crisis_document_waiver`. Nobody can change or delete one.
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
    kind = fields.Selection(KINDS, required=True, readonly=True, default="gate")
    gate_id = fields.Many2one(
        "crisis.gate", ondelete="set null", index="btree_not_null"
    )
    gate_name = fields.Char("What Was Missing", readonly=True)
    question_id = fields.Many2one(
        "crisis.question", readonly=True, ondelete="set null", index="btree_not_null"
    )
    stage_id = fields.Many2one("crisis.stage", "To Enter", ondelete="set null")
    reason = fields.Text(required=True)
    user_id = fields.Many2one("res.users", "By", required=True, readonly=True)
    date = fields.Datetime("On", required=True, readonly=True)
    is_in_force = fields.Boolean("In Force", default=True, readonly=True)
    date_ended = fields.Datetime("Withdrawn On", readonly=True)
    ended_by_id = fields.Many2one("res.users", "Withdrawn By", readonly=True)

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
        document_ids = [
            id_ for vals in vals_list for id_ in sent_ids(vals.get("document_id"))
        ]
        documents = self.env["crisis.document"].browse(document_ids)
        documents.sudo(False).check_access("write")
        documents._lock_rows()
        rows = [self._complete(vals) for vals in vals_list]
        self._check_missing(rows)
        overrides = super().create(rows)
        overrides._post()
        return overrides

    @api.model
    def _check_missing(self, rows):
        """Refuse to pass a gate that stands open, or that was passed already.

        :param list rows: the values of overrides
        :raise UserError: naming what is not missing
        """
        documents, asked = self.env["crisis.document"], {}
        twice = documents.browse()
        for row in rows:
            gate = self.env["crisis.gate"].browse(sent_ids(row["gate_id"])[:1])
            document = documents.browse(sent_ids(row["document_id"])[:1])
            present = asked.setdefault(gate, documents)
            twice |= document & present
            asked[gate] = present | document
        for gate, found in asked.items():
            missing = gate._unmet(found).filtered(
                lambda d, g=gate: d not in twice and not d._override_of(g)
            )
            for document in found - missing:
                raise UserError(
                    self.env._(
                        "%(document)s: “%(gate)s” holds nothing up any more. Look "
                        "again.",
                        document=document.display_name,
                        gate=gate.name,
                    )
                )

    @api.model
    def _keep_exits(self, vals_list):
        """Keep who called cases no crisis; the move itself says it in the chatter.

        :param vals_list: each with `document_id`, `stage_id`, `gate_name`, `reason`
        """
        said = {
            "kind": "exit",
            "user_id": self.env.uid,
            "date": fields.Datetime.now(),
            "is_in_force": True,
        }
        # whoever does it need be no supervisor, and nobody else writes overrides
        keeping = super(CrisisOverride, self.sudo())
        return keeping.create([vals | said for vals in vals_list])  # pylint: disable=super-method-mismatch

    @api.model
    def _keep_contradictions(self, vals_list):
        """Keep that somebody took words of the customer otherwise than they sound.

        :param vals_list: each with `document_id`, `gate_name` (what was missing) and
            `reason`
        """
        # whoever does it need be no supervisor, and nobody else writes overrides
        overrides = super(CrisisOverride, self.sudo()).create(  # pylint: disable=super-method-mismatch
            [
                vals
                | {
                    "kind": "contradiction",
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
        reason = said_reason(self.env, vals.get("reason"))
        gates = sent_ids(vals.get("gate_id"))
        gate = self.env["crisis.gate"].browse(gates[:1]).exists()
        document = self.env["crisis.document"].browse(
            sent_ids(vals.get("document_id"))[:1]
        )
        if not gate or gate.stage_id.protocol_id != document.protocol_id:
            raise UserError(self.env._("Choose a gate of the document's protocol."))
        return {
            "document_id": document.id,
            "kind": "gate",
            "gate_id": gate.id,
            "gate_name": gate.name,
            "stage_id": gate.stage_id.id,
            "reason": reason,
            "user_id": self.env.uid,
            "date": fields.Datetime.now(),
            "is_in_force": True,
        }

    def _post(self):
        """Say in the chatter what was passed, to those who follow overrides."""
        for (document, reason), overrides in self.grouped(
            lambda override: (override.document_id, override.reason)
        ).items():
            document._post_news(
                body=Markup("<p>%s</p>%s%s")
                % (
                    self.env._("Passed although:"),
                    document._list_html(overrides.mapped("gate_name")),
                    # line by line, as it was written
                    plaintext2html(self.env._("Reason: %s", reason)),
                ),
                subtype_xmlid="crisis_protocol.mt_overridden",
            )

    # ------------------------------------------------------------------
    # What was left out
    # ------------------------------------------------------------------

    def _keep_waivers(self, rows):
        """Keep what people who work on cases left out, and say so in the chatter.

        Whether they may change the case was asked where they said it.

        :param list rows: values: document_id, kind, gate_name (what it is) and the
            reason as somebody gave it, besides what leads to it
        :raise UserError: without a reason that says something
        """
        said = {"user_id": self.env.uid, "date": fields.Datetime.now()}
        for row in rows:
            row["reason"] = said_reason(self.env, row.get("reason"))
        # nobody has a right to write the trail himself
        keeping = super(CrisisOverride, self.sudo())
        kept = keeping.create([row | said for row in rows])  # pylint: disable=super-method-mismatch
        for (document, _kind, reason), waivers in kept.grouped(
            lambda w: (w.document_id, w.kind, w.reason)
        ).items():
            document._message_log(
                body=Markup("<p>%s</p>%s<p>%s</p>")
                % (
                    waivers[0]._kind_words(),
                    document._list_html(waivers.mapped("gate_name")),
                    self.env._("Reason: %s", reason),
                )
            )
        return kept

    def _kind_words(self):
        return dict(self._fields["kind"]._description_selection(self.env))[self.kind]

    def _holds_value(self, name, value):
        """Whether a value is the one that it was kept with, names apart."""
        if name == "gate_name":
            return True
        kept = self[name]
        return (kept.id if self._fields[name].relational else kept) == value

    def _end(self):
        """They hold no longer; that they did, and who took them back, stays."""
        # nobody may write the trail: this is the system's own bookkeeping
        self.sudo().write(
            {
                "is_in_force": False,
                "date_ended": fields.Datetime.now(),
                "ended_by_id": self.env.uid,
            }
        )

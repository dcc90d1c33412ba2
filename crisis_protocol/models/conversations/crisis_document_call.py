import re
from html import unescape

from odoo import api, fields, models
from odoo.tools import html2plaintext

from ...tools.dialog import dialog

WEB_ADDRESS = re.compile(r"https?://[^\s\"'<>]+")
# A longer quotation would not be read before a call.
QUOTED = 2000


class CrisisDocument(models.Model):
    """The calls to the customer: prepared, held, counted (S2-02…13, S2-23…30)."""

    _inherit = "crisis.document"

    call_ids = fields.One2many(
        "crisis.call", "document_id", "Calls", copy=False, readonly=True
    )
    explanation_call_id = fields.Many2one(
        "crisis.call",
        "Answered in Call",
        readonly=True,
        copy=False,
        ondelete="set null",
        index="btree_not_null",
        help="In which call the customer said what he thinks of the explanation.",
    )
    call_attempts = fields.Integer("Attempts to Call", compute="_compute_call_attempts")
    is_influential = fields.Boolean(
        "Heard by Many",
        tracking=True,
        copy=False,
        help="What he says reaches many. Don't call him unprepared.",
    )

    @api.depends("call_ids.state")
    def _compute_call_attempts(self):
        for document in self:
            held = document.call_ids.filtered(lambda call: call.state == "done")
            document.call_attempts = len(held)

    def action_prepare_call(self):
        """Open the preparation of a call, with what is known already (S2-03…13).

        :raise UserError: if the case has ended
        """
        self.ensure_one()
        self._check_open()
        call = self._planned_call()
        if call:
            return call.action_open()
        return self._new_call(
            "crisis_protocol.crisis_call_view_form", crisis_preparing=True
        )

    def action_log_call(self):
        """Ask what the customer said outside Odoo, and when he hears next.

        A call that is prepared is the one that is logged. After the end, too, the
        customer may be spoken to; only nothing is promised then.
        """
        self.ensure_one()
        call = self._planned_call()
        if call:
            return call.action_call()
        # what is filled in from now on has prepared nothing
        return self._new_call(
            "crisis_protocol.crisis_call_view_form_log",
            default_date=fields.Datetime.now(),
        )

    def _whose_word_counts(self):
        return super()._whose_word_counts() | self.explanation_call_id.contact_id

    def _no_deed(self):
        return super()._no_deed() | {"explanation_call_id": False}

    def _planned_call(self):
        """Return the call that is being prepared: one's own before a colleague's."""
        planned = self.call_ids.filtered(lambda call: call.state == "prepared")
        own = planned.filtered(lambda call: call.user_id == self.env.user)
        return (own or planned)[:1]

    def _new_call(self, view, **context):
        return dialog(
            self.env["crisis.call"],
            self.env._("Call to the customer"),
            self.env.ref(view),
            default_document_id=self.id,
            **context,
        )

    def _known_for_call(self):
        """Return what the case knows already for the preparation of a call.

        :return: values of `crisis.call`
        """
        self.ensure_one()
        address = WEB_ADDRESS.search(unescape(self.description or ""))
        texts = [self._html_to_text(self.explanation), (self.root_cause or "").strip()]
        return {
            "quote": self._last_customer_words(),
            "link": address and address[0].rstrip(".,;:!?)”"),
            "facts": "\n".join(filter(None, texts)),
        }

    def _last_customer_words(self):
        """Return what the customer said last, word for word."""
        calls = self.call_ids.filtered(lambda c: c.state == "done" and c.is_reached)
        controls = self.control_ids.filtered(
            lambda control: control.state == "done" and control.kind == "customer"
        )
        said = [(call.date, call.customer_words) for call in calls]
        said += [(control.date_done, control.customer_words) for control in controls]
        words = max((pair for pair in said if pair[1]), default=(None, None))[1]
        return (words or self._html_to_text(self.description))[:QUOTED]

    def _html_to_text(self, html):
        return html2plaintext(html or "", include_references=False).strip()

    def _cancel_planned_calls(self):
        """Nobody is called any more on a case that has ended."""
        # also where who ends the case has just passed it on to another desk
        calls = self.env["crisis.call"].sudo()
        planned = calls.search(
            [("document_id", "in", self.ids), ("state", "=", "prepared")]
        )
        reason = self.env._("The case has ended.")
        planned._write_as_system({"state": "cancelled", "hold_reason": reason})

    def _with_proof(self):
        """Also that somebody was rung up, and a call that was held."""
        # whoever may delete a case need not see each call on it
        held = self.filtered(
            lambda d: d.sudo().call_ids.filtered(lambda call: call.state == "done")
        )
        return super()._with_proof() | held

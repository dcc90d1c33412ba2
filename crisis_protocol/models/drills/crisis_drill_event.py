from markupsafe import Markup

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.tools import plaintext2html

KINDS = [
    ("message", "The customer writes"),
    ("call", "The customer calls"),
    ("better", "The customer presses “It is better”"),
    ("over", "The customer presses “It is over”"),
    ("production", "Production delivers"),
    ("told", "Who was told confirms it"),
    ("news", "Something happens"),
]


class CrisisDrillEvent(models.Model):
    """What happens next in a story, when the player asks for it.

    Who plays alone plays all the others, too: what customer, production and
    colleagues would do comes from here, the same way as if they did it.
    """

    _name = "crisis.drill.event"
    _description = "Event of a Drill"
    _order = "story_id, sequence, id"

    story_id = fields.Many2one(
        "crisis.drill.story", required=True, index=True, ondelete="cascade"
    )
    protocol_id = fields.Many2one(related="story_id.protocol_id")
    sequence = fields.Integer(default=10)
    name = fields.Char("In Short", required=True)
    kind = fields.Selection(KINDS, required=True, default="message")
    text = fields.Text(help="What the customer writes or says.")
    stage_id = fields.Many2one(
        "crisis.stage",
        "Not Before",
        domain="[('protocol_id', '=', protocol_id)]",
        ondelete="set null",
        help="The stage that the case must have reached.",
    )

    @api.constrains("stage_id", "story_id")
    def _check_stage(self):
        for event in self:
            protocol = event.story_id.protocol_id
            if event.stage_id and event.stage_id.protocol_id != protocol:
                raise ValidationError(
                    self.env._(
                        "“%(story)s” is played by the protocol “%(protocol)s”. Choose "
                        "a stage of that one.",
                        story=event.story_id.name,
                        protocol=protocol.name,
                    )
                )

    def _play(self, document):
        """Let it happen on the drill.

        :return: what the client shows
        """
        self.ensure_one()
        # the others act, and none of them works on the case
        played = document.sudo()._in_desk_language()
        return getattr(self, f"_play_{self.kind}")(played) or self._said(document)

    def _said(self, document):
        """Tell the player what has just happened."""
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "title": self.name,
                "message": self.text or "",
                "type": "info",
                "sticky": True,
                "next": {"type": "ir.actions.act_window_close"},
            },
        }

    def _play_message(self, document):
        body = plaintext2html(self.text or self.name)
        document._post_as_customer(body, document._customer_contact())

    def _play_call(self, document):
        """The telephone rings: what he says is read, the player logs the call."""
        caller = document._customer_contact().name
        title = document.env._("The telephone rings: %s", caller)
        self._note(document, title, self.text)

    def _play_better(self, document):
        self._press(document, "better")

    def _play_over(self, document):
        self._press(document, "over")

    def _press(self, document, answer):
        asked = document._over_control() or document._last_asked()
        contact = document._customer_contact()
        document._note_over_answer(answer, self.text, contact, asked.id)

    def _play_production(self, document):
        """Every unit receives, delivers and ends what it was ordered."""
        orders = document.task_ids.filtered(lambda task: not task.is_closed)
        if not orders and document.production_needed != "no":
            raise UserError(
                self.env._("Production knows of nothing yet. Inform it first.")
            )
        for order in orders:
            order.action_crisis_received()
            for delivery in order.crisis_delivery_ids.filtered(
                lambda d: d.kind == "delivery" and d.state == "open"
            ):
                delivery.note = self.text or self.name
                delivery.action_deliver()
            parts = order._get_all_subtasks().filtered(lambda task: not task.is_closed)
            parts.write({"state": "1_done"})
            order.write({"state": "1_done"})

    def _play_told(self, document):
        waiting = document.notice_ids.filtered(
            lambda notice: notice.state == "open" and notice.date_told
        )
        for notice in waiting:
            reader = notice.receiver_id or notice._addressees()[:1]
            if reader:
                notice._confirm(reader, self.text or "")

    def _play_news(self, document):
        self._note(document, self.name, self.text)

    def _note(self, document, title, text):
        document._message_log(
            body=Markup("<p><b>%s</b></p>%s") % (title, plaintext2html(text or "")),
            author_id=self.env.ref("base.partner_root").id,
        )

import re

from markupsafe import Markup

from odoo import api, fields, models
from odoo.exceptions import UserError

from ...tools.dialog import dialog
from ...tools.marked_words import marked_words

# Marks the row of an item in a message, so that it is known which ones were sent.
ROW_CLASS = "o_crisis_item_"
_ROW = re.compile(rf"\b{ROW_CLASS}(\d{{1,9}})\b")


class CrisisDocument(models.Model):
    """Which news items or figures are missed or wrong, and how many are back."""

    _inherit = "crisis.document"

    item_ids = fields.One2many("crisis.item", "document_id", "Missed Items", copy=False)
    item_count = fields.Integer(
        "Items", compute="_compute_item_count", store=True, precompute=True
    )
    item_open_count = fields.Integer(
        "Items Not Recovered",
        compute="_compute_item_count",
        store=True,
        precompute=True,
    )
    item_unsent_count = fields.Integer(
        "Recovered Items Not Sent",
        compute="_compute_item_count",
        store=True,
        precompute=True,
    )
    recovered_share = fields.Integer(
        "Items Recovered (%)", compute="_compute_recovered_share"
    )
    item_table = fields.Html(
        "Recovered Items To Send",
        compute="_compute_item_table",
        sanitize=False,
        help="For messages: the recovered items that the customer does not have yet.",
    )

    @api.depends("item_ids.state")
    def _compute_item_count(self):
        counts = {}
        if self.ids:  # a case that is being filed has none yet
            counts = {
                (document.id, state): count
                for document, state, count in self.env["crisis.item"]._read_group(
                    [("document_id", "in", self.ids)],
                    ["document_id", "state"],
                    ["__count"],
                )
            }
        for document in self:
            still_open, unsent, sent = (
                counts.get((document._origin.id, state), 0)
                for state in ("open", "recovered", "sent")
            )
            document.item_count = still_open + unsent + sent
            document.item_open_count = still_open
            document.item_unsent_count = unsent

    @api.depends("item_count", "item_open_count")
    def _compute_recovered_share(self):
        """Rounded down: 100 only when nothing is left."""
        for document in self:
            back = document.item_count - document.item_open_count
            document.recovered_share = back * 100 // (document.item_count or 1)

    @api.depends("item_ids.state")
    @api.depends_context("lang")
    def _compute_item_table(self):
        for document in self:
            items = document._items_to_send()
            document.item_table = bool(items) and self.env["ir.qweb"]._render(
                "crisis_protocol.item_table",
                {"items": items, "row_class": ROW_CLASS},
                minimal_qcontext=True,
            )

    def _cause_units(self):
        """An item whose cause is known says where it went wrong."""
        known = self.item_ids.filtered("cause_id")
        return super()._cause_units() | known.unit_id

    def _cause_words(self):
        known = self.item_ids.filtered(lambda item: item.cause_id and item.unit_id)
        causes = known.cause_id.with_env(self.env).mapped("name")
        return [*super()._cause_words(), ", ".join(causes)]

    def _items_to_find(self):
        """Return what production is to search for."""
        return self.item_ids.filtered(lambda item: item.state == "open")

    def _items_to_send(self):
        return self.item_ids.filtered(lambda item: item.state == "recovered")

    def _count_items_filed(self, filed):
        if any("item_ids" in vals for vals in filed.values()):
            self.env.add_to_compute(self._fields["item_count"], self)

    # ------------------------------------------------------------------
    # Doors
    # ------------------------------------------------------------------

    def action_open_items(self):
        """Open the list of this case's items, to be written in."""
        self.ensure_one()
        to_write_in = [
            (self.env.ref(f"crisis_protocol.crisis_item_view_{kind}_case").id, kind)
            for kind in ("list", "kanban")
        ]
        others = [(False, kind) for kind in ("pivot", "graph", "form")]
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Items"),
            "res_model": "crisis.item",
            "view_mode": "list,kanban,pivot,graph,form",
            "mobile_view_mode": "kanban",
            "views": to_write_in + others,
            "domain": [("document_id", "=", self.id)],
            "context": {"default_document_id": self.id},
        }

    def action_paste_items(self):
        """Open the dialog that many lines are pasted into.

        :raise UserError: if the case has ended
        """
        self.ensure_one()
        self._check_open()
        return dialog(
            self.env["crisis.item.paste"],
            self.env._("Paste items"),
            default_document_id=self.id,
            dialog_size="extra-large",
        )

    def action_write_items(self):
        """Open the composer with the recovered items that the customer lacks.

        Those that stand in the message when it leaves are marked as sent.

        :raise UserError: if there is none
        """
        self.ensure_one()
        if not self.item_unsent_count:
            raise UserError(
                self.env._(
                    "There is nothing to send: mark the items that you have as "
                    "recovered first."
                )
            )
        action = self.action_write_customer()
        template = self.env.ref(
            "crisis_protocol.mail_template_items", raise_if_not_found=False
        )
        if template:
            action["context"]["default_template_id"] = template.id
        return action

    # ------------------------------------------------------------------
    # Trail
    # ------------------------------------------------------------------

    def _pass_on_items(self, date, message=None):
        """The items that stand in a message to the customer are sent with it."""
        for document in self if message else ():
            document._note_items_sent(message)

    def _take_back_items(self, message, reason):
        """Items that stood in a message that did not arrive are not sent."""
        # a machine said that it did not arrive
        for document in self.sudo():
            lost = document.item_ids.filtered(
                lambda item: item.message_id == message and item.date_sent
            )
            lost._mark({"date_sent": False, "sent_by_id": False, "message_id": False})
            if lost:
                names = document._list_html(lost.mapped("display_name"))
                document._note_items(document.env._("Not sent after all:"), names)

    def _note_items_sent(self, message):
        marks = marked_words(str(message.body or ""), _ROW)
        if not marks:
            return
        # The message has left, whoever may write on the case by now.
        items = self.sudo().item_ids.filtered(
            lambda item: item.id in marks
            and item.state == "recovered"
            and item._is_in(marks[item.id])
        )
        # the author's user may be of another company
        author = message.sudo().author_id.user_ids[:1] or self.env.user
        items._mark_sent(author, message)

    def _note_items(self, sentence, names=""):
        """Say in the chatter what became of items.

        :param names: more to say, as `Markup`
        """
        self.ensure_one()
        self._message_log(body=Markup("<p>%s</p>%s") % (sentence, names))

    def _with_proof(self):
        """Also what was found or sent again."""
        # whoever may delete a case need not see each item on it
        done = self.filtered(lambda d: d.sudo().item_ids.filtered("date_recovered"))
        return super()._with_proof() | done

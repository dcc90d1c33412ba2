from odoo import api, fields, models
from odoo.exceptions import UserError

from ...tools.constants import ITEM_STATES
from ...tools.sent_ids import sent_ids

# How many items a message names before it says how many more there are.
NAMED = 5


class CrisisItem(models.Model):
    """Recovered, and sent to the customer: who said so, and when.

    Nobody writes these marks by hand; a button sets them, or the message that the item
    stood in. Taking one back is told in the chatter.
    """

    _inherit = "crisis.item"

    state = fields.Selection(
        ITEM_STATES, compute="_compute_state", store=True, precompute=True, index=True
    )
    date_recovered = fields.Datetime("Recovered On", readonly=True, copy=False)
    recovered_by_id = fields.Many2one(
        "res.users", readonly=True, copy=False, ondelete="restrict"
    )
    recovered_share = fields.Float(
        "Recovered (%)",
        compute="_compute_state",
        store=True,
        precompute=True,
        aggregator="avg",
        digits=(16, 0),
    )
    date_sent = fields.Datetime("Sent On", readonly=True, copy=False)
    sent_by_id = fields.Many2one(
        "res.users", readonly=True, copy=False, ondelete="restrict"
    )
    message_id = fields.Many2one(
        "mail.message",
        "Sent With",
        readonly=True,
        copy=False,
        ondelete="set null",
        index="btree_not_null",
    )

    @api.depends("date_recovered", "date_sent")
    def _compute_state(self):
        for item in self:
            found = "recovered" if item.date_recovered else "open"
            item.state = "sent" if item.date_sent else found
            item.recovered_share = 100 if item.date_recovered else 0

    def action_recovered(self):
        """Note that these items are there now. Those noted already stay as they are.

        :raise UserError: if there is none left, or the case has ended
        """
        items = self.filtered(lambda item: not item.date_recovered)
        items._check_markable()
        items._mark(self._recovered_now())
        if len(self) > 1:
            items._tell(lambda count: self.env._("%s items recovered.", count))

    def action_sent(self):
        """Note that the customer has these items, by whatever way he got them.

        What is not missing but wrong or out of sight is recovered by that: he has it
        as it should be.

        :raise UserError: for items that are still missing; nothing is noted then
        """
        items = self.filtered(lambda item: not item.date_sent)
        items._check_markable()
        items._check_there()
        items._mark_sent(self.env.user)
        if len(self) > 1:
            items._tell(lambda count: self.env._("%s items sent.", count))

    def action_take_back(self):
        """Take the last mark back: not sent, else not recovered after all.

        :raise UserError: if there is no mark, or the case has ended
        """
        sent = self.filtered("date_sent")
        recovered = self.filtered(lambda i: i.date_recovered and not i.date_sent)
        (sent | recovered)._check_markable()
        sent._mark({"date_sent": False, "sent_by_id": False, "message_id": False})
        recovered._mark({"date_recovered": False, "recovered_by_id": False})
        for items, sentence in (
            (sent, self.env._("Not sent after all:")),
            (recovered, self.env._("Not recovered after all:")),
        ):
            for document, rows in items.grouped("document_id").items():
                names = document._list_html(rows.mapped("display_name"))
                document._note_items(sentence, names)

    def _recovered_now(self):
        return {
            "date_recovered": fields.Datetime.now(),
            "recovered_by_id": self.env.uid,
        }

    def _is_in(self, marked):
        """Whether the customer gets it with a message: its title or link stands there.

        An editor may leave its row where the words were deleted.

        :param Marked marked: what stands in its row
        """
        return marked.holds_words(self.name) or marked.holds_link(self.link)

    def _mark_sent(self, user, message=None):
        """Keep that the customer has the items.

        :param user: who sent them
        :param message: the message they stood in
        """
        found = {"recovered_by_id": user.id, "date_recovered": fields.Datetime.now()}
        self.filtered(lambda item: not item.date_recovered)._mark(found)
        self._mark(
            {
                "date_sent": fields.Datetime.now(),
                "sent_by_id": user.id,
                "message_id": message and message.id,
            }
        )

    def _mark(self, vals):
        # Nobody may write marks; who may set them has been looked at.
        self.sudo().write(vals)

    def _check_markable(self):
        """Refuse marks where there is nothing to mark, and after the end.

        :raise UserError: saying why
        """
        if not self:
            raise UserError(self.env._("This is done already. Look again."))
        self.check_access("write")
        self.document_id._check_open()

    def _check_there(self):
        """Refuse to send what is still missing.

        :raise UserError: naming the items
        """
        missing = self.filtered(
            lambda item: item.kind == "missing" and not item.date_recovered
        )
        if not missing:
            return
        names = [f"•  {item.display_name}" for item in missing[:NAMED]]
        if len(missing) > NAMED:
            names.append(self.env._("… and %s more", len(missing) - NAMED))
        raise UserError(
            self.env._(
                "These are still missing, so there is nothing to send yet. Mark them "
                "as recovered first:\n%s",
                "\n".join(names),
            )
        )

    # ------------------------------------------------------------------
    # Buttons above the list of one case
    # ------------------------------------------------------------------

    def _case(self):
        """Return the case whose items are shown."""
        sent = sent_ids(self.env.context.get("default_document_id"))
        document = self.env["crisis.document"].browse(sent).exists()
        document = document or self.document_id
        if len(document) != 1:
            raise UserError(self.env._("Open the items of one case first."))
        return document

    def action_paste(self):
        """Open the dialog to paste lines, for the case whose items are shown."""
        return self._case().action_paste_items()

    def action_write_customer(self):
        """Write to the customer of the case whose items are shown."""
        return self._case().action_write_items()

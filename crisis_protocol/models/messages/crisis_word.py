from odoo import fields, models

DIRECTIONS = [("us", "To the customer"), ("customer", "From the customer")]


class CrisisWord(models.Model):
    """One word between us and the customer, written or spoken.

    Only Odoo keeps them, when a message leaves or comes in, or when somebody notes
    what was said. So it can be proven what the customer heard, and when.
    """

    _name = "crisis.word"
    _description = "Word between Us and the Customer"
    _inherit = ["crisis.input.mixin", "crisis.figure.mixin"]
    _order = "date desc, id desc"
    _rec_name = "text"

    _is_count_figure = True

    document_id = fields.Many2one(
        "crisis.document", required=True, readonly=True, ondelete="cascade", index=True
    )
    company_id = fields.Many2one(related="document_id.company_id")
    date = fields.Datetime(required=True, readonly=True)
    direction = fields.Selection(DIRECTIONS, required=True, readonly=True)
    message_id = fields.Many2one(
        "mail.message",
        readonly=True,
        ondelete="set null",
        index="btree_not_null",
        help="Where it stands in full. Empty: it was said while doing a control.",
    )
    is_oral = fields.Boolean("Spoken", readonly=True)
    user_id = fields.Many2one("res.users", "Person", readonly=True, ondelete="restrict")
    text = fields.Text(readonly=True)
    date_returned = fields.Datetime(
        "Did Not Arrive",
        readonly=True,
        help="When it was known that it did not reach the customer: it is no word.",
    )
    return_reason = fields.Text("Why It Did Not Arrive", readonly=True)

    _date_idx = models.Index("(date DESC) WHERE direction = 'us'")

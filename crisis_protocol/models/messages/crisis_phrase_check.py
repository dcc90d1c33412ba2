from odoo import fields, models

STATES = [
    ("right", "All right"),
    ("incomplete", "Something missing"),
    ("avoid", "Something to avoid"),
]


class CrisisPhraseCheck(models.Model):
    """How the words of one message to the customer were (S2-31: quality, not speed)."""

    _name = "crisis.phrase.check"
    _description = "Checked Message"
    _inherit = ["crisis.input.mixin", "crisis.figure.mixin"]
    _order = "date desc, id desc"
    _rec_name = "document_id"

    _figures = frozenset({"state"})

    message_id = fields.Many2one(
        "mail.message", required=True, readonly=True, ondelete="cascade", index=True
    )
    document_id = fields.Many2one(
        "crisis.document", required=True, readonly=True, ondelete="cascade", index=True
    )
    user_id = fields.Many2one("res.users", "Written By", readonly=True, index=True)
    date = fields.Datetime("Sent On", readonly=True)
    lang = fields.Char("Language", readonly=True)
    state = fields.Selection(STATES, "Verdict", readonly=True)
    missing_topic_ids = fields.Many2many(
        "crisis.phrase.topic", string="Missing", readonly=True
    )
    found_phrase_ids = fields.Many2many(
        "crisis.phrase", "crisis_phrase_check_found_rel", string="Found", readonly=True
    )
    avoid_phrase_ids = fields.Many2many(
        "crisis.phrase",
        "crisis_phrase_check_avoid_rel",
        string="To Avoid",
        readonly=True,
    )
    protocol_id = fields.Many2one(related="document_id.protocol_id", store=True)
    team_id = fields.Many2one(related="document_id.team_id", store=True)
    category_id = fields.Many2one(related="document_id.category_id", store=True)
    company_id = fields.Many2one(related="document_id.company_id", store=True)
    message_body = fields.Html(related="message_id.body", string="Text")

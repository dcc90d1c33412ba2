from odoo import fields, models


class CrisisPhraseTopic(models.Model):
    """What a phrase says, whatever its words: regret, the next word, a stock answer."""

    _name = "crisis.phrase.topic"
    _description = "Crisis Phrase Topic"
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    is_promise = fields.Boolean(
        "Promises the Next Word",
        help="Who writes this promises to get back, so it goes with a time.",
    )
    advice = fields.Text(
        translate=True,
        help="Why it belongs in a message or not, and what to write instead. The "
        "agent reads it while writing.",
    )
    phrase_ids = fields.One2many("crisis.phrase", "topic_id", "Phrases")

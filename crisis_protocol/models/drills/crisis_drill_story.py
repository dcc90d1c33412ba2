from odoo import fields, models


class CrisisDrillStory(models.Model):
    """A made-up case to be played: who calls, what he says, what happens next.

    It is told in one language, as the people of a desk speak it.
    """

    _name = "crisis.drill.story"
    _description = "Story of a Drill"
    _order = "sequence, id"

    name = fields.Char("Story", required=True)
    active = fields.Boolean(default=True)
    sequence = fields.Integer(default=10)
    protocol_id = fields.Many2one(
        "crisis.protocol", required=True, index=True, ondelete="cascade"
    )
    level_id = fields.Many2one(
        "crisis.level",
        "Starts As",
        ondelete="set null",
        help="Until the player chooses a category, which proposes a level.",
    )
    lang = fields.Selection(
        selection="_selection_lang",
        string="Told In",
        required=True,
        default=lambda self: self._default_lang(),
    )
    briefing = fields.Text("Before It Begins", help="For the player.")
    topic = fields.Char(required=True, help="The topic of the case that is filed.")
    customer = fields.Char(required=True, help="A name that nobody bears.")
    contact = fields.Char(required=True, help="Who calls and writes for him.")
    call = fields.Text(
        "What the Customer Says",
        required=True,
        help="The telephone rings: this is the first the player hears.",
    )
    event_ids = fields.One2many(
        "crisis.drill.event", "story_id", "What Happens Next", copy=True
    )

    def _selection_lang(self):
        """All languages: a story may be told in one that is not installed here."""
        langs = self.env["res.lang"].with_context(active_test=False)
        return [(lang.code, lang.name) for lang in langs.search([("id", "!=", 0)])]

    def _default_lang(self):
        return self.env.lang or "en_US"

    def _written_lang(self):
        """Return its language if that is installed, else the user's."""
        installed = dict(self.env["res.lang"].get_installed())
        return self.lang if self.lang in installed else self.env.lang

    def copy_data(self, default=None):
        vals_list = super().copy_data(default=default)
        if default and "name" in default:
            return vals_list
        return [
            vals | {"name": self.env._("%s (copy)", story.name)}
            for story, vals in zip(self, vals_list, strict=True)
        ]

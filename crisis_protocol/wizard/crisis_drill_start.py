from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import plaintext2html


class CrisisDrillStart(models.TransientModel):
    """Asks which story is played and by whom, and files the drill."""

    _name = "crisis.drill.start"
    _description = "Start a Drill"
    _check_company_auto = True

    company_id = fields.Many2one(
        "res.company", default=lambda self: self._default_company_id(), required=True
    )
    story_id = fields.Many2one(
        "crisis.drill.story",
        default=lambda self: self._default_story_id(),
        domain="[('protocol_id.company_id', 'in', (False, company_id))]",
        help="Empty: you make it up yourselves.",
    )
    briefing = fields.Text(related="story_id.briefing")
    protocol_id = fields.Many2one(
        "crisis.protocol",
        compute="_compute_from_story",
        store=True,
        readonly=False,
        precompute=True,
        check_company=True,
    )
    name = fields.Char(
        "Topic",
        compute="_compute_from_story",
        store=True,
        readonly=False,
        precompute=True,
    )
    partner_id = fields.Many2one(
        "res.partner",
        "Customer",
        check_company=True,
        domain="[('crisis_is_drill', 'in', (True, False))]",
        help="Empty: one that is made up. Whoever it is, nothing leaves to him.",
    )
    team_id = fields.Many2one(
        "crisis.team", check_company=True, help="Whose desk plays."
    )
    user_id = fields.Many2one(
        "res.users",
        "Who Plays",
        default=lambda self: self._default_user_id(),
        domain="[('share', '=', False)]",
    )

    def _default_company_id(self):
        return self.env.company

    def _default_user_id(self):
        return self.env.user

    def _default_story_id(self):
        return self.env["crisis.drill.story"].search([], limit=1)

    @api.depends("story_id")
    def _compute_from_story(self):
        for start in self:
            story = start.story_id
            start.protocol_id = story.protocol_id or start.protocol_id
            start.name = story.topic or start.name

    def action_start(self):
        """File the drill and open it.

        :raise UserError: without a protocol and a topic
        """
        self.ensure_one()
        if not self.protocol_id or not (self.name or "").strip():
            raise UserError(
                self.env._("Choose a story, or a protocol and a topic of your own.")
            )
        documents = self.env["crisis.document"].with_company(self.company_id)
        document = documents.create(self._values())
        return {
            "type": "ir.actions.act_window",
            "res_model": document._name,
            "res_id": document.id,
            "view_mode": "form",
            "views": [(False, "form")],
        }

    def _values(self):
        story = self.story_id
        values = {
            "is_drill": True,
            "name": self.name,
            "protocol_id": self.protocol_id.id,
            "partner_id": (self.partner_id or self._made_up_customer()).id,
            "company_id": self.company_id.id,
            "user_id": self.user_id.id,
            "drill_story_id": story.id,
            "description": plaintext2html(story.call) if story else False,
        }
        if self.team_id:
            values["team_id"] = self.team_id.id
        if story.level_id:
            values["level_id"] = story.level_id.id
        return values

    def _made_up_customer(self):
        """Return the customer of the story, made for the first drill with him.

        With the system's rights: who plays need not be able to make contacts. His
        address leads nowhere, on whichever machine.
        """
        story = self.story_id
        name, contact = story.customer, story.contact
        if not story:
            name, contact = self.env._("Example company"), self.env._("Spokesperson")
        name = self.env._("%s (drill)", name)
        partners = self.env["res.partner"].sudo()
        known = partners.search(
            [
                ("crisis_is_drill", "=", True),
                ("name", "=", name),
                ("company_id", "in", (False, self.company_id.id)),
            ],
            limit=1,
        )
        if known:
            return known
        shared = {
            "lang": story._written_lang() or self.env.lang,
            "company_id": self.company_id.id,
            "crisis_is_drill": True,
        }
        customer = partners.create(shared | {"name": name, "is_company": True})
        # of its own: a client's call may not make lines with the system's rights
        partners.create(
            shared
            | {
                "name": contact,
                "parent_id": customer.id,
                "email": "drill@example.invalid",
            }
        )
        return customer

from odoo import fields, models

from ...tools.inside import handed_inside
from ...tools.personal_link import place_of
from ...tools.steps import insert_step

# What the buttons are known by in a message: by the place of the reader's own link, or
# by the link itself.
BUTTONS = (place_of("over", []), "/crisis/over/")


class CrisisDocument(models.Model):
    """Whether the customer is asked if it is over (S0-42): not before he got something.

    Who has said that it goes on, and has had nothing from us since, has no reason to
    say otherwise. To be asked is nothing that he gets.
    """

    _inherit = "crisis.document"

    date_reached = fields.Datetime(
        "Last Told Something",
        readonly=True,
        copy=False,
        help="When the customer last had a word from us that was no mere question "
        "whether it is over.",
    )

    def _note_reached(self, date, message=None):
        """Keep when the customer last had more from us than that question."""
        if message:
            is_question = any(mark in (message.body or "") for mark in BUTTONS)
        else:
            is_question = handed_inside(self.env, "crisis_was_asked")
        if not is_question:
            later = self.filtered(lambda d: not d.date_reached or d.date_reached < date)
            later._write_past_reactions({"date_reached": date})

    def _may_ask_over(self):
        """Whether something reached the customer since he last said otherwise."""
        self.ensure_one()
        if not self.date_reached:
            return False
        if self.customer_says_over == "no" and self.date_over_said:
            return self.date_reached > self.date_over_said
        began = max(filter(None, [self.create_date, self.date_reopened]))
        return self.date_reached >= began.replace(microsecond=0)

    def _is_to_be_asked(self):
        """Whether the stage has us ask the customer, and it is too soon for that."""
        return (
            self.stage_id.mail_template_id.crisis_kind == "ask_over"
            and self.customer_says_over != "yes"
        )

    def _template_to_write(self):
        """Ask nobody who has had nothing: write him how it stands."""
        template = super()._template_to_write()
        if template.crisis_kind != "ask_over" or self._may_ask_over():
            return template
        return self._templates_of_kind("progress")[:1] or template.browse()

    def _templates_of_kind(self, kind):
        """Return the messages of the stage, and else of its protocol, of a kind."""
        stages = self.stage_id | self.protocol_id.stage_ids
        found = (stages.mail_template_id | stages.message_template_ids).filtered(
            "active"
        )
        here = self.stage_id.message_template_ids & found
        return (here | found).filtered(lambda t: t.crisis_kind == kind)

    def _message_templates(self):
        """Leave out the question as long as it is too soon for it."""
        templates = super()._message_templates()
        if self._may_ask_over():
            return templates
        return templates.filtered(lambda t: t.crisis_kind != "ask_over")

    def _next_step_questions(self):
        return insert_step(
            super()._next_step_questions(), "_ask_to_reach", before="_ask_word"
        )

    def _ask_to_reach(self):
        """He is told something before he is asked whether it is over."""
        if not self._is_to_be_asked() or self._may_ask_over():
            return None
        if self.customer_says_over == "no":
            return "message", self.env._(
                "Nothing has reached the customer since he said that it goes on: tell "
                "him what was done."
            )
        if self.date_reopened:
            return "message", self.env._(
                "The customer has not been written to since the case was reopened: "
                "tell him what was done."
            )
        return "message", self.env._(
            "Nothing has reached the customer yet: tell him what was done."
        )

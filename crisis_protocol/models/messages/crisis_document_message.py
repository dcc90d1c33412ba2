from odoo import api, fields, models
from odoo.exceptions import UserError

from ...tools.sentence import is_spoken

HEALTH = [
    ("unknown", "Not known yet"),
    ("good", "Runs well"),
    ("strained", "Strained"),
    ("bad", "Runs badly"),
]


class CrisisDocument(models.Model):
    """What is said to the customer, and how the case stands from both sides."""

    _inherit = "crisis.document"

    customer_effect = fields.Text(
        "Effect on the Customer",
        copy=False,
        help="What it means for him, in his daily work.",
        in_brief=True,
    )
    root_cause = fields.Text(
        copy=False, help="Why it could happen, so that it does not happen again."
    )
    health_own = fields.Selection(
        HEALTH,
        "As We See It",
        default="unknown",
        required=True,
        copy=False,
        tracking=True,
        help="Whether the process runs well, seen from here.",
    )
    health_customer = fields.Selection(
        HEALTH,
        "As the Customer Sees It",
        default="unknown",
        required=True,
        copy=False,
        tracking=True,
        help="Whether the process runs well, seen by the customer.",
    )
    message_lang = fields.Char(
        compute="_compute_message_lang", export_string_translation=False
    )
    date_last_word = fields.Datetime(
        "Last Word to the Customer", readonly=True, copy=False
    )
    date_last_customer_message = fields.Datetime(
        "Last Message of the Customer", readonly=True, copy=False
    )

    @api.depends("lang")
    def _compute_message_lang(self):
        """The language of messages: the chosen one, as long as it is installed."""
        installed = dict(self._selection_lang())
        for document in self:
            document.message_lang = document.lang in installed and document.lang

    def action_write_customer(self):
        """Open the composer with the stage's message to the customer (S0-59).

        The agent adapts and sends it; nothing leaves by itself.
        """
        self.ensure_one()
        template = self._template_to_write()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Write to the customer"),
            "res_model": "mail.compose.message",
            "view_mode": "form",
            "views": [(False, "form")],
            "target": "new",
            "context": {
                "default_model": self._name,
                "default_res_ids": self.ids,
                "default_template_id": template.id,
                "default_composition_mode": "comment",
                "default_subtype_xmlid": "mail.mt_comment",
                "default_partner_ids": self._customer_contact().ids,
                "default_email_layout_xmlid": "crisis_protocol.mail_layout_letter",
            },
        }

    def _template_to_write(self):
        """Return the message that the stage has for the customer, if any."""
        return self.stage_id.mail_template_id

    def message_choices(self):
        """Return the messages that may be written in the present stage, for a choice.

        :return: [{id, name}] of mail templates, the stage's own first
        """
        self.ensure_one()
        self.check_access("read")
        templates = self._message_templates()
        kinds = dict(templates._fields["crisis_kind"]._description_selection(self.env))
        names = [kinds.get(t.crisis_kind, t.name) for t in templates]
        return [
            {"id": t.id, "name": name if names.count(name) == 1 else t.name}
            for t, name in zip(templates, names, strict=True)
        ]

    def _message_templates(self):
        """Return the messages that may be written in the present stage."""
        stage = self.stage_id
        # that we close the matter is said to him who has said that it is over
        others = stage.message_template_ids.filtered(
            lambda t: t.crisis_kind != "closing" or self.customer_says_over == "yes"
        )
        return (stage.mail_template_id | others).filtered("active")

    def action_log_word(self, body=None):
        """Keep that the customer has just heard from us by telephone or in person.

        :param body: what was said, for the chatter; HTML only as `Markup`
        :raise UserError: without words
        """
        # who may not write on the case is told that, and nothing else
        self.check_access("write")
        if not (isinstance(body, str) and is_spoken(body)):
            raise UserError(
                self.env._("Say in a few words what you told the customer.")
            )
        self._log_word(body, fields.Datetime.now())

    def _log_word(self, body, date):
        """Keep that the customer heard from us outside Odoo at that time.

        :param body: what was said, for the chatter; HTML only as `Markup`
        :param datetime date: naive UTC
        :return: the notes in the chatter, one for each document
        """
        self._write_past_reactions({"date_last_entry": fields.Datetime.now()})
        self._on_word_to_customer(date)
        notes = self._message_log_batch(bodies=dict.fromkeys(self.ids, body))
        self._log_oral_words(notes, date)
        return notes

from odoo import api, fields, models

from ...tools.constants import ASKABLE_FIELDS
from ...tools.said import TEXTS, plain, says_something, shortened


class CrisisQuestion(models.Model):
    """What a protocol wants to know, in the words in which it is asked (S0-55…58)."""

    _name = "crisis.question"
    _description = "Crisis Question"
    _order = "protocol_id, sequence, id"

    name = fields.Char(
        "Question",
        required=True,
        translate=True,
        help="As the agent asks it and the customer reads it.",
    )
    customer_name = fields.Char(
        "As the Customer Is Asked",
        translate=True,
        help="Where he would not understand the question as it stands. Empty: as it "
        "stands.",
    )
    asked = fields.Char(compute="_compute_asked", export_string_translation=False)
    sequence = fields.Integer(default=10)
    protocol_id = fields.Many2one(
        "crisis.protocol", required=True, ondelete="cascade", index=True
    )
    field_name = fields.Selection(ASKABLE_FIELDS, "Asks For")
    property_name = fields.Char(
        readonly=True,
        export_string_translation=False,
        help="Set for an own question of the protocol, which is a property.",
    )

    _asks_once = models.Constraint(
        "UNIQUE (protocol_id, field_name)",
        "The protocol asks for this already. Change the question that is there.",
    )
    _asks_something = models.Constraint(
        "CHECK (field_name IS NOT NULL OR property_name IS NOT NULL)",
        "Choose what the question asks for.",
    )

    @api.depends("name", "customer_name")
    @api.depends_context("lang")
    def _compute_asked(self):
        for question in self:
            question.asked = question.customer_name or question.name

    @api.model_create_multi
    def create(self, vals_list):
        questions = super().create(vals_list)
        questions.protocol_id._recompute_information()
        return questions

    def write(self, vals):
        result = super().write(vals)
        if {"field_name", "property_name", "protocol_id"} & vals.keys():
            self.protocol_id._recompute_information()
        return result

    def unlink(self):
        protocols = self.protocol_id
        result = super().unlink()
        protocols._recompute_information()
        return result

    def _is_answered(self, document):
        """Tell whether the document holds an answer; “no” is one, silence is not.

        Nor is a text one that says nothing, such as a dash (S0-55…58).
        """
        self.ensure_one()
        value = self._value(document)
        if self.property_name:
            # Zero is a number somebody gave, an empty text or list is nothing.
            is_given = bool(value) or type(value) in (int, float)
            return is_given and not self._is_idle(value)
        if document._fields[self.field_name].type == "selection":
            return bool(value) and value != "not_asked"
        return bool(value) and not self._is_idle(value)

    def _value(self, document):
        if self.property_name:
            return (document.properties or {}).get(self.property_name)
        return document[self.field_name]

    def _is_idle(self, value):
        """Whether an answer is a text that says nothing."""
        if self.property_name:
            return self.protocol_id._is_idle_property(self.property_name, value)
        field = self.env["crisis.document"]._fields[self.field_name]
        return field.type in TEXTS and not says_something(field, value)

    def _idle_words(self, document):
        """Return what stands there instead of an answer, such as “-” or “yok”.

        :return: a text; empty where nobody has written anything, or it answers
        """
        self.ensure_one()
        value = self._value(document)
        if not value or not self._is_idle(value):
            return ""
        if self.property_name:
            return shortened(value)
        return plain(document._fields[self.field_name], value)

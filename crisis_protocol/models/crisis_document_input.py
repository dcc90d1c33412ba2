from odoo import api, models
from odoo.exceptions import UserError
from odoo.tools import is_html_empty

from .crisis_document import MAX_TEXT

# Only Odoo itself writes these (see `_keep`); handed in, they are left aside.
KEPT_FIELDS = {
    "is_under_way",
    "date_last_stage_update",
    "date_last_word",
    "date_last_customer_message",
    "date_last_entry",
    "date_unanswered",
    "date_silence_acknowledged",
    "date_silence_stepped",
    "date_look_again",
    "date_set_aside",
    "watch_error",
    "clean_system_count",
    "clean_customer_count",
    "date_system_control",
    "date_customer_control",
    "is_customer_unreached",
    "date_reopened",
    "relapse_count",
    "date_first_word",
    "is_explanation_shared",
    "explanation_author_id",
    "explanation_version",
    "explanation_confirmed_by_id",
    "explanation_reviewed_by_id",
    "explanation_sent_by_id",
    "explanation_refusal",
    "date_explanation_confirmed",
    "date_explanation_reviewed",
    "date_explanation_sent",
    "date_explanation_answered",
    "date_explanation_accepted",
    # duties are made by their own models, each with its own rights
    "control_ids",
    "promise_ids",
    "notice_ids",
    "handover_ids",
    "delivery_ids",
    "date_production_informed",
    # a case begins to follow by its own link
    "led_ids",
    # sources are linked by their own field
    "source_task_ids",
    # so are calls, which count as words, and decisions
    "call_ids",
    "decision_ids",
    # the customer's report has a review of its own
    "closing_report_ids",
    "word_ids",
    # how far a drill's story is, and who evaluated it
    "drill_event_id",
    "drill_evaluated_by_id",
    "date_drill_evaluated",
    # what the customer said himself, on his own pages
    "answer_ids",
    "customer_answer",
    "customer_answer_words",
    "date_customer_answer",
    "customer_answer_asked",
}
REQUIRED_LINKS = {"protocol_id", "stage_id", "level_id", "partner_id", "company_id"}


class CrisisDocument(models.Model):
    """The door: what may come in by form, import, API and mail, and in which shape.

    Nothing handed in opens a gate by itself: what Odoo works out or keeps is left
    aside, and an emptied editor is no explanation.
    """

    _inherit = "crisis.document"

    @api.model_create_multi
    def create(self, vals_list):
        believed = {
            key: value
            for key, value in self.env.context.items()
            if not (key.startswith("default_") and self._is_kept(key[8:]))
        }
        # Keys have to go, which only a whole new context can do.
        door = self.with_context(believed)  # pylint: disable=context-overridden
        rows = [self._accept(vals) for vals in vals_list]
        for row in rows:
            for name in REQUIRED_LINKS & row.keys():
                if not row[name]:
                    del row[name]  # proposed, or missed by the ORM
        return super(CrisisDocument, door).create(rows)

    def write(self, vals):
        vals = self._accept(vals)
        vals.pop("reference", None)  # a number once given stays
        for name in REQUIRED_LINKS & vals.keys():
            if not vals[name]:
                raise UserError(
                    self.env._("“%s” can't be left empty.", self._label(name))
                )
        return super().write(vals)

    def _accept(self, vals):
        """Return the values that may come in, cleaned.

        :raise UserError: for a text that is too long or a link that is none
        """
        return {
            name: self._accept_value(name, value)
            for name, value in vals.items()
            if not self._is_kept(name)
        }

    def _is_kept(self, name):
        field = self._fields.get(name)
        is_worked_out = field and field.compute and field.store and field.readonly
        return bool(is_worked_out) or name in KEPT_FIELDS

    def _accept_value(self, name, value):
        field = self._fields.get(name)
        if field and isinstance(value, str) and field.type in ("char", "text", "html"):
            return self._accept_text(field, value)
        is_no_link = isinstance(value, (str, float, list, tuple, dict))
        if field and field.type == "many2one" and is_no_link:
            raise UserError(
                self.env._("“%s”: choose one that exists.", self._label(name))
            )
        return value

    def _accept_text(self, field, value):
        if len(value) > MAX_TEXT:
            raise UserError(
                self.env._(
                    "“%s” is too long. Attach long texts as a file.",
                    self._label(field.name),
                )
            )
        value = value.replace("\x00", "")
        if field.name in ("name", "reference"):
            return " ".join(value.split())
        is_blank = is_html_empty(value) if field.type == "html" else not value.strip()
        return False if is_blank else value

    def _label(self, name):
        return self._fields[name]._description_string(self.env)

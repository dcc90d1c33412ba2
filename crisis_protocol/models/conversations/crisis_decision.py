from markupsafe import Markup

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.tools import clean_context

from ...tools.dialog import dialog
from ...tools.sent_ids import sent_ids
from ...tools.sentence import is_answer, is_sentence

EFFECTS = [("positive", "Good"), ("negative", "Bad"), ("none", "No effect")]
# What may be corrected afterwards, in the order in which it is told.
CORRECTABLE = ("name", "reason", "user_id", "date", "effect", "stress", "soften")


class CrisisDecision(models.Model):
    """What was decided, why, by whom, and what it means for the customer (S1-14…22).

    It asks for the effect, never for whose fault it was. A step that hurts may be
    needed all the same: then it says what softens it.
    """

    _name = "crisis.decision"
    _description = "Decision"
    _inherit = "crisis.input.mixin"
    _order = "date desc, id desc"
    _said_once = frozenset({"document_id"})

    document_id = fields.Many2one(
        "crisis.document", required=True, readonly=True, ondelete="cascade", index=True
    )
    company_id = fields.Many2one(related="document_id.company_id")
    partner_id = fields.Many2one(
        related="document_id.partner_id", store=True, precompute=True, string="Customer"
    )
    name = fields.Char("What Was Decided", required=True)
    reason = fields.Text("Why", required=True)
    user_id = fields.Many2one(
        "res.users",
        "Decided By",
        default=lambda self: self._default_user_id(),
        required=True,
        index=True,
        domain="[('share', '=', False)]",
    )
    date = fields.Datetime(
        "Decided On", default=fields.Datetime.now, required=True, index=True
    )
    effect = fields.Selection(
        EFFECTS,
        "Effect on the Customer",
        required=True,
        help="How will this affect the customer?",
    )
    stress = fields.Text("How We Stress It", help="So that he notices the good of it.")
    soften = fields.Text("What Softens It", help="So that it hurts him less.")
    can_correct = fields.Boolean(
        compute="_compute_can_correct", export_string_translation=False
    )

    def _default_user_id(self):
        return self.env.user

    @api.depends("user_id", "document_id.is_closed", "document_id.active")
    @api.depends_context("uid")
    def _compute_can_correct(self):
        is_supervisor = self.env.user.has_group(
            "crisis_protocol.group_crisis_supervisor"
        )
        for decision in self:
            document = decision.document_id
            is_open = not document.is_closed and document.active
            is_author = self.env.user in decision.user_id | decision.create_uid
            is_new = not decision._origin
            decision.can_correct = is_open and (is_new or is_author or is_supervisor)

    @api.constrains("effect", "soften")
    def _check_soften(self):
        for decision in self:
            if decision.effect == "negative" and not is_sentence(decision.soften):
                raise ValidationError(
                    self.env._(
                        "“%s” is bad for the customer. It may be needed all the same: "
                        "say what softens it.",
                        decision.name,
                    )
                )

    @api.constrains("name", "reason")
    def _check_words(self):
        for decision in self:
            if not is_answer(decision.name) or not is_sentence(decision.reason):
                raise ValidationError(
                    self.env._("Say what was decided, and why, in a sentence.")
                )

    @api.constrains("date")
    def _check_date(self):
        for decision in self:
            if decision.date > fields.Datetime.now():
                raise ValidationError(
                    self.env._("A decision can't be dated in the future.")
                )

    @api.constrains("user_id")
    def _check_user(self):
        for decision in self:
            if decision.user_id.share:
                raise ValidationError(
                    self.env._("Choose a colleague: the decision is ours.")
                )

    @api.model_create_multi
    def create(self, vals_list):
        """Keep decisions, and tell them in the chatter."""
        door = self
        if not self.env.su:
            names = ("document_id", *CORRECTABLE)
            proposed = self.default_get(list(names))
            # defaults of the context are handed in too
            door = self.with_context(clean_context(self.env.context))
            vals_list = [
                self._filter_handed_in(proposed | vals, names) for vals in vals_list
            ]
            documents = self.env["crisis.document"].browse(
                sent_ids([vals.get("document_id") for vals in vals_list])
            )
            documents.check_access("write")
            documents._check_open()
        decisions = super(CrisisDecision, door).create(vals_list)
        for decision in decisions:
            decision._tell(decision._story())
        return decisions

    def write(self, vals):
        """Correct decisions: their author or a supervisor may, and it is told."""
        if self.env.su:
            return super().write(vals)
        vals = self._filter_handed_in(vals, CORRECTABLE)
        if not vals:
            return True
        self.check_access("write")
        self._check_correctable()
        before = {decision: decision._words() for decision in self}
        result = super().write(vals)
        for decision in self:
            decision._tell_correction(before[decision])
        return result

    @api.model
    def _filter_handed_in(self, vals, allowed):
        return {name: value for name, value in vals.items() if name in allowed}

    def _check_correctable(self):
        """Refuse corrections by others, and after the end of the case.

        :raise UserError: saying who may, or that the case has ended
        """
        self.document_id._check_open()
        for decision in self:
            if not decision.can_correct:
                raise UserError(
                    self.env._(
                        "Only %s or a supervisor may correct this decision. Add "
                        "another one.",
                        decision.user_id._crisis_name(),
                    )
                )

    def action_open(self):
        """Open the decision, to be read or corrected."""
        self.ensure_one()
        return dialog(self, self.env._("Decision"))

    # ------------------------------------------------------------------
    # Chatter
    # ------------------------------------------------------------------

    def _words(self):
        """Return the fields as they are read, as {name: text}."""
        self.ensure_one()
        words = {name: self[name] or "" for name in CORRECTABLE}
        effects = dict(self._fields["effect"]._description_selection(self.env))
        return words | {
            "user_id": self.user_id._crisis_name(),
            "date": self.env["crisis.duty.mixin"]._time(self.date),
            "effect": effects[self.effect],
        }

    def _story(self):
        words = self._words()
        told = [self.env._("Decided: %s", words["name"]), words["reason"]]
        told += [
            f"{self._label(name)}: {words[name]}"
            for name in ("effect", "stress", "soften")
            if words[name]
        ]
        if self.user_id != self.env.user:
            told.append(f"{self._label('user_id')}: {words['user_id']}")
        return told

    def _tell_correction(self, before):
        after = self._words()
        changed = [
            self.env._(
                "%(field)s: %(before)s → %(after)s",
                field=self._label(name),
                before=before[name] or "–",
                after=after[name] or "–",
            )
            for name in CORRECTABLE
            if before[name] != after[name]
        ]
        if changed:
            title = self.env._("Decision corrected: %s", after["name"])
            self._tell([title, *changed])

    def _tell(self, lines):
        body = Markup("<p>%s</p>") % Markup("<br/>").join(lines)
        self.document_id._message_log(body=body)

    def _label(self, name):
        return self._fields[name]._description_string(self.env)

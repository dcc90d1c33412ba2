from markupsafe import Markup

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from ...tools.sentence import is_sentence

# What makes less of a case, or leaves it to nobody.
LIGHTENING = {
    "level_id",
    "category_id",
    "protocol_id",
    "company_id",
    "team_id",
    "user_id",
    "partner_id",
    "contact_id",
}


class CrisisDocument(models.Model):
    """Who takes the weight off a case says why: its level, its team, its responsible.

    Also who files it lighter than its category proposes, or judges it so anew.

    With the level goes who is told, how soon, and whether a second person reads the
    explanation; without team and responsible nobody is told at all. Nor is a case given
    to another customer without a word, once its own has heard from us or spoken.
    """

    _inherit = "crisis.document"

    change_reason = fields.Text(
        "Why",
        store=False,
        help="Needed to lower the level below what it was or what the category "
        "proposes, to take team or responsible away, and to give the case to another "
        "customer once words were exchanged. Write it together with them; it stays in "
        "the history.",
    )
    asks_change_reason = fields.Boolean(
        compute="_compute_asks_change_reason", export_string_translation=False
    )

    @api.depends(
        "level_id", "category_id", "team_id", "user_id", "partner_id", "contact_id"
    )
    def _compute_asks_change_reason(self):
        for document in self:
            before = document._origin._weight()
            document.asks_change_reason = bool(
                document._lightened(before, {"level_id": True})
            )

    def copy_data(self, default=None):
        """A copy is judged anew where the case was judged lighter than proposed."""
        rows = super().copy_data(default)
        for document, row in zip(self, rows, strict=True):
            proposed = document._proposed_level()
            is_lighter = proposed and document.level_id._is_milder_than(proposed)
            if is_lighter and "level_id" not in (default or {}):
                row.pop("level_id", None)
        return rows

    def _weight(self):
        """Return what may be taken off a case."""
        return {
            "category": self.category_id,
            "level": self.level_id,
            "team": self.team_id,
            "user": self.user_id,
            "customers": self._customers(),
        }

    def _weights_before(self, vals):
        if self.env.su or not LIGHTENING & vals.keys():
            return None
        return {document: document._weight() for document in self}

    def _check_lightened(self, change):
        """Ask for a reason, and keep it.

        A drill is played to learn, and the system has its own reasons.

        :raise UserError: without one
        :raise AccessError: if the case loses the review of its explanation, and who
            takes it is no supervisor
        """
        before = change.before["_weights_before"]
        if before is not None:
            self._ask_why_lighter(before, dict.fromkeys(self, change.handed_in))

    def _check_lightened_filed(self, filed):
        """The same for a case that is filed lighter than its category proposes."""
        if not self.env.su:
            nothing = self.browse()._weight()
            self._ask_why_lighter(dict.fromkeys(self, nothing), filed)

    def _ask_why_lighter(self, before, handed_in):
        # a case that he gives away may be one that he can't read any more
        for document in self.sudo().filtered(lambda d: not d.is_drill):
            own = self.browse(document.id)
            lines = document._lightened(before[own], handed_in[own])
            if lines:
                level = document._level_before(before[own], handed_in[own])
                document._check_may_lighten(level)
                document._keep_change_reason(lines, handed_in[own])

    def _lightened(self, was, handed_in):
        """Return in sentences what was taken off the case.

        :param dict was: what `_weight` said
        :param dict handed_in: the values asked for
        """
        self.ensure_one()
        lines = []
        if self._is_milder_than(was, handed_in):
            lines.append(
                self.env._(
                    "Level lowered from “%(before)s” to “%(after)s”.",
                    before=self._level_before(was, handed_in).name,
                    after=self.level_id.name,
                )
            )
        # a desk that he does not belong to may be one that he can't read
        if was["team"] and was["team"] != self.team_id._origin:
            lines.append(self.env._("Taken away from “%s”.", was["team"].sudo().name))
        if was["user"] and not self.user_id:
            lines.append(self.env._("Nobody is responsible any more."))
        lost = was["customers"] - self._customers()
        if lost and self._was_spoken():
            lines.append(
                self.env._(
                    "“%s” is not the customer any more: what was said by and to them "
                    "does not count.",
                    ", ".join(lost.mapped("name")),
                )
            )
        return lines

    def _is_milder_than(self, was, handed_in):
        """Whether somebody judges the case to be milder than it was.

        What nobody has judged yet gets its level from its first category.
        """
        level = self._level_before(was, handed_in)
        if not self.level_id or not level:
            return False
        if not self.level_id._origin._is_milder_than(level):
            return False
        is_first_judged = (
            "level_id" not in handed_in
            and not was["category"]
            and was["level"] == self._fallback_level()
        )
        return not is_first_judged

    def _level_before(self, was, handed_in):
        """Return the level that the case had, or that its new category proposes.

        A level that comes in with another category is measured by the graver one.
        """
        before = was["level"]
        if "level_id" in handed_in and self.category_id._origin != was["category"]:
            proposed = self._proposed_level()
            if not before or (proposed and before._is_milder_than(proposed)):
                return proposed
        return before

    def _proposed_level(self):
        """Return the level that the category proposes, if it proposes one."""
        category = self.category_id._origin
        return category.level_id or category.parent_id.level_id

    def _check_may_lighten(self, level):
        may = self.env.user.has_group("crisis_protocol.group_crisis_supervisor")
        loses_review = level.review_explanation and not (
            self.level_id.review_explanation
        )
        if loses_review and not may:
            raise AccessError(
                self.env._(
                    "At “%(level)s” a second person reads what the customer is told. "
                    "Only a supervisor may go below that. Ask %(supervisor)s.",
                    level=level.name,
                    supervisor=self.team_id.supervisor_id.name
                    or self.env._("your supervisor"),
                )
            )

    def _keep_change_reason(self, lines, handed_in):
        reason = handed_in.get("change_reason")
        if not is_sentence(reason if isinstance(reason, str) else ""):
            raise UserError(
                self.env._(
                    "%(document)s: %(changes)s Say why in a sentence, under “Why”: it "
                    "stays in the history.",
                    document=self.reference,
                    changes=" ".join(lines),
                )
            )
        body = Markup("<p>%s<br/>%s</p>") % (
            " ".join(lines),
            self.env._("Reason: %s", reason.strip()),
        )
        self._message_log(body=body, author_id=self.env.user.partner_id.id)

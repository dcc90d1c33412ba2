from odoo import api, fields, models
from odoo.exceptions import UserError


class CrisisDocument(models.Model):
    """The story of a drill goes on when the player asks what happens next."""

    _inherit = "crisis.document"

    drill_story_id = fields.Many2one(
        "crisis.drill.story",
        "Story",
        readonly=True,
        index="btree_not_null",
        ondelete="set null",
    )
    drill_event_id = fields.Many2one(
        "crisis.drill.event",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="set null",
        help="What happened last in the story.",
    )
    drill_line = fields.Char(
        "How Far the Story Is", compute="_compute_drill_line", compute_sudo=True
    )
    can_play_next = fields.Boolean(
        compute="_compute_drill_line",
        compute_sudo=True,
        export_string_translation=False,
    )
    drill_told_count = fields.Integer(
        compute="_compute_drill_line",
        compute_sudo=True,
        export_string_translation=False,
    )

    @api.depends("drill_story_id", "drill_event_id", "stage_id", "is_closed")
    @api.depends_context("lang")
    def _compute_drill_line(self):
        for document in self:
            events = document.drill_story_id.event_ids.sorted()
            left = document._drill_events_left()
            document.can_play_next = bool(left) and not document.is_closed
            document.drill_told_count = len(events) - len(left)
            document.drill_line = bool(events) and self.env._(
                "%(story)s: %(told)s of %(all)s told.",
                story=document.drill_story_id.name,
                told=document.drill_told_count,
                all=len(events),
            )

    def _drill_events_left(self):
        """Return what has not happened yet, with the system's eyes: it is a secret."""
        drill = self.sudo()
        events = drill.drill_story_id.event_ids.sorted()
        last = drill.drill_event_id
        if last in events:
            events = events[events.ids.index(last.id) + 1 :]
        return events

    def action_play_next(self):
        """Let happen what comes next in the story of this drill.

        The button sends how far the story was told when it was shown, so that two
        people who press it at once hear one thing, not two.

        :raise UserError: if nothing is left, the case is not so far yet, or somebody
            else has gone on with the story
        """
        self.ensure_one()
        self.check_access("write")
        self._check_is_drill()
        self._lock_rows_or_refuse()
        self._check_open()
        expected = self.env.context.get("crisis_expected_told")
        if expected is not None and expected != self.drill_told_count:
            raise UserError(
                self.env._("Somebody has gone on with the story meanwhile. Look again.")
            )
        event = self._drill_events_left()[:1]
        if not event:
            raise UserError(
                self.env._(
                    "The story is told. Bring the case to its end, and evaluate it."
                )
            )
        if event.stage_id and self.stage_id._is_before(event.stage_id):
            raise UserError(
                self.env._(
                    "Nothing happens before the case is in “%s”. Move it on first.",
                    event.stage_id.with_env(self.env).name,
                )
            )
        action = event._play(self)
        self._write_past_reactions({"drill_event_id": event.id})
        return action

from odoo import api, models
from odoo.tools import SQL


class CrisisDutyMixin(models.AbstractModel):
    """A duty tells what happened to it, for the timeline and the paper.

    What is told is (a sentence, the words that were said), in the reader's language.
    """

    _inherit = "crisis.duty.mixin"

    # Which kind of `crisis.timeline` its moments are.
    _timeline_kind = "duty"

    @api.model
    def _timeline_moments(self):
        """Return the moments of a duty that the timeline tells, as {name: SQL}.

        Each is SQL of id, document_id, date, kind and user_id. The end has the name
        of the duty and is told by `_tell_end`; a kind that adds another moment adds a
        method `_tell_<name>` that tells it.
        """
        return {
            # what Odoo itself found needless is no event
            self._kind_name(): SQL(
                "SELECT id, document_id, date_done AS date, %s AS kind,"
                " done_by_id AS user_id FROM %s WHERE state IN ('done', 'missed')"
                " OR state = 'cancelled' AND done_by_id IS NOT NULL%s",
                self._timeline_kind,
                SQL.identifier(self._table),
                self._flushed("document_id", "date_done", "done_by_id", "state"),
            )
        }

    def _tell_moment(self, name):
        """Return the story of one of `_timeline_moments`."""
        self.ensure_one()
        tell = "end" if name == self._kind_name() else name
        return getattr(self, f"_tell_{tell}")()

    def _tell_end(self):
        """Return the story of a duty that is over."""
        if self.state == "done":
            return self._tell_done()
        if self.state == "missed":
            return self.env._("%s: was not done.", self._label()), ""
        title = self.env._(
            "%(who)s cancelled: %(duty)s",
            who=self._name_of(self.done_by_id),
            duty=self._label(),
        )
        return title, self.cancel_reason or ""

    def _tell_done(self):
        """Return the story of a duty that was done; most kinds know more of it."""
        duty, who = self._label(), self._name_of(self.done_by_id)
        outcome, delay = self._measured()
        if outcome == "on_time":
            title = self.env._("%(duty)s: done in time (%(who)s).", duty=duty, who=who)
            return title, ""
        title = self.env._(
            "%(duty)s: done %(minutes)s minutes late (%(who)s).",
            duty=duty,
            minutes=int(delay.total_seconds() // 60),
            who=who,
        )
        return title, ""

    def _paper_words(self):
        """Return what stands on the paper beside how it ended, as lines."""
        return "" if self.state == "open" else self._tell_end()[1]

    def _name_of(self, person):
        # whoever reads what happened may read who it was
        return person.sudo().name or self.env._("Odoo")

import itertools
from collections import defaultdict
from contextlib import contextmanager
from datetime import timedelta
from unittest.mock import patch

from odoo import SUPERUSER_ID, fields
from odoo.fields import Command
from odoo.sql_db import BaseCursor
from odoo.tests import tagged
from odoo.tools import mute_logger

from ..common_race import RaceCase

NEVER = 200_000


@tagged("post_install", "-at_install")
class TestWatchInARace(RaceCase):
    """Several servers and people at once: each step is taken once, none is lost."""

    def setUp(self):
        super().setUp()
        # the cases of others in this database are none of our business
        model = self.registry["crisis.document"]
        due, partner_id = model._due, self.partner_id

        def due_of_ours(documents, seen, limit=None):
            everything = due(documents, seen, 10_000)
            return everything.filtered(lambda d: d.partner_id.id == partner_id)

        self.startPatcher(patch.object(model, "_due", due_of_ours))
        self.startPatcher(
            patch.object(
                self.registry["crisis.team"], "_start_handovers", lambda teams: 0
            )
        )
        self.startPatcher(
            patch.object(self.registry["crisis.level"], "_start_reports", lambda _: 0)
        )
        with self._session() as env:
            messages = env(su=True)["mail.message"]
            self.last_message_id = messages.search([], order="id desc", limit=1).id
            self.level_id = self._new_level(env)
        self.addCleanup(self._clean_up)
        with self._past():
            with self._session() as env:
                documents = [
                    self._file(env, level_id=self.level_id) for _number in range(6)
                ]
                self.ids = [document.id for document in documents]

    def _new_level(self, env):
        values = dict.fromkeys(
            (
                "first_word_minutes",
                "customer_word_minutes",
                "silence_minutes",
                "control_customer_minutes",
                "notice_minutes",
            ),
            NEVER,
        )
        values |= {
            "name": "In a race",
            "clock": "always",
            "control_system_minutes": 60,
            "inform_supervisor": False,
            "step_ids": [Command.create({"minutes": 0, "target": "owner"})],
        }
        return env["crisis.level"].create(values).id

    @contextmanager
    def _past(self):
        """Three hours ago: what is filed then is due by now."""
        # patched, not frozen: freezegun changes modules that other threads work with
        past = fields.Datetime.now() - timedelta(hours=3)
        with (
            patch.object(fields.Datetime, "now", return_value=past),
            patch.object(BaseCursor, "now", return_value=past),
        ):
            yield

    def _clean_up(self):
        with self._session() as env:
            everything = env(su=True)
            everything["mail.message"].search(
                [
                    ("id", ">", self.last_message_id),
                    ("message_type", "=", "user_notification"),
                ]
            ).unlink()
            for duties in everything["crisis.document"].browse(self.ids)._open_duties():
                duties._cancel("The race is over")
        self._clean()
        with self._session() as env:
            env(su=True)["crisis.level"].browse(self.level_id).unlink()

    def _sweep(self, env):
        """Run the job, as the server does: as Odoo itself, committing as it goes."""
        env = env(user=SUPERUSER_ID, context={})
        return env["crisis.document"]._cron_watch()

    def _documents(self, env):
        return env["crisis.document"].browse(self.ids)

    def _duty(self, document):
        return document.control_ids.filtered(lambda c: c.kind == "system")[:1]

    def _finish(self, env):
        """Somebody notes the result of the first case's control."""
        duty = self._duty(self._documents(env)[0])
        duty.write(
            {
                "checked_mails": True,
                "checked_report": True,
                "checked_system": True,
                "note": "All items of the day are there.",
            }
        )
        return duty.action_clean()

    def _alerts(self, env):
        """Return how often the job has told of each case, in chatter and messages."""
        messages = env(su=True)["mail.message"].search(
            [("id", ">", self.last_message_id)]
        )
        bodies = messages.filtered(lambda m: m.message_type == "user_notification")
        text = "".join(bodies.mapped("body"))
        return [
            (
                len(document.message_ids.filtered(lambda m: "Told:" in m.body)),
                text.count(f'/odoo/crises/{document.id}"'),
            )
            for document in self._documents(env)
        ]

    def _assert_told_once(self, but=()):
        """Every case was told of once; of those named by place, never."""
        with self._session() as env:
            wanted = [(0, 0) if n in but else (1, 1) for n in range(len(self.ids))]
            self.assertEqual(self._alerts(env), wanted)

    def test_two_sweeps_at_once(self):
        """Two servers that run the job at the same moment step each duty once."""
        outcomes = self._together(self._sweep)
        self.assertFalse([out for out in outcomes if isinstance(out, Exception)])
        self._assert_told_once()

    @mute_logger("odoo.sql_db")
    def test_one_after_the_other(self):
        """A server that has looked before the other was done steps nothing again."""
        with self._sessions() as (one, other):
            other["crisis.document"].search_count([])
            self._sweep(one)
            self._sweep(other)
        self._assert_told_once()

    def test_locked_row(self):
        """A case that somebody works on is left alone, and told of in the next run."""
        with self._session() as person:
            self._documents(person)[0].timing = "By noon"
            person.flush_all()
            with self._session() as env:
                self._sweep(env)
            self._assert_told_once(but=[0])
        with self._session() as env:
            self._sweep(env)
        self._assert_told_once()

    def test_locked_row_is_soon_looked_at_again(self):
        """What was left alone does not wait for the interval of the job."""
        with self._session() as person:
            self._documents(person)[0].timing = "By noon"
            person.flush_all()
            with self._session() as env:
                triggers = self._triggers(env)
                self._sweep(env)
                soon = fields.Datetime.now() + timedelta(minutes=2)
                moments = (self._triggers(env) - triggers).mapped("call_at")
        self.assertTrue([moment for moment in moments if moment <= soon])

    def _triggers(self, env):
        cron = env.ref("crisis_protocol.ir_cron_watch")
        return env(su=True)["ir.cron.trigger"].search([("cron_id", "=", cron.id)])

    def test_finished_before_the_commit(self):
        """A duty that is being finished right now is neither stepped nor told of."""
        with self._session() as person:
            self._finish(person)
            person.flush_all()
            with self._session() as env:
                self._sweep(env)
        with self._session() as env:
            self._sweep(env)
        self._assert_told_once(but=[0])

    @mute_logger("odoo.sql_db")
    def test_finished_after_the_step(self):
        """Who finishes a duty that the job has just stepped is not refused."""
        with self._sessions() as (person, other):
            self._duty(self._documents(person)[0]).read(["state"])
            self._sweep(other)
            self._click(person, self._finish)
        self._assert_told_once()
        self._assert_done()

    @mute_logger("odoo.sql_db")
    def test_finished_at_the_same_moment(self):
        """At the same moment: it is done, and told of at most once; the rest once."""
        turn, acts = itertools.count(), (self._finish, self._sweep)
        roles = defaultdict(lambda: acts[next(turn)])
        outcomes = self._together(lambda env: roles[id(env.cr)](env))
        self.assertFalse([out for out in outcomes if isinstance(out, Exception)])
        with self._session() as env:
            self._sweep(env)
        self._assert_done()
        with self._session() as env:
            first, *rest = self._alerts(env)
            self.assertIn(first, [(0, 0), (1, 1)])
            self.assertEqual(rest, [(1, 1)] * len(rest))

    def _assert_done(self):
        with self._session() as env:
            duties = self._documents(env)[0].control_ids
            done = duties.filtered(lambda c: c.state == "done")
            self.assertEqual(done.mapped("result"), ["clean"])

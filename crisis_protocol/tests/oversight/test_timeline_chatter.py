from datetime import timedelta

from odoo.tests import tagged

from ..messages.common_promise import PromiseCase

REASON = "The customer waits at the door.\nHe has called three times."


@tagged("post_install", "-at_install")
class TestTimelineBesideChatter(PromiseCase):
    """What the chatter says the timeline tells, and the paper, once each (S0-47)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.level.review_explanation = True
        cls.document.level_id = cls.level

    def _rows(self):
        self.env.flush_all()
        self.env.invalidate_all()
        return self.document.with_user(self.supervisor)._timeline()

    def _told(self, minutes, act):
        """Do something at that minute; return (lines of the chatter, new rows)."""
        chatter = self.document.sudo().message_ids
        before = self._rows()
        with self._minute(minutes):
            act()
            self.flush_tracking()
        rows = self._rows() - before
        self.document.invalidate_recordset()
        return self.document.sudo().message_ids - chatter, rows

    def _assert_once(self, name, minutes, act, *words):
        """The chatter says it, and one row of the timeline tells it, with its words."""
        lines, rows = self._told(minutes, act)
        with self.subTest(event=name):
            self.assertTrue(lines, "the chatter says it")
            titles = rows.mapped("title")
            self.assertEqual(len(titles), len(set(titles)), titles)
            found = rows.filtered(
                lambda row: all(word in f"{row.title}\n{row.text}" for word in words)
            )
            self.assertEqual(len(found), 1, (titles, rows.mapped("text")))
            self.assertEqual(found.date, self._moment(minutes))
            paper = self.document.with_user(self.supervisor)._papers()
            self.assertIn(found, paper[self.document]["timeline"])

    def test_opening(self):
        """That it was opened is told once, by whomever: by hand or by mail."""
        for user in (self.agent, self.env.user):
            with self._minute(1):
                document = self._file(user)
                self.flush_tracking()
            self.env.invalidate_all()
            opened = document._timeline().filtered(
                lambda row: row.kind in ("stage", "alarm", "note")
            )
            self.assertEqual(opened.mapped("part"), ["filed"])

    def test_explanation(self):
        """Confirmed, sent back with the reason, confirmed again, reviewed, accepted."""
        own, supervisor = self.document, self.document.with_user(self.supervisor)
        with self._minute(5):
            own.explanation = "<p>The keyword was misspelt on Monday.</p>"
        note = "Nobody understands that.\nSay which keyword it was."
        steps = (
            ("confirmed", 10, own.action_confirm_facts, "Agent confirmed the facts"),
            (
                "sent back",
                12,
                lambda: supervisor._return_explanation(note),
                "sent the explanation back",
                "Say which keyword",
            ),
        )
        for name, minutes, act, *words in steps:
            self._assert_once(name, minutes, act, *words)
        self.assertEqual(own.explanation_returned, note, "it stands beside the text")
        self._assert_once("again", 14, own.action_confirm_facts, "confirmed the facts")
        self.assertFalse(own.explanation_returned)
        self._assert_once(
            "reviewed", 16, supervisor.action_review_explanation, "reviewed the"
        )
        rows = self._rows().filtered(lambda row: row.kind == "explanation")
        self.assertEqual(len(rows), 4, rows.mapped("title"))

    def test_acceptance(self):
        """That he accepts the explanation stands there once."""
        with self._minute(20):
            self.document._note_explanation_answer(True, "That is clear now.")
            self.flush_tracking()
        accepted = self._rows().filtered(lambda row: "accept" in row.title.lower())
        self.assertEqual(len(accepted), 1, accepted.mapped("title"))

    def test_override(self):
        """Each gate has its line, and each line all of the reason."""
        own = self.document.with_user(self.supervisor)
        lines, rows = self._told(
            10, lambda: own._override_gates(own.next_stage_id, REASON)
        )
        passed = rows.filtered(lambda row: row.kind == "override")
        self.assertGreater(len(passed), 1)
        for row in passed:
            self.assertEqual(row.text, REASON)
        said = lines.filtered(lambda m: "Passed although" in m.body)
        self.assertEqual(len(said), 1)
        self.assertIn("<br", said.body, "line by line, as it was written")

    def test_duty_moved(self):
        """What somebody moves in time or passes on is told, with both times."""
        with self._minute(0):
            control = self._open(self.document, "system")
        later = control.date_due + timedelta(minutes=5)
        self._assert_once(
            "moved",
            10,
            lambda: control.with_user(self.agent).write({"date_due": later}),
            "moved from",
        )

    def test_production(self):
        """The unit's new time is told, and what it missed is told once."""
        self.level.sudo().write({"production_minutes": 60, "receipt_minutes": 10})
        with self._minute(1):
            wizard = self.env["crisis.production.inform"].with_user(self.agent)
            self.team.project_id = self.project
            wizard.create(
                {"document_id": self.document.id, "unit_ids": self.unit.ids}
            ).action_inform()
            self.env.flush_all()
        task = self.document.sudo().task_ids
        delivery = task.crisis_delivery_ids.filtered(lambda d: d.kind == "delivery")

        def by_then():
            own = delivery.with_user(self.production)
            own.write({"date_due": self._moment(90)})
            own.action_when()

        self._assert_once("new time", 20, by_then, "moved from")
        with self._minute(200):
            delivery.with_user(self.env.ref("base.user_root"))._expire()
        missed = self._rows().filtered(
            lambda row: "Delivery" in row.title and row.date > self._moment(21)
        )
        self.assertEqual(len(missed), 1, missed.mapped("title"))

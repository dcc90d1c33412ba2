from datetime import timedelta

from odoo.tests import tagged

from .common_duty import MONDAY, CrisisDutyCase

CONTROLS = {
    "system": ("Control 1: mails, report, system", ""),
    "customer": ("Control 2: ask the customer", ""),
}
# What a fresh case owes the customer, and which interval of the level says by when.
WORDS = {
    "first_word": ("First word to the customer", ""),
    "explanation": ("Explain to the customer", ""),
}


@tagged("post_install", "-at_install")
class TestDutyPlan(CrisisDutyCase):
    """Exactly the duties that should be, however often it is looked at."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.emergency = cls.env.ref("crisis_protocol.level_emergency")
        cls.notable = cls.env.ref("crisis_protocol.level_notable")

    def _plan(self, level, team=None, start=MONDAY):
        """What a fresh case of a round-the-clock level owes, by the level's data."""
        team = team or self.team
        plan = {
            key: start + timedelta(minutes=level[f"control_{kind}_minutes"])
            for kind, key in CONTROLS.items()
        } | {
            key: start + timedelta(minutes=level[f"{kind}_minutes"])
            for kind, key in WORDS.items()
        }
        told = level.inform_supervisor and team.supervisor_id
        told = (told or self.env["res.users"]) | (
            team.manager_ids if level.inform_managers else self.env["res.users"]
        )
        for user in told:
            due = start + timedelta(minutes=level.notice_minutes)
            plan["Read and confirm", user.name] = due
        return plan

    def _assert_plan(self, document, before, plan):
        """The plan is owed, and whoever had to be told before still has to be."""
        still = {
            key: due for key, due in before.items() if key[0] == "Read and confirm"
        }
        self.assertEqual(self._owed(document), still | plan)

    def _look(self, document):
        """Look at the plan in each way in which Odoo does."""
        document.sudo()._reconcile_duties()
        document.sudo()._process_due()
        self._run_the_job()

    def _assert_same(self, document, before):
        self.env.invalidate_all()
        self.assertEqual(self._state(document), before)

    # Twice ------------------------------------------------------------------

    def test_filed(self):
        """A filed case owes both controls, its notices and its words, nothing else."""
        document = self._file()
        self.assertEqual(self._owed(document), self._plan(self.level))
        leaders = {duty.user_id for duty in document.control_ids}
        self.assertEqual(leaders, {self.agent})

    def test_twice(self):
        """Looking again changes nothing, not even a date of change."""
        document = self._file()
        self._one_of_each(document)
        before = self._state(document)
        messages = document.sudo().message_ids
        self._look(document)
        self._look(document)
        self._assert_same(document, before)
        self.assertEqual(document.sudo().message_ids, messages)

    def test_twice_after_a_control(self):
        """The next control of a series is made once."""
        document = self._file()
        with self._later(minutes=20):
            self._control(document, "system").action_clean()
            before = self._state(document)
            self._look(document)
            self._assert_same(document, before)
        series = document.control_ids.filtered(lambda c: c.kind == "system")
        self.assertEqual(sorted(series.mapped("state")), ["done", "open"])

    def test_unrelated_change(self):
        """A new topic or category moves nothing."""
        document = self._file()
        before = self._state(document)
        document.write(
            {"name": "Another topic", "customer_effect": "He waited for hours."}
        )
        self._assert_same(document, before)

    def test_closed_twice(self):
        """A closed case has one relapse check, whoever looks how often."""
        document = self._at("own_closed")
        before = self._state(document)
        self._look(document)
        self._look(document)
        self._assert_same(document, before)
        self.assertEqual([d.relapse_day for d in self._open(document)], [1])

    # Level ------------------------------------------------------------------

    def test_higher_level(self):
        """A case that gets worse is looked at sooner: the same duties, moved.

        Who was told already keeps the time that his message named.
        """
        document = self._file()
        before, owed = set(self._state(document)), self._owed(document)
        document.level_id = self.emergency
        planned = self._plan(self.emergency)
        looks = [*CONTROLS.values(), *WORDS.values()]
        moved = {key: planned[key] for key in looks}
        # the supervisor is asked to lead it, besides
        minutes = self.emergency.notice_minutes
        due = MONDAY + timedelta(minutes=minutes)
        moved["Take the lead", ""] = due
        self.assertEqual(self._owed(document), owed | moved)
        self.assertLess(before, set(self._state(document)))

    def test_milder_level(self):
        """A milder level lets off nobody who had to be told until then."""
        document = self._file()
        before = self._owed(document)
        self.notable.write({"clock": "always", "inform_supervisor": False})
        self._lighten(document.with_user(self.supervisor), level_id=self.notable.id)
        self._assert_plan(document, before, self._plan(self.notable))
        document.level_id = self.level
        self.assertEqual(self._owed(document), self._plan(self.level))

    def test_level_is_changed(self):
        """A manager's change of the level itself reaches the cases under way."""
        document = self._file()
        level = self.level.with_user(self.manager)
        level.write({"control_system_minutes": 45})
        with self._later(minutes=1):
            self._run_the_job()
        self.assertEqual(self._owed(document), self._plan(self.level))

    def test_level_is_changed_on_many(self):
        """… on all of them, those of other levels apart."""
        documents = self._file() | self._file(name="Another case")
        other = self._file(level_id=self.emergency.id)
        before = self._state(other)
        self.level.with_user(self.manager).control_customer_minutes = 75
        self._run_the_job()
        for document in documents:
            self.assertEqual(self._owed(document), self._plan(self.level))
        self._assert_same(other, before)

    # People -----------------------------------------------------------------

    def test_other_responsible(self):
        """What the responsible owed is owed by the new one, at the same times."""
        document = self._file()
        promise = self._promise(document)
        due = self._owed(document)
        document.user_id = self.colleague
        self.assertEqual(self._owed(document), due)
        for duty in (*document.control_ids, promise):
            self.assertEqual(duty.user_id, self.colleague)
            self.assertEqual(duty.activity_id.user_id, self.colleague)

    def test_no_responsible(self):
        """Without a responsible the supervisor owes it."""
        document = self._file()
        self._lighten(document, user_id=False)
        self.assertEqual(document.control_ids.user_id, self.supervisor)

    def test_other_team(self):
        """At another desk its own supervisor is told, and leads what nobody leads."""
        document = self._file(user_id=False).with_user(self.manager)
        before = self._owed(document)
        self.other_team.write({"manager_ids": self.manager.ids})
        self._lighten(document, team_id=self.other_team.id)
        self._assert_plan(document, before, self._plan(self.level, self.other_team))
        self.assertEqual(document.control_ids.user_id, self.other_supervisor)
        self.assertEqual(document.sudo().notice_ids.team_id, self.other_team)

    def test_people_of_the_team_change(self):
        """A new manager of the desk is told of what is under way, too."""
        document = self._file()
        before = self._owed(document)
        new = self._new_user("new_manager", "manager")
        self.team.manager_ids = new
        self._run_the_job()
        self._assert_plan(document, before, self._plan(self.level))

    def test_named_by_the_customer(self):
        """Whom the customer names is to be told, until a supervisor lets it be."""
        document = self._file()
        document.write({"inform_oral": "yes", "inform_oral_note": "The governor"})
        (notice,) = document.notice_ids.filtered(lambda n: n.source == "customer")
        self.assertEqual(notice.state, "open")
        self.assertEqual(notice.way, "oral")
        self.assertEqual(notice.user_id, self.agent)
        document.inform_oral = "no"
        self.assertEqual(notice.state, "open")
        self._cancel(notice, self.supervisor)
        document.inform_oral = "yes"
        named = document.notice_ids.filtered(lambda n: n.source == "customer")
        self.assertEqual(named.mapped("state"), ["cancelled"])

    # What is over -----------------------------------------------------------

    def test_history(self):
        """What is over stays as it was, whatever the plan becomes."""
        document = self._file()
        self._control(document, "system").action_clean()
        self._cancel(self._of_kind(document, "customer"), self.supervisor)
        self._notice_to(document, self.supervisor).with_user(
            self.supervisor
        ).action_confirm()
        over = {
            key: values
            for key, values in self._state(document).items()
            if values["state"] != "open"
        }
        self.assertEqual({v["state"] for v in over.values()}, {"done", "cancelled"})
        document.level_id = self.emergency
        document.user_id = self.colleague
        self._lighten(document.with_user(self.manager), team_id=self.other_team.id)
        self.level.with_user(self.manager).control_system_minutes = 7
        self._look(document)
        after = self._state(document)
        self.assertEqual({key: after[key] for key in over}, over)

    def test_who_was_told_is_not_told_again(self):
        """Nobody who has confirmed is asked again by another level."""
        document = self._file()
        notice = self._notice_to(document, self.supervisor)
        notice.with_user(self.supervisor).action_confirm()
        document.level_id = self.emergency
        self._look(document)
        self.assertEqual(self._notice_to(document, self.supervisor), notice)

from datetime import timedelta

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common_duty import MONDAY
from .common_duty_list import CrisisDutyListCase

SHOWN = ("date_due", "type_id", "document_id", "partner_id", "level_id", "level_color")
SHOWN += ("user_id", "team_id", "state", "due_group", "date_done", "company_id")


@tagged("post_install", "-at_install")
class TestDutyList(CrisisDutyListCase):
    """All duties of all kinds in one list: mine, and those of my team."""

    # What is shown ----------------------------------------------------------

    def test_each_duty_once(self):
        """Every duty of every kind is one line that says what the duty says."""
        document = self._file()
        self._one_of_each(document)
        self._cancel(self._of_kind(document, "customer"), self.supervisor)
        duties = self._duties(document)
        lines = self._lines(duties)
        self.assertEqual(len(lines), len(duties))
        self.assertEqual(len(set(lines.ids)), len(duties))
        for line in lines:
            duty = line._duty()
            for name in ("date_due", "date_done", "state", "user_id", "type_id"):
                self.assertEqual(line[name], duty[name])
            for name in ("document_id", "partner_id", "level_id", "team_id"):
                self.assertEqual(line[name], duty[name])

    def test_changes_are_seen_at_once(self):
        """What is moved, passed on or done shows in the list right away."""
        document = self._file()
        control = self._control(document, "system")
        line = self._lines(control)
        later = MONDAY + timedelta(hours=9)
        moved = {"date_due": later, "user_id": self.colleague.id}
        control.with_user(self.supervisor).write(moved)
        line.invalidate_recordset()
        self.assertEqual((line.date_due, line.user_id), (later, self.colleague))
        control.action_clean()
        line.invalidate_recordset()
        self.assertEqual((line.state, line.date_done), ("done", MONDAY))

    def test_my_duties(self):
        """“My duties” are those that are open and mine, on whatever case."""
        document, other = self._file(), self._file(name="Another case")
        duties = self._one_of_each(document)
        self._control(other, "system").action_clean()
        everything = [*self._open(document), *self._open(other)]
        for user in (self.agent, self.colleague, self.supervisor, self.manager):
            mine = [duty for duty in everything if duty.user_id == user]
            with self.subTest(user=user.name):
                self.assertTrue(mine)
                self.assertEqual(self._action("my", user), self._lines(mine))
        self.assertIn(duties[-1].user_id, self.colleague)

    def test_team_duties(self):
        """“Team duties” are those of the desks one works at or leads."""
        ours = self._open(self._file())
        others = self._open(self._file(self.other_agent))
        for user, seen in (
            (self.agent, ours),
            (self.colleague, ours),
            (self.supervisor, ours),
            (self.other_agent, others),
            (self.other_supervisor, others),
        ):
            shown = self._action("team", user) & self._lines([*ours, *others])
            theirs = [d for d in (*ours, *others) if d.user_id == user]
            with self.subTest(user=user.name):
                self.assertEqual(shown, self._lines([*seen, *theirs]))

    def test_manager(self):
        """A manager sees the duties of all desks of his company."""
        ours, others = self._file(), self._file(self.other_agent)
        foreign = self._file(self.foreign_agent)
        seen = self._lines([*self._open(ours), *self._open(others)])
        shown = self._action("team", self.manager)
        self.assertLessEqual(seen, shown)
        self.assertFalse(shown & self._lines(self._open(foreign)))
        theirs = self._action("team", self.foreign_manager)
        self.assertFalse(theirs & seen)
        self.assertEqual(
            theirs & self._lines(self._open(foreign)), self._lines(self._open(foreign))
        )

    def test_production(self):
        """Production has no business with duties of the desk."""
        self._file()
        with self.assertRaises(AccessError):
            self._list(self.production)

    def test_read_as_shown(self):
        """Whoever sees a line reads all of it, also the receiver from another desk."""
        document = self._file()
        self._one_of_each(document)
        handover = document.handover_ids
        handover.sudo().write({"user_id": self.other_agent.id})
        specification = {name: {} for name in SHOWN}
        for name in ("document_id", "partner_id", "level_id", "user_id", "type_id"):
            specification[name] = {"fields": {"display_name": {}}}
        for user in (self.agent, self.supervisor, self.manager, self.other_agent):
            model = self.env["crisis.duty"].with_user(user)
            domain = [("document_id", "=", document.id)]
            if user == self.other_agent:
                domain = [("user_id", "=", user.id)]
            self.env.invalidate_all()
            found = model.web_search_read(domain, specification)
            with self.subTest(user=user.name):
                self.assertTrue(found["records"])
                for record in found["records"]:
                    self.assertTrue(record["document_id"]["display_name"])

    def test_views(self):
        """List, kanban, calendar and search open for everybody who has the menu."""
        for user in (self.agent, self.supervisor, self.manager):
            model = self.env["crisis.duty"].with_user(user)
            views = [(False, kind) for kind in ("list", "kanban", "calendar", "search")]
            self.assertEqual(len(model.get_views(views)["views"]), len(views))

    def test_only_a_view(self):
        """Lines come and go with their duties, and say what the duties say."""
        control = self._of_kind(self._file(), "system")
        for user in (self.agent, self.supervisor, self.manager):
            eyes = self._lines(control).with_user(user)
            for act in (eyes.unlink, eyes.copy, lambda e=eyes: e.create({})):
                with self.assertRaises(AccessError), self.cr.savepoint():
                    act()
            eyes.write({"state": "done", "date_done": MONDAY, "type_id": False})
            self.assertEqual((control.state, eyes.state), ("open", "open"))

    def test_dragged_in_the_calendar(self):
        """A line that is moved or passed on moves or passes on its duty."""
        document = self._file()
        control, promise = self._of_kind(document, "system"), self._promise(document)
        line = self._lines(control).with_user(self.supervisor)
        later = MONDAY + timedelta(hours=9)
        line.write({"date_due": later, "user_id": self.colleague.id})
        self.assertEqual((control.date_due, control.user_id), (later, self.colleague))
        self.assertEqual((line.date_due, line.user_id), (later, self.colleague))
        with self.assertRaises(UserError), self.cr.savepoint():
            self._lines(promise).with_user(self.agent).date_due = later
        with self.assertRaises(AccessError), self.cr.savepoint():
            line.with_user(self.other_agent).date_due = MONDAY

    # When -------------------------------------------------------------------

    def test_due_group(self):
        """Late, within the hour, within a day, later: by the second."""
        control = self._of_kind(self._file(), "system")
        line = self._lines(control)
        for delta, group in (
            (timedelta(days=-3), "1_late"),
            (timedelta(seconds=-1), "1_late"),
            (timedelta(), "2_hour"),
            (timedelta(minutes=59, seconds=59), "2_hour"),
            (timedelta(hours=1), "3_day"),
            (timedelta(hours=23, minutes=59), "3_day"),
            (timedelta(days=1), "4_later"),
            (timedelta(days=40), "4_later"),
        ):
            control._write_as_system({"date_due": MONDAY + delta})
            line.invalidate_recordset()
            with self.subTest(delta=delta):
                self.assertEqual(line.due_group, group)
        control.sudo()._write_as_system({"state": "missed"})
        line.invalidate_recordset()
        self.assertEqual(line.due_group, "5_over")

    def test_grouped_by_time(self):
        """The kanban's columns count what falls due when, as time goes by."""
        self.level.explanation_minutes = 600
        document = self._file()
        self._promise(document, minutes=30)
        domain = [("document_id", "=", document.id)]
        model = self.env["crisis.duty"].with_user(self.agent)
        for hours, expected in ((0, {"2_hour", "3_day"}), (13, {"1_late"})):
            with self._later(hours=hours), self.subTest(hours=hours):
                groups = dict(model._read_group(domain, ["due_group"], ["__count"]))
                self.assertEqual(set(groups), expected)
                self.assertEqual(sum(groups.values()), len(self._open(document)))

    def test_next_comes_first(self):
        """The list begins with what is due next."""
        document = self._file()
        self._one_of_each(document)
        due = self._list(self.agent, [("state", "=", "open")]).mapped("date_due")
        self.assertEqual(due, sorted(due))

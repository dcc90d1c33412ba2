from odoo.exceptions import UserError
from odoo.tests import tagged

from .common_control import START, ControlCase

KINDS = ("system", "customer")


@tagged("post_install", "-at_install")
class TestControlSeries(ControlCase):
    """From filing on, two series of controls run apart (S0-42…46, S0-50)."""

    def _first_minutes(self, kind):
        return self.level[f"control_{kind}_minutes"]

    def test_two_series_from_filing(self):
        """A filed case owes one control of each kind, after the level's minutes."""
        document = self._file_at_start()
        self.assertEqual(sorted(document.control_ids.mapped("kind")), sorted(KINDS))
        for kind in KINDS:
            with self.subTest(kind=kind):
                control = self._open(document, kind)
                minutes = self._minutes_until(control, 0)
                self.assertEqual(minutes, self._first_minutes(kind))
                self.assertEqual(control.user_id, self.agent)

    def test_asked_is_the_contact_who_reported(self):
        """Control 2 proposes whom to ask, control 1 asks nobody."""
        document = self._file_at_start(contact_id=self.contact.id)
        customer = self._open(document, "customer")
        self.assertEqual(customer.asked_partner_id, self.contact)
        self.assertFalse(self._open(document, "system").asked_partner_id)

    def test_interval_by_level(self):
        """Each shipped level has intervals and a clock of its own."""
        levels = self.env.ref("crisis_protocol.level_notable").search([])
        hours = self.team.resource_calendar_id
        for level in levels:
            document = self._file_at_start(level_id=level.id)
            for kind in KINDS:
                with self.subTest(level=level.name, kind=kind):
                    minutes = level[f"control_{kind}_minutes"]
                    due = level._deadline(minutes, hours, START)
                    self.assertEqual(self._open(document, kind).date_due, due)

    def test_next_is_made_when_one_is_done(self):
        """One control at a time: the next is made when the one before is done."""
        document = self._file_at_start()
        for kind in KINDS:
            with self.subTest(kind=kind):
                done = self._open(document, kind)
                self._result(document, kind, "clean", 30)
                following = self._open(document, kind)
                self.assertNotEqual(following, done)
                self.assertEqual(done.state, "done")
                self.assertEqual(done.done_by_id, self.agent)

    def test_series_run_apart(self):
        """What happens to one series leaves the other as it was."""
        document = self._file_at_start()
        customer = self._open(document, "customer")
        due = customer.date_due
        self._result(document, "system", "clean", 10)
        self._result(document, "system", "problem", 20)
        self.assertEqual(self._open(document, "customer"), customer)
        self.assertEqual(customer.date_due, due)
        self._result(document, "customer", "clean", 30)
        self.assertEqual(document.clean_customer_count, 1)
        self.assertEqual(document.clean_system_count, 0)

    def test_late_one_is_followed_from_when_it_was_done(self):
        """Who is late does not owe the next one at once."""
        document = self._file_at_start()
        late = self._first_minutes("system") * 5
        self._result(document, "system", "problem", late)
        following = self._open(document, "system")
        self.assertEqual(
            self._minutes_until(following, late), self._first_minutes("system")
        )

    def test_wider_after_clean_results(self):
        """Each clean result in a row makes the interval wider, to a limit."""
        document = self._file_at_start()
        growth = 1 + self.level.control_widening / 100
        for kind in KINDS:
            first, intervals = self._first_minutes(kind), []
            for row in range(1, 5):
                self._result(document, kind, "clean", 10 * row)
                control = self._open(document, kind)
                intervals.append(self._minutes_until(control, 10 * row))
            with self.subTest(kind=kind):
                widest = first * self.level.control_widest
                wanted = [min(first * growth**row, widest) for row in range(1, 5)]
                self.assertEqual(intervals, [round(minutes) for minutes in wanted])
                self.assertEqual(intervals[-1], widest)
                self.assertLess(intervals[0], intervals[1])

    def test_level_that_does_not_widen(self):
        """With no widening the interval stays as it is."""
        self.level.control_widening = 0
        document = self._file_at_start()
        self._result(document, "system", "clean", 10)
        self._result(document, "system", "clean", 20)
        control = self._open(document, "system")
        self.assertEqual(
            self._minutes_until(control, 20), self._first_minutes("system")
        )

    def test_narrow_again_after_a_problem(self):
        """A problem brings the closest interval back, and the row begins anew."""
        document = self._file_at_start()
        for kind in KINDS:
            with self.subTest(kind=kind):
                self._result(document, kind, "clean", 10)
                self._result(document, kind, "clean", 20)
                self._result(document, kind, "problem", 30)
                first = self._first_minutes(kind)
                control = self._open(document, kind)
                self.assertEqual(self._minutes_until(control, 30), first)
                self._result(document, kind, "clean", 40)
                wider = first * (1 + self.level.control_widening / 100)
                control = self._open(document, kind)
                self.assertEqual(self._minutes_until(control, 40), wider)

    def test_sooner_after_nobody_reached(self):
        """When nobody answered, the customer is asked again sooner."""
        document = self._file_at_start()
        self._result(document, "customer", "clean", 10)
        self._result(document, "customer", "unreached", 20)
        control = self._open(document, "customer")
        self.assertEqual(
            self._minutes_until(control, 20), self.level.control_unreached_minutes
        )
        self._result(document, "customer", "clean", 30)
        control = self._open(document, "customer")
        self.assertGreater(
            self._minutes_until(control, 30), self._first_minutes("customer")
        )

    def test_nobody_reached_never_means_later(self):
        """A level that would wait longer after nobody was reached does not."""
        self.level.control_unreached_minutes = 10 * self._first_minutes("customer")
        document = self._file_at_start()
        self._result(document, "customer", "unreached", 20)
        control = self._open(document, "customer")
        self.assertEqual(
            self._minutes_until(control, 20), self._first_minutes("customer")
        )

    def test_higher_level_brings_them_closer(self):
        """On another level the open controls move; the row of clean ones stays."""
        closer = self.level.copy({"name": "Closer", "control_system_minutes": 20})
        document = self._file_at_start()
        self._result(document, "system", "clean", 10)
        control, customer = (
            self._open(document, "system"),
            self._open(document, "customer"),
        )
        due = customer.date_due
        with self._minute(15):
            document.level_id = closer
        self.assertEqual(self._open(document, "system"), control)
        wider = 20 * (1 + closer.control_widening / 100)
        self.assertEqual(self._minutes_until(control, 10), wider)
        self.assertEqual(self._open(document, "customer").date_due, due)
        self.assertEqual(document.clean_system_count, 1)

    def test_by_the_hours_of_the_desk(self):
        """On a level of working hours a control never falls into the night."""
        self.level.clock = "working"
        hours = self.team.resource_calendar_id
        document = self._file_at_start()
        with self._minute(8 * 60):
            self._control(document, "system").action_problem()
            document.flush_recordset()
        done = self._open(document, "system").date_due
        begin = document.date_system_control
        minutes = self._first_minutes("system")
        self.assertEqual(done, self.level._deadline(minutes, hours, begin))
        self.assertGreater(done.date(), begin.date())

    def test_no_series_on_a_closed_case(self):
        """A case that is none any more owes no control, and gets none by itself."""
        document = self._file_at_start()
        with self._minute(10):
            document.with_user(self.supervisor).write(
                {
                    "stage_id": self._stage("own_not_crisis").id,
                    "stage_reason": "It was a false alarm.",
                }
            )
            document.sudo()._reconcile_duties()
        self.assertFalse(
            document.control_ids.filtered(lambda c: c.state in ("open", "done"))
        )

    # Cancelled -------------------------------------------------------------

    def _cancel(self, control, minutes, reason="The customer closes today"):
        with self._minute(minutes):
            action = control.action_cancel()
            wizards = self.env[action["res_model"]].with_user(self.agent)
            wizards = wizards.with_context(**action["context"])
            wizards.create({"reason": reason}).action_cancel()

    def test_cancelled_one_is_left_out(self):
        """Who cancels a control with a reason owes the next, not the same again."""
        document = self._file_at_start()
        control = self._open(document, "system")
        due = control.date_due
        self._cancel(control, 30)
        self.assertEqual(control.state, "cancelled")
        self.assertEqual(control.cancel_reason, "The customer closes today")
        self.assertGreater(self._open(document, "system").date_due, due)

    def test_late_one_cancelled_leaves_nothing_late(self):
        """To cancel a late control does not put another late one in its place."""
        document = self._file_at_start()
        late = self._first_minutes("system") + 30
        self._cancel(self._open(document, "system"), late)
        control = self._open(document, "system")
        self.assertGreater(self._minutes_until(control, late), 0)

    def test_cancelled_one_is_not_clean(self):
        """A control that nobody did counts for nothing."""
        document = self._file_at_start()
        self._result(document, "system", "clean", 10)
        self._cancel(self._open(document, "system"), 20)
        self.assertEqual(document.clean_system_count, 1)
        with self.assertRaises(UserError):
            document.control_ids.filtered(
                lambda c: c.state == "cancelled"
            ).action_clean()

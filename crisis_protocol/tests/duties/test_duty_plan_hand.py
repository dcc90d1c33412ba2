from datetime import timedelta

from odoo.tests import tagged

from .common_duty import MONDAY, CrisisDutyCase


@tagged("post_install", "-at_install")
class TestDutyByHand(CrisisDutyCase):
    """What people have moved or passed on stays so until the plan itself changes."""

    def _look(self, document):
        document.sudo()._reconcile_duties()
        document.sudo()._process_due()
        self._run_the_job()

    def test_moved(self):
        """A duty that was moved stays where it was put."""
        document = self._file()
        control = self._of_kind(document, "system")
        notice = self._notice_to(document, self.supervisor)
        moved = MONDAY + timedelta(hours=7)
        for duty in (control, notice):
            duty.with_user(self.supervisor).date_due = moved
        self._look(document)
        self.assertEqual((control.date_due, notice.date_due), (moved, moved))
        document.user_id = self.colleague
        self.assertEqual((control.date_due, notice.date_due), (moved, moved))

    def test_passed_on(self):
        """A duty that was passed on stays with whom it was given to."""
        document = self._file()
        control = self._of_kind(document, "system")
        other = self._of_kind(document, "customer")
        control.user_id = self.colleague
        self._look(document)
        self.assertEqual(control.user_id, self.colleague)
        document.user_id = self.supervisor
        self.assertEqual(control.user_id, self.colleague)
        self.assertEqual(other.user_id, self.supervisor)

    def test_plan_changes(self):
        """Another level plans anew what was moved."""
        document = self._file()
        control = self._of_kind(document, "system")
        control.with_user(self.supervisor).date_due = MONDAY + timedelta(hours=7)
        level = self.env.ref("crisis_protocol.level_emergency")
        document.level_id = level
        planned = MONDAY + timedelta(minutes=level.control_system_minutes)
        self.assertEqual(control.date_due, planned)

    def test_made_by_hand(self):
        """What was promised or added by hand is not the plan's to move or end."""
        document = self._file()
        promise, notice = self._promise(document), self._note_to_tell(document)
        due = promise.date_due, notice.date_due
        notable = self.env.ref("crisis_protocol.level_notable")
        self._lighten(document.with_user(self.supervisor), level_id=notable.id)
        self._look(document)
        self.assertEqual((promise.date_due, notice.date_due), due)
        self.assertEqual({promise.state, notice.state}, {"open"})

    def test_imported(self):
        """Imported cases owe what filed ones owe, each for itself."""
        names = ["name", "protocol_id/id", "partner_id/.id", "level_id/id"]
        rows = [
            [
                f"Imported {number}",
                "crisis_protocol.protocol_own",
                str(self.customer.id),
                "crisis_protocol.level_severe",
            ]
            for number in range(3)
        ]
        model = self.env["crisis.document"].with_user(self.agent)
        result = model.with_context(import_file=True).load(names, rows)
        self.assertFalse(result["messages"])
        filed = self._owed(self._file())
        for document in model.browse(result["ids"]):
            self.assertEqual(self._owed(document), filed)
            self.assertEqual(document.control_ids.user_id, self.agent)

    def test_imported_change(self):
        """An import that changes the level of cases changes what they owe."""
        documents = self._file() | self._file(name="Another case")
        rows = [[str(d.id), "crisis_protocol.level_emergency"] for d in documents]
        result = documents.load([".id", "level_id/id"], rows)
        self.assertFalse(result["messages"])
        level = self.env.ref("crisis_protocol.level_emergency")
        due = MONDAY + timedelta(minutes=level.control_system_minutes)
        for document in documents:
            self.assertEqual(document.level_id, level)
            self.assertEqual(self._of_kind(document, "system").date_due, due)

    def test_duplicated(self):
        """A copy of a case is a case of its own: fresh duties, from now."""
        document = self._file()
        self._promise(document)
        control = self._of_kind(document, "system").with_user(self.supervisor)
        control.date_due = MONDAY + timedelta(hours=7)
        before = self._state(document)
        with self._later(days=1):
            copied = document.copy()
            self.assertEqual(self._state(document), before)
            self.assertEqual(
                self._owed(copied),
                self._owed(self._file()),
            )

    def test_closed_case_duplicated(self):
        """The copy of a closed case is open and owes its controls."""
        copied = self._at("own_closed").copy()
        filed = self._file(level_id=copied.level_id.id)
        self.assertEqual(self._owed(copied), self._owed(filed))

    def test_many_at_the_price_of_few(self):
        """Looking again at many cases takes no more queries than at a few."""
        counts = []
        for number in (2, 12):
            documents = (
                self.env["crisis.document"]
                .with_user(self.agent)
                .create(
                    [
                        {
                            "name": f"Case {index}",
                            "protocol_id": self.own.id,
                            "partner_id": self.customer.id,
                            "level_id": self.level.id,
                        }
                        for index in range(number)
                    ]
                )
            )
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            documents.sudo()._reconcile_duties()
            self.env.flush_all()
            counts.append(self.cr.sql_log_count - before)
        self.assertEqual(*counts)

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import tagged

from .common_duty_access import KINDS, LATER, DutyAccessCase

# What only Odoo writes, with values that somebody might like to see there.
TRAIL = {
    "state": "done",
    "date_done": "2026-03-02 08:00:00",
    "cancel_reason": "Nobody asked",
    "date_planned": False,
    "date_acknowledged": "2026-03-02 08:00:00",
}
CLAIMS = {
    "crisis.control": {"result": "clean", "kind": "customer", "relapse_day": 7},
    "crisis.promise": {"outcome": "kept", "minutes_late": 0},
    "crisis.notice": {"date_told": "2026-03-02 08:00:00", "source": "supervisor"},
    "crisis.handover": {"date_given": "2026-03-02 08:00:00", "is_after_hours": True},
}


@tagged("post_install", "-at_install")
class TestDutyTrail(DutyAccessCase):
    """What was owed and done can't be edited by those it is about."""

    def setUp(self):
        super().setUp()
        self.document, self.duties = self._with_duties(
            user_id=self.agent.id, team_id=self.team.id
        )
        self.people = self.agent | self.supervisor | self.manager

    def test_what_only_odoo_writes(self):
        """That it is done, when and by whom is not written from outside."""
        for name in KINDS:
            duty = self.duties[name]
            claims = TRAIL | CLAIMS[name]
            claims["done_by_id"] = self.manager.id
            before = duty.read(list(claims))
            for user in self.people:
                duty.with_user(user).write(claims)
                self.env.flush_all()
                self.env.invalidate_all()
                with self.subTest(kind=name, user=user.login):
                    self.assertEqual(duty.read(list(claims)), before)

    def test_not_through_the_case_either(self):
        """The lists on the case's form are no back door."""
        for name in KINDS:
            duty = self.duties[name]
            field = duty._document_field
            for user in self.people:
                case = self.document.with_user(user)
                case.write({field: [Command.update(duty.id, TRAIL)]})
                case.write({field: [Command.delete(duty.id)]})
                case.write({field: [Command.clear()]})
                self.env.flush_all()
                self.env.invalidate_all()
                with self.subTest(kind=name, user=user.login):
                    self.assertTrue(duty.exists())
                    self.assertEqual(duty.state, "open")
                    self.assertFalse(duty.date_done or duty.cancel_reason)

    def test_context_opens_no_door(self):
        """No key in the context makes Odoo of a person."""
        keys = ("crisis_reconciling", "crisis_mirroring", "install_mode", "import_file")
        for name in KINDS:
            duty = self.duties[name].with_user(self.agent)
            duty.with_context(**dict.fromkeys(keys, True)).write(TRAIL)
            self.env.flush_all()
            self.env.invalidate_all()
            with self.subTest(kind=name):
                self.assertEqual(duty.state, "open")

    def test_begun_as_done(self):
        """What is made by hand begins open, whatever is claimed, defaults included."""
        for name in ("crisis.promise", "crisis.notice", "crisis.handover"):
            self.duties[name]._cancel("Room for another one", is_personal=True)
            values = {"document_id": self.document.id, "date_due": LATER}
            if name == "crisis.notice":
                values["receiver_id"] = self.office.id
            defaults = {f"default_{key}": value for key, value in TRAIL.items()}
            duties = self.env[name].with_user(self.agent).with_context(**defaults)
            duty = duties.create(values | TRAIL | CLAIMS[name])
            with self.subTest(kind=name):
                self.assertEqual(duty.state, "open")
                self.assertFalse(duty.date_done or duty.done_by_id)
                self.assertFalse(duty.cancel_reason or duty.date_acknowledged)

    def test_what_is_over_stays(self):
        """Neither agent nor supervisor nor manager touches what is over."""
        for name in KINDS:
            duty = self.duties[name]
            duty._cancel("It was a test", is_personal=True)
            for user in self.people:
                with self.subTest(kind=name, user=user.login):
                    with self.assertRaisesRegex(UserError, "is over"):
                        duty.with_user(user).write(self._touch(duty, user))

    def test_does_not_change_cases(self):
        """A duty stays with its case."""
        other = self._file()
        for name in KINDS:
            duty = self.duties[name].with_user(self.manager)
            duty.write({"document_id": other.id})
            self.env.invalidate_all()
            with self.subTest(kind=name):
                self.assertEqual(duty.document_id.id, self.document.id)

    def test_nobody_makes_controls(self):
        """The series of controls is Odoo's; nobody slips in a clean one."""
        values = {"document_id": self.document.id, "kind": "system", "date_due": LATER}
        for user in self.people:
            controls = self.env["crisis.control"].with_user(user)
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                controls.create(values | {"result": "clean", "state": "done"})

    def test_import(self):
        """An import makes open duties on cases that one may write, and no others."""
        foreign = self._file(self.other_agent)
        notices = self.env["crisis.notice"].with_user(self.agent)
        header = ["document_id/.id", "receiver_id/.id", "date_due", "state"]
        row = [str(self.office.id), LATER, "done"]
        result = notices.load(header, [[str(foreign.id), *row]])
        self.assertFalse(result["ids"])
        result = notices.load(header, [[str(self.document.id), *row]])
        self.assertEqual(notices.browse(result["ids"]).state, "open")

from datetime import timedelta

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import tagged

from ..duties.common_duty import MONDAY, CrisisDutyCase

# What only Odoo itself keeps: everything about how a duty ended and whose doing it was.
KEPT = {
    "state": "done",
    "date_done": "2026-03-01 08:00:00",
    "cancel_reason": "Because I say so",
    "date_planned": "2026-03-09 08:00:00",
    "date_stepped": "2026-03-01 08:00:00",
    "date_acknowledged": "2026-03-01 08:00:00",
}
KEPT_OF_KIND = {
    "crisis.mail.duty": {"kind": "after_close", "reason": "x", "receivers": "y"},
    "crisis.control": {"result": "clean", "relapse_day": 7},
    "crisis.notice": {"date_told": "2026-03-01 08:00:00", "source": "supervisor"},
    "crisis.delivery": {"outcome": "on_time", "minutes_late": 7, "number": 7},
    "crisis.promise": {"outcome": "kept", "minutes_late": 7},
    "crisis.handover": {"date_given": "2026-03-01 08:00:00", "is_after_hours": True},
}


@tagged("post_install", "-at_install")
class TestDutyKept(CrisisDutyCase):
    """What Odoo keeps about duties is nobody's to say."""

    def _assert_untouched(self, duty, kept):
        self.env.invalidate_all()
        duty = duty.sudo()
        self.assertEqual(duty.state, "open")
        self.assertFalse(duty.done_by_id)
        self.assertFalse(duty.acknowledged_by_id)
        for name, claimed in kept.items():
            field = duty._fields[name]
            self.assertNotEqual(field.convert_to_write(duty[name], duty), claimed, name)

    def _claims(self, duty):
        people = {"done_by_id": self.agent.id, "acknowledged_by_id": self.agent.id}
        return KEPT | people | KEPT_OF_KIND[duty._name]

    def test_written(self):
        """Writing what is kept changes nothing, whatever comes with it."""
        document = self._file()
        for duty in self._one_of_each(document):
            claims = self._claims(duty)
            claims.pop("source", None)
            for user in (self.agent, self.supervisor, self.manager):
                with self.subTest(kind=duty._name, user=user.name):
                    before = duty.read(list(claims))
                    duty.with_user(user).write(claims)
                    through = [Command.update(duty.id, claims)]
                    document.with_user(user).write({duty._document_field: through})
                    self.env.invalidate_all()
                    self.assertEqual(duty.read(list(claims)), before)

    def test_written_with_what_may_be(self):
        """… and what may be changed is changed all the same."""
        document = self._file()
        due = MONDAY + timedelta(minutes=50)
        for duty in (self._of_kind(document, "system"), self._note_to_tell(document)):
            claims = self._claims(duty)
            with self.subTest(kind=duty._name):
                duty.write(claims | {"date_due": due})
                self._assert_untouched(duty, claims | {"date_acknowledged": MONDAY})
                self.assertEqual(duty.date_due, due)

    def _hand_in(self, name, vals=None, **context):
        """File a duty by hand as the agent; return it."""
        vals = vals or {}
        if name == "crisis.notice":
            vals = {"receiver_id": self.contact.id} | vals
        due = {"date_due": MONDAY + timedelta(hours=1)}
        model = self.env[name].with_user(self.agent).with_context(**context)
        return model.create({"document_id": self._file().id} | due | vals)

    def test_handed_in(self):
        """A duty made by hand is open and fresh, whatever the caller claims."""
        for name in ("crisis.notice", "crisis.promise", "crisis.handover"):
            claims = self._claims(self.env[name])
            with self.subTest(kind=name):
                duty = self._hand_in(name, claims)
                self._assert_untouched(duty, claims)

    def test_handed_in_as_defaults(self):
        """… neither by the defaults that the client sends along."""
        for name in ("crisis.notice", "crisis.promise", "crisis.handover"):
            claims = self._claims(self.env[name])
            context = {f"default_{key}": value for key, value in claims.items()}
            with self.subTest(kind=name):
                duty = self._hand_in(name, **context)
                self._assert_untouched(duty, claims)

    def test_imported(self):
        """… nor by an import."""
        document = self._file()
        names = ["document_id/.id", "date_due", "state", "date_done"]
        row = [str(document.id), "2026-03-02 10:00:00", "done", "2026-03-01 08:00:00"]
        result = self.env["crisis.promise"].with_user(self.agent).load(names, [row])
        self.assertFalse(result["messages"])
        self._assert_untouched(document.promise_ids, {"date_done": MONDAY})

    def test_promised_in_my_own_name(self):
        """Whose promise it is can't be put on somebody else."""
        for vals, context in (
            ({"promised_by_id": self.colleague.id}, {}),
            ({}, {"default_promised_by_id": self.colleague.id}),
        ):
            promise = self._hand_in("crisis.promise", vals, **context)
            self.assertEqual(promise.promised_by_id, self.agent)

    def test_no_control_by_hand(self):
        """Controls are made by the plan alone, so that no result is made up."""
        vals = {"kind": "system", "document_id": self._file().id, "date_due": MONDAY}
        for user in (self.agent, self.supervisor, self.manager):
            with self.assertRaises(AccessError), self.cr.savepoint():
                self.env["crisis.control"].with_user(user).create(vals)

    def test_on_ended_cases(self):
        """Nothing is owed on a case that has ended, in whichever way it is named."""
        document = self._at("own_closed")
        for vals, context in (
            ({"document_id": document.id}, {}),
            ({}, {"default_document_id": document.id}),
        ):
            for name in ("crisis.notice", "crisis.promise", "crisis.handover"):
                model = self.env[name].with_user(self.agent).with_context(**context)
                more = {"receiver_id": self.colleague.id} if "pro" not in name else {}
                if name == "crisis.notice":
                    more = {"receiver_id": self.contact.id}
                due = {"date_due": MONDAY + timedelta(days=1)}
                with self.subTest(kind=name, context=context):
                    with self.assertRaises(UserError), self.cr.savepoint():
                        model.create(vals | due | more)

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import tagged

from ..common import CrisisCase

REASON = "The customer is on the line"


@tagged("post_install", "-at_install")
class TestOverride(CrisisCase):
    """A gate is passed by a supervisor, for a reason, and for everybody to see."""

    def _pass(self, document, user=None, stage="own_assessment", reason=REASON):
        """Pass with the dialog, as a supervisor does."""
        model = self.env["crisis.stage.move"].with_user(user or self.supervisor)
        model.create(
            {
                "document_id": document.id,
                "kind": "override",
                "stage_id": self._stage(stage).id,
                "reason": reason,
            }
        ).action_move()
        document.invalidate_recordset()

    def _values(self, document, name="own_category", **vals):
        gate = self._gate(name)
        return {"document_id": document.id, "gate_id": gate.id, "reason": REASON} | vals

    def _assert_denied(self, document, move):
        """No right, no override, no move."""
        with self.assertRaises(AccessError), self.cr.savepoint():
            move()
        document.invalidate_recordset()
        self.assertFalse(document.sudo().override_ids)
        self.assertEqual(document.sudo().stage_id, self._stage("own_reported"))

    # Who may ---------------------------------------------------------------

    def test_supervisor_passes_with_a_reason(self):
        """The case moves; each gate passed is kept with reason, name and date."""
        document = self._file()
        self._pass(document)
        self.assertEqual(document.stage_id, self._stage("own_assessment"))
        gates = (
            self._gate("own_category")
            | self._gate("own_description")
            | self._gate("own_word")
        )
        overrides = document.override_ids
        self.assertEqual(overrides.gate_id, gates)
        self.assertEqual(set(overrides.mapped("gate_name")), set(gates.mapped("name")))
        self.assertEqual(set(overrides.mapped("reason")), {REASON})
        self.assertEqual(overrides.user_id, self.supervisor)
        self.assertTrue(all(overrides.mapped("date")))
        self.assertTrue(all(overrides.mapped("is_in_force")))

    def test_override_is_posted(self):
        """The chatter says what was passed over, why and by whom, in one message."""
        document = self._file()
        before = document.message_ids
        self._pass(document, reason="He <b>insists</b>")
        message = (document.message_ids - before).filtered(
            lambda m: m.subtype_id == self.env.ref("crisis_protocol.mt_overridden")
        )
        self.assertEqual(len(message), 1)
        self.assertEqual(message.author_id, self.supervisor.partner_id)
        for name in ("own_category", "own_description", "own_word"):
            self.assertIn(self._gate(name).name, message.body)
        self.assertIn("He &lt;b&gt;insists&lt;/b&gt;", message.body)

    def test_only_what_is_missing_is_passed(self):
        """A gate that holds needs no override."""
        document = self._complete(self._file())
        self._says_over(document, "no")
        self._pass(document, stage="own_closed")
        self.assertEqual(document.override_ids.gate_id, self._gate("own_over"))
        self.assertTrue(document.is_closed)

    def test_manager_passes_too(self):
        """A manager may what a supervisor may, on every document."""
        document = self._file()
        self._pass(document, self.manager)
        self.assertEqual(document.override_ids.user_id, self.manager)

    def test_agent_can_not(self):
        """An agent passes no gate: not by the dialog, the API or commands."""
        document = self._file()
        override = self.env["crisis.override"].with_user(self.agent)
        values = self._values(document)
        command = {"override_ids": [Command.create(values)]}
        ways = {
            "dialog": lambda: self._pass(document, self.agent),
            "create": lambda: override.create(values),
            "commands": lambda: document.write(command),
            "sudo": lambda: override.sudo().create(values),
            "commands with sudo": lambda: document.sudo().write(command),
            "method with sudo": lambda: document.sudo()._override_gates(
                self._stage("own_assessment"), REASON
            ),
        }
        for way, move in ways.items():
            with self.subTest(way):
                self._assert_denied(document, move)

    def test_agent_can_not_hand_in_a_name(self):
        """Naming a supervisor does not make one, by value or context."""
        document = self._file()
        values = self._values(document, user_id=self.supervisor.id, is_in_force=True)
        context = {
            "default_user_id": self.supervisor.id,
            "uid": self.supervisor.id,
            "import_file": True,
            "install_mode": True,
            "tracking_disable": True,
        }
        override = self.env["crisis.override"].with_user(self.agent)
        for eyes in (override, override.sudo()):
            self._assert_denied(
                document, lambda o=eyes: o.with_context(**context).create(values)
            )

    def test_agent_can_not_import_one(self):
        """An import of overrides, or of documents with overrides, is refused."""
        document = self._file()
        gate = str(self._gate("own_category").id)
        result = (
            self.env["crisis.override"]
            .with_user(self.agent)
            .load(
                ["document_id/.id", "gate_id/.id", "reason"],
                [[str(document.id), gate, REASON]],
            )
        )
        self.assertFalse(result["ids"])
        result = document.load(
            [".id", "override_ids/gate_id/.id", "override_ids/reason"],
            [[str(document.id), gate, REASON]],
        )
        self.assertFalse(result["ids"])
        document.invalidate_recordset()
        self.assertFalse(document.override_ids)

    def test_what_is_handed_in_is_not_believed(self):
        """Who and when is the system's word, also for a supervisor."""
        values = self._values(
            self._file(),
            user_id=self.manager.id,
            date="2020-01-01 00:00:00",
            gate_name="Nothing at all",
            stage_id=self._stage("own_closed").id,
        )
        model = self.env["crisis.override"].with_user(self.supervisor)
        kept = model.with_context(default_is_in_force=False).create(values)
        self.assertEqual(kept.user_id, self.supervisor)
        self.assertGreater(kept.date.year, 2020)
        self.assertEqual(kept.gate_name, self._gate("own_category").name)
        self.assertEqual(kept.stage_id, self._stage("own_assessment"))
        self.assertTrue(kept.is_in_force)

    def test_another_desk_can_not(self):
        """The supervisor of another desk passes nothing here, sudo or not."""
        document = self._file()
        self.env.flush_all()
        self.env.invalidate_all()
        other = self.env["crisis.override"].with_user(self.other_supervisor)
        values = self._values(document)
        self._assert_denied(document, lambda: other.create(values))
        self._assert_denied(document, lambda: self._pass(document, other.env.user))
        self._assert_denied(document, lambda: other.sudo().create(values))

    def test_another_company_can_not(self):
        """The manager of another company passes nothing here."""
        document = self._file()
        self.env.flush_all()
        self.env.invalidate_all()
        foreign = self.env["crisis.override"].with_user(self.foreign_manager)
        self._assert_denied(document, lambda: foreign.create(self._values(document)))

    def test_system_user_can_not(self):
        """OdooBot is nobody's supervisor: no code passes a gate on its own."""
        document = self._file()
        robot = self.env.ref("base.user_root")
        override = self.env["crisis.override"].with_user(robot)
        for eyes in (override, override.sudo()):
            self._assert_denied(
                document, lambda o=eyes: o.create(self._values(document))
            )

    def test_supervisor_without_a_reason_can_not(self):
        """Spaces are no reason, nor is what is no text, in dialog and API."""
        document = self._file()
        for reason in (False, "", "   ", "\n \t", "-", "ok", "tamam"):
            self._refused(document, lambda r=reason: self._pass(document, reason=r))
        for reason in (False, "", "  ", "\n \t", "-", "ok", ["x"], 7):
            self._refused(
                document,
                lambda r=reason: self.env["crisis.override"]
                .with_user(self.supervisor)
                .create(self._values(document, reason=r)),
            )
        self.assertFalse(document.override_ids)

    def test_supervisor_without_the_dialog_can_not(self):
        """Without a reason gates hold for supervisors too: no drag passes them."""
        document = self._file().with_user(self.supervisor)
        values = {"stage_id": self._stage("own_assessment").id, "stage_reason": REASON}
        self._refused(document, lambda: document.write(values))

    def test_override_of_nothing(self):
        """An override names the gate that it passes."""
        document = self._file()
        model = self.env["crisis.override"].with_user(self.supervisor)
        for gate_id in (False, None):
            with self.assertRaises(UserError), self.cr.savepoint():
                model.create(self._values(document, gate_id=gate_id))

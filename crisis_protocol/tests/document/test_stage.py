from datetime import timedelta

from odoo import fields
from odoo.exceptions import UserError
from odoo.tests import Form, tagged

from odoo.addons.mail.tests.common import freeze_all_time

from ..common import CrisisCase


@tagged("post_install", "-at_install")
class TestStage(CrisisCase):
    def _move(self, document, kind, user=None, **vals):
        """Move with the dialog, as the buttons of the form open it."""
        actions = {
            "back": document.action_move_back,
            "exit": document.action_not_a_crisis,
            "override": document.action_override,
        }
        action = actions[kind]()
        model = self.env[action["res_model"]].with_user(user or self.agent)
        with Form(model.with_context(**action["context"])) as form:
            for name, value in vals.items():
                form[name] = value
        form.record.action_move()

    # Back ---------------------------------------------------------------

    def test_back_needs_a_reason(self):
        """Moving back without a reason is refused, whatever writes it."""
        document = self._at("own_remedy")
        target = self._stage("own_reported")
        for reason in (False, "", "   ", "\n\t"):
            values = {"stage_id": target.id, "stage_reason": reason}
            self._refused(document, lambda v=values: document.write(v))
        message = self._refused(
            document, lambda: document.write({"stage_id": target.id})
        )
        self.assertIn("say why", message)
        self._refused(document, lambda: document.sudo().write({"stage_id": target.id}))

    def test_back_with_a_reason(self):
        """With a reason the case moves back; the reason stands in the chatter."""
        document = self._at("own_remedy")
        self.flush_tracking()
        document.write(
            {
                "stage_id": self._stage("own_reported").id,
                "stage_reason": "It was another <b>customer</b>",
            }
        )
        self.flush_tracking()
        self.assertEqual(document.stage_id, self._stage("own_reported"))
        bodies = " ".join(document.message_ids.mapped("body"))
        self.assertIn("It was another &lt;b&gt;customer&lt;/b&gt;", bodies)

    def test_old_reason_does_not_count(self):
        """The reason of an earlier move is none for the next."""
        document = self._at("own_remedy")
        back = {
            "stage_id": self._stage("own_assessment").id,
            "stage_reason": "It was a false alarm.",
        }
        document.write(back)
        values = {"stage_id": self._stage("own_reported").id}
        self._refused(document, lambda: document.write(values))

    def test_back_reopens(self):
        """A closed case that comes back is open again and counts as open."""
        document = self._at("own_closed")
        self.assertTrue(document.is_closed and document.date_closed)
        self._move(
            document,
            "back",
            stage_id=self._stage("own_remedy"),
            reason="The trouble has come back.",
        )
        self.assertEqual(document.stage_id, self._stage("own_remedy"))
        self.assertFalse(document.is_closed)
        self.assertFalse(document.date_closed)
        self.assertIn(document, document.search([("is_closed", "=", False)]))

    # Out ----------------------------------------------------------------

    def test_not_a_crisis_needs_a_reason(self):
        """“Not a crisis” asks why, whatever writes it."""
        document = self._file()
        values = {"stage_id": self._stage("own_not_crisis").id}
        message = self._refused(document, lambda: document.write(values))
        self.assertIn("say why", message)
        self._refused(document, lambda: self._move(document, "exit", reason="  "))

    def test_not_a_crisis_passes_no_gates(self):
        """A bare case leaves its path with a reason and nothing else."""
        document = self._file()
        self._move(document, "exit", reason="A false alarm")
        self.assertEqual(document.stage_id, self._stage("own_not_crisis"))
        self.assertTrue(document.is_closed)
        self.assertEqual(document.stage_reason, "A false alarm")

    def test_not_a_crisis_has_its_own_gates(self):
        """A gate on the way out itself holds, and no other."""
        self.env["crisis.gate"].create(
            {
                "name": "Say what it was",
                "stage_id": self._stage("own_not_crisis").id,
                "domain": "[('root_cause', '!=', False)]",
            }
        )
        document = self._file()
        message = self._refused(
            document, lambda: self._move(document, "exit", reason="A false alarm")
        )
        self.assertIn("Say what it was", message)
        self.assertEqual(message.count("•"), 1)

    def test_filed_as_no_crisis(self):
        """What is filed straight as no crisis needs the reason too (imports)."""
        values = {"stage_id": self._stage("own_not_crisis").id}
        with self.assertRaises(UserError), self.cr.savepoint():
            self._file(**values)
        document = self._file(**values, stage_reason="Old case, for the record")
        self.assertTrue(document.is_closed)

    def test_return_from_no_crisis(self):
        """It was a crisis after all: with a reason it goes on where it stood."""
        document = self._at("own_assessment")
        self._move(document, "exit", reason="A false alarm")
        self._move(
            document,
            "back",
            stage_id=self._stage("own_reported"),
            reason="It is a crisis after all.",
        )
        self.assertEqual(document.stage_id, self._stage("own_reported"))
        self.assertFalse(document.is_closed)

    def test_no_way_round_the_gates(self):
        """Out and in again is no way round the gates (S0-50)."""
        for target in ("own_closed", "own_follow_up", "own_assessment"):
            with self.subTest(target):
                document = self._file()
                self._move(document, "exit", reason="A false alarm")
                self.env.flush_all()
                values = {
                    "stage_id": self._stage(target).id,
                    "stage_reason": "It was a false alarm.",
                }
                message = self._refused(
                    document, lambda d=document, v=values: d.write(v)
                )
                self.assertIn(self._gate("own_category").name, message)

    def test_way_out_may_stand_anywhere(self):
        """A way out sorted first is no stage to go on to, nor an open door."""
        self._stage("own_not_crisis").sequence = 1
        document = self._file()
        self.assertEqual(document.stage_id, self._stage("own_reported"))
        self._move(document, "exit", reason="A false alarm")
        values = {"stage_id": self._stage("own_reported").id}
        self._refused(document, lambda: document.write(values))
        document.write(values | {"stage_reason": "It was a false alarm."})
        self.assertFalse(document.is_closed)

    # Forward --------------------------------------------------------------

    def test_last_stage_is_the_last(self):
        """Nothing comes after the close."""
        document = self._at("own_closed")
        self._refused(document, document.action_next_stage)

    def test_stale_move_is_refused(self):
        """Two people press “Move on” at once: the case moves one stage, not two."""
        document = self._complete(self._file())
        shown = document.stage_id.id
        first = document.with_context(crisis_expected_stage_id=shown)
        second = document.with_user(self.supervisor).with_context(
            crisis_expected_stage_id=shown
        )
        first.action_next_stage()
        message = self._refused(document, second.action_next_stage)
        self.assertIn(self._stage("own_assessment").name, message)

    def test_composer_opens_where_there_is_a_message(self):
        """A stage with a message opens it for the agent; nothing is sent (S0-59)."""
        document = self._at("own_assessment")
        self._confirm_anew(document, "<p>Our editor was away that day.</p>")
        sent = document.message_ids.sudo().mail_ids
        action = document.action_next_stage()
        self.assertEqual(action["res_model"], "mail.compose.message")
        template = self._stage("own_remedy").mail_template_id
        self.assertEqual(action["context"]["default_template_id"], template.id)
        self.assertEqual(document.message_ids.sudo().mail_ids, sent)
        self.assertTrue(self._complete(self._file()).action_next_stage())

    def test_explanation_comes_first(self):
        """Where the message is the explanation, that has to be ready; no other word
        takes its place unasked."""
        document = self._at("own_assessment")
        with freeze_all_time(fields.Datetime.now() + timedelta(hours=1)):
            document.explanation = "<p>Our editor was away that day.</p>"
        self.assertIs(document.action_next_stage(), True)
        composer = document.action_write_customer()
        template = self._stage("own_remedy").mail_template_id
        written = composer["context"]["default_template_id"]
        self.assertNotEqual(written, template.id, "news so far, where asked for")
        document.action_confirm_facts()
        composer = document.action_write_customer()
        self.assertEqual(composer["context"]["default_template_id"], template.id)

    # Protocol -------------------------------------------------------------

    def test_stage_of_another_protocol_is_refused(self):
        """A case goes through its own protocol only."""
        document = self._complete(self._file())
        for name in ("customer_information", "customer_closed", "customer_not_crisis"):
            values = {
                "stage_id": self._stage(name).id,
                "stage_reason": "It was a false alarm.",
            }
            message = self._refused(document, lambda v=values: document.write(v))
            self.assertIn(self.own.name, message)
        with self.assertRaises(UserError), self.cr.savepoint():
            self._file(stage_id=self._stage("customer_information").id)

    def test_unknown_stage_is_refused(self):
        """A stage that does not exist is refused and moves nothing."""
        document = self._file()
        gone = self.own.stage_ids.create({"name": "x", "protocol_id": self.own.id})
        number = gone.id
        gone.unlink()
        self._refused(document, lambda: document.write({"stage_id": number}))

    def test_several_cases_move_together(self):
        """Cases of both protocols move at once, each on its own path."""
        own = self._complete(self._file())
        other = self._complete(self._file(protocol_id=self.customer_protocol.id))
        (own | other).write({"user_id": self.agent.id})
        own.stage_id, other.stage_id = (
            self._stage("own_assessment"),
            self._stage("customer_production"),
        )
        self.assertEqual(other.stage_id, self._stage("customer_production"))
        both = own | other
        values = {"stage_id": self._stage("own_remedy").id}
        self._refused(both[1], lambda: both.write(values))
        self.assertEqual(own.stage_id, self._stage("own_assessment"))

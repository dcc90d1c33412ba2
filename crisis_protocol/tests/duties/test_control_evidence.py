from contextlib import suppress

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import tagged

from .common_control import ControlCase

TICKS = ("checked_mails", "checked_report", "checked_system")
NOTHING = {"note": False, "link": False, "attachment_ids": [Command.clear()]}


@tagged("post_install", "-at_install")
class TestControlEvidence(ControlCase):
    """A result counts only with something to show for it (S0-43…46)."""

    def setUp(self):
        super().setUp()
        self.document = self._file_at_start(contact_id=self.contact.id)
        self.enterContext(self._minute(30))

    def _file_of(self, user, name="screen.png"):
        files = self.env["ir.attachment"].with_user(user)
        return files.create({"name": name, "raw": b"what the screen showed"})

    def _assert_hidden(self, file, user):
        """The user can't read the file, whether he knows its number or not."""
        with self.assertRaises(AccessError):
            file.with_user(user).read(["raw"])

    def _assert_lacks(self, kind, result, words, **vals):
        """The result is refused with these words, and nothing has happened."""
        control = self._control(self.document, kind, **vals)
        messages = self.document.message_ids
        with self.assertRaises(UserError) as refusal, self.cr.savepoint():
            getattr(control, f"action_{result}")()
        self.assertIn(words, str(refusal.exception))
        self.env.invalidate_all()
        self.assertEqual((control.state, control.result), ("open", False))
        self.assertEqual(self.document.message_ids, messages)
        self.assertEqual(control.sudo().activity_id.active, True)

    # Control 1 ---------------------------------------------------------------

    def test_clean_means_all_was_looked_at(self):
        """Mails, report and system: each must be ticked before it is clean."""
        for name in TICKS:
            with self.subTest(missing=name):
                self._assert_lacks("system", "clean", "tick", **{name: False})
        self._assert_lacks("system", "clean", "tick", **dict.fromkeys(TICKS, False))

    def test_something_to_show_for_it(self):
        """Ticks alone prove nothing: a note, a file or a link is asked for."""
        for note in (False, "", "  \n "):
            with self.subTest(note=note):
                vals = NOTHING | {"note": note}
                self._assert_lacks(
                    "system", "clean", "something to show for it", **vals
                )

    def test_each_evidence_suffices(self):
        """A note, a link or a file: one of them is enough."""
        file = self._file_of(self.agent)
        for vals in (
            {"note": "The item stands in the report."},
            {"link": "https://example.com/report"},
            {"attachment_ids": [Command.set(file.ids)]},
        ):
            with self.subTest(evidence=next(iter(vals))):
                control = self._control(self.document, "system", **NOTHING | vals)
                control.action_clean()
                self.assertEqual((control.state, control.result), ("done", "clean"))

    def test_problem_needs_words(self):
        """A problem is described; a link or a file alone do not say what is wrong."""
        vals = NOTHING | {"link": "https://example.com/report"}
        self._assert_lacks("system", "problem", "what is wrong", **vals)
        for note in ("   ", "-", "tamam"):
            self._assert_lacks("system", "problem", "what is wrong", note=note)

    def test_what_says_nothing_proves_nothing(self):
        """A dash, a “tamam”, or a link that is none is nothing to show for it."""
        for vals in ({"note": "-"}, {"note": "tamam"}, {"link": "x"}):
            vals = NOTHING | vals
            self._assert_lacks("system", "clean", "something to show", **vals)
        for words in ("-", "ok", "tamam"):
            vals = {"asked_partner_id": self.contact.id, "channel": "phone"}
            vals |= {"customer_words": words}
            self._assert_lacks("customer", "clean", "what the customer said", **vals)

    def test_problem_needs_no_ticks(self):
        """Whoever finds a problem at the first look need not look at the rest."""
        vals = dict.fromkeys(TICKS, False) | {"note": "The report is empty."}
        control = self._control(self.document, "system", **vals)
        control.action_problem()
        self.assertEqual(control.result, "problem")

    def test_nobody_to_reach_inside(self):
        """Control 1 asks nobody, so nobody can be out of reach."""
        self._assert_lacks("system", "unreached", "nobody has to be reached")

    # Control 2 ---------------------------------------------------------------

    def test_who_was_asked_and_how(self):
        """Whatever came of it: whom one asked, or tried to, and how, is said."""
        for result in ("clean", "problem", "unreached"):
            for vals in ({"asked_partner_id": False}, {"channel": False}):
                with self.subTest(result=result, vals=vals):
                    filled = {
                        "asked_partner_id": self.contact.id,
                        "channel": "phone",
                    }
                    words = "who was asked, and how"
                    self._assert_lacks("customer", result, words, **filled | vals)

    def test_what_the_customer_said(self):
        """Who was reached said something, and it is written down."""
        for result in ("clean", "problem"):
            for said in (False, " \n"):
                with self.subTest(result=result, said=said):
                    words = "what the customer said"
                    self._assert_lacks("customer", result, words, customer_words=said)

    def test_who_was_not_reached_said_nothing(self):
        """Nobody reached needs no words of the customer."""
        control = self._control(self.document, "customer", customer_words=False)
        control.action_unreached()
        self.assertEqual((control.state, control.result), ("done", "unreached"))

    def test_over_and_a_problem(self):
        """It can't be over for the customer and be a problem."""
        words = "over for the customer"
        self._assert_lacks("customer", "problem", words, customer_says_over=True)

    # Who may do it, and what stays of it -------------------------------------

    def test_result_only_through_the_actions(self):
        """Nobody writes a result, an end or a doer into a control by hand."""
        control = self._control(self.document, "system", **NOTHING)
        values = {
            "result": "clean",
            "state": "done",
            "date_done": "2026-03-02 09:10:00",
            "done_by_id": self.agent.id,
        }
        for user in (self.agent, self.supervisor, self.manager):
            for name, value in values.items():
                with self.subTest(user=user.name, field=name):
                    control.with_user(user).write({name: value})
                    self.env.flush_all()
                    self.env.invalidate_all()
                    self.assertEqual(control.state, "open")
                    self.assertFalse(control[name] if name != "state" else False)
        self.assertEqual(self.document.clean_system_count, 0)

    def test_nobody_makes_a_control_by_hand(self):
        """Controls come from the plan: none is added, with or without a result."""
        vals = {
            "document_id": self.document.id,
            "kind": "system",
            "date_due": "2026-03-02 12:00:00",
            "result": "clean",
        }
        for user in (self.agent, self.supervisor, self.manager):
            controls = self.env["crisis.control"].with_user(user)
            with self.subTest(user=user.name), self.assertRaises(AccessError):
                controls.create(vals)

    def test_what_is_done_stays(self):
        """A result is part of the trail: it is neither changed nor deleted."""
        control = self._control(self.document, "system")
        control.action_clean()
        for user in (self.agent, self.supervisor, self.manager):
            eyes = control.with_user(user)
            with self.subTest(user=user.name):
                with self.assertRaises(UserError) as refusal:
                    eyes.note = "Better words"
                self.assertIn(self.agent.name, str(refusal.exception))
                with self.assertRaises(AccessError):
                    eyes.unlink()

    def test_only_the_first_counts(self):
        """The second of two who do the same control hears who was faster."""
        control = self._control(self.document, "system")
        control.action_clean()
        with self.assertRaises(UserError) as refusal:
            control.with_user(self.supervisor).action_problem()
        self.assertIn(self.agent.name, str(refusal.exception))
        self.assertEqual((control.result, control.done_by_id), ("clean", self.agent))

    def test_not_by_another_desk(self):
        """Who may not see the case does not do its controls."""
        control = self._control(self.document, "system")
        for user in (self.other_agent, self.production, self.foreign_manager):
            with self.subTest(user=user.name), self.assertRaises(AccessError):
                control.with_user(user).action_clean()

    def test_files_are_read_by_colleagues(self):
        """A file that was private before is evidence for all who see the case."""
        file = self._file_of(self.agent)
        control = self._control(
            self.document, "system", attachment_ids=[Command.set(file.ids)]
        )
        self._assert_hidden(file, self.supervisor)
        control.action_clean()
        for user in (self.agent, self.supervisor, self.manager):
            seen = control.with_user(user).attachment_ids
            self.assertEqual(seen.raw, b"what the screen showed")
        self._assert_hidden(file, self.other_agent)

    def test_file_put_in_the_dialog_is_read_by_colleagues(self):
        """A file that the dialog hangs on the control is read by them, too."""
        control = self._control(self.document, "system")
        file = self._file_of(self.agent)
        file.write({"res_model": control._name, "res_id": control.id})
        control.attachment_ids = file
        control.action_clean()
        self.env.invalidate_all()
        seen = control.with_user(self.supervisor).attachment_ids
        self.assertEqual(seen.raw, b"what the screen showed")
        self._assert_hidden(file, self.other_agent)

    def test_private_file_of_somebody_else_stays_private(self):
        """Nobody opens another one's file by calling it evidence."""
        file = self._file_of(self.manager)
        control = self._control(self.document, "system")
        with suppress(AccessError), self.cr.savepoint():
            control.attachment_ids = [Command.link(file.id)]
            control.action_clean()
        self.env.invalidate_all()
        self._assert_hidden(file, self.agent)

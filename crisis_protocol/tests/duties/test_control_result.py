from odoo.exceptions import RedirectWarning
from odoo.tests import Form, tagged

from .common_control import ControlCase


@tagged("post_install", "-at_install")
class TestControlResult(ControlCase):
    """What a result sets off: readings, the customer's word, who is told."""

    def setUp(self):
        super().setUp()
        self.document = self._file_at_start(contact_id=self.contact.id)
        self.enterContext(self._minute(30))

    def _do(self, kind, result, **vals):
        control = self._control(self.document, kind, **vals)
        action = getattr(control, f"action_{result}")()
        self.assertEqual(control.result, result)
        return action

    # Readings ----------------------------------------------------------------

    def test_problem_puts_the_reading_down_a_notch(self):
        """A problem makes the reading of its side worse, one notch each time."""
        down = [("unknown", "strained"), ("good", "strained")]
        down += [("strained", "bad"), ("bad", "bad")]
        sides = (("system", "health_own"), ("customer", "health_customer"))
        for kind, reading in sides:
            other = "health_customer" if kind == "system" else "health_own"
            for before, after in down:
                with self.subTest(reading=reading, before=before):
                    self.document.sudo().write({reading: before, other: "good"})
                    self._do(kind, "problem")
                    self.assertEqual(self.document[reading], after)
                    self.assertEqual(self.document[other], "good")

    def test_clean_is_a_good_reading(self):
        """A clean result says that it runs well, on its side alone."""
        self._do("system", "clean")
        self.assertEqual(self.document.health_own, "good")
        self.assertEqual(self.document.health_customer, "unknown")
        self._do("customer", "clean")
        self.assertEqual(self.document.health_customer, "good")

    def test_nobody_reached_says_nothing(self):
        """Nobody reached leaves the reading as it was."""
        self.document.health_customer = "strained"
        self._do("customer", "unreached")
        self.assertEqual(self.document.health_customer, "strained")

    # The customer's word -----------------------------------------------------

    def test_customer_says_it_is_over(self):
        """What he says in control 2 is the document's answer."""
        self._do("customer", "clean")
        self.assertEqual(self.document.customer_says_over, "not_asked")
        self._do("customer", "clean", customer_says_over=True)
        self.assertEqual(self.document.customer_says_over, "yes")

    def test_clean_does_not_take_his_word_back(self):
        """Who said it is over need not say so each time."""
        self._says_over(self.document, "yes")
        self._do("customer", "clean")
        self.assertEqual(self.document.customer_says_over, "yes")

    def test_problem_takes_his_word_back(self):
        """Who has a problem again does not say any more that it is over."""
        self._says_over(self.document, "yes")
        self._do("customer", "problem")
        self.assertEqual(self.document.customer_says_over, "no")

    def test_nobody_reached_said_nothing(self):
        """A tick without anybody reached is not the customer's word."""
        self._do("customer", "unreached", customer_says_over=True)
        self.assertEqual(self.document.customer_says_over, "not_asked")

    def test_control_inside_is_not_his_word(self):
        """Control 1 asks nobody, so it can't say that the customer said so."""
        self._do("system", "clean", customer_says_over=True)
        self.assertEqual(self.document.customer_says_over, "not_asked")

    # Told and offered --------------------------------------------------------

    def _told(self, user):
        return self.env["mail.notification"].search(
            [
                ("res_partner_id", "=", user.partner_id.id),
                ("mail_message_id.model", "=", self.document._name),
                ("mail_message_id.res_id", "=", self.document.id),
            ]
        )

    def test_problem_is_told_to_the_supervisor(self):
        """The supervisor hears of a problem at once, with what is wrong."""
        before = self._told(self.supervisor)
        self._do("system", "problem", note="The report is empty.")
        told = self._told(self.supervisor) - before
        self.assertEqual(len(told), 1)
        self.assertIn("The report is empty.", told.mail_message_id.body)
        self.assertFalse(self._told(self.manager))

    def test_clean_is_told_to_nobody(self):
        """A result that is as hoped for disturbs nobody."""
        before = self._told(self.supervisor)
        self._do("system", "clean")
        self._do("customer", "clean")
        self._do("customer", "unreached")
        self.assertEqual(self._told(self.supervisor), before)

    def test_supervisor_is_not_told_by_himself(self):
        """Who finds the problem himself needs no message about it."""
        before = self._told(self.supervisor)
        control = self._control(self.document, "system")
        control.with_user(self.supervisor).action_problem()
        self.assertEqual(self._told(self.supervisor), before)

    def test_result_stands_in_the_chatter(self):
        """What was looked at and what came of it is read on the document."""
        before = self.document.message_ids
        self._do("customer", "problem", customer_words="Nothing came at all!")
        new = self.document.message_ids - before
        body = " ".join(new.mapped("body"))
        for words in ("Nothing came at all!", self.contact.name, "Problem"):
            with self.subTest(words=words):
                self.assertIn(words, body)
        self.assertIn(self.agent.partner_id, new.author_id)

    def test_problem_offers_the_move_back(self):
        """After a problem the way back is open, with the reason filled in."""
        document = self.document = self._at("own_follow_up", level_id=self.level.id)
        action = self._do("system", "problem", note="The report is empty.")
        self.assertEqual(action["res_model"], "crisis.stage.move")
        moves = self.env["crisis.stage.move"].with_user(self.agent)
        with Form(moves.with_context(**action["context"])) as form:
            self.assertEqual(form.stage_id, self._stage("own_remedy"))
            self.assertIn("The report is empty.", form.reason)
        self.assertEqual(document.stage_id, self._stage("own_follow_up"))
        form.record.action_move()
        self.assertEqual(document.stage_id, self._stage("own_remedy"))
        self.assertIn("The report is empty.", document.stage_reason)

    def test_no_way_back_from_the_beginning(self):
        """In the first stage there is nothing to go back to: the dialog closes."""
        action = self._do("system", "problem")
        self.assertEqual(action["type"], "ir.actions.act_window_close")

    def test_clean_offers_nothing(self):
        """A clean result closes the dialog."""
        self.document = self._at("own_follow_up", level_id=self.level.id)
        action = self._do("system", "clean")
        self.assertEqual(action["type"], "ir.actions.act_window_close")

    # From the activity -------------------------------------------------------

    def test_done_from_its_activity_asks_for_the_result(self):
        """A tick in the clock menu is not enough: the dialog is offered."""
        control = self._open(self.document, "system")
        activity = control.activity_id.with_user(self.agent)
        with self.assertRaises(RedirectWarning) as warning, self.cr.savepoint():
            activity.action_feedback(feedback="All of it runs well.")
        action = warning.exception.args[1]
        self.assertEqual(
            (action["res_model"], action["res_id"]), (control._name, control.id)
        )
        self.env.invalidate_all()
        self.assertEqual((control.state, activity.active), ("open", True))

    def test_dialog_of_the_activity(self):
        """The activity's own button opens the dialog; the result ends both."""
        control = self._open(self.document, "system")
        activity = control.activity_id.with_user(self.agent)
        action = activity.action_do_crisis_duty()
        self.assertEqual(action["res_id"], control.id)
        form_view = self.env["ir.ui.view"].browse(action["views"][0][0])
        with Form(control.with_user(self.agent), view=form_view) as form:
            form.checked_mails = form.checked_report = form.checked_system = True
            form.note = "Looked at all of it"
        control.action_clean()
        self.assertEqual(control.state, "done")
        self.assertFalse(activity.active)
        self.assertEqual(activity.state, "done")
        following = self._open(self.document, "system")
        self.assertTrue(following.activity_id.active)

from datetime import timedelta
from types import SimpleNamespace

from odoo import fields
from odoo.exceptions import UserError
from odoo.tests import tagged

from ...tools.inside import kept_inside
from .common_closing_report import ClosingReportCase

SOON = timedelta(minutes=5)
# of the explanation it is said, too, whose turn it is
UNREAD = "not reviewed|waits for its review"


@tagged("post_install", "-at_install")
class TestReviewedText(ClosingReportCase):
    """One rule for all that a second person reads before the customer does."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.severe = cls.env.ref("crisis_protocol.level_severe")

    def _explanation(self):
        """An explanation that waits for its reader."""
        case = self._file(
            level_id=self.severe.id, explanation="<p>It was our own mistake.</p>"
        )
        case.action_confirm_facts()
        return SimpleNamespace(
            kind=self.env["crisis.reviewed.explanation"].with_user(self.agent),
            case=case,
            text=case,
            template=self.env.ref("crisis_protocol.mail_template_explanation_own"),
            review=lambda text: text.action_review_explanation(),
            give_back=lambda text: text._return_explanation("Since when?"),
            change=lambda text: text.write({"remedy": "<p>It was sent again.</p>"}),
            hand_in=lambda text: text.action_confirm_facts(),
            key="crisis_expected_confirmed",
        )

    def _closing_report(self):
        """A report that waits for its reader."""
        report = self._report(self._over())
        report.action_ask_review()

        def give_back(text):
            text.review_note = "Since when?"
            text.action_return()

        return SimpleNamespace(
            kind=self.env["crisis.reviewed.report"].with_user(self.agent),
            case=report.document_id,
            text=report,
            template=self.env.ref("crisis_protocol.mail_template_report"),
            review=lambda text: text.action_review(),
            give_back=give_back,
            change=lambda text: text.write({"changes": "Three people read it."}),
            hand_in=lambda text: text.action_ask_review(),
            key="crisis_expected_change",
        )

    def _each(self):
        """Yield one text of each kind, written by the agent."""
        for one in (self._explanation(), self._closing_report()):
            with self.subTest(kind=one.kind._name):
                yield one

    def _as(self, user, one):
        return one.text.with_user(user)

    def _compose(self, one, **values):
        context = {
            "default_model": "crisis.document",
            "default_res_ids": one.case.ids,
            "default_template_id": one.template.id,
            "default_subtype_xmlid": "mail.mt_comment",
        }
        composers = self.env["mail.compose.message"].with_user(self.agent)
        return composers.with_context(**context | values).create({})

    def _ways(self, one):
        case, template = one.case, one.template.with_user(self.agent)
        return {
            "window": lambda: self._compose(one)._action_send_mail(),
            "to many": lambda: self._compose(
                one, default_composition_mode="mass_mail"
            )._action_send_mail(),
            "later": lambda: self._compose(
                one, default_scheduled_date=fields.Datetime.now() + SOON
            ).action_schedule_message(),
            "post": lambda: case.message_post_with_source(
                template, subtype_xmlid="mail.mt_comment"
            ),
            "mail": lambda: case.message_mail_with_source(template),
            "template": lambda: template.send_mail(case.id),
        }

    def _assert_unread_stays(self, one, ways):
        for name, send in ways.items():
            with self.subTest(name), self.assertRaisesRegex(UserError, UNREAD):
                with self.env.cr.savepoint():
                    send()

    def test_all_kinds_are_found(self):
        """The ways out ask every kind that is installed, not a written list."""
        found = {kind._name for kind in self.env["crisis.reviewed.text.mixin"]._kinds()}
        self.assertEqual(found, {one.kind._name for one in self._each()})

    def test_writer_does_not_review(self):
        """Who wrote it is refused; a colleague who did not lets it go."""
        for one in self._each():
            self.assertFalse(one.kind._may_review(one.text))
            with self.assertRaisesRegex(UserError, "Somebody else"):
                one.review(one.text)
            seen = self._as(self.colleague, one)
            self.assertTrue(one.kind.with_user(self.colleague)._may_review(seen))
            one.review(seen)
            self.assertEqual(one.text[one.kind._state_field], "reviewed")
            self.assertFalse(one.kind._lacks(one.case))

    def test_only_what_was_shown_is_reviewed(self):
        """A text that was written anew meanwhile has not been read."""
        for one in self._each():
            shown = one.text[one.kind._shown_field]
            for read, is_it in ((shown - timedelta(hours=1), False), (shown, True)):
                seen = self._as(self.supervisor, one).with_context(
                    **{one.key: fields.Datetime.to_string(read)}
                )
                if is_it:
                    one.review(seen)
                else:
                    with self.assertRaisesRegex(UserError, "Read it again"):
                        one.review(seen)
            self.assertEqual(one.text[one.kind._state_field], "reviewed")

    def test_one_second_person_is_asked_once(self):
        """The supervisor finds it, until it is reviewed or given back."""
        for one in self._each():
            one.kind._ask(one.text)
            asked = one.kind._activities(one.text)
            self.assertEqual(asked.mapped("user_id"), self.supervisor)
            self.assertEqual(len(asked), 1)
            one.give_back(self._as(self.supervisor, one))
            self.assertEqual(one.text[one.kind._state_field], "draft")
            self.assertFalse(one.kind._activities(one.text))
            message = one.case.message_ids[0]
            self.assertIn("Since when?", message.body)
            self.assertIn(self.agent.partner_id, message.notified_partner_ids)

    def test_not_back_without_a_reason(self):
        """Whoever gives it back says why."""
        for one in self._each():
            kind = one.kind.with_user(self.supervisor)
            with self.assertRaisesRegex(UserError, "Say what is wrong"):
                kind._return(self._as(self.supervisor, one), "")

    def test_unread_leaves_by_no_way(self):
        """Not yet reviewed, or changed since, no message takes it along."""
        for one in self._each():
            self._assert_unread_stays(one, self._ways(one))
            one.review(self._as(self.supervisor, one))
            one.change(one.text)
            self.assertEqual(one.text[one.kind._state_field], "draft")
            one.hand_in(one.text)
            self._assert_unread_stays(one, self._ways(one))

    def test_read_leaves_by_every_way(self):
        """Reviewed it leaves, and is kept as sent, whatever way was taken."""
        for make in (self._explanation, self._closing_report):
            for name in self._ways(make()):
                one = make()
                one.review(self._as(self.supervisor, one))
                with self.subTest(kind=one.kind._name, way=name):
                    with self.mock_mail_gateway():
                        self._ways(one)[name]()
                        if name == "later":
                            self._waiting(one).post_message()
                    self.assertEqual(one.text[one.kind._state_field], "sent")

    def _waiting(self, one):
        mine = [("model", "=", "crisis.document"), ("res_id", "=", one.case.id)]
        return self.env["mail.scheduled.message"].with_user(self.agent).search(mine)

    def test_what_waits_is_looked_at_again(self):
        """Changed while its message waited, it does not leave unread."""
        for one in self._each():
            one.review(self._as(self.supervisor, one))
            self._ways(one)["later"]()
            waiting = self._waiting(one)
            kept = one.kind._version(one.case)
            self.assertEqual(waiting[one.kind._version_field], kept)
            one.change(one.text)
            one.hand_in(one.text)
            self._assert_unread_stays(one, {"waiting": waiting.post_message})
            one.review(self._as(self.supervisor, one))
            with kept_inside(self.env, "crisis_scheduling"):  # as the window writes it
                waiting.sudo()[one.kind._version_field] = kept - timedelta(hours=1)
            with self.assertRaisesRegex(UserError, "has changed since"):
                with self.env.cr.savepoint():
                    waiting.post_message()

from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common_handover import HandoverCase


@tagged("post_install", "-at_install")
class TestRefuse(HandoverCase):
    """Who can't take it says why, and the case has never left the giver."""

    def test_needs_a_reason(self):
        """Without a reason, or with a blank one, it is not refused."""
        handover = self._given()
        for reason in (False, " \n ", "-", "ok", "tamam"):
            with self.subTest(reason=reason), self.assertRaises(UserError):
                self._refuse(handover, self.colleague, reason)
        self.assertTrue(handover.date_given)

    def test_gives_back(self):
        """The giver has it again, and is told why."""
        handover = self._given()
        before = self._messages_to(self.agent)
        self._refuse(handover, self.colleague, "I am on the road")
        self.assertEqual(self.document.user_id, self.agent)
        self.assertEqual(handover.state, "open")
        self.assertEqual(handover.user_id, self.agent)
        self.assertFalse(handover.date_given)
        self.assertEqual(self._cards(self.agent), handover.sudo())
        self.assertFalse(self._cards(self.colleague))
        told = self._messages_to(self.agent) - before
        self.assertEqual(len(told), 1)
        self.assertIn("I am on the road", told.body)
        self.assertIn("I am on the road", self.document.message_ids[:1].body)

    def test_given_to_another(self):
        """After a refusal it may go to somebody else; the old words are gone."""
        handover = self._given()
        self._refuse(handover, self.colleague)
        handover.receiver_id = self.supervisor
        handover.action_give()
        self.assertEqual(handover.user_id, self.supervisor)
        self.assertFalse(handover.refusal)
        handover.with_user(self.supervisor).action_accept()
        self.assertEqual(self.document.user_id, self.supervisor)

    def test_only_the_receiver(self):
        """Nobody refuses for him."""
        handover = self._given()
        for user in (self.agent, self.supervisor):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                self._refuse(handover, user)

    def test_words_stay_text(self):
        """Markup typed as reason is shown as text."""
        handover = self._given()
        self._refuse(
            handover, self.colleague, "No time today <img src=x onerror=steal()>"
        )
        for message in (self.document.message_ids, self._messages_to(self.agent)):
            self.assertIn("&lt;img", message[:1].body)
            self.assertNotIn("<img", message[:1].body)


@tagged("post_install", "-at_install")
class TestFacts(HandoverCase):
    """The card says what there is to know, without anybody typing it."""

    def test_prefilled(self):
        """Customer, contact, last word, promises and controls stand on it."""
        self.contact.phone = "+90 212 555 0101"
        self.document.message_post(
            body="The clip comes at five",
            partner_ids=self.contact.ids,
            message_type="comment",
            subtype_xmlid="mail.mt_comment",
        )
        self.document._promise(fields.Datetime.now() + timedelta(hours=2))
        self.document.after_hours_note = "Call the night editor"
        facts = self._prepared(self.colleague).facts
        for text in (
            self.customer.name,
            self.contact.name,
            "+90 212 555 0101",
            "The clip comes at five",
            "Call the night editor",
            *(duty.type_id.name for duty in self.document.control_ids),
            self.document.promise_ids.type_id.name,
        ):
            self.assertIn(text, facts)

    def test_of_the_moment_of_giving(self):
        """What happened since the card was written stands on it when it is given."""
        handover = self._prepared(self.colleague)
        self.assertNotIn("Call the night editor", handover.facts)
        self.document.after_hours_note = "Call the night editor"
        handover.action_give()
        self.assertIn("Call the night editor", handover.facts)

    def test_typed_by_nobody(self):
        """The facts are Odoo's; nobody writes them."""
        handover = self._prepared(self.colleague, facts="<p>All is well</p>")
        self.assertNotIn("All is well", handover.facts)
        before = handover.facts
        handover.facts = "<p>All is well</p>"
        handover.invalidate_recordset()
        self.assertEqual(handover.facts, before)

    def test_markup_stays_text(self):
        """What was typed as note or name is no markup on the card."""
        self.document.after_hours_note = "No time today <img src=x onerror=steal()>"
        self.customer.name = "<script>steal()</script>"
        facts = self._prepared(self.colleague).facts
        self.assertNotIn("<img", facts)
        self.assertNotIn("<script", facts)


@tagged("post_install", "-at_install")
class TestOtherDesk(HandoverCase):
    """Somebody of another desk gets the case only by accepting it."""

    def setUp(self):
        super().setUp()
        self.handover = self._given(self.other_agent).with_user(self.other_agent)
        self.seen = self.document.with_user(self.other_agent)
        self.env.flush_all()
        self.env.invalidate_all()

    def _may_read_case(self):
        return self._may(lambda: self.seen.read(["name", "description"]))

    def test_reads_the_card_only(self):
        """Before he accepts he reads the card, not the case behind it."""
        self.assertTrue(self._may(lambda: self.handover.read(["facts", "situation"])))
        self.assertFalse(self._may_read_case())
        self.assertFalse(self.seen.search([("id", "=", self.document.id)]))

    def test_card_opens(self):
        """From his clock menu he opens the card, with the name of the case."""
        activity = self.handover.sudo().activity_id.with_user(self.other_agent)
        action = activity.action_do_crisis_duty()
        self.assertEqual(action["res_id"], self.handover.id)
        self.env.invalidate_all()
        views = self.handover.get_views([(action["views"][0][0], "form")])
        fields_read = dict.fromkeys(views["models"]["crisis.handover"]["fields"], {})
        names = ("document_id", "giver_id", "receiver_id", "user_id")
        shown = {name: {"fields": {"display_name": {}}} for name in names}
        (values,) = self.handover.web_read(fields_read | shown | {"display_name": {}})
        self.assertEqual(
            values["document_id"]["display_name"], self.document.display_name
        )

    def test_accepting_gives_the_right(self):
        """He accepts, and works on the case from then on."""
        self.handover.action_accept()
        self.env.invalidate_all()
        self.assertEqual(self.document.user_id, self.other_agent)
        self.assertTrue(self._may_read_case())
        self.assertTrue(self._may(lambda: self.seen.write({"timing": "By noon"})))
        self.assertTrue(self._may(lambda: self.seen.control_ids.read(["kind"])))
        self.assertEqual(self.document.team_id, self.team, "the desk stays the same")

    def test_refusing_leaves_nothing(self):
        """Who refuses sees neither the case nor the card any more."""
        self._refuse(self.handover, self.other_agent)
        self.env.invalidate_all()
        self.assertFalse(self._may_read_case())
        self.assertFalse(self._may(lambda: self.handover.read(["facts"])))

    def test_does_not_change_the_card(self):
        """He answers; he does not rewrite what was handed over to him."""
        for vals in (
            {"situation": "All is well"},
            {"receiver_id": self.other_supervisor.id},
            {"date_due": fields.Datetime.now() + timedelta(days=5)},
        ):
            with self.subTest(vals=vals):
                with self.assertRaises(UserError), self.cr.savepoint():
                    self.handover.write(vals)

    def test_does_not_end_it_without_an_answer(self):
        """He can't make the request vanish; he refuses with a reason."""
        with self.assertRaises(UserError):
            self._cancel(self.handover, self.other_agent)
        self.assertEqual(self.handover.sudo().state, "open")

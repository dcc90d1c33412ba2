from datetime import timedelta

from odoo import fields
from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import Form, tagged

from ..common import CrisisCase

TEXT = "<p>The keyword was misspelt.</p>"


@tagged("post_install", "-at_install")
class TestExplanationSent(CrisisCase):
    """The explanation reaches the customer as it was confirmed (S0-23)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.template = cls.env.ref("crisis_protocol.mail_template_explanation_own")
        cls.template.crisis_kind = "explanation"
        cls.document = cls._file(
            explanation=TEXT, level_id=cls.env.ref("crisis_protocol.level_serious").id
        )

    def _composer(self, **values):
        return (
            self.env["mail.compose.message"]
            .with_user(self.agent)
            .with_context(
                default_model="crisis.document",
                default_res_ids=self.document.ids,
                default_template_id=self.template.id,
                **values,
            )
            .create({})
        )

    def _post(self, **options):
        return self.document.message_post_with_source(
            self.template, subtype_xmlid="mail.mt_comment", **options
        )

    def test_changed_while_it_was_written(self):
        """A window that was open shows another text than was confirmed since."""
        self.document.action_confirm_facts()
        open_one = self._composer()
        later = self._composer(default_scheduled_date="2099-01-01 10:00:00")
        for window in (open_one, later):
            shown = window.crisis_explanation_date
            self.assertEqual(shown, self.document.date_explanation_confirmed)
        self._confirm_anew(self.document, "<p>The channel was left out.</p>")
        for send in (open_one._action_send_mail, later.action_schedule_message):
            with self.assertRaisesRegex(UserError, "has changed since"):
                send()
        self.assertEqual(self.document.explanation_state, "confirmed")
        open_one.template_id = False  # what it says now explains nothing
        self.assertFalse(open_one.crisis_explanation_date)
        self._composer()._action_send_mail()
        self.assertEqual(self.document.explanation_state, "sent")

    def test_unconfirmed_does_not_leave(self):
        """Whatever way is taken, an unconfirmed explanation is not sent."""
        ways = {
            "composer": lambda: self._composer()._action_send_mail(),
            "to many": lambda: self._composer(
                default_composition_mode="mass_mail"
            )._action_send_mail(),
            "post": self._post,
            "mail": lambda: self.document.message_mail_with_source(self.template),
            "send": lambda: self.template.send_mail(self.document.id),
            "button": self.document.action_send_explanation,
            "later": lambda: self._composer(
                default_scheduled_date="2099-01-01 10:00:00"
            ).action_schedule_message(),
        }
        before = self.env["mail.mail"].sudo().search_count([])
        for name, send in ways.items():
            with self.subTest(name), self.assertRaisesRegex(UserError, "not confirmed"):
                with self.env.cr.savepoint():
                    send()
        self.assertEqual(self.env["mail.mail"].sudo().search_count([]), before)
        self.assertEqual(self.document.explanation_state, "draft")

    def test_note_among_colleagues(self):
        """As a note it may be shown around; but not to the customer."""
        note = self.env.ref("mail.mt_note").id
        composer = self._composer(default_subtype_id=note)
        composer.partner_ids = self.supervisor.partner_id
        composer._action_send_mail()
        self.assertEqual(self.document.explanation_state, "draft")
        with self.assertRaisesRegex(UserError, "not confirmed"):
            self.document.message_post_with_source(self.template)

    def test_sent_by_composer(self):
        """The button opens the composer; sending marks the explanation as sent."""
        self.document.action_confirm_facts()
        action = self.document.action_send_explanation()
        self.assertEqual(action["context"]["default_template_id"], self.template.id)
        model = self.env[action["res_model"]].with_user(self.agent)
        composer = Form(model.with_context(**action["context"])).save()
        with self.mock_mail_gateway():
            composer.action_send_mail()
        self.assertEqual(self.document.explanation_state, "sent")
        self.assertEqual(self.document.explanation_sent_by_id, self.agent)
        self.assertTrue(self.document.date_last_word, "it is a word, too")
        self.assertIn("misspelt", self._mails[0]["body"])

    def test_sent_by_other_ways(self):
        """Posted from code, mailed past the chatter: it is sent all the same."""
        ways = {
            "post": self._post,
            "mail": lambda: self.document.message_mail_with_source(self.template),
            "send": lambda: self.template.send_mail(self.document.id),
        }
        for name, send in ways.items():
            with self.subTest(name), self.mock_mail_gateway():
                self.document.explanation = f"<p>The keyword was misspelt: {name}.</p>"
                self.document.action_confirm_facts()
                send()
                self.assertEqual(self.document.explanation_state, "sent")

    def test_sent_and_forgotten(self):
        """A mail that is deleted once it is sent counts if he has it by that."""
        self.document.action_confirm_facts()
        own = self.agent.partner_id
        other = self.env["res.partner"].create(
            {"name": "Somebody", "email": "somebody@elsewhere.example.com"}
        )
        sends = (
            {"recipient_ids": [Command.set(own.ids)], "body_html": "hi"},
            {"recipient_ids": [Command.set(own.ids)]},
            {"recipient_ids": [Command.clear()]},
            {"recipient_ids": [Command.clear()], "email_to": "x@elsewhere.example.com"},
            {"recipient_ids": [Command.set(other.ids)]},
            {"body_html": "hi"},
            {"body_html": "<p>Hello, all is well.</p>"},
        )
        template = self.template.with_user(self.agent)
        for values in sends:
            for forgets in (True, False):
                with self.subTest(values=values), self.mock_mail_gateway():
                    values |= {"auto_delete": forgets, "partner_ids": []}
                    template.send_mail(
                        self.document.id, force_send=True, email_values=values
                    )
                    self.assertFalse(self.document.date_explanation_sent)
        with self.mock_mail_gateway():
            template.send_mail(
                self.document.id, force_send=True, email_values={"auto_delete": True}
            )
        self.assertEqual(len(self._mails), 1)
        self.assertEqual(self.document.explanation_state, "sent")
        self.assertIn("misspelt", self.document.explanation_message_id.body)

    def test_hidden_in_the_message(self):
        """Words that he can't see, or that were quoted, explain nothing."""
        self.document.action_confirm_facts()
        composer = self._composer()
        words = "The keyword was misspelt."
        for body in (
            f'<p>Hello<span style="display:none">{words}</span></p>',
            f'<p>Hello<span style="font-size:0">{words}</span></p>',
            f'<p>Hello<span style="color: red; font-size: 0px;">{words}</span></p>',
            f'<p>Hello<span style="font-size:1px">{words}</span></p>',
            f'<p>Hello<span style="visibility:hidden">{words}</span></p>',
            f'<p>Hello<span style="opacity:0">{words}</span></p>',
            f'<p>Hello<span style="color:transparent">{words}</span></p>',
            f'<div class="d-none"><p>{words}</p></div><p>Hello</p>',
            f'<div class="o_hidden"><p>{words}</p></div><p>Hello</p>',
            f'<p>Hello<span style="color:#ffffff">{words}</span></p>',
            f'<p>Hello<span style="font-size:2px">{words}</span></p>',
            f'<p>Hello</p><p style="text-decoration:line-through">{words}</p>',
            f'<p>Hello</p><font color="#ffffff" size="1">{words}</font>',
            f"<p>Hello</p><s>{words}</s>",
            f'<p class="text-white">{words}</p><p>Hello</p>',
            f"<div hidden><p>{words}</p></div><p>Hello</p>",
            f"<p>Hello</p><!-- {words} -->",
            f"<p>Hello</p><template>{words}</template>",
            f'<p>Hello</p><blockquote type="cite">{words}</blockquote>',
            f'<p>Hello</p><div data-o-mail-quote="1">{words}</div>',
            f"<p>Hello</p><p>-----Original Message-----</p><p>{words}</p>",
        ):
            with self.subTest(body=body):
                self.assertFalse(self.document._is_explained_in(body))
        hidden = f'<p>Hello<span style="display:none;font-size:0">{words}</span></p>'
        composer.body = hidden
        with self.assertRaisesRegex(UserError, "as it was confirmed"):
            composer._action_send_mail()
        many = self._composer(default_composition_mode="mass_mail")
        many.body = hidden
        with self.mock_mail_gateway():
            many._action_send_mail()
        self.assertEqual(self.document.explanation_state, "confirmed")

    def test_shown_in_the_message(self):
        """Whatever its markup, and where it stands, what he reads counts."""
        words = "The keyword was misspelt."
        for body in (
            f"<p>Dear Elif,</p><blockquote>{words}</blockquote>",
            f'<p>Dear Elif, {words}</p><div style="font-size:10px">Yours</div>',
            "<p>The <b>key</b>word&nbsp;was\n <span>misspelt</span>.</p>",
            f'<div style="max-height: 10em; opacity: 0.9"><p>{words}</p></div>',
        ):
            with self.subTest(body=body):
                self.assertTrue(self.document._is_explained_in(body))
        quoting = "<p>You wrote:</p><blockquote type='cite'>Where is it?</blockquote>"
        self.document.explanation = quoting + TEXT
        self.assertTrue(self.document._is_explained_in(f"<p>Hello</p>{quoting}{TEXT}"))
        self.assertFalse(self.document._is_explained_in(f"<p>Hello</p>{TEXT}"))

    def test_words_that_cannot_be_seen(self):
        """An explanation in white on white is none, and says what to do."""
        self.document.explanation = f'<div style="color:#ffffff">{TEXT}</div>'
        self.document.action_confirm_facts()
        with self.assertRaisesRegex(UserError, "would not see its words"):
            self.document.action_send_explanation()
        # struck out in it are words that it does not say
        self.document.explanation = (
            f"{TEXT}<p><s>By us.</s> It is <b>right</b> now.</p>"
        )
        self.document.action_confirm_facts()
        self._composer()._action_send_mail()
        self.assertEqual(self.document.explanation_state, "sent")

    def test_pasted(self):
        """What a mail leaves out of the styles of a paste was shown in it."""
        pasted = (
            '<p class="MsoNormal" style="mso-list:l0;position:relative;left:9pt">'
            "The keyword was misspelt,</p>"
            '<p style="margin:0cm;font-family:Calibri">and is right now.</p>'
        )
        self.document.explanation = pasted
        self.document.action_confirm_facts()
        self._composer()._action_send_mail()
        self.assertEqual(self.document.explanation_state, "sent")

    def test_other_words_are_no_explanation(self):
        """Who changes it in the message, or takes it out, has not sent it."""
        self.document.action_confirm_facts()
        composer = self._composer()
        for body in ("<p>Dear Elif, all is well.</p>", "<p>The keyword was right.</p>"):
            composer.body = body
            with self.assertRaisesRegex(UserError, "as it was confirmed"):
                composer._action_send_mail()
        self.document.message_post(
            body="<p>All is well.</p>",
            partner_ids=self.contact.ids,
            subtype_xmlid="mail.mt_comment",
        )
        self.assertEqual(self.document.explanation_state, "confirmed")
        composer.body = f"<p>Dear Elif,</p>{TEXT}<p>More on the telephone.</p>"
        composer._action_send_mail()
        self.assertEqual(self.document.explanation_state, "sent")
        told = self.document.explanation_message_id
        self.assertIn("More on the telephone", told.body)

    def test_sent_to_a_colleague_only(self):
        """Shown to a colleague, the customer does not have it yet."""
        self.document.action_confirm_facts()
        composer = self._composer()
        composer.partner_ids = self.supervisor.partner_id
        composer._action_send_mail()
        self.assertEqual(self.document.explanation_state, "confirmed")

    def test_sent_later(self):
        """What is sent later is checked when it leaves."""
        self.document.action_confirm_facts()
        later = fields.Datetime.now() + timedelta(minutes=5)
        for changed in (True, False):
            self._composer(default_scheduled_date=later).action_schedule_message()
            waiting = self.env["mail.scheduled.message"].search(
                [("res_id", "=", self.document.id), ("model", "=", "crisis.document")]
            )
            if changed:
                self.document.explanation = "<p>It was something else.</p>"
                with self.assertRaisesRegex(UserError, "not confirmed"):
                    with self.env.cr.savepoint():
                        waiting.with_user(self.agent).post_message()
                self.assertEqual(self.document.explanation_state, "draft")
                waiting.unlink()
                self.document.action_confirm_facts()
            else:
                waiting.with_user(self.agent).post_message()
                self.assertEqual(self.document.explanation_state, "sent")

    def test_changed_after_sending(self):
        """What the customer has is a version; another text is the next one."""
        self.document.action_confirm_facts()
        self._post()
        self.document.remedy = "<p>The archive was searched.</p>"
        self.assertEqual(self.document.explanation_state, "draft")
        self.assertEqual(self.document.explanation_version, 2)
        self.assertFalse(self.document.date_explanation_sent)

    def test_stage_message_before_it_is_ready(self):
        """The stage that explains offers its message once it may leave."""
        document = self._at("own_remedy")
        document.explanation = "<p>In other words</p>"
        context = document.action_write_customer()["context"]
        self.assertNotEqual(context["default_template_id"], self.template.id)
        document.action_confirm_facts()
        context = document.action_write_customer()["context"]
        self.assertEqual(context["default_template_id"], self.template.id)

import json

from markupsafe import Markup

from odoo.exceptions import UserError
from odoo.service.model import call_kw

from .common_promise import PromiseCase

TOPICS = "crisis_protocol.topic_"
NEEDED = (
    "<p>We are sorry. We will make it up to you, thank you for your understanding.</p>"
)
PROMISE = "<p>I will get back to you.</p>"
# What the first stage of our own crises wants in a message, and what it lacks.
RIGHT = NEEDED + PROMISE
LACKING = "<p>The bulletin follows.</p>"
BLAMING = RIGHT + "<p>You should have told us.</p>"
RUDE = RIGHT + "<p>You idiot.</p>"


class WordsCase(PromiseCase):
    """A case of the agent, and the ways in which words reach the customer."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.template = cls.env["mail.template"].create(
            {
                "name": "Message of the test",
                "model_id": cls.env["ir.model"]._get_id("crisis.document"),
                "subject": "News",
                "use_default_to": False,
                "partner_to": str(cls.contact.id),
                "auto_delete": False,
            }
        )

    def setUp(self):
        super().setUp()
        self.enterContext(self._minute(10))

    def _mode(self, mode, document=None):
        (document or self.document).protocol_id.sudo().phrase_check = mode

    def _templated(self, body):
        self.template.body_html = body
        return self.template.with_user(self.agent)

    # The ways -------------------------------------------------------------------

    def _by_composer(self, body):
        action = self.document.action_write_customer()
        with self._form(action, self.document) as form:
            form.body = body
            form.crisis_promise_date = False
        form.record.action_send_mail()

    def _by_quick_reply(self, body, **options):
        values = {
            "body": Markup(body),
            "message_type": "comment",
            "subtype_xmlid": "mail.mt_comment",
            "partner_ids": self.contact.ids,
        }
        call_kw(self.document, "message_post", [self.document.ids], values | options)

    def _program_by_api(self, body):
        """A program that leaves the type of the message as Odoo proposes it."""
        values = {
            "body": Markup(body),
            "subtype_xmlid": "mail.mt_comment",
            "partner_ids": self.contact.ids,
        }
        call_kw(self.document, "message_post", [self.document.ids], values)

    def _by_posted_template(self, body):
        self.document.message_post_with_source(
            self._templated(body),
            message_type="comment",
            subtype_xmlid="mail.mt_comment",
        )

    def _program_by_schedule(self, body):
        self._scheduled(body, notification_parameters=False).post_message()

    def _program_by_server_action(self, body):
        action = self.env["ir.actions.server"].create(
            {
                "name": "Write to the customer",
                "model_id": self.template.model_id.id,
                "state": "mail_post",
                "mail_post_method": "comment",
                "template_id": self._templated(body).id,
            }
        )
        context = {
            "active_model": "crisis.document",
            "active_id": self.document.id,
            "active_ids": self.document.ids,
        }
        action.with_user(self.agent).with_context(**context).sudo().run()

    def _by_template_mail(self, body):
        self._templated(body).send_mail(self.document.id)

    def _by_mass_mail(self, body):
        composers = self.env["mail.compose.message"].with_user(self.agent)
        composers.create(
            {
                "model": "crisis.document",
                "res_ids": self.document.ids,
                "composition_mode": "mass_mail",
                "template_id": self._templated(body).id,
            }
        ).action_send_mail()

    def _by_notification(self, body):
        self.document.message_notify(
            body=Markup(body), subject="News", partner_ids=self.contact.ids
        )

    def _scheduled(self, body, **vals):
        values = {
            "model": "crisis.document",
            "res_id": self.document.id,
            "body": body,
            "partner_ids": self.contact.ids,
            "author_id": self.agent.partner_id.id,
            "notification_parameters": json.dumps({"message_type": "comment"}),
            "scheduled_date": self._moment(40),
        }
        messages = self.env["mail.scheduled.message"].with_user(self.agent)
        return messages.create(values | vals)

    def _by_schedule(self, body):
        self._scheduled(body).post_message()

    def _ways(self, prefix="_by_"):
        """Return {name: function of the text} of all ways to the customer."""
        return {
            name.removeprefix(prefix): getattr(self, name)
            for name in sorted(dir(type(self)))
            if name.startswith(prefix) and name != "_by_hand"
        }

    # What came of it --------------------------------------------------------------

    def _names(self, records):
        return {
            xmlid.removeprefix(TOPICS) for xmlid in records.get_external_id().values()
        }

    def _checks(self):
        self.document.invalidate_recordset()
        return self.document.sudo().check_ids

    def _leaves(self, way, body):
        """Let a message leave; return what is kept of its words."""
        before = self._checks()
        with self.mock_mail_gateway():
            way(body)
            self.flush_tracking()
        return self._checks() - before

    def _is_held_back(self, way, body):
        """Prove that a message did not leave and left nothing; return the reason."""
        document = self.document.sudo()
        kept = ["promise_ids", "message_ids", "check_ids", "date_last_word"]
        before = {name: document[name] for name in kept}
        mails = self.env["mail.mail"].search_count([])
        later = self.env["mail.scheduled.message"].search_count([])
        with (
            self.mock_mail_gateway(),
            self.assertRaises(UserError) as refusal,
            self.cr.savepoint(),
        ):
            way(body)
        self.env.invalidate_all()
        for name in kept:
            self.assertEqual(document[name], before[name], name)
        self.assertEqual(self.env["mail.mail"].search_count([]), mails)
        self.assertEqual(self.env["mail.scheduled.message"].search_count([]), later)
        return str(refusal.exception)

from odoo.fields import Command
from odoo.tests import tagged

from .common_page import PageCase

OWN = (
    "/crisis/over/",
    "/crisis/information/",
    "/crisis/notice/",
    "/crisis/accept/",
)


@tagged("post_install", "-at_install")
class TestOwnLinks(PageCase):
    """A link that is one reader's own stands in the mail that he gets, nowhere else."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.colleague = cls.env["res.partner"].create(
            {
                "name": "Murat",
                "parent_id": cls.customer.id,
                "email": "murat@akdeniz.example.com",
            }
        )
        cls.stranger = cls.env["res.partner"].create(
            {"name": "Supplier", "email": "supplier@example.com"}
        )
        cls.supervisor.notification_type = "email"
        cls.template = cls.env["mail.template"].create(
            {
                "name": "Both pages",
                "model_id": cls.env["ir.model"]._get_id("crisis.document"),
                "subject": "How do things stand?",
                "use_default_to": False,
                "partner_to": "{{ object.contact_id.id }}",
                "body_html": '<div><t t-out="object.over_buttons" />'
                '<a t-att-href="object.information_url">Answer here</a></div>',
                "auto_delete": False,
            }
        )

    def _composer(self, **vals):
        composers = self.env["mail.compose.message"].with_user(self.agent)
        return composers.with_context(
            default_model="crisis.document",
            default_res_ids=self.document.ids,
            default_template_id=self.template.id,
            default_subtype_xmlid="mail.mt_comment",
        ).create(vals)

    def _bodies(self):
        """Return {address: body} of the mails that have left."""
        return {
            mail["email_to"][0].split("<")[-1].strip(">"): mail["body"]
            for mail in self._mails
        }

    def _links(self, body):
        return [own for own in OWN if own in body]

    def _assert_nowhere(self):
        """Nobody who may read the case, the message or the queue finds a link."""
        self.env.flush_all()
        for model, name in (
            ("mail.message", "body"),
            ("mail.mail", "body_html"),
            ("mail.scheduled.message", "body"),
        ):
            new = [("create_date", ">=", self.env.cr.now())]
            for record in self.env[model].sudo().search(new):
                self.assertFalse(self._links(record[name] or ""), model)
        own = self.document.with_user(self.agent)
        own.invalidate_recordset()
        for name in ("over_buttons", "accept_buttons", "information_url"):
            self.assertFalse(self._links(str(own[name])), name)

    def test_followers_get_buttons_only(self):
        """The contact gets his links; who reads along sees where the buttons are."""
        readers = self.colleague | self.stranger | self.supervisor.partner_id
        self.document.message_subscribe(readers.ids)
        with self.mock_mail_gateway():
            self._composer().action_send_mail()
            self.flush_tracking()
        bodies = self._bodies()
        self.assertEqual(self._links(bodies[self.contact.email]), list(OWN[:2]))
        for reader in readers:
            with self.subTest(reader=reader.name):
                self.assertFalse(self._links(bodies[reader.email]))
                self.assertNotIn("/crisis/mine", bodies[reader.email])
                self.assertIn("It is over", bodies[reader.email])
        self._assert_nowhere()
        path = bodies[self.contact.email].split('href="')[1].split('"')[0]
        page = self._get(path[path.index("/crisis/") :])
        self.assertIn("Press once more to confirm", page.text)

    def test_who_is_addressed(self):
        """A colleague of the customer who is written to answers as himself."""
        with self.mock_mail_gateway():
            self._composer(
                partner_ids=[Command.set((self.colleague | self.stranger).ids)]
            ).action_send_mail()
        bodies = self._bodies()
        self.assertFalse(self._links(bodies[self.stranger.email]))
        path = bodies[self.colleague.email].split('href="')[1].split('"')[0]
        self._press(path[path.index("/crisis/") :].split("?")[0], answer="over")
        self.document.invalidate_recordset()
        self.assertEqual(self.document.message_ids[:1].author_id, self.colleague)

    def test_past_the_chatter(self):
        """Mailed past the thread, or later, it is the same."""
        with self.mock_mail_gateway():
            self.template.with_user(self.agent).send_mail(
                self.document.id, force_send=True
            )
        self.assertTrue(self._links(self._bodies()[self.contact.email]))
        self._composer(
            scheduled_date="2099-01-01 10:00:00", crisis_promise_date=False
        ).action_schedule_message()
        self._assert_nowhere()

    def test_agent_as_customer(self):
        """A contact with the address of a colleague is none of the customer."""
        self.contact.email = self.agent.email
        with self.mock_mail_gateway():
            self._composer().action_send_mail()
        for mail in self._mails:
            self.assertFalse(self._links(mail["body"]))
        self.document.invalidate_recordset()
        self.assertFalse(self.document.date_last_word)

    def test_mailbox_of_ours_by_another_name(self):
        """Behind a plus, or an alias of the desk, a mail comes to us, not to him."""
        name, _at, domain = self.agent.email.partition("@")
        for address in (f"{name}+customer@{domain}", self.team.alias_email):
            with self.subTest(address=address):
                self.contact.email = address
                with self.mock_mail_gateway():
                    self._composer().action_send_mail()
                for mail in self._mails:
                    self.assertFalse(self._links(mail["body"]))
                self.document.invalidate_recordset()
                self.assertFalse(self.document.date_last_word)

    def test_notice(self):
        """Who caused a notice does not read the link with which it is confirmed."""
        self.team.inform_partner_ids = self.stranger
        with self.mock_mail_gateway():
            document = self._file(level_id=self.level.id)
            self.env.flush_all()
        bodies = self._bodies()
        self.assertEqual(self._links(bodies[self.stranger.email]), [OWN[2]])
        self._assert_nowhere()
        self.assertTrue(document.notice_ids)

    def test_where_the_place_leads(self):
        """What stands in the chatter leads to a page that says so, and to no case."""
        response = self._get(f"/crisis/mine/over/{self.document.id}")
        self.assertIn("its reader's own", response.text)
        self.assertNotIn("<form", response.text)
        self.assertNotIn(self.document.name, response.text)
        self.team.inform_partner_ids = self.stranger
        notice = self._file(level_id=self.level.id).notice_ids.filtered(
            lambda n: n.receiver_id == self.supervisor.partner_id
        )
        if not notice:
            self.level.sudo().inform_supervisor = True
            notice = self._file(level_id=self.level.id).notice_ids.filtered(
                lambda n: n.receiver_id == self.supervisor.partner_id
            )
        for user, may in ((self.agent, False), (self.supervisor, True)):
            user.password = f"{user.login}_pw"
            self.authenticate(user.login, f"{user.login}_pw")
            with self.subTest(user=user.login):
                response = self._get(f"/crisis/mine/notice/{notice.id}")
                self.assertEqual("Have you read this" in response.text, may)

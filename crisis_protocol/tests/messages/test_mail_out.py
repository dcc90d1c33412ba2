from odoo.tests import tagged

from .common_mail import CrisisMailCase

# Messages for others than the customer; stakeholders are written to one by one.
OTHERS = (False, "manager", "production", "outside")


@tagged("post_install", "-at_install")
class TestNothingByItself(CrisisMailCase):
    """No message leaves for the customer unless somebody sends it (S0-59)."""

    def test_no_stage_move_writes_to_the_customer(self):
        """From report to close nothing is sent; the composer is opened instead."""
        document = self._complete(self._file())
        document.message_subscribe(self.contact.ids)
        self.flush_tracking()
        before = document.message_ids
        with self.mock_mail_gateway():
            while document.next_stage_id:
                action = document.action_next_stage()
                self.flush_tracking()
                self._assert_composer(action, document)
        self.assertTrue(document.is_closed)
        partners = self.customer | self.contact
        self.assertFalse(self._new_mails.recipient_ids & partners)
        posted = document.message_ids - before
        self.assertTrue(posted)
        self.assertFalse(posted.partner_ids & partners)
        self.assertFalse(posted.notified_partner_ids & partners)
        self.assertNotIn("akdeniz", str(self._new_mails.mapped("email_to")))

    def _assert_composer(self, action, document):
        stage = document.stage_id
        if not stage.mail_template_id or stage.is_closed:
            self.assertIs(action, True)
            return
        expected = stage.mail_template_id
        if stage == self._stage("own_follow_up"):  # he has said that it is over
            expected = self.env.ref("crisis_protocol.mail_template_closing_own")
        self.assertEqual(action["res_model"], "mail.compose.message")
        self.assertEqual(action["context"]["default_template_id"], expected.id)

    def test_who_has_said_it_is_not_asked_again(self):
        """Asked whether it is over, until he says so; then it is closed with a word."""
        document = self._at("own_follow_up")
        kinds, offered = [], []
        closing = self.env.ref("crisis_protocol.mail_template_closing_own")
        for said in ("not_asked", "no", "yes"):
            self._says_over(document, said)
            kinds.append(document._template_to_write().crisis_kind)
            choices = [choice["id"] for choice in document.message_choices()]
            offered.append(closing.id in choices)
        # who says that it goes on, and has had nothing since, is told something first
        self.assertEqual(kinds, ["ask_over", "progress", "closing"])
        self.assertEqual(offered, [False, False, True])

    def test_templates_are_rendered_for_any_case(self):
        """Every shipped message can be written, whatever is known of the case."""
        bare = self._file()
        full = self._complete(self._file())
        foreign = self._file(protocol_id=self.customer_protocol.id)
        templates = self.env["mail.template"].search(
            [("model", "=", "crisis.document")]
        )
        self.assertTrue(templates)
        for template in templates:
            for document in (bare, full, foreign):
                with self.subTest(template=template.name, document=document.name):
                    fields = ("subject", "body_html", "partner_to", "lang")
                    values = template._generate_template(document.ids, fields)
                    reached = values[document.id].get("partner_ids", [])
                    is_to_customer = template.crisis_kind not in OTHERS
                    self.assertEqual(self.contact.id in reached, is_to_customer)
                    self.assertTrue(values[document.id]["body_html"])


@tagged("post_install", "-at_install")
class TestFollowers(CrisisMailCase):
    """Supervisor and managers concerned follow by team and level (S0-47…49)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.mild, cls.serious, cls.severe = (
            cls.env.ref(f"crisis_protocol.level_{name}")
            for name in ("notable", "serious", "severe")
        )

    def _watchers(self, document):
        people = self.supervisor.partner_id | self.manager.partner_id
        return document.message_partner_ids & people

    def test_followers_by_level(self):
        """The level says who follows: nobody, the supervisor, the managers, too."""
        nobody = self.env["res.partner"]
        supervisor = self.supervisor.partner_id
        managers = self.manager.partner_id
        for level, expected in (
            (self.mild.copy({"inform_supervisor": False}), nobody),
            (self.mild, supervisor),
            (self.serious, supervisor),
            (self.severe, supervisor | managers),
        ):
            with self.subTest(level=level.name):
                document = self._file(level_id=level.id)
                self.assertEqual(self._watchers(document), expected)

    def test_higher_level_brings_the_managers(self):
        """When a case gets worse, those follow who follow such cases."""
        document = self._file(level_id=self.mild.id)
        document.level_id = self.severe
        self.assertEqual(
            self._watchers(document), (self.supervisor | self.manager).partner_id
        )

    def test_category_that_raises_the_level(self):
        """A level that follows from the category brings its followers as well."""
        document = self._file(level_id=self.mild.id)
        category = self.env["crisis.category"].create(
            {
                "name": "Everything is down",
                "protocol_id": self.own.id,
                "level_id": self.severe.id,
            }
        )
        document.category_id = category
        self.assertEqual(document.level_id, self.severe)
        self.assertEqual(
            self._watchers(document), (self.supervisor | self.manager).partner_id
        )

    def test_other_team_brings_its_supervisor(self):
        """A case that goes to another team is followed by its supervisor."""
        document = self._file(level_id=self.serious.id)
        self._lighten(document.with_user(self.manager), team_id=self.other_team.id)
        self.assertIn(self.other_supervisor.partner_id, document.message_partner_ids)

    def test_customer_does_not_follow(self):
        """To file a case makes nobody of the customer a follower."""
        document = self._file()
        customers = self.customer | self.contact
        self.assertFalse(document.message_partner_ids & customers)

    def test_subtypes_to_choose_from(self):
        """What reaches him each follower chooses himself; stages come on request."""
        document = self._file(level_id=self.serious.id)
        follower = document.message_follower_ids.filtered(
            lambda f: f.partner_id == self.supervisor.partner_id
        )
        names = {"stage", "overridden", "closed", "reopened", "production"}
        subtypes = {name: self.env.ref(f"crisis_protocol.mt_{name}") for name in names}
        for name in names - {"stage"}:
            self.assertIn(subtypes[name], follower.subtype_ids)
        self.assertNotIn(subtypes["stage"], follower.subtype_ids)
        self.assertTrue(all(subtype.internal for subtype in subtypes.values()))

    def _received(self, user):
        return self.env["mail.notification"].search(
            [("res_partner_id", "=", user.partner_id.id)]
        )

    def test_one_case_is_announced_on_it(self):
        """A filed case is noted on it once; who has to know is told, and confirms."""
        watchers = self.supervisor | self.manager
        before = {user: self._received(user) for user in watchers}
        document = self._file(level_id=self.severe.id)
        noted = document.message_ids.filtered(lambda m: self.severe.name in m.body)
        self.assertEqual(len(noted), 1)
        self.assertIn(self.customer.name, noted.body)
        self.assertFalse(noted.notified_partner_ids, "a note, and no mail to anybody")
        self.assertEqual(document.notice_ids.receiver_id, watchers.partner_id)
        self.assertTrue(all(document.notice_ids.mapped("date_told")))
        for user in watchers:
            message = (self._received(user) - before[user]).mail_message_id
            self.assertEqual(len(message), 1)
            self.assertEqual(message.message_type, "user_notification")
            self.assertIn("/crisis/mine/notice/", message.body)

    def test_many_cases_are_announced_once(self):
        """A hundred cases at once are one message to each receiver, not a flood."""
        values = [
            {
                "name": f"Case {number}",
                "protocol_id": self.own.id,
                "partner_id": self.customer.id,
                "level_id": self.severe.id,
            }
            for number in range(20)
        ]
        watchers = self.supervisor | self.manager
        before = {user: self._received(user) for user in watchers}
        documents = self.env["crisis.document"].with_user(self.agent).create(values)
        self.flush_tracking()
        for user in watchers:
            message = (self._received(user) - before[user]).mail_message_id
            self.assertEqual(len(message), 1)
            for document in documents:
                self.assertIn(document.reference, message.body)
            self.assertIn(user.partner_id, documents[5].message_partner_ids)
        for document in documents:
            noted = document.message_ids.filtered(lambda m: self.severe.name in m.body)
            self.assertEqual(len(noted), 1)

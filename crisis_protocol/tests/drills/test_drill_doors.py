from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import tagged
from odoo.tools.safe_eval import safe_eval

from ..messages.common_mail import CrisisMailCase


@tagged("post_install", "-at_install")
class TestDrillDoors(CrisisMailCase):
    """Odoo's less known ways out of the house are closed for drills, too."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.drill = cls._file(is_drill=True)
        cls.order = cls.drill._inform_production(cls.unit).sudo()
        cls.guest = cls.env["res.users"].create(
            {
                "name": "Guest",
                "login": "guest_of_the_customer",
                "email": "guest@akdeniz.example.com",
                "group_ids": [Command.set(cls.env.ref("base.group_portal").ids)],
            }
        )
        cls.outside = cls.contact | cls.guest.partner_id

    def _assert_nobody(self, *records):
        """No mail left, and nobody outside was notified of these records."""
        self.flush_tracking()
        self.assertFalse([m for m in self._mails if "akdeniz" in str(m["email_to"])])
        for record in records or (self.drill, self.order):
            messages = self.env["mail.message"].search(
                [("model", "=", record._name), ("res_id", "=", record.id)]
            )
            self.assertFalse(messages.notified_partner_ids & self.outside)

    def _template(self):
        return self.env["mail.template"].create(
            {
                "name": "News of the task",
                "model_id": self.env["ir.model"]._get_id("project.task"),
                "subject": "News",
                "body_html": "<p>It goes on.</p>",
                "use_default_to": True,
            }
        )

    def test_told_by_no_thread_of_its_own(self):
        """`message_notify` names the case beside it, as programs do."""
        for record in (self.drill, self.order):
            with self.mock_mail_gateway():
                self.env["mail.thread"].message_notify(
                    model=record._name,
                    res_id=record.id,
                    subject="News",
                    body="It goes on.",
                    partner_ids=self.outside.ids,
                )
                self._assert_nobody(record)

    def test_stage_of_an_order_writes(self):
        """The template of a stage of tasks, and the question how content one is."""
        stage = self.env["project.task.type"].create(
            {
                "name": "Told to the customer",
                "project_ids": self.project.ids,
                "mail_template_id": self._template().id,
            }
        )
        real = self._file()._inform_production(self.unit).sudo()
        for order, is_told in ((real, True), (self.order, False)):
            order.partner_id = self.contact
            with self.mock_mail_gateway():
                order.stage_id = stage
                self.flush_tracking()
                order.rating_send_request(
                    self.env.ref("project.rating_project_request_email_template")
                )
                self.flush_tracking()
            told = [m for m in self._mails if "akdeniz" in str(m["email_to"])]
            self.assertEqual(len(told), 2 * is_told, order.name)

    def test_shared_and_followed(self):
        """The link of the portal, and the mail that says that one follows."""
        share = self.env["portal.share"].create(
            {
                "res_model": "project.task",
                "res_id": self.order.id,
                "partner_ids": [Command.set(self.outside.ids)],
            }
        )
        follow = self.env["mail.followers.edit"].create(
            {
                "res_model": "crisis.document",
                "res_ids": str(self.drill.ids),
                "partner_ids": [Command.set(self.outside.ids)],
                "notify": True,
                "message": "Have a look",
            }
        )
        with self.mock_mail_gateway():
            share.action_send_mail()
            follow.edit_followers()
            self._assert_nobody()

    def test_assigned_to_a_guest(self):
        with self.mock_mail_gateway():
            self.drill.sudo().activity_schedule(
                "mail.mail_activity_data_todo", user_id=self.guest.id
            ).action_notify()
            self.order.user_ids |= self.guest
            self._assert_nobody()

    def test_colleague_answers_to_all(self):
        """Who answers by mail with the customer in copy has sent that himself."""
        message = self.drill.message_post(
            body="Look", partner_ids=self.supervisor.partner_id.ids
        )
        raw = self._raw_mail(
            self.supervisor.email,
            "Re: Look",
            reply_to_message=message,
            to=f"{self.team.alias_email}, {self.contact.email}",
        )
        with self.mock_mail_gateway():
            self.env["mail.thread"].message_process(False, raw)
            self._assert_nobody()

    def test_parts_of_an_order(self):
        """A part can't be taken out, so that it tells of the drill; nor put in."""
        part = self.order.create({"name": "A part", "parent_id": self.order.id})
        real = self.order.create({"name": "Real", "project_id": self.project.id})
        self.assertTrue(part.crisis_is_drill)
        self.assertFalse(real.crisis_is_drill)
        with self.assertRaises(UserError), self.cr.savepoint():
            part.parent_id = False
        with self.assertRaises(UserError), self.cr.savepoint():
            real.parent_id = self.order
        with self.assertRaises(UserError), self.cr.savepoint():
            real.parent_id = part
        other = self.order.create({"name": "More", "parent_id": self.order.id})
        other.parent_id = part
        real.parent_id = self.order.create(
            {"name": "Real, too", "project_id": self.project.id}
        )
        self.assertFalse(real.crisis_is_drill)

    def test_customer_stays_what_he_is(self):
        """Nobody makes a real customer one of drills, or hides one of drills."""
        nobody = self.env["res.partner"].create(
            {"name": "Nobody", "crisis_is_drill": True}
        )
        for partner, wanted in ((self.customer, True), (nobody, False)):
            with self.assertRaises(UserError), self.cr.savepoint():
                partner.sudo().crisis_is_drill = wanted
        merge = self.env["base.partner.merge.automatic.wizard"].create({})
        for target, source in ((self.contact, nobody), (nobody, self.contact)):
            with self.assertRaises(UserError), self.cr.savepoint():
                merge._merge((target | source).ids, target)
        self.assertTrue((nobody | self.contact).exists())

    def test_contact_of_a_made_up_customer(self):
        """Added to him by hand, he is as little real."""
        nobody = self.env["res.partner"].create(
            {"name": "Nobody", "is_company": True, "crisis_is_drill": True}
        )
        added = nobody.create({"name": "Added", "parent_id": nobody.id})
        for values in ({"partner_id": added.id}, {"contact_id": added.id}):
            with self.assertRaises(ValidationError), self.cr.savepoint():
                self._file(**values)

    def test_made_up_customer_offered_in_drills_only(self):
        """Where a customer is chosen for anything else, he is not in the list."""
        nobody = self.env["res.partner"].create(
            {"name": "Nobody at all", "is_company": True, "crisis_is_drill": True}
        )
        partners = self.env["res.partner"].with_user(self.agent)
        self.assertFalse(partners.name_search("Nobody at all"))
        fields = self.env["crisis.document"].fields_get(["partner_id"])
        domain = fields["partner_id"]["domain"]
        for is_drill, offered in ((False, []), (True, nobody.ids)):
            asked = safe_eval(
                domain, {"is_drill": is_drill, "company_id": self.company.id}
            )
            found = partners.name_search("Nobody at all", asked)
            self.assertEqual([pair[0] for pair in found], offered)

    def test_gone_only_without_orders(self):
        """What production was ordered would go on as real work."""
        with self.assertRaises(UserError), self.cr.savepoint():
            self.drill.with_user(self.manager).unlink()
        self._file(is_drill=True).with_user(self.manager).unlink()

    def test_who_may_do_what(self):
        """Stories are the manager's; a drill is played and ended by its own desk."""
        story = self.env.ref("crisis_protocol.drill_story_own")
        for user in (self.agent, self.supervisor):
            self.assertTrue(story.with_user(user).read(["briefing"]))
            with self.assertRaises(AccessError):
                story.with_user(user).name = "Another"
            with self.assertRaises(AccessError):
                story.with_user(user).event_ids.read(["text"])
        story.with_user(self.manager).briefing = "Another"
        with self.assertRaises(AccessError):
            story.with_user(self.production).read(["name"])
        self.drill.drill_story_id = story
        said = dict.fromkeys(("drill_went_well", "drill_went_badly"), "All")
        for user in (self.other_agent, self.production, self.foreign_manager):
            drill = self.drill.with_user(user)
            for method in ("action_play_next", "action_end_drill"):
                with self.assertRaises(UserError), self.cr.savepoint():
                    getattr(drill, method)()
            with self.assertRaises(AccessError), self.cr.savepoint():
                drill.write(said)
        self.drill.with_user(self.supervisor).write(said | {"drill_change": "None"})
        self.drill.with_user(self.supervisor).action_end_drill()
        self.assertTrue(self.drill.is_closed)

    def test_copied_as_what_it_is(self):
        for document in (self.drill, self._file()):
            with self.assertRaises(UserError), self.cr.savepoint():
                document.copy({"is_drill": not document.is_drill})

    def test_costs_others_nothing(self):
        """A mail to somebody outside about anything else looks for no drill."""
        partner = self.customer
        values = {"model": "res.partner", "res_id": partner.id}
        mail = self.env["mail.mail"].create(values | {"email_to": "a@b.example.com"})
        drills = self.env["crisis.document"]
        self.env.flush_all()
        self.env.invalidate_all()
        with self.assertQueryCount(0):
            drills._drills_of("res.partner", partner.ids)
            drills._drills_of("mail.thread", [1])
            drills._drills_of("of.no.model", [1])
            drills._drills_of(False, [1])
        self.assertFalse(mail._crisis_drills())

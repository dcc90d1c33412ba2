from odoo.exceptions import UserError, ValidationError
from odoo.fields import Command
from odoo.tests import Form, tagged

from ...models.document.res_company import DRILLS
from ..common import CrisisCase


@tagged("post_install", "-at_install")
class TestDrill(CrisisCase):
    """A drill is marked from the start and for ever, and stays among drills."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.real = cls._file()
        cls.drill = cls._file(is_drill=True)

    def test_named_as_a_drill(self):
        """Whoever reads of it reads that it is one; a real case says nothing."""
        self.assertIn("DRILL", self.drill.display_name)
        self.assertNotIn("DRILL", self.real.display_name)
        own = self._file(is_drill=True, reference="X-1")
        self.assertEqual(own.display_name, f"DRILL · [X-1] {own.name}")
        rich = own.with_context(formatted_display_name=True).display_name
        self.assertEqual(rich, f"DRILL · {own.name} \t--X-1--")

    def test_numbered_apart(self):
        """Ten drills leave no gap in the numbers of the real cases."""
        before = self._file()
        self._file(is_drill=True)
        after = self._file()
        first, second = (int(c.reference.split("/")[-1]) for c in (before, after))
        self.assertEqual(second, first + 1)

    def test_numbered_in_words_of_the_desk(self):
        """Who happens to play the first drill does not choose the word for all."""
        self.env["res.lang"]._activate_lang("tr_TR")
        self.supervisor.lang = "tr_TR"
        self.team.sequence = -1
        drills = self.env["ir.sequence"].search(
            [("code", "=", DRILLS), ("company_id", "=", self.company.id)]
        )
        drills.unlink()
        word = self.drill.with_user(self.supervisor).with_context(lang="tr_TR")
        first = self._file(self.agent, is_drill=True)
        self.assertEqual(self.agent.lang, "en_US")
        self.assertTrue(first.reference.startswith(f"{word._drill_mark()}/"))
        self.assertFalse(first.reference.startswith("DRILL/"))

    def test_never_changed(self):
        """Neither an agent nor the system makes one of the other."""
        for document, wanted in ((self.real, True), (self.drill, False)):
            for user in (self.agent, self.manager, self.env.user):
                with self.assertRaises(UserError):
                    document.with_user(user).write({"is_drill": wanted})
        with self.assertRaises(UserError):
            (self.real | self.drill).sudo().write({"is_drill": True})
        self.drill.write({"is_drill": True, "name": "The same, with another topic"})
        self.assertEqual(self.drill.name, "The same, with another topic")

    def test_import_changes_nothing(self):
        """An import is refused, too; what is new may be imported as a drill."""
        documents = self.env["crisis.document"].with_user(self.manager)
        result = documents.load([".id", "is_drill"], [[str(self.real.id), "1"]])
        self.assertIn("drill", result["messages"][0]["message"])
        fields = ["name", "protocol_id/.id", "partner_id/.id", "is_drill"]
        row = ["Imported", str(self.own.id), str(self.customer.id), "1"]
        (new_id,) = documents.load(fields, [row])["ids"]
        self.assertTrue(documents.browse(new_id).is_drill)

    def test_copy_stays_what_it_is(self):
        self.assertTrue(self.drill.copy().is_drill)
        self.assertFalse(self.real.copy().is_drill)

    def test_no_mail_opens_a_drill(self):
        """An address that an administrator set up wrongly hides no customer's mail."""
        values = {"is_drill": True, "team_id": self.team.id}
        documents = self.env["crisis.document"].with_context(default_is_drill=True)
        document = documents.message_new(
            {"subject": "Help", "email_from": "who@example.com", "body": "Help"}, values
        )
        self.assertFalse(document.is_drill)

    def test_leads_and_follows_drills_only(self):
        other = self._file(is_drill=True, partner_id=self._neighbour().id)
        other.leading_id = self.drill
        for document, lead in ((self.real, self.drill), (self._file(), other)):
            with self.assertRaises(ValidationError), self.cr.savepoint():
                document.leading_id = lead
        with self.assertRaises(ValidationError), self.cr.savepoint():
            self._file(is_drill=True, leading_id=self.real.id)
        add = self.env["crisis.leading.add"].with_user(self.agent)
        bora = self.env["res.partner"].create({"name": "Bora", "is_company": True})
        add.create({"document_id": self.drill.id, "partner_ids": bora.ids}).action_add()
        self.assertEqual(self.drill.led_ids.mapped("is_drill"), [True, True])

    def test_real_work_stays_real(self):
        """A task that a customer reported is no drill, nor does an order change."""
        task = self.env["project.task"].create(
            {"name": "Reported", "project_id": self.project.id}
        )
        with self.assertRaises(UserError), self.cr.savepoint():
            task.with_user(self.agent).crisis_case_id = self.drill
        with self.assertRaises(UserError), self.cr.savepoint():
            task.crisis_document_id = self.drill
        order = self.drill._inform_production(self.unit).sudo()
        self.assertTrue(order.with_user(self.production).crisis_is_drill)
        for other in (self.real, self.env["crisis.document"]):
            with self.assertRaises(UserError), self.cr.savepoint():
                order.crisis_document_id = other
        declare = self.env["crisis.declare"].with_user(self.agent)
        values = {"res_model": "project.task", "res_ids": str(task.id)}
        wizard = declare.create(values | {"partner_id": self.customer.id})
        self.assertIn(self.real, wizard.case_ids)
        self.assertNotIn(self.drill, wizard.case_ids)

    def test_duplicates_and_what_was_told_stay_apart(self):
        """A real case learns nothing from drills, nor does a drill warn of it."""
        self.assertIn(self.real, self._file().duplicate_ids)
        self.assertNotIn(self.drill, self._file().duplicate_ids)
        self.drill.timing = "By noon, says the drill"
        self.assertNotIn("noon", str(self.real.earlier_told))
        self.assertIn("noon", str(self._file(is_drill=True).earlier_told))

    def test_counted_apart(self):
        """Customer, team and protocol count what is real."""
        counts = [
            self.customer.with_user(self.agent).crisis_document_count,
            self.team.with_user(self.agent).open_count,
            self.own.with_user(self.agent).my_open_count,
        ]
        self.assertEqual(counts, [1, 1, 1])
        action = self.customer.with_user(self.agent).action_open_crisis_documents()
        found = self.env["crisis.document"].search(action["domain"])
        self.assertEqual(found, self.real)

    def test_made_up_customer_is_for_drills(self):
        nobody = self.env["res.partner"].create(
            {"name": "Nobody", "crisis_is_drill": True}
        )
        self.assertTrue(self._file(is_drill=True, partner_id=nobody.id))
        with self.assertRaises(ValidationError), self.cr.savepoint():
            self._file(partner_id=nobody.id)

    def test_duties_run(self):
        """Controls and notices are owed as in a real case, with their activities."""
        for kind in ("control_ids", "notice_ids"):
            drill = self.drill[kind].mapped(lambda d: (d.type_id.id, d.user_id.id))
            self.assertTrue(drill)
            self.assertEqual(
                drill, self.real[kind].mapped(lambda d: (d.type_id.id, d.user_id.id))
            )
        activities = self.drill.sudo().activity_ids
        self.assertTrue(all("DRILL" in a.res_name for a in activities))

    def test_started_by_dialog(self):
        """An agent without a right on contacts starts one; nobody real is in it."""
        with Form(self.env["crisis.drill.start"].with_user(self.agent)) as form:
            self.assertTrue(form.story_id)
        # as when a client calls it
        start = form.save().with_context(_allow_sudo_commands=False)
        action = start.action_start()
        document = self.env["crisis.document"].browse(action["res_id"])
        self.assertTrue(document.is_drill)
        self.assertEqual(document.user_id, self.agent)
        people = document.partner_id | document.contact_id
        self.assertEqual(len(people), 2)
        self.assertTrue(all(p.crisis_is_drill for p in people))
        self.assertTrue(document.contact_id.email.endswith(".invalid"))
        again = start.action_start()
        again = self.env["crisis.document"].browse(again["res_id"])
        self.assertEqual(again.partner_id, document.partner_id)

    def test_free_drill_needs_topic(self):
        model = self.env["crisis.drill.start"].with_user(self.supervisor)
        start = model.create({"story_id": False})
        with self.assertRaises(UserError):
            start.action_start()
        start.write({"protocol_id": self.own.id, "name": "The network is down"})
        document = self.env["crisis.document"].browse(start.action_start()["res_id"])
        self.assertEqual(document.user_id, self.supervisor)
        self.assertFalse(document.can_play_next)

    def test_production_starts_none(self):
        """Who works in production neither starts a drill nor reads its story."""
        with self.assertRaises(UserError):
            self.env["crisis.drill.start"].with_user(self.production).create({})
        event = self.env.ref("crisis_protocol.drill_event_own_over")
        for user in (self.production, self.agent):
            with self.assertRaises(UserError):
                event.with_user(user).read(["text"])
        story = event.story_id.with_user(self.manager)
        story.event_ids = [Command.create({"name": "It rains", "kind": "news"})]

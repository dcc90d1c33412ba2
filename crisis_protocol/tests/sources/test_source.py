from unittest.mock import patch

from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged

from .common_source import SourceCase


@tagged("post_install", "-at_install")
class TestDeclare(SourceCase):
    """A task turns out to be a crisis: one case, with everything that is known."""

    def test_what_is_known_is_handed_over(self):
        """Topic, text, customer, contact, company and files come with it."""
        file = self._attach(self.task, "noon.pdf")
        case = self._declare(self.task)
        self.assertEqual(case.name, self.task.name)
        self.assertIn("Told by telephone", case.description)
        self.assertEqual(case.partner_id, self.customer)
        self.assertEqual(case.contact_id, self.contact)
        self.assertEqual(case.company_id, self.company)
        self.assertEqual(case.user_id, self.agent)
        copied = self._files(case)
        self.assertEqual(copied.mapped("name"), ["noon.pdf"])
        self.assertNotEqual(copied, file)
        self.assertEqual(self._files(self.task), file)

    def test_each_knows_the_other(self):
        """The chatter of both links to the other side; the task names the case."""
        case = self._declare(self.task)
        self.assertEqual(self.task.crisis_case_id, case)
        here, there = self.task.message_ids[0], case.message_ids[0]
        self.assertIn(f"data-oe-id='{case.id}'".replace("'", '"'), here.body)
        self.assertIn(case.reference, here.body)
        self.assertIn(self.task.name, there.body)
        self.assertIn(self.project.name, there.body)
        self.assertTrue(here.subtype_id.internal)

    def test_it_is_no_production_task(self):
        """The gates do not wait for the task that the case came from."""
        case = self._declare(self.task)
        self.assertFalse(case.task_ids)
        self.assertEqual(case.task_count, 0)
        self.assertEqual(case.source_task_ids, self.task)
        self.assertEqual(case.with_user(self.agent).source_task_count, 1)

    def test_protocol_that_the_record_knows(self):
        """What was reported says under which protocol it is filed; else the desk."""
        self.assertEqual(self._proposed(self.task), self.own)
        theirs = self.customer_protocol.copy({"company_id": self.company_2.id})
        for known, proposed in (
            (self.customer_protocol, self.customer_protocol),
            (theirs, self.own),
        ):
            task = self.env.registry["project.task"]
            with patch.object(task, "_crisis_protocol", return_value=known):
                self.assertEqual(self._proposed(self.task), proposed)

    def _proposed(self, tasks):
        """Return the protocol that the dialog proposes to the agent."""
        action = tasks.with_user(self.agent).action_declare_crisis()
        wizard = self.env[action["res_model"]].with_user(self.agent)
        return Form(wizard.with_context(**action["context"])).protocol_id

    def test_a_production_task_is_none(self):
        """A task of a case is told so, and where to write instead."""
        document = self._file()
        document._inform_production(self.unit)
        with self.assertRaisesRegex(UserError, document.reference):
            document.task_ids.with_user(self.agent).action_declare_crisis()
        with self.assertRaisesRegex(UserError, document.reference):
            document.task_ids.with_user(self.agent).crisis_case_id = self._file()

    def test_a_template_is_none(self):
        """Neither a template nor what belongs to it is something that has happened."""
        template = self._new_task("How to", is_template=True)
        step = self._new_task("First", parent_id=template.id)
        for task in template | step:
            with self.subTest(task=task.name), self.assertRaises(UserError):
                task.with_user(self.agent).action_declare_crisis()

    def test_contact_of_a_department(self):
        """A contact below a department of the customer stays the contact."""
        department = self.env["res.partner"].create(
            {"name": "Press", "parent_id": self.customer.id}
        )
        contact = self.contact.copy({"parent_id": department.id})
        case = self._declare(self._new_task("Late", partner_id=contact.id))
        self.assertEqual(case.partner_id, self.customer)
        self.assertEqual(case.contact_id, contact)

    def test_many_become_one(self):
        """Several tasks of a list are one case that tells what each of them said."""
        other = self._new_task("The evening bulletin is empty")
        case = self._declare(self.task | other)
        self.assertEqual((self.task | other).crisis_case_id, case)
        for task in self.task | other:
            self.assertIn(task.name, case.description)
            self.assertEqual(case.message_ids[0].body.count(task.name), 1)

    def test_part_of_an_open_case(self):
        """What belongs to an open case of the customer is added to it."""
        present = self._file(name="The bulletins are late")
        self._file(name="Of another one", partner_id=self.partner_employee.id)
        case = self._declare(self.task, mode="add")
        self.assertEqual(case, present)
        self.assertEqual(case.name, "The bulletins are late")
        self.assertIn("Told by telephone", case.message_ids[0].body)

    def test_a_closed_case_takes_nothing(self):
        """A case that is over has to be reopened first."""
        closed = self._file()
        closed.write(
            {
                "stage_id": self._stage("own_not_crisis").id,
                "stage_reason": "It was a false alarm.",
            }
        )
        with self.assertRaises(UserError) as refusal:
            self._declare(self.task, mode="add", document_id=closed)
        self.assertIn("closed", str(refusal.exception))
        self.assertFalse(self.task.crisis_case_id)
        with self.assertRaisesRegex(UserError, "closed"):
            self.task.with_user(self.agent).crisis_case_id = closed

    def test_customer_is_asked_for(self):
        """A task that names no customer can't be filed without one."""
        task = self._new_task("Somebody called", partner_id=False)
        with self.assertRaises(AssertionError):
            self._declare(task)  # the dialog requires him
        wizard = self.env["crisis.declare"].with_user(self.agent)
        wizard = wizard.create({"res_model": task._name, "res_ids": str(task.id)})
        with self.assertRaisesRegex(UserError, "Customer"):
            wizard.action_declare()
        case = self._declare(task, partner_id=self.customer)
        self.assertEqual(case.partner_id, self.customer)

    def test_another_customer_is_pointed_out(self):
        """The dialog names the records that another customer reported."""
        other = self._new_task("Not theirs", partner_id=self.partner_employee.id)
        action = (self.task | other).with_user(self.agent).action_declare_crisis()
        wizards = self.env["crisis.declare"].with_user(self.agent)
        form = Form(wizards.with_context(**action["context"]))
        self.assertEqual(form.partner_id, self.customer)
        self.assertIn("Not theirs", form.others)
        self.assertNotIn(self.task.name, form.others)

    def test_pressed_twice(self):
        """A double click opens the same case again."""
        action = self.task.with_user(self.agent).action_declare_crisis()
        wizards = self.env["crisis.declare"].with_user(self.agent)
        wizard = wizards.with_context(**action["context"]).create({})
        first, second = wizard.action_declare(), wizard.action_declare()
        self.assertEqual(first["res_id"], second["res_id"])
        notes = self.task.message_ids.filtered("body").mapped("body")
        self.assertEqual(sum("This is a crisis" in note for note in notes), 1)

    def test_declared_again(self):
        """While its case is open it can't be another one; afterwards it can."""
        case = self._declare(self.task)
        with self.assertRaisesRegex(UserError, case.reference):
            self.task.with_user(self.agent).action_declare_crisis()
        case.write(
            {
                "stage_id": self._stage("own_not_crisis").id,
                "stage_reason": "It was a false alarm.",
            }
        )
        self.assertNotEqual(self._declare(self.task), case)

    def test_taken_out(self):
        """What does not belong there is taken out, and both sides say so."""
        case = self._declare(self.task)
        self.task.with_user(self.agent).action_leave_crisis()
        self.assertFalse(self.task.crisis_case_id)
        self.assertIn(case.reference, self.task.message_ids[0].body)
        self.assertIn(self.task.name, case.message_ids[0].body)

    def test_deleted(self):
        """The case tells that there was more, and keeps what was copied to it."""
        self._attach(self.task, "noon.pdf")
        case = self._declare(self.task)
        self.task.unlink()
        self.assertIn("The noon bulletin", case.message_ids[0].body)
        self.assertEqual(self._files(case).mapped("name"), ["noon.pdf"])

    def test_archived(self):
        """What was archived is found from the case all the same."""
        other = self._new_task("Another")
        case = self._declare(self.task | other).with_user(self.agent)
        self.task.active = False
        action = case.action_open_source_tasks()
        found = self.env["project.task"].with_context(**action["context"])
        self.assertEqual(found.search(action["domain"]), self.task | other)


@tagged("post_install", "-at_install")
class TestSourceRights(SourceCase):
    """Declaring and linking need the rights of both sides."""

    def test_only_agents_declare(self):
        """Production may work on the task, and may not make it a crisis."""
        with self.assertRaises(AccessError):
            self.task.with_user(self.production).action_declare_crisis()
        with self.assertRaises(AccessError):
            self.task.with_user(self.production).write({"crisis_case_id": 1})
        views = self.task.with_user(self.production).get_views([(False, "form")])
        self.assertNotIn("action_declare_crisis", views["views"]["form"]["arch"])

    def test_production_sees_the_number_only(self):
        """Who works on the task sees that it is a crisis, but not the case."""
        case = self._declare(self.task)
        task = self.task.with_user(self.production)
        self.assertEqual(task.crisis_case_reference, case.reference)
        with self.assertRaises(AccessError):
            task.read(["crisis_case_id"])

    def test_foreign_case_can_not_be_joined(self):
        """Nobody links a record to a case that he does not work on, by any way."""
        foreign = self._file(self.other_agent, team_id=self.other_team.id)
        task = self.task.with_user(self.agent)
        with self.assertRaises(AccessError):
            task.crisis_case_id = foreign.id
            task.flush_recordset()
        wizards = self.env["crisis.declare"].with_user(self.agent)
        added = {
            "res_model": "project.task",
            "res_ids": str(task.id),
            "mode": "add",
        }
        with self.assertRaises(AccessError), self.cr.savepoint():
            wizards.create(added | {"document_id": foreign.id})
        # one that becomes another desk's while the dialog is open
        own = self._file(self.agent)
        wizard = wizards.create(added | {"document_id": own.id})
        with self.assertRaises(AccessError), self.cr.savepoint():
            wizard.document_id = foreign
        self._lighten(
            own.with_user(self.manager),
            team_id=self.other_team.id,
            user_id=self.other_agent.id,
        )
        self.env.invalidate_all()
        with self.assertRaises(AccessError), self.cr.savepoint():
            wizard.action_declare()

    def test_foreign_case_can_not_be_left_or_opened(self):
        """Who does not work on the case can't take a record out of it or open it."""
        self.task.sudo().crisis_case_id = self._file(
            self.other_agent, team_id=self.other_team.id
        )
        task = self.task.with_user(self.agent)
        with self.assertRaises(AccessError):
            task.action_leave_crisis()
        with self.assertRaises(AccessError):
            task.action_open_crisis_case()

    def test_record_that_can_not_be_seen(self):
        """The dialog tells nothing of records that the user may not read."""
        private = self.env["project.project"].create(
            {"name": "Closed circle", "privacy_visibility": "followers"}
        )
        hidden = self._new_task("Secret", project_id=private.id)
        wizard = self.env["crisis.declare"].with_user(self.agent)
        with self.assertRaises(AccessError):
            wizard.create({"res_model": hidden._name, "res_ids": str(hidden.id)})
        with self.assertRaises(UserError):
            wizard.create({"res_model": "res.users", "res_ids": "1"})

    def test_other_company(self):
        """A record is no part of a case of another company."""
        foreign = self._file(self.foreign_agent, company_id=self.company_2.id)
        with self.assertRaisesRegex(UserError, "another company"):
            self.task.sudo().crisis_case_id = foreign

    def test_nothing_to_declare(self):
        """What is gone, or may not be read, is said in words."""
        hidden = self.env["project.project"].create(
            {"name": "Secret", "privacy_visibility": "followers"}
        )
        secret = self._new_task("Behind the curtain", project_id=hidden.id)
        gone = self._new_task("Gone")
        gone.unlink()
        wizards = self.env["crisis.declare"].with_user(self.agent)
        for ids in (str(gone.id), "", "x", str(secret.id)):
            with self.subTest(ids=ids):
                with self.assertRaises(UserError), self.cr.savepoint():
                    wizards.create({"res_model": "project.task", "res_ids": ids})

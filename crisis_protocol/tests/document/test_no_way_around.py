import contextlib

from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import tagged

from ..common_access import AccessCase

# What a client may send so that Odoo leaves out what it would do by itself.
LEFT_OUT = ("tracking_disable", "mail_notrack", "mail_activity_automation_skip")


@tagged("post_install", "-at_install")
class TestNoWayAround(AccessCase):
    """What Odoo keeps and reminds of, no key or value of a client leaves out."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.document = cls._file()

    def _changes(self, document):
        self.flush_tracking()
        document.invalidate_recordset()
        values = document.sudo().message_ids.tracking_value_ids
        return set(values.field_id.mapped("name"))

    def test_changes_leave_a_trace(self):
        """Level, responsible, what the customer said: whoever would leave that out."""
        severe = self.env.ref("crisis_protocol.level_severe")
        for key in LEFT_OUT[:2]:
            document = self._file()
            before = self._changes(document)
            document.with_context(**{key: True}).write(
                {
                    "level_id": severe.id,
                    "user_id": self.supervisor.id,
                    "health_customer": "bad",
                }
            )
            with self.subTest(key=key):
                told = self._changes(document) - before
                self.assertLessEqual({"level_id", "user_id", "health_customer"}, told)

    def test_reminders_are_made(self):
        """The activities that ask for review, answer and production are made."""
        left_out = dict.fromkeys(LEFT_OUT, True)
        document = self.document.with_context(**left_out)
        document.level_id.sudo().review_explanation = True
        document.explanation = "<p>The keyword was misspelt on Monday.</p>"
        document.action_confirm_facts()
        self._customer_writes(document)
        document._production_done()
        types = document.sudo().activity_ids.activity_type_id
        for name in ("review", "answer", "production"):
            kind = self.env.ref(f"crisis_protocol.mail_activity_type_{name}")
            self.assertIn(kind, types, name)

    def test_supervisor_stays_a_follower(self):
        """An agent takes nobody off who has to follow; who goes himself is named."""
        self.document.level_id = self.env.ref("crisis_protocol.level_severe")
        watcher = self.supervisor.partner_id
        self.assertIn(watcher, self.document.message_partner_ids)
        own = self.document.with_user(self.agent)
        subtype = self.env.ref("mail.mt_note")
        for way in (
            lambda: own.message_unsubscribe(watcher.ids),
            lambda: own.message_subscribe(watcher.ids, subtype.ids),
            lambda: own.write({"message_partner_ids": [Command.unlink(watcher.id)]}),
        ):
            with contextlib.suppress(UserError), self.cr.savepoint():
                way()
            self.env.invalidate_all()
            self.assertIn(watcher, self.document.message_partner_ids)
        self.document.with_user(self.supervisor).message_unsubscribe(watcher.ids)
        self.document.invalidate_recordset()
        self.assertNotIn(watcher, self.document.message_partner_ids)
        last = self.document.message_ids.sorted("id")[-1:]
        self.assertIn(self.supervisor.name, last.body)
        own.message_subscribe(self.plain.partner_id.ids)
        own.message_unsubscribe(self.plain.partner_id.ids)

    def test_duty_stays_where_it_is(self):
        """What shows a duty is moved to no other case, and becomes nothing else."""
        activity = self.document.sudo().control_ids[:1].activity_id
        self.assertTrue(activity)
        other = self._file()
        todo = self.env.ref("mail.mail_activity_data_todo")
        for vals in (
            {"res_id": other.id},
            {
                "res_model_id": self.env["ir.model"]._get_id("res.partner"),
                "res_id": self.contact.id,
            },
            {"activity_type_id": todo.id},
        ):
            for user in (self.agent, self.manager):
                own = activity.with_user(user)
                with self.subTest(vals=vals, user=user.login):
                    with self.assertRaises(UserError), self.cr.savepoint():
                        own.write(vals)
        plain = self.document.activity_schedule(
            "mail.mail_activity_data_todo", user_id=self.agent.id
        )
        plain.activity_type_id = self.env.ref("mail.mail_activity_data_call")
        activity.with_user(self.agent).write({"res_id": self.document.id})

    def test_nobody_is_made_up(self):
        """A contact that a client makes is real, whatever he says or is used to."""
        partners = self.env["res.partner"].with_user(self.manager)
        self.manager.group_ids |= self.env.ref("base.group_partner_manager")
        self.env["ir.default"].with_user(self.manager).set(
            "res.partner", "crisis_is_drill", True, user_id=True
        )
        made = partners.create({"name": "Elif", "crisis_is_drill": True})
        made |= partners.with_context(default_crisis_is_drill=True).create(
            {"name": "Elif"}
        )
        made |= partners.browse(partners.name_create("Elif")[0])
        self.assertFalse(any(made.mapped("crisis_is_drill")))

from datetime import datetime, timedelta

from odoo import fields
from odoo.fields import Domain

from odoo.addons.mail.tests.common import freeze_all_time

from ..common import CrisisCase

MONDAY = datetime(2026, 3, 2, 9, 0)


class CrisisDutyCase(CrisisCase):
    """Duties on a Monday morning, when time stands still.

    A severe case runs round the clock, so that only what is asked for decides.
    """

    @classmethod
    def setUpClass(cls):
        cls.enterClassContext(freeze_all_time(MONDAY))
        super().setUpClass()
        cls.level = cls.env.ref("crisis_protocol.level_severe")
        cls.kinds = cls.env["crisis.duty.mixin"]._duty_models()
        cls.colleague = cls._new_user("colleague", "agent")
        cls.team.member_ids += cls.colleague

    @classmethod
    def _file(cls, user=None, **vals):
        """A severe case, filed by the agent."""
        return super()._file(user, **({"level_id": cls.level.id} | vals))

    def _later(self, **delta):
        return freeze_all_time(MONDAY + timedelta(**delta))

    def _of_kind(self, document, kind):
        """The open control of this kind."""
        return document.control_ids.filtered(
            lambda control: control.kind == kind and control.state == "open"
        )

    def _notice_to(self, document, user):
        return document.notice_ids.filtered(
            lambda notice: notice.receiver_id == user.partner_id
        )

    def _promise(self, document, **delta):
        """The next word, promised by the agent for so much later."""
        due = fields.Datetime.now() + timedelta(**(delta or {"hours": 1}))
        return (
            self.env["crisis.promise"]
            .with_user(self.agent)
            .create({"document_id": document.id, "date_due": due})
        )

    def _begin_handover(self, document, receiver):
        """The agent's card for handing over, not given yet."""
        return (
            self.env["crisis.handover"]
            .with_user(self.agent)
            .create(
                {
                    "document_id": document.id,
                    "receiver_id": receiver.id,
                    "date_due": fields.Datetime.now() + timedelta(hours=1),
                    "situation": "The customer waits for the recording.",
                }
            )
        )

    def _hand_over(self, document, receiver):
        """A hand-over of the agent's case that its receiver has not accepted yet."""
        handover = self._begin_handover(document, receiver)
        handover.action_give()
        return handover

    def _note_to_tell(self, document):
        """A notice that the agent made by hand: somebody to be told, not told yet."""
        return (
            self.env["crisis.notice"]
            .with_user(self.agent)
            .create(
                {
                    "document_id": document.id,
                    "description": "The minister's driver",
                    "way": "oral",
                    "date_due": fields.Datetime.now() + timedelta(hours=1),
                }
            )
        )

    def _order(self, document):
        """What the agent orders from a production unit for the case."""
        wizard = self.env["crisis.production.inform"].with_user(self.agent)
        values = {"document_id": document.id, "unit_ids": self.unit.ids}
        wizard.create(values).action_inform()
        return document.sudo().task_ids

    def _one_of_each(self, document):
        """An open duty of each kind on the case that the agent can end by himself.

        What is owed to the customer is done by a word alone, and to lead is asked of
        the supervisor alone: see `test_owed_word` and `test_lead`.
        """
        self._order(document)
        self._promise(document)
        self._hand_over(document, self.colleague)
        due = fields.Datetime.now() + timedelta(hours=1)
        document.sudo()._owe_mail("not_arrived", None, due, receivers="Elif")
        duties = [
            document.sudo().delivery_ids.filtered(lambda d: d.kind == "delivery"),
            self._of_kind(document, "system"),
            self._notice_to(document, self.supervisor),
            document.promise_ids,
            document.mail_duty_ids,
            document.handover_ids,
        ]
        apart = {"crisis.lead", "crisis.owed.word"}
        kinds = {kind._name for kind in self.kinds} - apart
        self.assertEqual({duty._name for duty in duties}, kinds)
        return [duty.with_user(self.agent) for duty in duties]

    def _duties(self, document):
        """All duties of the case, whatever has become of them."""
        return [
            duty
            for kind in self.kinds
            for duty in kind.sudo().search([("document_id", "=", document.id)])
        ]

    def _open(self, document):
        return [duty for duty in self._duties(document) if duty.state == "open"]

    def _cancel(self, duty, user, reason="The customer asked for it"):
        """Cancel a duty as the user does: through the dialog that asks why."""
        action = duty.with_user(user).action_cancel()
        wizard = self.env[action["res_model"]].with_user(user)
        wizard = wizard.with_context(**action["context"]).create({"reason": reason})
        return wizard.action_cancel()

    def _chatter(self, document):
        """What the chatter says, latest first, as text."""
        self.flush_tracking()
        return "\n".join(document.sudo().message_ids.mapped("body"))

    def _clock_menu(self, document):
        """The activities of the case's duties that stand in anybody's clock menu."""
        own = Domain("res_model", "=", "crisis.document") & Domain(
            "res_id", "=", document.id
        )
        ordered = Domain("res_model", "=", "project.task") & Domain(
            "res_id", "in", document.sudo().task_ids.ids
        )
        shows_duty = Domain("crisis_duty_model", "!=", False)
        return self.env["mail.activity"].search(shows_duty & (own | ordered))

    def _run_the_job(self):
        with self.enter_registry_test_mode():
            self.env.ref("crisis_protocol.ir_cron_watch").method_direct_trigger()
        self.env.invalidate_all()

    def _state(self, document):
        """Everything about the duties of a case that a second look must not change."""
        names = ["state", "date_due", "user_id", "date_planned", "planned_user_id"]
        names += ["date_done", "done_by_id", "cancel_reason", "date_step"]
        names.append("activity_id")
        self.env.flush_all()
        return {
            (duty._name, duty.id): {name: duty[name] for name in names}
            for duty in self._duties(document)
        }

    def _owed(self, document):
        """What is open on the case: {(kind of activity, whom it concerns): due}."""
        found = {}
        for duty in self._open(document):
            whom = duty.receiver_id.name if duty._name == "crisis.notice" else ""
            key = duty.type_id.with_context(lang="en_US").name, whom
            self.assertNotIn(key, found, "nothing is owed twice")
            found[key] = duty.date_due
        return found

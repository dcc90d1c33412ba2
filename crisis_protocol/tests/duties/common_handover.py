from datetime import timedelta

from odoo import fields

from odoo.addons.mail.tests.common import freeze_all_time

from ..common_access import AccessCase


class HandoverCase(AccessCase):
    """A case of the agent passes to a colleague, or to somebody of another desk."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.colleague = cls._new_user("colleague", "agent")
        cls.team.member_ids |= cls.colleague
        cls.document = cls._file()

    @classmethod
    def _prepared(cls, receiver=None, document=None, user=None, **vals):
        """A hand-over that is written, but not given yet."""
        document = document or cls.document
        values = {
            "document_id": document.id,
            "date_due": fields.Datetime.now() + timedelta(days=1),
            "receiver_id": receiver and receiver.id,
            "situation": "The director waits for the clip",
        }
        handovers = cls.env["crisis.handover"].with_user(user or cls.agent)
        return handovers.create(values | vals)

    @classmethod
    def _given(cls, receiver=None, document=None, **vals):
        """A hand-over that waits for its receiver."""
        handover = cls._prepared(receiver or cls.colleague, document, **vals)
        handover.action_give()
        cls.env.flush_all()
        return handover

    @classmethod
    def _refuse(cls, handover, user, reason="I am on the road"):
        handover = handover.with_user(user)
        handover.refusal = reason
        return handover.action_refuse()

    def _cancel(self, duty, user, reason="I stay longer today"):
        wizard = self.env["crisis.duty.cancel"].with_user(user)
        wizard.create(
            {"duty_model": duty._name, "duty_id": duty.id, "reason": reason}
        ).action_cancel()

    def _cards(self, user):
        """Return the hand-overs that stand in the clock menu of this user."""
        activities = self.env["mail.activity"].search(
            [("user_id", "=", user.id), ("crisis_duty_model", "=", "crisis.handover")]
        )
        return self.env["crisis.handover"].search(
            [("activity_id", "in", activities.ids)]
        )

    def _messages_to(self, user):
        return self.env["mail.message"].search(
            [("partner_ids", "in", user.partner_id.ids)]
        )

    def _leave(self, user, substitute=None):
        """The user is away from now on."""
        if user.crisis_substitute_id != substitute:
            user.crisis_substitute_id = substitute
        user.out_of_office_from = self.env.cr.now().replace(microsecond=0)

    def _sweep(self, moment):
        """Run the scheduled job at that moment, as the server does."""
        cron = self.env.ref("crisis_protocol.ir_cron_watch")
        with freeze_all_time(moment), self.enter_registry_test_mode():
            self.assertIs(cron.method_direct_trigger(), True)

import re
from contextlib import contextmanager
from datetime import timedelta

from odoo import fields
from odoo.fields import Command

from ..common_access import AccessCase

LINK = re.compile(r"/crisis/mine/notice/([\d-]+)")


class NoticeCase(AccessCase):
    """Who has to be told of a case, and whether it is proven that he was."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.mild, cls.serious, cls.severe = (
            cls.env.ref(f"crisis_protocol.level_{name}")
            for name in ("notable", "serious", "severe")
        )
        # the shipped one tells the supervisor; that of these tests tells nobody
        cls.mild.inform_supervisor = False
        cls.office = cls.env["res.partner"].create(
            {"name": "Press office", "email": "office@example.com", "lang": "en_US"}
        )
        cls.plain.write({"lang": "en_US", "notification_type": "inbox"})

    @classmethod
    def _role(cls, name, users):
        return cls.env["res.role"].create(
            {"name": name, "user_ids": [Command.set(users.ids)]}
        )

    @classmethod
    def _open(cls, document):
        return document.sudo().notice_ids.filtered(lambda n: n.state == "open")

    def _notice(self, document, partner):
        """Return the one open notice of this person."""
        notice = self._open(document).filtered(lambda n: n.receiver_id == partner)
        self.assertEqual(len(notice), 1)
        return notice

    @classmethod
    def _receivers(cls, document):
        """Return each person to be told, as often as he is, by name."""
        return sorted(cls._open(document).mapped("receiver_id.name"))

    def _names(self, *people):
        return sorted(person.name for person in people)

    @contextmanager
    def _sent(self):
        """Collect the notices that are written meanwhile, as {partner: messages}."""
        collected, before = {}, self._written()
        yield collected
        self.env.flush_all()
        for notification in self._written() - before:
            collected.setdefault(notification.res_partner_id, self.env["mail.message"])
            collected[notification.res_partner_id] |= notification.mail_message_id

    def _written(self):
        """Return every link of ours that went to somebody, by inbox or by mail."""
        return self.env["mail.notification"].search(
            [("mail_message_id.body", "like", "/crisis/mine/notice/")]
        )

    def _link(self, message):
        """Return the link that comes into the mail of the message's one receiver."""
        (ids,) = set(LINK.findall(message.body))
        notices = self.env["crisis.notice"].browse(map(int, ids.split("-")))
        return notices._own_link(message.partner_ids)

    def _token(self, message):
        return self._link(message).rpartition("/")[2]

    def _activity(self, document, user):
        """Return the one activity that asks this user about a notice."""
        activity = document.sudo().activity_ids.filtered(
            lambda a: a.user_id == user and a.crisis_duty_model == "crisis.notice"
        )
        self.assertEqual(len(activity), 1)
        return activity.with_user(user)

    def _by_hand(self, document, user=None, **vals):
        """Add somebody who has to be told, as an agent does."""
        due = fields.Datetime.now() + timedelta(days=1)
        values = {"document_id": document.id, "date_due": due}
        notices = self.env["crisis.notice"].with_user(user or self.agent)
        return notices.create(values | vals)

    def _cancel(self, notice, user, reason="He is on the call with us"):
        wizard = self.env["crisis.duty.cancel"].with_user(user)
        wizard.create(
            {"duty_model": notice._name, "duty_id": notice.id, "reason": reason}
        ).action_cancel()

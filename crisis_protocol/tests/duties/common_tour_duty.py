from datetime import timedelta

from odoo import fields
from odoo.fields import Command
from odoo.tests import HttpCase

from odoo.addons.mail.tests.common import freeze_all_time

from ..common import CrisisCase

# in minutes, as the levels count
DAY = 24 * 60


class DutyTourCase(HttpCase, CrisisCase):
    """Cases on which something is due about now, on a level that runs day and night.

    The browser has the real time; only the cases are made in the past.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # the day must not end for anybody while the browser works
        zone = f"Etc/GMT{fields.Datetime.now().hour - 12:+d}"
        users = cls.agent | cls.supervisor | cls.other_agent
        users.tz = zone
        cls.colleague = cls._new_user("colleague", "agent")
        cls.colleague.tz = zone
        cls.team.member_ids |= cls.colleague
        cls.level = cls.env.ref("crisis_protocol.level_severe").copy(
            {
                "name": "Level of the test",
                "clock": "always",
                "first_word_minutes": 3 * DAY,
                "customer_word_minutes": 3 * DAY,
                "explanation_minutes": 3 * DAY,
                "acceptance_minutes": 3 * DAY,
                "silence_minutes": 3 * DAY,
                "control_system_minutes": DAY,
                "control_customer_minutes": DAY,
                "control_widening": 0,
                "notice_minutes": 60,
                "inform_supervisor": False,
                "inform_managers": False,
                "step_ids": [Command.clear()],
            }
        )
        # the category proposes a level: let it propose this one
        category = cls.env.ref("crisis_protocol.category_own_missed_item")
        category.level_id = cls.level

    @classmethod
    def _file(cls, user=None, **vals):
        values = {"level_id": cls.level.id, "contact_id": cls.contact.id}
        return super()._file(user, **values | vals)

    @classmethod
    def _ago(cls, minutes):
        """Let it be so many minutes ago."""
        return freeze_all_time(fields.Datetime.now() - timedelta(minutes=minutes))

    @classmethod
    def _promise(cls, document, minutes):
        """Let the agent have promised the next word for so many minutes from now."""
        due = fields.Datetime.now() + timedelta(minutes=minutes)
        with cls._ago(30):
            return (
                cls.env["crisis.promise"]
                .with_user(document.env.user)
                .create({"document_id": document.id, "date_due": due})
            )

    def _open(self, document, kind=None):
        """Return the open duties of this kind of control, or of all kinds."""
        if kind:
            return document.control_ids.filtered(
                lambda control: control.kind == kind and control.state == "open"
            )
        return [duty for duties in document._open_duties() for duty in duties]

    def _chatter(self, document):
        return "\n".join(document.sudo().message_ids.mapped("body"))

from odoo.fields import Command

from odoo.addons.crisis_protocol.tests.sources.common_source import SourceCase
from odoo.addons.mail.tests.common import mail_new_test_user


class TicketCase(SourceCase):
    """Tickets of the customer in a team of their own, seen by who works at both desks.

    The agent works at both; `clerk` at the helpdesk alone; `visitor` and `rival` are
    portal users, of the customer and of another company.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.agent.group_ids += cls.env.ref("helpdesk_mgmt.group_helpdesk_user_team")
        cls.clerk = mail_new_test_user(
            cls.env,
            login="crisis_clerk",
            groups="helpdesk_mgmt.group_helpdesk_user_team",
            email="clerk@example.com",
            notification_type="inbox",
        )
        cls.visitor = cls._portal_user("visitor", cls.customer)
        cls.rival = cls._portal_user(
            "rival", cls.env["res.partner"].create({"name": "Ege", "is_company": True})
        )
        cls.new, cls.working, cls.done = (
            cls.env.ref(f"helpdesk_mgmt.helpdesk_ticket_stage_{name}")
            for name in ("new", "in_progress", "done")
        )
        cls.ticket_team = cls.env["helpdesk.ticket.team"].create(
            {
                "name": "First line",
                "alias_name": "first-line",
                "user_ids": [Command.set((cls.agent | cls.clerk).ids)],
            }
        )
        cls.ticket = cls._new_ticket("The report is empty")

    @classmethod
    def _portal_user(cls, login, company):
        user = mail_new_test_user(
            cls.env,
            login=f"crisis_{login}",
            password=f"crisis_{login}",
            groups="base.group_portal",
            email=f"{login}@example.com",
        )
        user.partner_id.parent_id = company
        return user

    @classmethod
    def _new_ticket(cls, name, **vals):
        channel = cls.env.ref("helpdesk_mgmt.helpdesk_ticket_channel_phone")
        values = {
            "name": name,
            "description": f"<p>In the customer's words: {name}.</p>",
            "partner_id": cls.contact.id,
            "partner_name": cls.contact.name,
            "partner_email": cls.contact.email,
            "team_id": cls.ticket_team.id,
            "channel_id": channel.id,
        }
        ticket = cls.env["helpdesk.ticket"].create(values | vals)
        ticket.user_id = False
        cls.env.flush_all()
        cls.cr.precommit.run()  # what the creation itself has to tell
        return ticket

    def _no_crisis(self, case):
        case.with_user(self.agent).write(
            {
                "stage_id": self._stage("own_not_crisis").id,
                "stage_reason": "It was a false alarm.",
            }
        )

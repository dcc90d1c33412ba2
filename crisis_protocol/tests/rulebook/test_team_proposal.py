from odoo.tests import Form, tagged

from ..common import CrisisCase


@tagged("post_install", "-at_install")
class TestTeamProposal(CrisisCase):
    """Which desk a document is filed under, while nobody has said so."""

    def test_desk_of_the_responsible(self):
        """The desk is the responsible's, whoever files."""
        self.assertEqual(self._file().team_id, self.team)
        values = {"user_id": self.other_agent.id}
        self.assertEqual(self._file(self.manager, **values).team_id, self.other_team)

    def test_desk_of_the_supervisor(self):
        """A supervisor is of the desk that he leads."""
        values = {"user_id": self.supervisor.id}
        self.assertEqual(self._file(self.agent, **values).team_id, self.team)
        self.assertEqual(self._file(self.supervisor).team_id, self.team)

    def test_desk_of_who_files(self):
        """While nobody is responsible, it is the desk of who files."""
        self.assertEqual(self._file(user_id=False).team_id, self.team)

    def test_chosen_desk_is_kept(self):
        """A desk that was chosen is not taken back when the responsible changes."""
        document = self._file()
        document.with_user(self.manager).user_id = self.other_agent
        self.assertEqual(document.team_id, self.team)

    def test_desk_stays_in_the_form(self):
        """Clearing the responsible in the form does not move the case away."""
        with Form(self.env["crisis.document"].with_user(self.agent)) as form:
            form.name = "Mails do not arrive"
            form.protocol_id = self.own
            form.partner_id = self.customer
            form.user_id = self.env["res.users"]
            self.assertEqual(form.team_id, self.team)
        self.assertEqual(form.record.team_id, self.team)

    def test_desk_is_of_the_company(self):
        """A document is filed under a desk of its own company."""
        document = self._file(self.foreign_agent)
        self.assertEqual(document.team_id, self.foreign_team)
        self.assertEqual(document.company_id, self.company_2)

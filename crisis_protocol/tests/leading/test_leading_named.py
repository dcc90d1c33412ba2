from odoo.exceptions import AccessError
from odoo.tests import tagged

from .common_leading import LeadingCase

SECRET = "The system is down"


@tagged("post_install", "-at_install")
class TestLeadingNamed(LeadingCase):
    """Who may not read the leading case sees its number, however he asks."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.follower = cls._follower(name="Nothing arrives")
        cls.lead.sudo().write(
            {"team_id": cls.other_team.id, "user_id": cls.other_agent.id}
        )
        cls.number = cls.lead.sudo().reference
        cls.control = cls.follower.sudo().control_ids[:1]
        cls.env.flush_all()
        cls.env.invalidate_all()

    def _ways(self, user):
        """Yield (name, call) of the ways to see by what cases are grouped."""
        cases = self.env["crisis.document"].with_user(user)
        own = [("id", "=", self.follower.id)]
        groupby, path = ["leading_id"], "document_id.leading_id"
        controls = self.env["crisis.control"].with_user(user)
        named = {"leading_id": {"fields": {"display_name": {}}}}
        yield "groups", lambda: cases.web_read_group(own, groupby, ["__count"])
        yield "old groups", lambda: cases.read_group(own, ["leading_id"], groupby)
        yield "formatted", lambda: cases.formatted_read_group(own, groupby, [])
        yield "path", lambda: controls.formatted_read_group([], [path], ["__count"])
        yield "panel", lambda: cases.search_panel_select_range("leading_id")
        yield "read", lambda: cases.browse(self.follower.id).read(["leading_id"])
        yield "web read", lambda: cases.browse(self.follower.id).web_read(named)
        yield (
            "through a control",
            lambda: controls.browse(self.control.id).web_read(
                {"document_id": {"fields": named}}
            ),
        )
        yield (
            "export",
            lambda: cases.browse(self.follower.id).export_data(
                ["leading_reference", "leading_id", "leading_id/name"]
            ),
        )

    def test_hidden(self):
        """No group, panel or export tells the topic of a case of another desk."""
        self.agent.group_ids += self.env.ref("base.group_allow_export")
        for way, act in self._ways(self.agent):
            self.env.invalidate_all()
            try:
                said = repr(act())
            except AccessError as error:
                said = str(error)
                self.assertEqual(way, "export")
            else:
                self.assertIn(self.number, said, way)
            self.assertNotIn(SECRET, said, way)

    def test_shown(self):
        """Who may read it sees its topic."""
        for way, act in self._ways(self.manager):
            self.env.invalidate_all()
            if way != "export":
                self.assertIn(SECRET, repr(act()), way)

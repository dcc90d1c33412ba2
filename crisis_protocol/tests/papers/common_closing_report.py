from odoo.fields import Command

from ..common_access import AccessCase


class ClosingReportCase(AccessCase):
    """A case of ours that is over, with all that happened on it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.colleague = cls._new_user("colleague", "agent")
        cls.team.member_ids |= cls.colleague
        cls.document = cls._over()

    @classmethod
    def _over(cls, **vals):
        """A closed case of the agent, whose customer says that it is over."""
        document = cls._at("own_follow_up", **vals)
        document.stage_id = cls._stage("own_closed")
        return document

    @classmethod
    def _report(cls, document=None, **vals):
        """Open the report as the agent does, filled in."""
        document = document or cls.document
        action = document.action_open_report()
        report = document.env[action["res_model"]].browse(action["res_id"])
        report.write({"changes": "Two people read each new keyword."} | vals)
        return report

    @classmethod
    def _reviewed(cls, document=None):
        report = cls._report(document)
        report.action_ask_review()
        report.with_user(cls.supervisor).action_review()
        return report

    def _composer(self, document=None, **values):
        template = self.env.ref("crisis_protocol.mail_template_report")
        return (
            self.env["mail.compose.message"]
            .with_user(self.agent)
            .with_context(
                default_model="crisis.document",
                default_res_ids=(document or self.document).ids,
                default_template_id=template.id,
                default_subtype_xmlid="mail.mt_comment",
                **values,
            )
            .create({})
        )

    def _step(self, report, name):
        report.write({"step_ids": [Command.create({"name": name})]})
        return report.step_ids.filtered(lambda step: step.name == name)

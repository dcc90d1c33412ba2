from odoo.tests import Form

from ..common import CrisisCase


class SourceCase(CrisisCase):
    """Tasks that turn out to be a crisis, declared in the dialog as people do."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.task = cls._new_task("The noon bulletin did not arrive")

    @classmethod
    def _new_task(cls, name, **vals):
        values = {
            "name": name,
            "project_id": cls.project.id,
            "partner_id": cls.contact.id,
            "description": f"<p>Told by telephone: {name}.</p>",
        }
        return cls.env["project.task"].create(values | vals)

    def _declare(self, sources, user=None, **vals):
        """Say that these are a crisis; return the case that opens."""
        action = sources.with_user(user or self.agent).action_declare_crisis()
        wizards = self.env[action["res_model"]].with_user(user or self.agent)
        with Form(wizards.with_context(**action["context"])) as form:
            for name, value in vals.items():
                setattr(form, name, value)
        opened = form.record.action_declare()
        return self.env["crisis.document"].browse(opened["res_id"])

    def _attach(self, record, name):
        return self.env["ir.attachment"].create(
            {
                "name": name,
                "raw": b"a bulletin",
                "res_model": record._name,
                "res_id": record.id,
            }
        )

    def _files(self, record):
        return self.env["ir.attachment"].search(
            [("res_model", "=", record._name), ("res_id", "=", record.id)]
        )

    def _tell(self, case, body="Good morning, we are at it.", **values):
        """Write to the customer's contact, as the agent."""
        return case.with_user(self.agent).message_post(
            body=body,
            message_type="comment",
            subtype_xmlid="mail.mt_comment",
            partner_ids=self.contact.ids,
            **values,
        )

    def _close(self, case, stage="own_closed"):
        """Bring the case to its end."""
        self._complete(case.with_user(self.agent))
        case.with_user(self.supervisor).stage_id = self._stage(stage)

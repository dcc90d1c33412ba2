from odoo.fields import Command

from .common_production import ProductionCase


class OrderMakingCase(ProductionCase):
    """Two units with templates: the report waits for what monitoring finds."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["crisis.unit"].search([]).active = False
        cls.television, cls.radio, cls.press = cls.env["crisis.media"].create(
            [{"name": name} for name in ("Our television", "Our radio", "Our press")]
        )
        cls.editor = cls._new_user("editor", "production")
        cls.closed_project = cls.env["project.project"].create(
            {
                "name": "Templates",
                "privacy_visibility": "followers",
                "allow_task_dependencies": True,
            }
        )
        cls.project.allow_task_dependencies = True
        cls.archive, cls.chart = cls.env["project.role"].create(
            [{"name": "Archive"}, {"name": "Charts"}]
        )
        cls.watch = cls._new_template("Watch", description="<p>Begin with today</p>")
        cls.check = cls._new_template("Check the sources", cls.watch)
        cls.search_archive = cls._new_template(
            "Search the archive",
            cls.watch,
            role_ids=cls.archive.ids,
            depend_on_ids=cls.check.ids,
        )
        cls.write_up = cls._new_template("Write", depend_on_ids=cls.watch.ids)
        cls.draw = cls._new_template("Draw", cls.write_up, role_ids=cls.chart.ids)
        cls.monitoring, cls.report = cls.env["crisis.unit"].create(
            [
                {
                    "name": "Watchers",
                    "user_ids": cls.production.ids,
                    "media_ids": (cls.television | cls.radio).ids,
                    "task_template_id": cls.watch.id,
                    "role_ids": cls.archive.ids,
                },
                {
                    "name": "Writers",
                    "user_ids": cls.editor.ids,
                    "task_template_id": cls.write_up.id,
                },
            ]
        )

    @classmethod
    def _new_template(cls, name, parent=None, **vals):
        many = {
            key: [Command.set(vals.pop(key))] for key in list(vals) if "_ids" in key
        }
        return cls.env["project.task"].create(
            {
                "name": name,
                "project_id": cls.closed_project.id,
                "parent_id": parent.id if parent else False,
                "is_template": not parent,
                "user_ids": False,
                **vals,
                **many,
            }
        )

    def _customer_case(self, **vals):
        return self._file(
            **{
                "protocol_id": self.customer_protocol.id,
                "description": "<p>Passengers are stuck</p>",
                "media_ids": [Command.set(self.television.ids)],
                "keywords": "Poyraz",
                **vals,
            }
        )

    def _dialog(self, document):
        """The dialog as it opens for the agent."""
        action = document.with_user(self.agent).action_inform_production()
        wizards = self.env[action["res_model"]].with_user(self.agent)
        return wizards.with_context(**action["context"]).create({})

    def _tell(self, order):
        """What was said to production on an order since it was given."""
        return order.sudo().message_ids.filtered(
            lambda message: "What is wanted has changed" in message.body
        )

from odoo import api, fields, models
from odoo.exceptions import UserError


class CrisisUnit(models.Model):
    """A production unit: who does the work that a crisis asks for (S0-40)."""

    _name = "crisis.unit"
    _description = "Production Unit"
    _order = "sequence, id"
    _check_company_auto = True

    name = fields.Char(required=True, translate=True)
    active = fields.Boolean(default=True)
    sequence = fields.Integer(default=10)
    company_id = fields.Many2one("res.company", help="Empty: for every company.")
    user_ids = fields.Many2many(
        "res.users",
        string="Assignees",
        domain="[('share', '=', False)]",
        help="Receive the unit's tasks.",
    )
    manager_id = fields.Many2one(
        "res.users",
        domain="[('share', '=', False)]",
        index="btree_not_null",
        help="Told when the unit gets an order, or when it went wrong there.",
    )
    role_ids = fields.Many2many(
        "project.role",
        string="Roles",
        help="Subtasks of a template with one of these roles go to the people of this "
        "unit, also those of another unit's order.",
    )
    media_ids = fields.Many2many(
        "crisis.media",
        string="Media Covered",
        groups="crisis_protocol.group_crisis_agent",
        help="The unit is proposed where a customer wants one of these.",
    )
    category_ids = fields.Many2many(
        "crisis.category",
        string="Kinds of Crisis",
        groups="crisis_protocol.group_crisis_agent",
        help="The unit is proposed in these, and in the finer ones below them.",
    )
    project_id = fields.Many2one(
        "project.project",
        check_company=True,
        help="Receives the unit's tasks. Empty: the project of the team.",
    )
    task_template_id = fields.Many2one(
        "project.task",
        check_company=True,
        index="btree_not_null",
        domain="[('is_template', '=', True)]",
        help="The unit's orders are made from it, with its subtasks. Where it is "
        "blocked by the template of another unit, so is the order.",
    )

    @api.ondelete(at_uninstall=False)
    def _unlink_only_unused(self):
        """Who delivered what stays known."""
        # also in other companies, and in projects that the manager does not see
        orders = self.env["project.task"].sudo().with_context(active_test=False)
        used = orders.search([("crisis_unit_id", "in", self.ids)]).crisis_unit_id
        deliveries = orders.env["crisis.delivery"]
        used |= deliveries.search([("unit_id", "in", self.ids)]).unit_id
        if used:
            raise UserError(
                self.env._(
                    "%s has had orders and is kept. Archive it instead.",
                    ", ".join(used.mapped("name")),
                )
            )

    def _present_template(self):
        """Return the template that orders are made from, if it is one still."""
        self.ensure_one()
        # set up by a manager: the agent who orders needs no right on it
        template = self.sudo().task_template_id
        return template.filtered(lambda task: task.active and task.is_template)

    def _people_in(self, company):
        """Return the people of these units who work in a company."""
        # of another's companies one may read only those that are one's own, too
        people = self.sudo().user_ids
        return people.filtered(lambda user: company in user.company_ids)

    def _people_in_roles(self, roles, takers):
        """Return who takes these roles in an order of this unit.

        The unit's own people come first; else those of the units that have the role.

        :param dict takers: {role: units}
        """
        people = self.env["res.users"]
        for role in roles:
            units = self if role in self.role_ids else takers.get(role, self.browse())
            people |= units.user_ids
        return people

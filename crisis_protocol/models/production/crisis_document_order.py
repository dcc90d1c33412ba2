from odoo import fields, models
from odoo.exceptions import UserError


class CrisisDocument(models.Model):
    """The orders to production: one task for each unit (S0-40, S0-72…78).

    Orders are the system's doing: templates and projects are set up by managers, and
    the agent needs no rights on them. Only who may write the case may order.
    """

    _inherit = "crisis.document"

    def _inform_production(self, units, note=""):
        """Make an order for each unit, with all that the unit has to know.

        :param str note: what these units need to know besides
        :return: the orders; their subtasks hang below them
        :raise UserError: if a unit has no project to receive its task
        """
        self.ensure_one()
        self.check_access("write")
        homeless = self._homeless(units)
        if homeless:
            raise UserError(self._homeless_line(homeless))
        # the system makes them in projects and from templates that managers have set up
        tasks, units = self.env["project.task"].sudo(), units.sudo()
        rows = [
            (unit._present_template(), unit, self._order_data(unit, note))
            for unit in units
        ]
        orders = tasks._crisis_make(rows, self._role_takers())
        self._send_material(orders, self._material())
        self._tie_orders(orders)
        return orders.with_env(self.env)

    def _with_traces(self):
        """Also what a unit was ordered."""
        # also in projects that he does not see, and when it is over
        tasks = self.env["project.task"].sudo().with_context(active_test=False)
        ordered = tasks.search(
            [("crisis_document_id", "in", self.ids), ("crisis_unit_id", "!=", False)]
        )
        return super()._with_traces() | ordered.crisis_document_id.with_env(self.env)

    def _role_takers(self):
        """Return {role: units whose people take it}, of this case's company."""
        takers = {}
        # the system makes the orders, and reads all units at once for them
        units = self._production_units().sudo()
        for unit in units:
            for role in unit.role_ids:
                takers[role] = takers.get(role, units.browse()) | unit
        return takers

    def _production_units(self):
        """Return all units that may work for this case."""
        return self.env["crisis.unit"].search(
            [("company_id", "in", [False, self.company_id.id])]
        )

    def _homeless(self, units):
        """Return the units without a project for their orders."""
        team_project = self.team_id.project_id
        return units.filtered(lambda unit: not (unit.project_id or team_project))

    def _homeless_line(self, units):
        return self.env._(
            "There is no project for the tasks of %s. Ask a manager to set one on the "
            "team or on the unit.",
            ", ".join(units.mapped("name")),
        )

    def _order_data(self, unit, note):
        template = unit._present_template()
        known = template._crisis_template_data() if template else {}
        people = unit._people_in(self.company_id)
        people |= template.user_ids.filtered("active")
        return known | {
            "name": self._order_name(unit, self.name),
            "project_id": (unit.project_id or self.team_id.project_id).id,
            "crisis_document_id": self.id,
            "crisis_unit_id": unit.id,
            "user_ids": [fields.Command.set(people.ids)],
            "partner_id": self.partner_id.id,
            "priority": self.level_id.task_priority,
            "date_deadline": self._production_deadline(),
            "state": "01_in_progress",
            "crisis_brief": self._for_unit(unit)._production_brief(note),
            "crisis_note": note,
        }

    def _order_name(self, unit, topic):
        """Return a name that tells the orders of a case apart, as its people say it."""
        name = unit.with_env(self._for_unit(unit).env).name
        return f"{self.reference} {name}: {topic}"

    def _production_deadline(self):
        """Return when production has to deliver: as agreed, or by the level's clock."""
        now = fields.Datetime.now()
        if self.date_first_delivery and self.date_first_delivery > now:
            return self.date_first_delivery
        level = self.level_id
        return level._deadline(
            level.production_minutes, self.team_id.resource_calendar_id, now
        )

    def _send_material(self, orders, files):
        """Give orders their own copies of files that the customer gave.

        Only of those that the user may read: naming a file in a case is no way to
        get hold of it.
        """
        # to attach them takes a right on the orders
        files = files._filtered_access("read").sudo()
        for order in orders:
            files.copy({"res_model": order._name, "res_id": order.id})

    def _tie_orders(self, orders):
        """Let orders wait for each other as the templates of their units do.

        Also for those of other units that were given earlier.
        """
        made = orders | orders._get_all_subtasks()
        templates = made.crisis_template_id
        tied = templates.depend_on_ids | templates.dependent_ids
        if not tied:
            return
        # earlier ones may be in a project that he does not see
        given = self.sudo().task_ids
        present = made.search(
            [
                ("id", "child_of", given.ids),
                ("crisis_template_id", "in", (templates | tied).ids),
                ("is_closed", "=", False),
            ]
        )
        made._crisis_tie(present)

    def _open_orders(self):
        """Return the orders of these cases that are not finished yet."""
        # also in projects that the desk does not see
        tasks = self.env["project.task"].sudo()
        return tasks.search(
            [("crisis_document_id", "in", self.ids), ("crisis_is_order", "=", True)]
        )

import operator as operators

from odoo import api, fields, models
from odoo.fields import Domain

from odoo.addons.project.models.project_task import CLOSED_STATES

from ...tools.constants import ANSWERS
from ...tools.dialog import dialog

# The line on top names so many open tasks.
NAMED = 5
COMPARE = {
    "in": lambda count, values: count in values,
    ">": operators.gt,
    ">=": operators.ge,
    "<": operators.lt,
    "<=": operators.le,
}


class CrisisDocument(models.Model):
    """What production is asked for, and how far it is (S0-40, S0-60)."""

    _inherit = "crisis.document"

    production_needed = fields.Selection(
        ANSWERS,
        "Production Has Work To Do",
        default="not_asked",
        copy=False,
        help="Say “No” where nothing has to be produced, so that nobody waits for it.",
    )
    production_reason = fields.Text(
        "Why Production Has Nothing To Do",
        store=False,
        help="Needed where production is not needed. Write it together with the “No”; "
        "it is kept with your name.",
    )
    asks_why_no_production = fields.Boolean(
        compute="_compute_asks_why_no_production", export_string_translation=False
    )
    task_ids = fields.One2many(
        "project.task", "crisis_document_id", "Production Tasks", copy=False
    )
    task_count = fields.Integer("Tasks", compute="_compute_task_count")
    open_task_count = fields.Integer(
        "Open Tasks",
        compute="_compute_task_count",
        search="_search_open_task_count",
        help="Orders that are not finished, and what finished ones left undone.",
    )

    @api.depends("task_ids.state", "task_ids.child_ids.state")
    def _compute_task_count(self):
        # how far production is concerns everybody who may read the case
        found, none = self._find_tasks(), self.env["project.task"]
        for document in self:
            tasks = found.get(document._origin.id, none)
            document.task_count = len(tasks)
            document.open_task_count = len(tasks.filtered(self._is_undone))

    @api.model
    def _search_open_task_count(self, operator, value):
        if operator not in COMPARE:
            return NotImplemented
        # whether production is ready does not depend on what one may see
        orders = self.env["project.task"].sudo()
        cases = orders.search([("crisis_document_id", "!=", False)]).crisis_document_id
        fits = {
            id_: COMPARE[operator](len(tasks.filtered(self._is_undone)), value)
            for id_, tasks in cases._find_tasks().items()
        }
        if COMPARE[operator](0, value):  # so do all that have no order
            # (0 is none: the condition asks for something where nothing is open, too)
            others = [id_ for id_ in fits if not fits[id_]]
            return Domain("id", "not in", [0, *others])
        return Domain("id", "in", [id_ for id_ in fits if fits[id_]])

    @api.model
    def _is_undone(self, task):
        return task.state not in CLOSED_STATES

    def _find_tasks(self):
        """Return {id of a case: its orders, and what finished ones left undone}.

        What is open below an open one is a part of that.
        """
        # some may be in a project that the desk does not see
        tasks = self.env["project.task"].sudo()
        names = ["state", "parent_id", "crisis_document_id"]
        mine = [("crisis_document_id", "in", self._origin.ids)]
        level = tasks.search_fetch(mine, names)
        case_of = {task: task.crisis_document_id.id for task in level}
        found = level.grouped(lambda task: case_of[task])
        while finished := level.filtered(lambda task: not self._is_undone(task)):
            below = tasks.search_fetch([("parent_id", "in", finished.ids)], names)
            level = below.filtered(lambda task: task not in case_of)
            for task in level:
                case_of[task] = case_of[task.parent_id]
                if self._is_undone(task):
                    found[case_of[task]] |= task
        return found

    @api.depends("production_needed")
    def _compute_asks_why_no_production(self):
        for document in self:
            known = document._origin.production_needed
            document.asks_why_no_production = (
                document.production_needed == "no" != known
            )

    @api.model
    def _waiver_reasons(self):
        return super()._waiver_reasons() | {"production": "production_reason"}

    @api.model
    def _waiver_fields(self):
        return super()._waiver_fields() | {"production_needed"}

    def _waivers(self):
        waivers = super()._waivers()
        if self.production_needed == "no":
            name = self.env._("Production has nothing to do")
            waivers["production", 0] = {"gate_name": name}
        return waivers

    def action_inform_production(self):
        """Ask which units are to work on the case, and make their tasks."""
        self.ensure_one()
        return dialog(
            self.env["crisis.production.inform"],
            self.env._("Inform production"),
            default_document_id=self.id,
        )

    def action_waive_production(self):
        """Ask why production has nothing to do."""
        return self._ask_waiver(
            "production", self.env._("Nothing for production, because …")
        )

    def action_open_tasks(self):
        """Open the orders of this document, and what finished ones left undone."""
        self.ensure_one()
        self.check_access("read")
        tasks = self._find_tasks().get(self.id, self.env["project.task"])
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Production tasks"),
            "res_model": "project.task",
            "view_mode": "list,kanban,form",
            "domain": [
                "|",
                ("crisis_document_id", "=", self.id),
                ("id", "in", tasks.ids),
            ],
            # Odoo's list leaves subtasks out by itself
            "context": {"create": False, "subtask_action": True},
        }

    def _gate_words(self, gate):
        """Name what is open, and whose it is, where production holds the case."""
        words = super()._gate_words(gate)
        if gate.next_step != "tasks":
            return words
        tasks = self._find_tasks().get(self._origin.id, self.env["project.task"])
        undone = tasks.filtered(self._is_undone)
        names = [task._crisis_open_line() for task in undone[:NAMED]]
        if len(undone) > NAMED:
            names.append(self.env._("… and %s more", len(undone) - NAMED))
        return " – ".join(filter(None, [words, ", ".join(names)]))

    def _on_tasks_changed(self, tasks):
        """Say on the document which tasks were finished, dropped or blocked.

        Production works without rights on the document, so this is the system's
        doing. When the last task is done, the responsible gets an activity.
        """
        for document in self.sudo():
            own = tasks.filtered(
                lambda task, d=document: task.crisis_document_id.id == d.id
            )
            labels = dict(own._fields["state"]._description_selection(self.env))
            document._post_news(
                body=document._list_html(
                    self.env._(
                        "%(task)s: %(state)s",
                        task=t._crisis_label(),
                        state=labels[t.state],
                    )
                    for t in own.sudo()
                ),
                subtype_xmlid="crisis_protocol.mt_production",
                author_id=self.env.user.partner_id.id,
            )
            if not document.open_task_count and not document.is_closed:
                document._production_done()

    def _on_order_withdrawn(self, unit, reason, instead):
        """Say who took an order back or gave it away, and why.

        :param str unit: who had it, as people say it
        :param instead: the `crisis.unit` that has it now, if there is one
        """
        self.ensure_one()
        if instead:
            line = self.env._(
                "%(unit)s has the order no more, it is given to %(other)s.",
                unit=unit,
                other=instead.name,
            )
        else:
            line = self.env._("%s has the order no more: it is withdrawn.", unit)
        self._post_news(
            body=self._list_html([line, self.env._("Reason: %s", reason)]),
            subtype_xmlid="crisis_protocol.mt_production",
            author_id=self.env.user.partner_id.id,
        )
        if not self.open_task_count and not self.is_closed:
            self._production_done()

    def _production_done(self):
        """Ask the responsible, once, to look at what production has done."""
        self.ensure_one()
        kind = self.env.ref("crisis_protocol.mail_activity_type_production")
        if kind in self.activity_ids.activity_type_id:
            return
        self._in_desk_language().activity_schedule(
            "crisis_protocol.mail_activity_type_production",
            date_deadline=fields.Date.context_today(self),
            user_id=self._responsible_or_supervisor().id or False,
        )

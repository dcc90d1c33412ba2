from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from ...tools.inside import Inside

STATES = [
    ("new", "Not received yet"),
    ("received", "Received"),
    ("refused", "Can't be done"),
    ("over", "Over"),
    ("withdrawn", "Withdrawn"),
]
# What the plan of an order follows from.
PLANNED_BY = {
    "active",
    "is_template",
    "state",
    "stage_id",
    "user_ids",
    "crisis_unit_id",
    "crisis_document_id",
}


class ProjectTask(models.Model):
    """A task that orders something from a production unit, and what the unit answers.

    An order is a task of a unit for a case. The case's own rules apply to it: the unit
    says that it has arrived, by when it delivers, what it delivered, or why it can't.
    """

    _inherit = "project.task"

    crisis_delivery_ids = fields.One2many(
        "crisis.delivery",
        "task_id",
        "Deliveries",
        readonly=True,
        copy=False,
        groups="crisis_protocol.group_crisis_production",
    )
    crisis_date_ordered = fields.Datetime(
        "Ordered On",
        compute="_compute_crisis_date_ordered",
        # precomputed it would keep portal users from making tasks
        store=True,
        copy=False,
        help="When the unit was last told what is wanted.",
    )
    crisis_is_order = fields.Boolean(
        compute="_compute_crisis_order_state",
        store=True,
        copy=False,
        export_string_translation=False,
    )
    crisis_order_state = fields.Selection(
        STATES, "Order", compute="_compute_crisis_order_state", store=True, copy=False
    )
    crisis_refusal = fields.Text("Why It Can't Be Done", readonly=True, copy=False)
    crisis_date_due = fields.Datetime(
        "Next Delivery", compute="_compute_crisis_date_due", store=True, copy=False
    )
    crisis_customer = fields.Char(
        related="crisis_document_id.partner_id.name",
        string="Crisis Customer",
        related_sudo=True,
    )
    crisis_level_color = fields.Integer(
        related="crisis_document_id.level_color",
        related_sudo=True,
        export_string_translation=False,
    )

    # what is over is no part of it, so that old orders slow nothing down
    _crisis_due_idx = models.Index(
        "(crisis_date_due, id) WHERE crisis_is_order IS TRUE"
    )

    @api.depends("crisis_document_id", "crisis_unit_id")
    def _compute_crisis_date_ordered(self):
        now = fields.Datetime.now()
        for task in self:
            is_order = task.crisis_document_id and task.crisis_unit_id
            task.crisis_date_ordered = is_order and (task.crisis_date_ordered or now)

    @api.depends(
        # not on whether it is closed, which would cost each move of a case a look at
        # its tasks: what is owed ends and begins with it
        "crisis_document_id",
        "crisis_unit_id",
        "crisis_refusal",
        "is_template",
        "state",
        "crisis_delivery_ids.state",
        "crisis_delivery_ids.kind",
    )
    def _compute_crisis_order_state(self):
        for task in self:
            document = task.crisis_document_id
            is_given = bool(document and task.crisis_unit_id)
            is_order = is_given and not task.is_template
            is_over = task.is_closed or document.is_closed
            task.crisis_is_order = is_order and not is_over
            if not is_order:
                task.crisis_order_state = False
            elif task.state == "1_canceled":
                task.crisis_order_state = "withdrawn"
            elif is_over:
                task.crisis_order_state = "over"
            elif task.crisis_refusal:
                task.crisis_order_state = "refused"
            elif task._crisis_receipts():
                task.crisis_order_state = "new"
            else:
                task.crisis_order_state = "received"

    @api.depends("crisis_delivery_ids.state", "crisis_delivery_ids.date_due")
    def _compute_crisis_date_due(self):
        for task in self:
            task.crisis_date_due = task._crisis_next_delivery().date_due

    # ------------------------------------------------------------------
    # The plan
    # ------------------------------------------------------------------

    @api.model
    def default_get(self, fields):
        """What Odoo keeps of an order begins empty, whatever anybody is used to."""
        return super().default_get([n for n in fields if not self._crisis_is_kept(n)])

    @api.model_create_multi
    def create(self, vals_list):
        if not self.env.su:
            vals_list = [self._crisis_filter_handed_in(vals) for vals in vals_list]
        tasks = super().create(vals_list)
        tasks._crisis_on_ordered()._reconcile_duties()
        return tasks

    def write(self, vals):
        if not self.env.su:
            vals = self._crisis_filter_handed_in(vals)
            self._crisis_check_change(vals)
        if not PLANNED_BY & vals.keys():
            return super().write(vals)
        # who works on the task may not see its case, a guest not even its unit
        orders = self.sudo()
        documents = orders.crisis_document_id
        documents._lock_rows()
        before = {task: task._crisis_given() for task in orders}
        result = super().write(vals)
        documents |= orders.crisis_document_id
        if documents:
            self._crisis_finish_by_hand()
            orders._crisis_give_anew(before)
            documents |= self._crisis_on_ordered()
            documents._reconcile_duties()
        return result

    @api.model
    def _crisis_filter_handed_in(self, vals):
        return {n: value for n, value in vals.items() if not self._crisis_is_kept(n)}

    @api.model
    def _crisis_is_kept(self, name):
        """Whether only Odoo itself writes a field; handed in, it is left aside."""
        field = self._fields.get(name)
        return bool(field) and name.startswith("crisis_") and field.readonly

    @api.ondelete(at_uninstall=False)
    def _unlink_no_answered_order(self):
        """What a unit has answered proves something: it stays."""
        # also against who does not see what a unit has answered
        answered = self.sudo().crisis_delivery_ids.filtered(lambda d: d._is_settled())
        if answered:
            raise UserError(
                self.env._(
                    "The unit has answered on this order, so it is kept: %s. Cancel it "
                    "instead.",
                    ", ".join(answered.task_id.mapped("display_name")),
                )
            )

    def unlink(self):
        # nobody deletes deliveries but with their order, whoever may delete that
        deliveries = self.sudo().crisis_delivery_ids
        if deliveries:
            self._unlink_no_answered_order()
            documents = deliveries.document_id
            # their activities stand on the task and go with it
            deliveries.unlink()
            result = super().unlink()
            documents._reconcile_duties()
            return result
        return super().unlink()

    def _crisis_on_ordered(self):
        """Keep on the cases when production first heard of them.

        :return: the cases
        """
        # who makes the task need not see the case
        documents = self.sudo().filtered("crisis_is_order").crisis_document_id
        fresh = documents.filtered(lambda d: not d.date_production_informed)
        fresh._write_past_reactions({"date_production_informed": fields.Datetime.now()})
        return documents

    def _crisis_on_brief_changed(self):
        """The unit was told something new: it has to say again that it knows."""
        self._crisis_forget_refusal()
        # only the system says when it was told
        self.sudo().write({"crisis_date_ordered": self._crisis_time_of_order()})

    def _crisis_time_of_order(self):
        """Return when these are ordered anew: later than the last time.

        A receipt belongs to the order of its time; what was confirmed within the same
        second was confirmed before.
        """
        known = [
            d + timedelta(seconds=1) for d in self.mapped("crisis_date_ordered") if d
        ]
        return max([fields.Datetime.now(), *known])

    def _crisis_finish_by_hand(self):
        """Who ends a task in Odoo's own way has received and delivered."""
        if self.env.user.share:  # a customer on a shared project delivers nothing
            return
        # who works on the task need not be of the unit that owes it
        done = self.sudo().filtered(lambda task: task.state == "1_done")
        waiting = done.crisis_delivery_ids.filtered(lambda d: d.state == "open")
        # (in his name all the same)
        for delivery in waiting.with_user(self.env.user).sudo():
            delivery._finish("")

    # ------------------------------------------------------------------
    # What the unit answers
    # ------------------------------------------------------------------

    def _crisis_check_answer(self):
        """Refuse answers of who may not write the task, or is not of its unit.

        :raise AccessError: also for guests: a project may be shared with the customer
        """
        self.check_access("write")
        self._crisis_check_of_unit()

    def _crisis_check_of_unit(self):
        """Refuse who has no part in these orders (S0-40).

        The people of a unit answer for it, who else was given the task or what is owed
        on it, and the desk that ordered it. A right on all tasks of a project makes
        nobody one of them.

        :raise AccessError: for anybody else
        """
        if self.env.su:
            return
        # who is asked need not see the case, nor the people of a unit
        orders = self.sudo().filtered("crisis_is_order")
        others = orders.filtered(
            lambda task: self.env.user not in task._crisis_people()
        )
        documents = others.crisis_document_id.with_env(self.env)
        if self.env.user.share or (others and not documents.has_access("read")):
            raise AccessError(self.env._("Only the unit answers on its order."))

    def _crisis_people(self):
        """Return who has a part in an order: its unit, and whom it was given to."""
        waiting = self.crisis_delivery_ids.filtered(lambda d: d.state == "open")
        return self.user_ids | self.crisis_unit_id.user_ids | waiting.user_id

    def _crisis_check_change(self, vals):
        """Let nobody deliver, give away or take an order who has no part in it.

        Who manages projects may give it to somebody, and a guest delivers nothing.
        """
        user = self.env.user
        is_given = bool({"user_ids", "crisis_unit_id"} & vals.keys())
        is_given &= not user.has_group("project.group_project_manager")
        if (is_given or vals.get("state") == "1_done") and not user.share:
            self._crisis_check_of_unit()

    def _crisis_forget_refusal(self):
        # what was refused is kept by the system alone
        refused = self.sudo().filtered("crisis_refusal")
        if refused:
            refused.write({"crisis_refusal": False, "state": "01_in_progress"})

    def _crisis_receipts(self):
        # whoever may write the task answers, also who is not of the unit
        return self.sudo().crisis_delivery_ids.filtered(
            lambda d: d.kind == "receipt" and d.state == "open"
        )

    def _crisis_next_delivery(self):
        # whoever may write the task answers, also who is not of the unit
        waiting = self.sudo().crisis_delivery_ids.filtered(
            lambda d: d.kind == "delivery" and d.state == "open"
        )
        return waiting.sorted("date_due")[:1]

    def action_crisis_received(self):
        """The unit says that the order has arrived (S0-40).

        Said twice, it changes nothing. After “can't”, it means that it can after all.
        """
        self._crisis_check_answer()
        self._crisis_forget_refusal()
        self._crisis_receipts()._acknowledge_receipt()

    def action_crisis_when(self):
        """Ask by when it will be there."""
        return self._crisis_dialog("when", self.env._("Will be there by"))

    def action_crisis_deliver(self):
        """Ask what was delivered: file, link or note."""
        return self._crisis_dialog("do", self.env._("Delivered"))

    def action_crisis_refuse(self):
        """Ask why it can't be done."""
        return self._crisis_dialog("refuse", self.env._("Can't be done"))

    def _crisis_dialog(self, view, title):
        self.ensure_one()
        self._crisis_check_answer()
        delivery = self._crisis_next_delivery() or self._crisis_receipts()[:1]
        if not delivery or (view != "refuse" and delivery.kind == "receipt"):
            raise UserError(self.env._("Nothing is owed on this order now."))
        view = self.env.ref(f"crisis_protocol.crisis_delivery_view_form_{view}")
        return delivery.with_env(self.env)._dialog(title) | {
            "views": [(view.id, "form")]
        }

    def _crisis_refuse(self, reason):
        """Keep why the unit can't do it, and tell who leads the case."""
        for task in self:
            # production has no rights on the case, and ends what is owed by a reason
            order = task.sudo()
            waiting = order.crisis_delivery_ids.filtered(lambda d: d.state == "open")
            waiting._write_as_system({"refusal": reason})
            waiting._cancel(reason)
            # still open: somebody has to find another way
            order.with_context(crisis_is_told=Inside()).write(
                {"crisis_refusal": reason, "state": "02_changes_requested"}
            )
            order.crisis_document_id.with_user(self.env.user)._on_refusal(order, reason)

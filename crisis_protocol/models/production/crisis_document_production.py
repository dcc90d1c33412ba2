from collections import Counter

from odoo import api, fields, models

from odoo.addons.project.models.project_task import CLOSED_STATES

from ...tools.constants import ANSWERS
from ...tools.dialog import dialog


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
    open_task_count = fields.Integer("Open Tasks", compute="_compute_task_count")

    @api.depends("task_ids.state")
    def _compute_task_count(self):
        # How far production is concerns everybody who may read the document.
        groups = (
            self.env["project.task"]
            .sudo()
            ._read_group(
                [("crisis_document_id", "in", self.ids)],
                ["crisis_document_id", "state"],
                ["__count"],
            )
        )
        total, still_open = Counter(), Counter()
        for document, state, count in groups:
            total[document.id] += count
            still_open[document.id] += 0 if state in CLOSED_STATES else count
        for document in self:
            document.task_count = total[document._origin.id]
            document.open_task_count = still_open[document._origin.id]

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

    def action_open_tasks(self):
        """Open the orders of this document, and what finished ones left undone."""
        self.ensure_one()
        # what hangs below is shown by the rights of who looks
        ended = self.sudo().task_ids.filtered("is_closed")
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Production tasks"),
            "res_model": "project.task",
            "view_mode": "list,kanban,form",
            "domain": [
                "|",
                ("crisis_document_id", "=", self.id),
                "&",
                ("id", "child_of", ended.ids),
                ("is_closed", "=", False),
            ],
            "context": {"create": False},
        }

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

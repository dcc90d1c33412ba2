from collections import Counter

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import is_html_empty

from odoo.addons.project.models.project_task import CLOSED_STATES

from .crisis_document import ANSWERS


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

    def action_inform_production(self):
        """Ask which units are to work on the case, and make their tasks."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Inform production"),
            "res_model": "crisis.production.inform",
            "view_mode": "form",
            "target": "new",
            "context": {"default_document_id": self.id},
        }

    def action_open_tasks(self):
        """Open the production tasks of this document."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Production tasks"),
            "res_model": "project.task",
            "view_mode": "list,kanban,form",
            "domain": [("crisis_document_id", "=", self.id)],
            "context": {"create": False},
        }

    def _inform_production(self, units, note=""):
        """Make one task for each unit, with all that the unit has to know.

        :raise UserError: if a unit has no project to receive its task
        """
        self.ensure_one()
        project = self.team_id.project_id
        homeless = units.filtered(lambda unit: not (unit.project_id or project))
        if homeless:
            raise UserError(
                self.env._(
                    "There is no project for the tasks of %s. Ask a manager to set one "
                    "on the team or on the unit.",
                    ", ".join(homeless.mapped("name")),
                )
            )
        deadline = self._production_deadline()
        tasks = self.env["project.task"].create(
            [
                {
                    "name": f"{self.reference} {self.name}",
                    "project_id": (unit.project_id or project).id,
                    "crisis_document_id": self.id,
                    "crisis_unit_id": unit.id,
                    "user_ids": [fields.Command.set(unit.user_ids.ids)],
                    "partner_id": self.partner_id.id,
                    "priority": self.level_id.task_priority,
                    "date_deadline": deadline,
                    "description": self._for_unit(unit)._production_brief(note),
                }
                for unit in units
            ]
        )
        for task in tasks:
            self._material().copy({"res_model": task._name, "res_id": task.id})
        return tasks

    def _for_unit(self, unit):
        """Return the document in the language and time zone of a unit's people."""
        reader = unit.sudo().user_ids[:1]
        if not reader:
            return self
        return self.with_context(lang=reader.lang, tz=reader.tz)

    def _production_deadline(self):
        """Return when production has to deliver: as agreed, or by the level's clock."""
        now = fields.Datetime.now()
        if self.date_first_delivery and self.date_first_delivery > now:
            return self.date_first_delivery
        level = self.level_id
        return level._deadline(
            level.production_minutes, self.team_id.resource_calendar_id, now
        )

    def _production_brief(self, note=""):
        """Return what production needs, in the customer's own words, as HTML."""
        return self.env["ir.qweb"]._render(
            "crisis_protocol.production_brief",
            {"document": self, "note": note, "is_html_empty": is_html_empty},
            minimal_qcontext=True,
        )

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
            document.message_post(
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

    def _production_done(self):
        """Ask the responsible, once, to look at what production has done."""
        self.ensure_one()
        kind = self.env.ref("crisis_protocol.mail_activity_type_production")
        if kind in self.activity_ids.activity_type_id:
            return
        self._in_desk_language().activity_schedule(
            "crisis_protocol.mail_activity_type_production",
            date_deadline=fields.Date.context_today(self),
            user_id=self._led_by().id or False,
        )

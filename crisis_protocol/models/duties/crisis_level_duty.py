from odoo import api, fields, models
from odoo.fields import Domain

# Rules of a level that orders follow, which are planned task by task.
OF_ORDERS = frozenset({"production_minutes", "receipt_minutes"})


class CrisisLevel(models.Model):
    """A level that changes changes what is owed on its running cases, from now on."""

    _inherit = "crisis.level"

    date_changed = fields.Datetime(
        "Rules Changed On",
        readonly=True,
        copy=False,
        help="What is due by these rules is due no earlier than that.",
    )
    change_note = fields.Char(compute="_compute_change_note")

    @api.depends(
        lambda self: [
            *sorted(OF_ORDERS.union(self._marked("plans_duties"))),
            "step_ids.minutes",
            "step_ids.target",
        ]
    )
    @api.depends_context("lang")
    def _compute_change_note(self):
        """Say before a change is saved which running cases it touches."""
        for level in self:
            is_changed = level._origin and (
                level._changed_rules() or level._is_ladder_changed()
            )
            level.change_note = level._change_words() if is_changed else False

    def _changed_rules(self):
        """Return the rules that differ from what is saved, as names of fields."""
        names = OF_ORDERS.union(self._marked("plans_duties"))
        origin = self._origin
        return [
            name
            for name in sorted(names)
            if name != "step_ids" and self._fields[name].type != "many2many"
            if self[name] != origin[name]
        ]

    def _is_ladder_changed(self):
        """Whether others are told, or at other times, when something is late."""
        now, before = (
            sorted((step.minutes, step.target) for step in level.step_ids)
            for level in (self, self._origin)
        )
        return now != before

    def _change_words(self):
        cases = self._origin._cases_under_way().filtered(lambda d: not d.is_closed)
        due_now = self._due_now(cases)
        if not cases:
            return self.env._("No running case has this level.")
        return self.env._(
            "Running cases of this level: %(count)s. Become due now: %(due)s.",
            count=len(cases),
            due=len(due_now),
        )

    def _cases_under_way(self):
        """Return the cases on which something may be owed by these levels."""
        # also those of other companies, which the manager may not read
        documents = self.env["crisis.document"].sudo()
        # closed ones are still watched for a relapse
        watched = Domain("is_closed", "=", False) | Domain(
            "control_ids", "any", [("state", "=", "open")]
        )
        return documents.search(Domain("level_id", "in", self.ids) & watched)

    def _due_now(self, cases):
        """Return those of the cases on which something is due at once by the new rules.

        :param cases: running cases of this level, read with the system's rights
        """
        now = fields.Datetime.now()
        origin, names = cases.level_id, self._changed_rules()
        found = cases.browse()
        for name in names:
            origin._fields[name]._update_cache(origin, self[name])
        try:
            for model in self.env["crisis.duty.mixin"]._duty_models():
                found |= model.sudo()._overtaken(cases, now)
        finally:
            # nothing of it was meant to be written
            origin.invalidate_recordset(names, flush=False)
        return found

    def write(self, vals):
        marked = OF_ORDERS.union(self._marked("plans_duties"))
        if marked.isdisjoint(vals):
            return super().write(vals)
        result = super().write(vals | {"date_changed": fields.Datetime.now()})
        if not vals.keys().isdisjoint(self._marked("plans_duties")):
            self._cases_under_way()._request_reconcile()
        return result

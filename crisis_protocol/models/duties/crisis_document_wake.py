from datetime import timedelta

from odoo import api, fields, models


class CrisisDocument(models.Model):
    """When the scheduled job has to look at a case, whoever knows it."""

    _inherit = "crisis.document"

    date_look_again = fields.Datetime(
        readonly=True,
        copy=False,
        export_string_translation=False,
        help="Set when the plan of the duties may have changed behind its back.",
    )

    @api.model
    def _wake_at(self, moment):
        """Let the job run at that minute, not only at its interval."""
        precommit = self.env.cr.precommit
        if "crisis.watch" not in precommit.data:
            precommit.data["crisis.watch"] = set()
            precommit.add(self._plan_wake_ups)
        # up to the full minute, so that a hundred cases filed at once wake it once
        minute = moment.replace(second=0, microsecond=0)
        precommit.data["crisis.watch"].add(
            minute if minute == moment else minute + timedelta(minutes=1)
        )

    @api.model
    def _plan_wake_ups(self):
        moments = self.env.cr.precommit.data.pop("crisis.watch", set())
        cron_id = self.env["ir.model.data"]._xmlid_to_res_id(
            "crisis_protocol.ir_cron_watch"
        )
        if cron_id and moments:
            # scheduled jobs are the administrator's
            self.env["ir.cron"].sudo().browse(cron_id)._trigger(sorted(moments))
            self.env.flush_all()

    def _request_reconcile(self):
        """Let the job reconcile these documents as soon as it runs."""
        if self:
            self._write_past_reactions({"date_look_again": fields.Datetime.now()})

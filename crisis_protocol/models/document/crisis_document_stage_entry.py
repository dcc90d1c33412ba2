from markupsafe import Markup

from odoo import fields, models


class CrisisDocument(models.Model):
    """What the entry into a stage sets off: its plan, or the end of what is open."""

    _inherit = "crisis.document"

    def _launch_plans(self):
        """Schedule what the plans of the present stages ask for."""
        for stage, documents in self.grouped("stage_id").items():
            plan = stage.activity_plan_id
            if plan.active:
                company = plan.company_id
                documents.filtered(
                    lambda d, c=company: not c or d.company_id == c
                )._launch_plan(plan)

    def _launch_plan(self, plan):
        """Schedule the activities of a plan, for many cases at the price of one.

        The plan's own dialog does the same case by case, with a message each. No
        mail goes out: who answers for a case hears of the move itself.
        """
        today = fields.Date.context_today(self)
        for template in plan.template_ids:
            for user, documents in self.grouped(
                lambda d, t=template: d._responsible_for(t)
            ).items():
                quietly = documents.with_context(mail_activity_quick_update=True)
                quietly._in_desk_language().activity_schedule(
                    activity_type_id=template.activity_type_id.id,
                    automated=False,
                    summary=template.summary,
                    note=template.note,
                    user_id=user.id,
                    date_deadline=template._get_date_deadline(today),
                )

    def _responsible_for(self, template):
        """Return who does what a plan asks for; nothing stays with nobody."""
        on_demand = self._responsible_or_supervisor() or self.env.user
        found = template._determine_responsible(on_demand, self)
        return found["responsible"] or on_demand

    def _end_work_of_closed(self):
        """End what closed or archived cases leave open, and say so."""
        ended = self.filtered(lambda d: d.is_closed or not d.active)
        # also what production owes, on tasks that the agent may not read
        leaving = {document: document._shown_work() for document in ended.sudo()}
        bodies = {
            document.id: Markup("<p>%s</p>%s")
            % (
                self.env._("No longer needed, since the case is closed:"),
                document._list_html(
                    activity.summary or activity.activity_type_id.name
                    for activity in activities
                ),
            )
            for document, activities in leaving.items()
            if activities
        }
        ended._end_work()
        self.browse(bodies)._message_log_batch(bodies=bodies)

    def _shown_work(self):
        """Return the activities that the case set."""
        return self.activity_ids

    def _drop_activities(self):
        """End all that somebody still has to do on the cases."""
        # also where who ends the case has just passed it on to another desk
        self.sudo().activity_ids.unlink()

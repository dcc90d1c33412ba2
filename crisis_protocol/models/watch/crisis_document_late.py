from odoo import api, fields, models


class CrisisDocument(models.Model):
    """What is late on the case, and who says that he sees to it."""

    _inherit = "crisis.document"

    late_duties = fields.Html("Late", compute="_compute_late_duties", sanitize=False)
    can_acknowledge = fields.Boolean(
        compute="_compute_late_duties", export_string_translation=False
    )

    @api.depends("next_duty_date", "date_silence", "date_gap_alarm")
    @api.depends_context("uid", "lang", "tz")
    def _compute_late_duties(self):
        """Say what is late, as a list, for the line on top of the form."""
        now = fields.Datetime.now()
        late = self.filtered(
            lambda d: (d.next_duty_date and d.next_duty_date < now)
            or (d.date_silence and d.date_silence < now)
            or (d.date_gap_alarm and d.date_gap_alarm < now)
        )
        lines = {document.id: [] for document in late}
        for duties in late._open_duties() if late else ():
            for duty in duties.with_env(self.env):
                if duty.date_due < now:
                    lines[duty.document_id.id].append(duty._late_line())
        for document in self:
            texts = lines.get(document.id, [])
            if document.date_silence and document.date_silence < now:
                texts = [*texts, document._silence_line()]
            if document.date_gap_alarm and document.date_gap_alarm < now:
                texts = [*texts, document._gap_line()]
            document.late_duties = bool(texts) and self._list_html(texts)
            document.can_acknowledge = bool(texts)

    def action_acknowledge(self):
        """“I see to it”: the ladder of all that is late begins anew from now."""
        self.check_access("write")
        now = fields.Datetime.now()
        for duties in self._open_duties():
            duties.filtered(lambda duty: duty.date_due < now)._acknowledge_late()
        self._acknowledge_silence()
        body = self.env._("%s sees to what is late.", self.env.user.name)
        self._message_log_batch(bodies=dict.fromkeys(self.ids, body))

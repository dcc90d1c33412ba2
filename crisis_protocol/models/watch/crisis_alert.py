from datetime import timedelta

from odoo import api, fields, models

# Nobody waits longer for what is told to him, however much the job has to do.
LONGEST = timedelta(minutes=5)


class CrisisAlert(models.Model):
    """What the scheduled job has still to tell somebody: one line on one case.

    The job commits batch by batch. What it finds is noted with each batch, so that it
    is not lost if the job is cut off, and told in one message for each reader.
    """

    _name = "crisis.alert"
    _description = "Alert To Be Sent"
    _order = "id"

    user_id = fields.Many2one(
        "res.users", "Reader", required=True, readonly=True, ondelete="cascade"
    )
    document_id = fields.Many2one(
        "crisis.document", required=True, readonly=True, ondelete="cascade"
    )
    line = fields.Text(required=True, readonly=True)

    @api.model
    def _note(self, told):
        """Keep for later who has to be told what.

        :param dict told: {user: {document: [lines]}}; see `_notify_users`
        """
        rows = []
        for user, by_document in told.items():
            for document, lines in by_document.items():
                reader = document.with_context(lang=user.lang, tz=user.tz)
                rows += [
                    {
                        "user_id": user.id,
                        "document_id": document.id,
                        "line": reader._render_line(line),
                    }
                    for line in lines
                ]
        # the job's own notes: nobody has rights on them
        self.sudo().create(rows)

    @api.model
    def _send(self, is_last):
        """Tell what was noted: one message for each reader, however many cases.

        :param bool is_last: nothing else will be noted soon; else it waits a little,
            so that it comes in one message with the rest
        """
        # the job's own notes: nobody has rights on them
        alerts = self.sudo().search([("user_id", "!=", False)])
        waits_since = fields.Datetime.now() - LONGEST
        if not alerts or not (is_last or alerts[0].create_date < waits_since):
            return
        # another server may be about to tell the same
        alerts = alerts.try_lock_for_update()
        told = {}
        for alert in alerts:
            by_document = told.setdefault(alert.user_id, {})
            by_document.setdefault(alert.document_id, []).append(alert.line)
        self.env["crisis.document"]._notify_users(told)
        alerts.unlink()

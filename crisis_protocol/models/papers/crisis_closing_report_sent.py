from odoo import fields, models
from odoo.exceptions import UserError
from odoo.tools import format_datetime

TEMPLATE = "crisis_protocol.mail_template_report"


class CrisisClosingReport(models.Model):
    """The report leaves as a file with a message; then nobody changes it any more."""

    _inherit = "crisis.closing.report"

    date_sent = fields.Datetime("Sent On", readonly=True)
    sent_by_id = fields.Many2one("res.users", readonly=True, ondelete="restrict")
    message_id = fields.Many2one(
        "mail.message",
        "Sent With",
        readonly=True,
        ondelete="set null",
        index="btree_not_null",
        help="The message to which the file is attached.",
    )

    def action_send(self):
        """Open the composer with the message and the report as a file.

        :raise UserError: if it is not reviewed, or on a drill
        """
        self.ensure_one()
        document = self.document_id
        self.env["crisis.reviewed.report"]._check_ready(document)
        action = document.action_write_customer()
        template = self.env.ref(TEMPLATE, raise_if_not_found=False)
        if not template:
            raise UserError(
                self.env._(
                    "The message that takes the report to the customer was deleted. "
                    "Ask a manager for one of the kind “Report after the case”."
                )
            )
        return action | {
            "name": self.env._("Send the report"),
            "context": action["context"] | {"default_template_id": template.id},
        }

    def action_print(self):
        """Print the report as the customer gets it; not reviewed, it says so."""
        report = self.env.ref("crisis_protocol.crisis_document_report_customer")
        return report.report_action(self.document_id, config=False)

    def _is_marked(self):
        """Whether a word behind the text says that this is not for the customer."""
        return self.is_drill or self.state not in ("reviewed", "sent")

    def _paper_date(self):
        """Return the day that stands on the paper: when it was sent, or reviewed."""
        moment = self.date_sent or self.date_reviewed or fields.Datetime.now()
        return format_datetime(
            self.env, moment, tz=str(self.env.tz), dt_format="d MMMM y"
        )

    def _note_sent(self, message=None):
        """The customer has the report now: it stays as it is."""
        self._write_as_system(
            {
                "state": "sent",
                "date_sent": fields.Datetime.now(),
                "sent_by_id": self.env.uid,
                "message_id": message and message.id,
            }
        )

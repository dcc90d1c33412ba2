from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from ...tools.message_text import own_text
from ...tools.said import shortened
from ...tools.sentence import is_sentence

# So much of what he wrote is proposed as the reason.
LONGEST = 300

KINDS = [
    ("after_close", "The customer wrote after the close"),
    ("not_arrived", "A message did not arrive"),
]


class CrisisMailDuty(models.Model):
    """A mail that somebody has to see to: after the end, or one that did not arrive.

    Only Odoo makes them. They are over when the case goes on, when the customer gets a
    word, or when somebody has looked and says why nothing has to be done.
    """

    _name = "crisis.mail.duty"
    _description = "Mail to See To"
    _inherit = "crisis.duty.mixin"

    _document_field = "mail_duty_ids"
    _open_fields = frozenset({"note"})

    kind = fields.Selection(KINDS, required=True, readonly=True)
    message_id = fields.Many2one(
        "mail.message", readonly=True, ondelete="set null", index="btree_not_null"
    )
    reason = fields.Text("Why It Did Not Arrive", readonly=True)
    receivers = fields.Char("Whom It Did Not Reach", readonly=True)
    note = fields.Text(
        "Why Nothing Has To Be Done",
        help="Stays with the case, with your name.",
    )

    @api.depends("kind")
    def _compute_type_id(self):
        return super()._compute_type_id()

    def _type_name(self):
        return self.kind

    def _label(self):
        label = super()._label()
        return f"{label}: {self.receivers}" if self.receivers else label

    def _check_change(self, vals):
        result = super()._check_change(vals)
        if "date_due" in vals and not self._is_supervisor():
            raise UserError(
                self.env._(
                    "The customer does not wait longer because the time is moved. See "
                    "to the mail, or say why nothing has to be done."
                )
            )
        return result

    def _check_cancel(self):
        if not self._is_supervisor():
            raise UserError(
                self.env._("Say with “Seen, nothing to do” why nothing has to be done.")
            )
        return super()._check_cancel()

    def _is_supervisor(self):
        return self.env.user.has_group("crisis_protocol.group_crisis_supervisor")

    def _end_with_case(self):
        """What came after the end does not end with it, not in the archive either."""
        return super(
            CrisisMailDuty, self.filtered(lambda d: d.kind != "after_close")
        )._end_with_case()

    def action_reopen(self):
        """Ask to let the case go on: what the customer wrote is the reason.

        Who presses it reads the words that stay with the case, and may say more.
        """
        self.ensure_one()
        self.check_access("write")
        self._check_open()
        action = self.document_id.action_move_back()
        action["context"]["default_reason"] = self._his_words()
        return action

    def _his_words(self):
        """Return what he wrote, as a reason."""
        # it may stand on a ticket that the desk does not see
        words = shortened(own_text(self.sudo().message_id.body or ""), LONGEST)
        if not words:
            return self.env._("The customer wrote after the close.")
        return self.env._("The customer wrote after the close: “%s”", words)

    def action_write(self):
        """Write to the customer: his next word ends it."""
        self.ensure_one()
        return self.document_id.action_write_customer()

    def action_seen(self):
        """Somebody has looked, and says why nothing has to be done.

        :raise UserError: where that is no sentence
        """
        self.check_access("write")
        for duty in self:
            duty._check_open()
            if not is_sentence(duty.note):
                raise UserError(
                    self.env._(
                        "Say in a sentence why nothing has to be done. It stays with "
                        "the case."
                    )
                )
            duty._finish(duty.note)
        return {"type": "ir.actions.act_window_close"}

    def _do_from_activity(self, feedback):
        if not is_sentence(feedback):
            return False
        self.write({"note": feedback})
        self.action_seen()
        return True

    # ------------------------------------------------------------------
    # Figures and story
    # ------------------------------------------------------------------

    @api.model
    def _figure_kinds(self):
        return dict(self._fields["kind"]._description_selection(self.env))

    @api.model
    def _figure_kind_sql(self):
        return self._column("kind")

    @api.model
    def _timeline_moments(self):
        return super()._timeline_moments() | {
            "lost": SQL(
                "SELECT id, document_id, create_date AS date, 'alarm' AS kind,"
                " NULL::integer AS user_id FROM crisis_mail_duty"
                " WHERE kind = 'not_arrived'%s",
                self._flushed("create_date", "kind"),
            )
        }

    def _tell_lost(self):
        return f"{self._label()}.", self.reason or ""

    def _tell_done(self):
        title, words = super()._tell_done()
        return title, words or self.note or ""

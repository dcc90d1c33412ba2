from markupsafe import Markup

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain
from odoo.tools import SQL

from ...tools.message_text import lines
from ...tools.said import said_reason
from ...tools.sentence import is_answer


class CrisisHandover(models.Model):
    """A case passes to somebody else, with all he has to know (S0-65…67, S0-79, S0-80).

    Two steps: the giver hands over, the receiver accepts. Until then it stays with
    the giver, and the supervisor sees that it hangs.
    """

    _name = "crisis.handover"
    _description = "Hand-over"
    _inherit = "crisis.duty.mixin"

    _document_field = "handover_ids"
    _one_open = models.UniqueIndex(
        "(document_id) WHERE state = 'open'",
        "This case is being handed over already. Open that hand-over instead.",
    )

    _open_fields = frozenset(
        {"receiver_id", "situation", "do_text", "dont_text", "refusal"}
    )

    giver_id = fields.Many2one(
        "res.users",
        "From",
        compute="_compute_giver_id",
        store=True,
        precompute=True,
        index=True,
    )
    receiver_id = fields.Many2one(
        "res.users",
        "Handed Over To",
        index=True,
        domain=lambda self: self._receiver_domain(),
    )
    is_after_hours = fields.Boolean("For the Time After Hours", readonly=True)
    date_given = fields.Datetime("Handed Over On", readonly=True)
    facts = fields.Html("Known Facts", readonly=True, sanitize=False)
    situation = fields.Text(help="In a few words: state, mood, risks.")
    do_text = fields.Text("To Do", help="What has to be done, and how.")
    dont_text = fields.Text("Not To Do", help="What must not be done or said.")
    refusal = fields.Text("Why Refused")

    def _receiver_domain(self):
        group = self.env.ref("crisis_protocol.group_crisis_agent")
        return f"[('all_group_ids', 'in', {group.ids}), ('share', '=', False)]"

    @api.depends("document_id")
    def _compute_giver_id(self):
        for handover in self:
            handover.giver_id = (
                handover.document_id._responsible_or_supervisor() or self.env.user
            )

    def _planned_owner(self):
        return self.receiver_id if self.date_given else self.giver_id

    def _stand_in(self, presence, user):
        """Nobody takes a case over from himself."""
        found = super()._stand_in(presence, user)
        is_giver = self.date_given and found == self.giver_id
        supervisor = self.document_id.team_id._acting_supervisor()
        return supervisor if is_giver else found

    def _can_be_done_by(self, user):
        return self.document_id._can_be_responsible(user)

    @api.model
    def _people_domain(self, users):
        return (
            super()._people_domain(users)
            | Domain("giver_id", "in", users.ids)
            | Domain("receiver_id", "in", users.ids)
        )

    @api.model
    def _reconcile(self, documents, present=None):
        """A hand-over of who does not lead the case any more is over."""
        still_open = super()._reconcile(documents, present)
        needless = still_open.filtered(
            lambda h: h.giver_id != h.document_id._responsible_or_supervisor()
        )
        needless._cancel(self.env._("No longer needed."), is_personal=False)
        return still_open - needless

    @api.constrains("receiver_id", "giver_id")
    def _check_receiver(self):
        for handover in self:
            receiver = handover.receiver_id
            if receiver and receiver == handover.giver_id:
                raise UserError(self.env._("Choose somebody else to hand over to."))
            if receiver and not handover.document_id._can_be_responsible(receiver):
                raise UserError(
                    self.env._(
                        "%s does not work with crisis documents of this company and "
                        "can't take one.",
                        receiver.name,
                    )
                )

    @api.model
    def default_get(self, fields):
        """Show on a new card what there is to know by now."""
        values = super().default_get(fields)
        document = self.env["crisis.document"].browse(values.get("document_id"))
        if document and "facts" in fields and document.has_access("read"):
            values["facts"] = self._facts(document)
        return values

    @api.model_create_multi
    def create(self, vals_list):
        handovers = super().create(vals_list)
        handovers._refresh_facts()
        return handovers

    def action_do(self):
        """Open the card, with what there is to know by now."""
        self.ensure_one()
        if self.state == "open":
            self._refresh_facts()
        return super().action_do()

    def _refresh_facts(self):
        for handover in self:
            handover._write_as_system({"facts": self._facts(handover.document_id)})

    @api.model
    def _facts(self, document):
        """Return what there is to know of a case by now, as HTML."""
        # the receiver reads them here, who may not read the case yet
        return self.env["ir.qweb"]._render(
            "crisis_protocol.handover_facts",
            {"document": document.sudo(), "duty_time": self._time},
            minimal_qcontext=True,
        )

    # ------------------------------------------------------------------
    # The two steps
    # ------------------------------------------------------------------

    def action_give(self):
        """Hand over: from now on the receiver is asked to accept.

        :raise UserError: without receiver or words on how it stands
        """
        self.ensure_one()
        self.check_access("write")
        self._check_open()
        if self.date_given:
            raise UserError(self.env._("This is handed over already."))
        if not self.receiver_id:
            raise UserError(self.env._("Choose who takes the case over."))
        if not is_answer(self.situation):
            raise UserError(self.env._("Say in a few words how it stands."))
        self._refresh_facts()
        self._write_as_system({"date_given": fields.Datetime.now(), "refusal": False})
        self._start_ladder_anew()
        # the receiver, to whom it belongs from now on, may not read the case
        document = self.document_id.sudo()
        document._assign_duties({self._name: self})
        document._message_log(
            body=self.env._(
                "Handed over to %s, who has not accepted yet.", self.receiver_id.name
            ),
            author_id=self.env.user.partner_id.id,
        )
        document._notify_users({self.user_id: {document: [self._please_accept_line]}})
        return {"type": "ir.actions.act_window_close"}

    def _please_accept_line(self):
        return self.env._(
            "%(giver)s hands this case over to you. Please accept by %(time)s.",
            giver=self.giver_id._crisis_name(),
            time=self._time(self.date_due),
        )

    def action_accept(self):
        """Take the case: from now on the receiver is responsible.

        :raise AccessError: for anybody but the receiver or who stands in for him
        """
        self.ensure_one()
        self._check_mine()
        # Until now the receiver may have had no right on the document.
        handover, user = self.sudo(), self.env.user
        document, giver = handover.document_id, handover.giver_id
        self._finish(self.env._("Taken over from %s.", giver.name))
        document.write({"user_id": user.id})
        document._pass_on_duties(giver, user)
        return {"type": "ir.actions.act_window_close"}

    def action_refuse(self):
        """Give the case back, saying why; it has never left the giver.

        :raise UserError: without a reason
        """
        self.ensure_one()
        self._check_mine()
        reason = said_reason(self.env, self.refusal)
        # he may have no right on the document
        handover = self.sudo()
        handover._write_as_system({"date_given": False})
        handover.document_id._assign_duties({self._name: handover})
        text = self.env._(
            "%(user)s can't take the case over: %(reason)s",
            user=self.env.user.name,
            reason=reason,
        )
        document = handover.document_id
        document._message_log(
            body=Markup("<p>%s</p>") % text, author_id=self.env.user.partner_id.id
        )
        document._notify_users({handover.giver_id: {document: [text]}})
        return {"type": "ir.actions.act_window_close"}

    def _check_cancel(self):
        is_giver = self.env.user == self.giver_id
        if not is_giver and not self.env.user.has_group(
            "crisis_protocol.group_crisis_supervisor"
        ):
            raise UserError(self.env._("Refuse the hand-over instead, and say why."))
        return super()._check_cancel()

    def _check_change(self, vals):
        result = super()._check_change(vals)
        is_given = any(handover.date_given for handover in self)
        if "user_id" in vals or (vals.keys() != {"refusal"} and is_given):
            raise UserError(
                self.env._(
                    "Who has to act follows from the hand-over itself. Once it is "
                    "given, wait for the answer."
                )
            )
        return result

    def _check_mine(self):
        self._check_open()
        if not self.date_given:
            raise UserError(self.env._("This is not handed over yet."))
        if self.user_id != self.env.user:
            raise AccessError(
                self.env._("Only %s can answer that.", self.user_id._crisis_name())
            )

    # ------------------------------------------------------------------
    # Story
    # ------------------------------------------------------------------

    @api.model
    def _timeline_moments(self):
        return super()._timeline_moments() | {
            "given": SQL(
                "SELECT id, document_id, date_given AS date, 'duty' AS kind,"
                " giver_id AS user_id FROM crisis_handover"
                " WHERE date_given IS NOT NULL%s",
                self._flushed("date_given", "giver_id"),
            )
        }

    def _tell_given(self):
        title = self.env._(
            "%(who)s handed the case over to %(receiver)s.",
            who=self._name_of(self.giver_id),
            receiver=self._name_of(self.receiver_id),
        )
        return title, lines(self.situation, self.do_text, self.dont_text)

    def _tell_done(self):
        who = self._name_of(self.done_by_id)
        return self.env._("%s took the case over.", who), ""

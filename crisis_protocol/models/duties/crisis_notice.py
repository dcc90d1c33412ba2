from markupsafe import Markup

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain

from ...tools.sentence import is_sentence

WAYS = [("written", "In writing"), ("oral", "Orally")]
SOURCES = [
    ("supervisor", "Supervisor"),
    ("manager", "Manager concerned"),
    ("role", "Role"),
    ("other", "Others to inform"),
    ("customer", "Named by the customer"),
    ("manual", "Added by hand"),
]


class CrisisNotice(models.Model):
    """Somebody has to be told, in writing or orally, and it is proven that he was.

    In writing counts when the receiver confirms; orally when who told him says when
    and how (S0-27…29, S0-47…49, S0-68, S0-69, S0-81, S0-82).
    """

    _name = "crisis.notice"
    _description = "Notice"
    _inherit = "crisis.duty.mixin"

    _document_field = "notice_ids"
    _open_fields = frozenset(
        {
            "way",
            "partner_id",
            "receiver_id",
            "role_id",
            "description",
            "follow",
            "note",
            "channel",
        }
    )
    # Whoever was told once need not be told again.
    _planned_once_states = ("open", "done", "missed", "cancelled")

    way = fields.Selection(WAYS, required=True, default="written")
    source = fields.Selection(SOURCES, "Why", default="manual", readonly=True)
    receiver_id = fields.Many2one(
        "res.partner", "Person", index=True, help="A colleague or somebody outside."
    )
    role_id = fields.Many2one("res.role", index="btree_not_null")
    description = fields.Char(
        "In the Customer's Words", help="As long as it is no contact yet."
    )
    name = fields.Char("To Be Told", compute="_compute_name")
    follow = fields.Boolean(
        "Follows the Case", help="The one who is told follows the case with us."
    )
    date_told = fields.Datetime("Told On", readonly=True)
    told_by_id = fields.Many2one("res.users", readonly=True, ondelete="restrict")
    channel = fields.Selection(
        [("phone", "Telephone"), ("meeting", "In person"), ("other", "Otherwise")],
        "How",
    )
    note = fields.Text(help="What was said, and what the other one answered.")
    confirmed_by_id = fields.Many2one("res.partner", readonly=True)

    what_happened = fields.Html(related="document_id.description")
    can_confirm = fields.Boolean(
        compute="_compute_can_confirm", export_string_translation=False
    )

    @api.depends("state", "date_told", "planned_user_id")
    @api.depends_context("uid")
    def _compute_can_confirm(self):
        for notice in self:
            is_open = notice.state == "open"
            # who was told may not read the case, nor who else is told of it
            notice.can_confirm = is_open and notice.sudo()._is_for(self.env.user)

    @api.depends("receiver_id", "role_id", "description")
    def _compute_display_name(self):
        return super()._compute_display_name()

    @api.depends("receiver_id", "role_id", "description")
    def _compute_name(self):
        for notice in self:
            parts = [notice.receiver_id.name, notice.role_id.name]
            notice.name = (
                ", ".join(filter(None, parts))
                or notice.description
                # a contact may be erased, that he was told is not
                or (notice._origin.id and self.env._("a contact that was erased"))
            )

    @api.depends("date_told")
    def _compute_type_id(self):
        return super()._compute_type_id()

    def _type_name(self):
        return "notice_read" if self.date_told else "notice"

    def _label(self):
        return f"{super()._label()}: {self.name or '–'}"

    @api.constrains("document_id", "receiver_id", "role_id", "description", "follow")
    def _check_receiver(self):
        for notice in self:
            if not (notice.receiver_id or notice.role_id or notice.description):
                raise UserError(self.env._("Say who has to be told."))
            if notice.follow and not notice.receiver_id:
                raise UserError(
                    self.env._("Only a contact can follow the case. Choose one.")
                )

    # ------------------------------------------------------------------
    # Who has to be told
    # ------------------------------------------------------------------

    @api.model
    def _planned_duty_values(self, documents):
        owed = []
        for document in documents:
            if document.is_closed or not document.active:
                continue
            due = document._deadline(
                document.level_id.notice_minutes,
                document.date_reopened or document.create_date,
            )
            for values in document._whom_to_tell():
                plan = {"document_id": document.id, "date_planned": due}
                owed.append(plan | values)
        return owed

    @api.model
    def _plan_key(self, document_id, values):
        named = values.get("source") == "customer" and values["way"]
        return document_id, values.get("receiver_id"), values.get("role_id"), named

    def _plan_key_values(self):
        return {
            "receiver_id": (self.source != "customer" and self.receiver_id.id) or None,
            "role_id": self.role_id.id or None,
            "source": self.source,
            "way": self.way,
        }

    def _replan(self, vals):
        result = super()._replan(vals)
        words = vals.get("description", self.description)
        if not self.date_told and words != self.description:
            self._write_as_system({"description": words})
        return result

    def _is_same_plan(self, vals):
        """The time runs from the message, so a sent notice keeps its own."""
        return bool(self.date_told)

    def _may_lapse(self):
        """Who had to be told still has to, whatever was changed since.

        Neither a lower level, nor another team or responsible ends it: a supervisor
        agrees that he need not be told. Who has taken the case himself knows it; who
        follows a leading case is told there; who left is told nothing.
        """
        document = self.document_id
        is_over = document.is_closed or not document.active
        return is_over or self._is_known_by_himself() or self._is_gone()

    def _is_known_by_himself(self):
        taken = self._receiving_user() and self._receiving_user() == self.env.user
        return bool(taken) and self.env.user == self.document_id.user_id

    def _is_gone(self):
        """Whether the colleague who was to be told has left."""
        # his user may be of another company
        people = self.sudo().with_context(active_test=False).receiver_id.user_ids
        return bool(people) and not any(people.mapped("active"))

    def _planned_owner(self):
        """Before it is told, the desk owes it; then the receiver, if he has a user."""
        desk = super()._planned_owner()
        return self._receiving_user() or desk if self.date_told else desk

    def _unite(self):
        """Keep one notice to the same person, rather one that was told already."""
        for (_document, receiver), same in self.grouped(
            lambda notice: (notice.document_id, notice.receiver_id)
        ).items():
            kept = same.sorted(lambda notice: (not notice.date_told, notice.id))[:1]
            (same - kept)._cancel(
                self.env._("%s was listed twice.", receiver.display_name),
                is_personal=False,
            )

    def _is_proof(self):
        return bool(self.date_told) or super()._is_proof()

    def _has_role(self, user):
        """Reading a message takes no role; telling somebody does."""
        return bool(self.date_told) or super()._has_role(user)

    def _can_be_done_by(self, user):
        """Reading a message takes no rights; telling somebody does."""
        return bool(self.date_told) or super()._can_be_done_by(user)

    @api.model
    def _people_domain(self, users):
        return super()._people_domain(users) | Domain(
            "receiver_id.user_ids", "in", users.ids
        )

    def _receiving_user(self):
        """Return the colleague who is told, if he is one."""
        # a receiver may have a user of a customer or of another company
        notice = self.sudo()
        users = notice.receiver_id.user_ids | notice.role_id.user_ids
        inside = users.filtered(lambda user: user.active and not user.share)
        return inside[:1].with_env(self.env)

    # ------------------------------------------------------------------
    # Proof
    # ------------------------------------------------------------------

    def _confirm(self, partner, note=""):
        """The receiver says that he has read it.

        Confirming twice changes nothing; what is over stays as it is.
        """
        # who was told has no right to write here, nor to read the case
        waiting = self.sudo().filtered(lambda notice: notice.state == "open")
        for notice in waiting:
            notice._write_as_system(
                {
                    "state": "done",
                    "date_done": fields.Datetime.now(),
                    "date_told": notice.date_told or fields.Datetime.now(),
                    # his user may be of a customer or of another company
                    "done_by_id": partner.sudo().user_ids[:1].id,
                    "confirmed_by_id": partner.id,
                    "note": note or notice.note,
                }
            )
        self.env["mail.activity"]._sync_duty_activities(waiting)
        for document, notices in waiting.grouped("document_id").items():
            document = document._in_desk_language()
            text = self.env._("%s has read it.", partner.name)
            document._message_log(
                body=Markup("<p>%s</p>") % (f"{text} {note}" if note else text),
                author_id=partner.id,
            )
            notices._follow_together()

    def action_confirm(self):
        """The receiver himself says in Odoo that he has read it."""
        # who was told may not read the case, nor who else is told of it
        for notice in self.sudo():
            if not notice._is_for(self.env.user):
                notice.with_env(self.env).check_access("read")
                raise AccessError(
                    self.env._(
                        "Only %s can confirm that. If you told him yourself, choose "
                        "“Told orally”.",
                        notice.name,
                    )
                )
        self._check_open()
        self._confirm(self.env.user.partner_id)
        return {"type": "ir.actions.act_window_close"}

    def _is_for(self, user):
        """Whether the user was told by this notice, or stands in for who was told."""
        if not self.date_told:
            return False
        stands_in = self._receiving_user() and self.planned_user_id == user
        return user.partner_id in self._addressees() or bool(stands_in)

    def action_told(self):
        """Note that somebody was told orally: by the current user, now (S0-28).

        :raise UserError: without how it was told and a note
        """
        self.check_access("write")
        self._check_open()
        for notice in self:
            if not notice.channel or not is_sentence(notice.note):
                raise UserError(
                    self.env._(
                        "Say how you told %s, and in a sentence what was said. Without "
                        "that it is no proof.",
                        notice.name,
                    )
                )
            now = fields.Datetime.now()
            notice._finish(
                f"{notice._choice('channel')}: {notice.note}",
                way="oral",
                date_told=now,
                told_by_id=self.env.uid,
                confirmed_by_id=False,
            )
        self._follow_together()
        return {"type": "ir.actions.act_window_close"}

    def _follow_together(self):
        """Let those who were told follow the case with us, where asked (S0-29)."""
        for notice in self.filtered("follow"):
            # the receiver who confirms it himself may not read the case yet
            notice.document_id.sudo().message_subscribe(notice.receiver_id.ids)

    def _do_from_activity(self, feedback):
        """Whoever was told in writing confirms by ticking off his activity."""
        self.ensure_one()
        # he may not read the case, nor who else is told of it
        if not self.date_told or not self.sudo()._is_for(self.env.user):
            return False
        self._confirm(self.env.user.partner_id, feedback or "")
        return True

    def _latest_due(self):
        """Who has to be told is not told later because the time is moved."""
        return self.date_planned or None

    def _check_change(self, vals):
        result = super()._check_change(vals)
        is_named = {"receiver_id", "role_id", "description"} & vals.keys()
        for notice in self:
            is_planned = notice.source not in ("manual", "customer")
            if is_named and (notice.date_told or is_planned):
                raise UserError(
                    self.env._(
                        "Who has to be told is decided already. Add another notice for "
                        "somebody else."
                    )
                )
            if "user_id" in vals and notice.date_told:
                raise UserError(
                    self.env._("Only who was told himself can confirm that he was.")
                )
        return result

    def _check_cancel(self):
        if self.source != "manual" and not self.env.user.has_group(
            "crisis_protocol.group_crisis_supervisor"
        ):
            raise UserError(
                self.env._("Only a supervisor may decide that somebody is not told.")
            )
        return super()._check_cancel()

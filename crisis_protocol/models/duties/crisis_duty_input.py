from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.tools import clean_context

from ...tools.inside import handed_inside
from ...tools.sent_ids import sent_ids

# Relapse checks come up to two years after the close.
FAREST = timedelta(days=3 * 365)
# What a person may change of an open duty, whatever its kind.
CHANGEABLE = {"user_id", "date_due"}


class CrisisDutyMixin(models.AbstractModel):
    """The door of a duty: what people may hand in, and what they may change."""

    _inherit = "crisis.duty.mixin"

    # What a person may say when he makes one by hand or changes an open one.
    _open_fields = frozenset()

    @api.constrains("date_due")
    def _check_date_not_far(self):
        """Dates far off are slips of the hand, and no clock can work with them."""
        limit = fields.Datetime.now() + FAREST
        for duty in self:
            if duty.state == "open" and duty.date_due > limit:
                raise ValidationError(
                    self.env._("“%s” is too far ahead.", duty._time(duty.date_due))
                )

    @api.model
    def default_get(self, fields):
        """Propose the time that the level of the case wants."""
        values = super().default_get(fields)
        document = self.env["crisis.document"].browse(values.get("document_id"))
        if document and "date_due" in fields:
            values.setdefault("date_due", self._default_due(document))
        return values

    @api.model
    def _default_due(self, document):
        """Return by when somebody owes this who was not given a time, naive UTC."""
        return document._deadline(document.level_id.notice_minutes)

    @api.model_create_multi
    def create(self, vals_list):
        """Begin duties. Those handed in are open, whatever the caller claims."""
        door = self
        if not self.env.su:
            names = ["document_id", *CHANGEABLE, *self._open_fields]
            proposed = self.default_get(names)
            # defaults of the context are handed in too
            door = self.with_context(clean_context(self.env.context))
            vals_list = [
                self._filter_handed_in(proposed | vals, {"document_id"})
                for vals in vals_list
            ]
            documents = self.env["crisis.document"].browse(
                sent_ids([vals.get("document_id") for vals in vals_list])
            )
            documents.check_access("write")
            documents._check_open()
            for vals in vals_list:
                if not vals.get("date_due"):
                    sent = sent_ids(vals.get("document_id"))
                    document = documents.browse(sent[:1])
                    vals["date_due"] = document and self._default_due(document)
                if not vals["date_due"]:
                    raise UserError(self.env._("A duty needs a date and time."))
        duties = super(CrisisDutyMixin, door).create(vals_list)
        if not handed_inside(self.env, "crisis_reconciling"):
            duties.document_id._assign_duties({self._name: duties})
        return duties

    def write(self, vals):
        """Change open duties; what is over stays as it was (the trail)."""
        self.check_access("write")
        self._lock_cases()
        if self.env.su:
            return super().write(vals)
        vals = self._filter_handed_in(vals)
        if not vals:
            return True
        self._check_open()
        self._check_change(vals)
        before = {duty: (duty.user_id, duty.date_due) for duty in self}
        result = super().write(vals)
        if CHANGEABLE & vals.keys():
            self._on_changed(before)
        return result

    def _lock_cases(self):
        """Lock the cases before their duties, as the scheduled job does."""
        # whoever is asked to take a case over may not read it yet
        self.sudo().document_id._lock_rows()

    def _filter_handed_in(self, vals, more=frozenset()):
        allowed = CHANGEABLE | self._open_fields | more
        return {name: value for name, value in vals.items() if name in allowed}

    def _check_change(self, vals):
        """Refuse changes that this kind does not allow.

        :raise UserError: saying what to do instead
        """
        if "date_due" in vals and not vals["date_due"]:
            raise UserError(self.env._("A duty needs a date and time."))
        if "user_id" in vals and not vals["user_id"]:
            raise UserError(self.env._("A duty needs an owner."))
        if "date_due" in vals:
            due = fields.Datetime.to_datetime(vals["date_due"])
            self.filtered(lambda duty: duty.date_due != due)._check_moved(due)
        owner = self.env["res.users"].browse(sent_ids(vals.get("user_id"))[:1])
        if owner and not all(duty._can_be_done_by(owner) for duty in self):
            raise UserError(
                self.env._(
                    "%s has no right to do that. Choose somebody of the team.",
                    owner._crisis_name(),
                )
            )

    def _check_moved(self, due):
        """Refuse a time that has passed, or one so late that it is none.

        :param datetime due: when it is to be due, naive UTC
        :raise UserError: saying what to do instead
        """
        if self and due < fields.Datetime.now():
            raise UserError(
                self.env._("%s has passed. Choose a time to come.", self[0]._time(due))
            )
        if self.env.user.has_group("crisis_protocol.group_crisis_supervisor"):
            return  # it is said on the case that he did
        for duty in self:
            latest = duty._latest_due()
            if latest and due > latest:
                raise UserError(
                    self.env._(
                        "“%(duty)s” can be put off until %(latest)s; only a supervisor "
                        "puts it off further. If it need not be done, cancel it and "
                        "say why.",
                        duty=duty._label(),
                        latest=duty._time(latest),
                    )
                )

    def _latest_due(self):
        """Return until when whoever owes it may put it off, naive UTC; None: no limit.

        As much time again as the plan gave. What was made by hand has no plan.
        """
        if not self.date_planned:
            return None
        begun = self.create_date.replace(second=0, microsecond=0)
        return max(self.date_planned, self.date_planned + (self.date_planned - begun))

    def _on_changed(self, before):
        """Say on the document who moved or passed on what."""
        self._start_ladder_anew()
        self.env["mail.activity"]._sync_duty_activities(self, notify=True)
        for duty in self:
            owner, due = before[duty]
            lines = []
            if due != duty.date_due:
                lines.append(
                    self.env._(
                        "%(duty)s: moved from %(before)s to %(after)s",
                        duty=duty._label(),
                        before=duty._time(due),
                        after=duty._time(duty.date_due),
                    )
                )
            if owner != duty.user_id:
                lines.append(
                    self.env._(
                        "%(duty)s: passed from %(before)s to %(after)s",
                        duty=duty._label(),
                        before=owner.name or "–",
                        after=duty.user_id.name or "–",
                    )
                )
            if lines:
                document = duty.document_id
                document._keep_moment(
                    "moved", duty._timeline_kind, duty._name, "\n".join(lines)
                )
                document._message_log(body=document._list_html(lines))
        # whoever is away when it is due now does not get it
        # (of a notice or a hand-over, the owner may see no case)
        self.document_id.sudo()._assign_duties({self._name: self})

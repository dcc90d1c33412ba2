from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import SQL

from ...tools.presence import Presence


class CrisisDocument(models.Model):
    """Who owes what by when on this case, and what of it comes next."""

    _inherit = "crisis.document"

    next_duty_date = fields.Datetime(
        "Next Duty Due", compute="_compute_next_duty", store=True, index=True
    )
    next_duty_type_id = fields.Many2one(
        "mail.activity.type", "Next Duty", compute="_compute_next_duty", store=True
    )
    next_duty_user_id = fields.Many2one(
        "res.users", "Next Duty's Owner", compute="_compute_next_duty", store=True
    )
    date_next_step = fields.Datetime(
        compute="_compute_next_duty", store=True, export_string_translation=False
    )

    @api.depends(lambda self: self._next_duty_depends())
    def _compute_next_duty(self):
        """Find the next open duty of each case, with one query for all kinds."""
        found = self._next_duties()
        for document in self:
            row = found.get(document.id, {})
            document.next_duty_date = row.get("date_due")
            document.next_duty_type_id = row.get("type_id")
            document.next_duty_user_id = row.get("user_id")
            document.date_next_step = row.get("date_step")

    def _next_duty_depends(self):
        return [
            f"{model._document_field}.{name}"
            for model in self.env["crisis.duty.mixin"]._duty_models()
            for name in ("state", "date_due", "user_id", "type_id", "date_step")
        ]

    def _next_duties(self):
        models_ = self.env["crisis.duty.mixin"]._duty_models()
        ids = tuple(filter(None, self._origin.ids))
        if not ids:
            return {}
        for model in models_:
            model.flush_model(
                ["document_id", "state", "date_due", "user_id", "date_step"]
            )
        parts = [
            SQL(
                "SELECT document_id, date_due, type_id, user_id, date_step FROM %s"
                " WHERE state = 'open' AND document_id IN %s",
                SQL.identifier(model._table),
                ids,
            )
            for model in models_
        ]
        rows = self.env.execute_query_dict(
            SQL(
                "SELECT DISTINCT ON (document_id)"
                " document_id, date_due, type_id, user_id,"
                " MIN(date_step) OVER (PARTITION BY document_id) AS date_step"
                " FROM (%s) AS duty ORDER BY document_id, date_due",
                SQL(" UNION ALL ").join(parts),
            )
        )
        return {row["document_id"]: row for row in rows}

    # ------------------------------------------------------------------
    # The plan
    # ------------------------------------------------------------------

    def _plan_duties_filed(self, filed):
        self._reconcile_duties(fresh=True)

    def _plans_before(self, vals):
        return {document: document._plan_state() for document in self}

    def _changed_plans(self, change):
        before = change.before["_plans_before"]
        return self.filtered(lambda d: d._plan_state() != before[d])

    def _react_to_reopening(self, change):
        """What was over as “not a crisis” goes on; what had ended has come back."""
        before = change.before["_plans_before"]
        reopened = self.filtered(lambda d: before[d]["is_closed"] and not d.is_closed)
        ended = reopened.filtered(lambda d: not before[d]["is_exit"])
        for cases, is_relapse in ((ended, True), (reopened - ended, False)):
            if cases:
                cases._on_reopened(is_relapse)

    def _react_to_archiving(self, change):
        before = change.before["_plans_before"]
        archived = self.filtered(lambda d: before[d]["active"] and not d.active)
        if archived:
            archived._check_watched()
            archived._end_work_of_closed()

    def _react_to_plan(self, change):
        changed = self._changed_plans(change)
        if changed:
            changed._reconcile_duties()

    def _plan_state(self):
        state = {name: self[name] for name in self._marked("plans_duties")}
        return state | {"is_exit": self.stage_id.is_exit}

    def _reconcile_duties(self, fresh=False):
        """Bring the duties in line with what is owed now.

        It may run at any time, and twice: what is over stays untouched.

        :param bool fresh: the documents are just made, so nothing is there yet
        """
        # the plan is the system's, whoever sets it off: production, too, or a customer
        documents = self.sudo()
        documents._lock_rows()
        kinds = self.env["crisis.duty.mixin"]._duty_models()
        present = {}
        if not fresh:
            states = {kind._name: kind._planned_once_states for kind in kinds}
            present = documents._find_duties(states)
        duties = {
            kind._name: kind._reconcile(documents, present.get(kind._name))
            for kind in kinds
        }
        documents._assign_duties(duties)

    def _assign_duties(self, duties):
        """Give open duties to whom they belong now, and show them as activities.

        :param dict duties: {model: records}
        """
        # who stands in for whom is the system's to say, whoever owes it
        kinds = [kind.sudo() for kind in duties.values() if kind]
        people = self.env["res.users"]
        for kind in kinds:
            documents = kind.document_id
            people |= kind.user_id | documents.user_id
            people |= documents.team_id.supervisor_id
            for duty in kind:
                people |= duty._concerned()
        presence = Presence(people)
        moved = [pair for kind in kinds for pair in kind._assign(presence)]
        self._say_who_stands_in(moved)
        self._look_when_they_return(kinds, presence)
        self.env["mail.activity"]._sync_duty_activities(*kinds)

    def _look_when_they_return(self, kinds, presence):
        """Look again at the cases when somebody concerned goes or comes back."""
        for kind in kinds:
            for duty in kind:
                document = duty.document_id
                people = duty.user_id | duty.planned_user_id | duty._planned_owner()
                moment = presence.next_change(people)
                look = document.date_look_again
                if moment and (not look or moment < look):
                    document._write_past_reactions({"date_look_again": moment})

    def _say_who_stands_in(self, moved):
        lines = {}
        for duty, absent in moved:
            document = duty.document_id._in_desk_language()
            label = duty.with_env(document.env)._label()
            owner = duty.user_id.name or "–"
            if absent:
                text = document.env._(
                    "%(duty)s: %(user)s is away, %(substitute)s stands in.",
                    duty=label,
                    user=absent.name,
                    substitute=owner,
                )
            else:
                text = document.env._(
                    "%(duty)s: %(user)s is back.", duty=label, user=owner
                )
            lines.setdefault(document, []).append(text)
        bodies = {doc.id: doc._list_html(texts) for doc, texts in lines.items()}
        if bodies:
            # its owner need not see the case: a notice shows him itself alone
            self.env[self._name].sudo().browse(bodies)._message_log_batch(bodies=bodies)

    def _pass_on_duties(self, giver, receiver):
        """What the giver owed as the responsible is the receiver's now."""
        for duties in self._open_duties():
            own = duties.filtered(
                lambda duty: duty.user_id == giver and duty._planned_owner() == receiver
            )
            own._write_as_system({"user_id": receiver.id})
            self.env["mail.activity"]._sync_duty_activities(own)

    @api.model
    def _of_owners(self, users):
        """Return the documents on which these users owe something, or would.

        Called with the system's rights: on whose cases that is concerns nobody here.
        """
        documents = self.browse()
        for model in self.env["crisis.duty.mixin"]._duty_models():
            domain = Domain("state", "=", "open") & model._people_domain(users)
            documents |= model.search(domain).document_id
        return documents

    def _open_duties(self):
        """Return the open duties of the documents, kind by kind."""
        kinds = self.env["crisis.duty.mixin"]._duty_models()
        found = self._find_duties({kind._name: ("open",) for kind in kinds})
        return [duties for duties in found.values() if duties]

    def _find_duties(self, states):
        """Find duties of all kinds with one query.

        :param dict states: {model: the states that are asked for}
        :return: {model: duties}, read with the system's eyes
        """
        found = {name: [] for name in states}
        parts = []
        for name, wanted in states.items():
            model = self.env[name]
            model.flush_model(["document_id", "state"])
            parts.append(
                SQL(
                    "SELECT %s AS model, id FROM %s"
                    " WHERE state IN %s AND document_id IN %s",
                    name,
                    SQL.identifier(model._table),
                    wanted,
                    tuple(self.ids),
                )
            )
        if self.ids:
            query = SQL(" UNION ALL ").join(parts)
            for name, duty_id in self.env.execute_query(query):
                found[name].append(duty_id)
        return {name: self.env[name].sudo().browse(ids) for name, ids in found.items()}

    # ------------------------------------------------------------------
    # End
    # ------------------------------------------------------------------

    def _end_duties(self):
        """What a closed or archived case still owes is over."""
        kinds = self._open_duties()
        for duties in kinds:
            duties._end_with_case()
        self.env["mail.activity"]._sync_duty_activities(*kinds)

    def _check_open(self):
        """Refuse new duties on cases that have ended.

        :raise UserError: naming the case
        """
        for document in self:
            if document.is_closed or not document.active:
                raise UserError(
                    self.env._("%s has ended. Reopen it first.", document.display_name)
                )

    def action_do_next_duty(self):
        """Open the dialog of the duty that is due next."""
        self.ensure_one()
        self.check_access("read")
        duties = [duty for kind in self._open_duties() for duty in kind]
        if not duties:
            raise UserError(self.env._("Nothing is owed on this case now."))
        duty = min(duties, key=lambda duty: duty.date_due)
        return duty.with_env(self.env).action_do()

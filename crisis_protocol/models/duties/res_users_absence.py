from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ...tools.inside import Inside

ABSENCE_FIELDS = {
    "active",
    "out_of_office_from",
    "out_of_office_to",
    "crisis_substitute_id",
}


class ResUsers(models.Model):
    _inherit = "res.users"

    crisis_substitute_id = fields.Many2one(
        "res.users",
        "Substitute in Crises",
        domain=lambda self: self._crisis_substitute_domain(),
        help="Takes over what falls due in crisis documents while this user is away. "
        "Empty: the supervisor of the team does.",
    )

    def _crisis_substitute_domain(self):
        group = self.env.ref("crisis_protocol.group_crisis_agent")
        return f"[('all_group_ids', 'in', {group.ids}), ('share', '=', False)]"

    crisis_burden = fields.Char(
        "Crisis Desk", compute="_compute_crisis_burden", compute_sudo=True
    )

    def _compute_crisis_burden(self):
        burden = self._crisis_burden()
        for user in self:
            user.crisis_burden = burden.get(user, False)

    def _crisis_burden(self):
        """Return what rests on these users, in words, as {user: text}.

        Whoever archives one of them, or takes his role away, should know it before.
        """
        # who looks after the users need not see the desks and their cases
        everything = self.sudo()
        teams = everything.env["crisis.team"]._read_group(
            [("supervisor_id", "in", self.ids)], ["supervisor_id"], ["__count"]
        )
        leads = {user.id: count for user, count in teams}
        owed = dict.fromkeys(self.ids, 0)
        for model in everything.env["crisis.duty.mixin"]._duty_models():
            domain = [("state", "=", "open"), ("user_id", "in", self.ids)]
            for user, count in model.sudo()._read_group(
                domain, ["user_id"], ["__count"]
            ):
                owed[user.id] += count
        return {
            user: self.env._(
                "leads %(teams)s teams, owes %(duties)s duties on open cases",
                teams=leads.get(user.id, 0),
                duties=owed[user.id],
            )
            for user in self
            if leads.get(user.id) or owed.get(user.id)
        }

    @property
    def SELF_READABLE_FIELDS(self):
        return [*super().SELF_READABLE_FIELDS, "crisis_substitute_id"]

    @property
    def SELF_WRITEABLE_FIELDS(self):
        return [*super().SELF_WRITEABLE_FIELDS, "crisis_substitute_id"]

    @api.constrains("crisis_substitute_id")
    def _check_crisis_substitute(self):
        for user in self:
            if user.crisis_substitute_id == user:
                raise ValidationError(
                    self.env._("Nobody can stand in for himself. Choose a colleague.")
                )
            substitute = user.crisis_substitute_id
            if substitute and not substitute.has_group(
                "crisis_protocol.group_crisis_agent"
            ):
                raise ValidationError(
                    self.env._(
                        "%s does not work with crisis documents and can't stand in.",
                        substitute.name,
                    )
                )

    def write(self, vals):
        might_go = {"active", "group_ids"} & vals.keys()
        before = self._works_with_crises() if might_go else self.browse()
        result = super().write(vals)
        gone = before - self._works_with_crises() if before else before
        gone._crisis_pass_on_duties()
        if ABSENCE_FIELDS & vals.keys():
            (self - gone)._crisis_absence_changed()
        return result

    def _crisis_absence_changed(self):
        """Look again, soon, at the cases where these users owe something."""
        if self:
            # who goes on holiday, or looks after the users, need not see the cases
            self.env["crisis.document"].sudo()._of_owners(self)._request_reconcile()

    def action_archive(self):
        """Whoever leaves keeps no duty: each goes to who stands in for him.

        Odoo drops the activities of who leaves; those of duties come back with
        their new owner.
        """
        burden = self._crisis_burden()
        leaving = self.with_context(crisis_owner_leaves=Inside())
        result = super(ResUsers, leaving).action_archive()
        return result if isinstance(result, dict) else self._say_burden(burden)

    def _say_burden(self, burden):
        """Tell who archives somebody what is left to be settled."""
        if not burden:
            return True
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "warning",
                "sticky": True,
                "title": self.env._("What they owed in crises has been passed on"),
                "message": "\n".join(
                    f"{user.name}: {text}" for user, text in burden.items()
                ),
                "next": {"type": "ir.actions.client", "tag": "soft_reload"},
            },
        }

    @api.ondelete(at_uninstall=False)
    def _unlink_pass_on_crisis_duties(self):
        self._crisis_pass_on_duties(is_deleted=True)

    def _crisis_pass_on_duties(self, is_deleted=False):
        """Give what these users owe to who stands in, now; they follow no case."""
        if not self:
            return
        # who looks after the users need not see the cases
        documents = self.env["crisis.document"].sudo()._of_owners(self)
        documents._lock_rows()
        followers = self.env["mail.followers"].sudo()
        followers.search(
            [
                ("res_model", "=", documents._name),
                ("partner_id", "in", self.partner_id.ids),
            ]
        ).unlink()
        if is_deleted:
            for duties in documents._open_duties():
                own = duties.filtered(lambda duty: duty.user_id in self)
                activities = own.activity_id
                own._write_as_system({"user_id": False, "activity_id": False})
                activities.unlink()
            documents.filtered(lambda d: d.user_id in self)._write_past_reactions(
                {"user_id": False}
            )
        documents._reconcile_duties()

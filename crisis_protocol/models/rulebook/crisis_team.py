import ast

from odoo import api, fields, models


class CrisisTeam(models.Model):
    """A desk: who works there, when, under which mail address."""

    _name = "crisis.team"
    _description = "Crisis Team"
    _inherit = ["mail.alias.mixin", "mail.thread"]
    _order = "sequence, id"
    _check_company_auto = True

    name = fields.Char(required=True, translate=True)
    active = fields.Boolean(default=True)
    sequence = fields.Integer(default=10)
    color = fields.Integer()
    company_id = fields.Many2one(
        "res.company", required=True, default=lambda self: self._default_company_id()
    )
    member_ids = fields.Many2many(
        "res.users",
        "crisis_team_member_rel",
        "team_id",
        "user_id",
        "Members",
        domain="[('share', '=', False)]",
        help="The agents of the desk. They see all its documents.",
    )
    supervisor_id = fields.Many2one(
        "res.users",
        domain="[('share', '=', False)]",
        index="btree_not_null",
        help="Told of every case whose level says so; may pass a gate with a reason.",
    )
    manager_ids = fields.Many2many(
        "res.users",
        "crisis_team_manager_rel",
        "team_id",
        "user_id",
        "Managers Concerned",
        domain="[('share', '=', False)]",
        help="Told of the cases whose level says so.",
    )
    resource_calendar_id = fields.Many2one(
        "resource.calendar",
        "Working Hours",
        check_company=True,
        compute="_compute_resource_calendar_id",
        store=True,
        readonly=False,
        precompute=True,
    )
    project_id = fields.Many2one(
        "project.project",
        "Production Project",
        check_company=True,
        index="btree_not_null",
        help="Receives the tasks for production.",
    )
    protocol_id = fields.Many2one(
        "crisis.protocol",
        "Protocol of Mails",
        check_company=True,
        help="Under which protocol a mail to the team's address is filed.",
    )
    inform_partner_ids = fields.Many2many(
        "res.partner",
        "crisis_team_inform_rel",
        "team_id",
        "partner_id",
        "Others to Inform",
        help="People without a user who are told of every case of this team.",
    )
    handover_minutes = fields.Integer(
        "Hand Over Before Closing (min)",
        default=60,
        help="So long before the end of the working hours, the cases that go on after "
        "hours are to be handed over.",
    )
    night_user_id = fields.Many2one(
        "res.users",
        "After-Hours Agent",
        domain="[('share', '=', False)]",
        help="Proposed as receiver of the cases that go on after hours.",
    )
    date_next_round = fields.Datetime(
        "Next Hand-over Round", readonly=True, copy=False, index=True
    )
    open_count = fields.Integer("Open Documents", compute="_compute_open_count")

    _handover_positive = models.Constraint(
        "CHECK (handover_minutes >= 0 AND handover_minutes <= 1440)",
        "Hand over at most a day before the end of the working hours.",
    )

    def _default_company_id(self):
        return self.env.company

    @api.depends("company_id")
    def _compute_resource_calendar_id(self):
        for team in self:
            if team.resource_calendar_id.company_id != team.company_id:
                team.resource_calendar_id = team.company_id.resource_calendar_id

    @api.depends_context("uid", "allowed_company_ids")
    def _compute_open_count(self):
        groups = self.env["crisis.document"]._read_group(
            [
                ("team_id", "in", self.ids),
                ("is_closed", "=", False),
                ("is_drill", "=", False),
            ],
            ["team_id"],
            ["__count"],
        )
        counts = {team.id: count for team, count in groups}
        for team in self:
            team.open_count = counts.get(team.id, 0)

    def _alias_get_creation_values(self):
        values = super()._alias_get_creation_values()
        values["alias_model_id"] = self.env["ir.model"]._get_id("crisis.document")
        if self.id:
            defaults = ast.literal_eval(self.alias_defaults or "{}")
            values["alias_defaults"] = defaults | {"team_id": self.id}
        return values

    def _has(self, user):
        """Tell whether the user works at this desk or leads it."""
        self.ensure_one()
        return user in self.member_ids | self.supervisor_id

    def _watchers(self, level):
        """Return the users who follow a document of this level (S0-47…49)."""
        self.ensure_one()
        users = self.env["res.users"]
        if level.inform_supervisor:
            users |= self._acting_supervisor()
        if level.inform_managers:
            users |= self.manager_ids.filtered("active")
        return users

    def _acting_supervisor(self):
        """Return who leads the desk: its supervisor, or who is left if he is gone.

        Then one of its managers does, or else a crisis manager of the company.
        """
        found = self.supervisor_id._works_with_crises()
        if found or not self.supervisor_id:
            return found
        if managers := self.manager_ids._works_with_crises():
            return managers[:1]
        # who has which role is not everybody's to read
        group = self.env.ref("crisis_protocol.group_crisis_manager").sudo()
        managers = group.all_user_ids.filtered(
            lambda user: self.company_id in user.company_ids
        )
        return self.env["res.users"].browse(managers._works_with_crises().ids[:1])

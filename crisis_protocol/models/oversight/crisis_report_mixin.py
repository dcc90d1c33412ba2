from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain
from odoo.tools import SQL

from ...tools.asked_ids import asked_ids
from ...tools.persons import MANAGER, names_person, picks_person, sees_persons


class CrisisReportMixin(models.AbstractModel):
    """Figures on how cases run, measured fairly (S2-21…23, S2-31…34, S2-37).

    Persons are for managers and for oneself, and nobody is compared by speed alone.
    Drills are no figure.
    """

    _name = "crisis.report.mixin"
    _description = "Figures"
    _inherit = "crisis.rows.mixin"
    _rec_name = "document_id"

    # Measures that say how fast something was; all others say how well, or how much.
    _speed = frozenset()
    # {share: (column of what was done right, column of what counts)}
    _shares = {}
    # Fewer rows than this are worked out alone; 0: what all cost, one costs.
    _few = 0

    document_id = fields.Many2one("crisis.document", "Case", readonly=True)
    company_id = fields.Many2one("res.company", readonly=True)
    protocol_id = fields.Many2one("crisis.protocol", readonly=True)
    category_id = fields.Many2one("crisis.category", readonly=True)
    main_category_id = fields.Many2one("crisis.category", readonly=True)
    level_id = fields.Many2one("crisis.level", readonly=True)
    team_id = fields.Many2one("crisis.team", readonly=True)
    partner_id = fields.Many2one("res.partner", "Customer", readonly=True)
    user_id = fields.Many2one("res.users", "Person", readonly=True, groups=MANAGER)
    is_mine = fields.Boolean(
        "Mine", compute="_compute_is_mine", search="_search_is_mine"
    )

    def _compute_is_mine(self):
        # whose the others are is for managers only
        for row in self:
            row.is_mine = row.sudo().user_id == self.env.user

    def _search_is_mine(self, operator, value):
        if operator not in ("in", "not in"):
            return NotImplemented
        # also for those who don't see whose the others are
        condition = "%s = %s" if operator == "in" else "%s IS DISTINCT FROM %s"
        return Domain.custom(
            to_sql=lambda _model, alias, _query: SQL(
                condition, SQL.identifier(alias, "user_id"), self.env.uid
            )
        )

    def action_open_document(self):
        """Open the case behind the figure."""
        self.ensure_one()
        return self.document_id.get_formview_action()

    # ------------------------------------------------------------------
    # What cases are made of
    # ------------------------------------------------------------------

    @api.model
    def _case_columns(self):
        """Return the columns that all figures have, of `document` and `category`."""
        return SQL(
            "document.id AS document_id, document.company_id, document.protocol_id,"
            " document.category_id,"
            " COALESCE(category.parent_id, category.id) AS main_category_id,"
            " document.level_id, document.team_id,"
            " document.commercial_partner_id AS partner_id"
        )

    @api.model
    def _case_tables(self):
        return SQL(
            "crisis_document document"
            " LEFT JOIN crisis_category category ON category.id = document.category_id"
        )

    # ------------------------------------------------------------------
    # Measuring
    # ------------------------------------------------------------------

    @api.model
    def _search(self, domain, offset=0, limit=None, order=None, **kwargs):
        """Refuse to pick somebody out, by whatever path, to those it is not for.

        A page of a list is found first, and then its rows alone are worked out; and so
        are few rows of all, such as those of one person or customer.

        :raise AccessError: saying so
        """
        if not sees_persons(self.env) and picks_person(self, domain):
            self._refuse_persons()
        is_page = limit and order
        if asked_ids(domain) is None and (is_page or (self._few and not limit)):
            most = limit if is_page else self._few
            found = super()._search(domain, offset, most, order, **kwargs)
            ids = found.get_result_ids()
            if is_page or len(ids) < most:
                domain, offset, limit = [("id", "in", ids)], 0, None
        return super()._search(domain, offset, limit, order, **kwargs)

    @api.model
    def _read_group_groupby(self, alias, groupby_spec, query):
        if not sees_persons(self.env) and names_person(self, groupby_spec):
            self._refuse_persons()
        return super()._read_group_groupby(alias, groupby_spec, query)

    def _refuse_persons(self):
        raise AccessError(
            self.env._(
                "Figures on persons are for managers. Yours stand in “My Figures”."
            )
        )

    @api.model
    def _read_group(self, domain, groupby=(), aggregates=(), *args, **kwargs):
        self._check_fair(groupby, aggregates)
        return super()._read_group(domain, groupby, aggregates, *args, **kwargs)

    @api.model
    def _read_grouping_sets(
        self, domain, grouping_sets, aggregates=(), *args, **kwargs
    ):
        self._check_fair([s for specs in grouping_sets for s in specs], aggregates)
        return super()._read_grouping_sets(
            domain, grouping_sets, aggregates, *args, **kwargs
        )

    def _check_fair(self, groupby, aggregates):
        """Refuse to compare people by nothing but their speed (S2-22, S2-33).

        :raise UserError: saying what to add
        """
        measured = {spec.partition(":")[0] for spec in aggregates} - {"__count", "id"}
        is_ranking = any(names_person(self, spec) for spec in groupby)
        if is_ranking and measured and measured <= self._speed:
            raise UserError(
                self.env._(
                    "Nobody is compared by speed alone. Choose a measure of quality, "
                    "too, or group by something else than persons."
                )
            )

    @api.model
    def _read_group_select(self, aggregate_spec, query):
        """The share of a group is that of all it holds, not the mean of its cases'."""
        name, _colon, function = aggregate_spec.partition(":")
        if name in self._shares and function == "avg":
            good, counted = self._shares[name]
            return SQL(
                "100 * SUM(%s)::float / NULLIF(SUM(%s), 0)",
                SQL.identifier(self._table, good),
                SQL.identifier(self._table, counted),
            )
        return super()._read_group_select(aggregate_spec, query)

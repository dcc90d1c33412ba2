from odoo import api, models
from odoo.exceptions import AccessError
from odoo.tools import SQL

from ...tools.inside import Inside, handed_inside
from ...tools.persons import (
    asks_figure,
    finds_one_case,
    names_person,
    picks_person,
    sees_persons,
    tells_figure,
)


class CrisisFigureMixin(models.AbstractModel):
    """Records that the desk works with, and that tell how somebody works (S2-37).

    Whoever works on a case reads whose they are. What comes of adding them up person
    by person is for managers: others get no such figure, whichever way they ask.
    """

    _name = "crisis.figure.mixin"
    _description = "Figures Kept From Comparing Persons"

    # The fields that measure somebody's work.
    _figures = frozenset()
    # Whether it does already, how many records there are of somebody. On one case
    # everybody may count: what was done there, and by whom, stands in its chatter.
    _is_count_figure = False

    @api.model
    def _is_figure(self, name, condition=None):
        """Whether a field measures somebody's work.

        :param condition: what is asked of it in a domain; None: all its values
        """
        return name in self._figures

    @api.model
    def _read_group(self, domain, groupby=(), aggregates=(), *args, **kwargs):
        model = self._without_figures(domain, groupby)
        return super(CrisisFigureMixin, model)._read_group(
            domain, groupby, aggregates, *args, **kwargs
        )

    @api.model
    def _read_grouping_sets(
        self, domain, grouping_sets, aggregates=(), *args, **kwargs
    ):
        groupby = [spec for specs in grouping_sets for spec in specs]
        model = self._without_figures(domain, groupby)
        return super(CrisisFigureMixin, model)._read_grouping_sets(
            domain, grouping_sets, aggregates, *args, **kwargs
        )

    @api.model
    @api.readonly
    def search_count(self, domain, limit=None):
        """Return the number of records; a person's only to whom it is for.

        :raise AccessError: where the number would be a figure on somebody else
        """
        if self._is_count_figure:
            self._without_figures(domain, ())
        return super().search_count(domain, limit=limit)

    def _without_figures(self, domain, groupby):
        """Return the model, with its figures left empty where they'd be a person's.

        Empty also for what orders the groups, or chooses among them.

        :raise AccessError: where the groups themselves would be the figure
        """
        if sees_persons(self.env):
            return self
        is_by_person = any(names_person(self, spec) for spec in groupby)
        if not is_by_person and not picks_person(self, domain):
            return self
        is_counted = self._is_count_figure and not finds_one_case(domain)
        is_sorted = any(tells_figure(self, spec) for spec in groupby)
        if is_counted or is_sorted or asks_figure(self, domain):
            raise AccessError(
                self.env._(
                    "Figures on persons are for managers. Yours stand in “My Figures”; "
                    "here, group by team or unit instead."
                )
            )
        return self.with_context(crisis_no_figures=Inside())

    @api.model
    def _read_group_select(self, aggregate_spec, query):
        name = aggregate_spec.partition(":")[0]
        if name in self._figures and handed_inside(self.env, "crisis_no_figures"):
            return SQL("NULLIF(1, 1)")  # a plain NULL can't order the groups
        return super()._read_group_select(aggregate_spec, query)

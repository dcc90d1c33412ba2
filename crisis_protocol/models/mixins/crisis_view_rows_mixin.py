from odoo import api, models
from odoo.tools import SQL

from ...tools.asked_ids import asked_ids
from ...tools.inside import Inside, handed_inside


class CrisisRowsMixin(models.AbstractModel):
    """A view whose ids are made of the keys of other tables.

    PostgreSQL has no index for such an id, and adds up whole tables before it picks a
    row. So what is asked for by id is told to the query, which finds it by those keys.
    """

    _name = "crisis.rows.mixin"
    _description = "Rows of a View"

    @api.model
    def _search(self, domain, *args, **kwargs):
        rows = self._only(asked_ids(domain))
        return super(CrisisRowsMixin, rows)._search(domain, *args, **kwargs)

    @api.private
    def exists(self):
        found = super(CrisisRowsMixin, self._only(self.ids)).exists()
        return found.with_env(self.env)

    def _only(self, ids):
        """Let the query make no other rows than these; None: all."""
        return self.with_context(crisis_asked_ids=Inside(ids))

    @property
    def _asked_ids(self):
        """The ids of the rows to make, or None for all."""
        return handed_inside(self.env, "crisis_asked_ids")

    @api.model
    def _asked_parts(self, parts):
        """Return the numbers of the parts that the rows to make are of; empty: all."""
        return {id_ % parts for id_ in self._asked_ids or ()}

    @api.model
    def _is_asked(self, key, number=0, parts=1):
        """Return SQL that is true for the keys of the rows to make.

        :param SQL key: the key, in a table of which the ids are key * parts + number
        """
        if self._asked_ids is None:
            return SQL("true")
        keys = [id_ // parts for id_ in self._asked_ids if id_ % parts == number]
        return SQL("%s = ANY(%s::bigint[])", key, keys) if keys else SQL("false")

from odoo import api, models
from odoo.tools import ormcache


class CrisisMarkMixin(models.AbstractModel):
    """Fields say themselves what follows from them, where they are defined.

    - `plans_duties`: what is owed follows from it, so a change is felt at once
    - `in_brief`: production reads it, and is told when it changes
    - `is_material`: files that the customer gave
    - `lasts`: what a customer wants in one case he mostly wants in the next one, too
    - `is_fact`: a text of which a word or a time says enough; others want a sentence
    - `may_quote`: a text in which a forwarded mail counts as said
    """

    _name = "crisis.mark.mixin"
    _description = "Marks on Fields"

    _marks = frozenset(
        {
            "plans_duties",
            "in_brief",
            "is_material",
            "lasts",
            "is_fact",
            "may_quote",
        }
    )

    def _valid_field_parameter(self, field, name):
        return name in self._marks or super()._valid_field_parameter(field, name)

    @api.model
    @ormcache("mark")
    def _marked(self, mark):
        """Return the names of the fields that bear a mark, as they are defined.

        :param str mark: one of `_marks`
        """
        marked = [n for n, field in self._fields.items() if getattr(field, mark, False)]
        return tuple(marked)

from odoo import api, models
from odoo.tools import clean_context


class CrisisInputMixin(models.AbstractModel):
    """The door of a record: what people hand in, and what Odoo keeps itself.

    What Odoo keeps is what is read-only. It holds against values, against the defaults
    of a context and against personal defaults (`ir.default`) alike, so against forms,
    imports, the API and lines that are written through their parent.
    """

    _name = "crisis.input.mixin"
    _description = "What People Hand In"

    # Read-only, and yet said by whoever makes the record: once, and never again.
    _said_once = frozenset()

    @api.model
    def _is_kept(self, name):
        """Whether only Odoo itself writes a field; handed in, it is left aside."""
        field = self._fields.get(name)
        return bool(field) and field.readonly and name not in self._said_once

    @api.model
    def default_get(self, fields):
        """Propose values; what Odoo keeps begins as its field says, whoever asks.

        Nor does anybody's habit count for what Odoo makes for him.
        """
        if self.env.su:
            own = list(fields)
        else:
            own = [name for name in fields if self._is_kept(name)]
        asked = [name for name in fields if name not in own]
        values = super().default_get(asked)
        return values | self._own_defaults(own)

    @api.model
    def _own_defaults(self, names):
        """Return the defaults that the fields themselves have."""
        values = {}
        for name in names:
            field = self._fields.get(name)
            if field and field.default:
                value = field.default(self)
                value = field.convert_to_cache(value, self, validate=False)
                values[name] = field.convert_to_write(value, self)
        return values

    @api.model
    def _handed_in_defaults(self):
        """Return the values that a context or a personal default hands in."""
        if self.env.su:
            return {}
        names = set(self.env["ir.default"]._get_model_defaults(self._name))
        names.update(key[8:] for key in self.env.context if key.startswith("default_"))
        names = [n for n in names if n in self._fields and not self._is_kept(n)]
        return self.default_get(names) if names else {}

    def _without_defaults(self):
        """Return the records without the defaults of a context: they are handed in."""
        return self.with_context(clean_context(self.env.context))  # pylint: disable=context-overridden

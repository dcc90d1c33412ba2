from odoo import api, models
from odoo.tools import clean_context, ormcache


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
    # What is judged each time anew: a personal default does not count.
    _judged_anew = frozenset()

    @api.model
    @ormcache()
    def _kept_names(self):
        """Return the fields that only Odoo itself writes; handed in, they are left."""
        kept = {name for name, field in self._fields.items() if field.readonly}
        return frozenset(kept - self._said_once)

    @api.model
    def default_get(self, fields):
        """Propose values; what Odoo keeps begins as its field says, whoever asks.

        Nor does anybody's habit count for what Odoo makes for him.
        """
        own = self._kept_names() | self._judged_by_habit()
        own = set(fields) if self.env.su else own.intersection(fields)
        values = super().default_get([name for name in fields if name not in own])
        return values | self._own_defaults(own)

    @api.model
    def _judged_by_habit(self):
        """Return what would be judged by habit alone: nobody says it for this one."""
        context = self.env.context
        said = {name for name in self._judged_anew if f"default_{name}" in context}
        return self._judged_anew - said

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
        names = (names & self._fields.keys()) - self._kept_names()
        names -= self._judged_by_habit()
        return self.default_get(list(names)) if names else {}

    def _without_defaults(self):
        """Return the records without the defaults of a context: they are handed in."""
        return self.with_context(clean_context(self.env.context))  # pylint: disable=context-overridden

    def unlink(self):
        """Ask every rule that refuses: a client may send the key that skips them."""
        asking = self if self.env.su else self.with_context(_force_unlink=False)
        return super(CrisisInputMixin, asking).unlink()

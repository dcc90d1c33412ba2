import psycopg2

from odoo import api, fields, models
from odoo.exceptions import ConcurrencyError, ValidationError
from odoo.fields import Domain

from ...tools.item_dates import plain
from ...tools.item_lines import LONGEST


class CrisisOutlet(models.Model):
    """Where something is published: a newspaper, a channel, a site (S0-06…13).

    Agents type the name; however they write it, it is one outlet. A manager mends the
    spelling here once, and it is right on all items.
    """

    _name = "crisis.outlet"
    _description = "Outlet"
    _order = "name, id"

    name = fields.Char(required=True)
    active = fields.Boolean(default=True)
    key = fields.Char(
        compute="_compute_key", store=True, precompute=True, index="trigram"
    )
    media_id = fields.Many2one("crisis.media", index="btree_not_null")

    _key_uniq = models.UniqueIndex(
        "(key)", "This outlet is there already, maybe in another spelling or archived."
    )

    @api.depends("name")
    def _compute_key(self):
        for outlet in self:
            # cut, as an index takes no more; a longer name is refused below
            outlet.key = plain(outlet.name)[: LONGEST["outlet"]]

    @api.constrains("name")
    def _check_name(self):
        for outlet in self:
            if not outlet.key or len(outlet.name) > LONGEST["outlet"]:
                raise ValidationError(
                    self.env._(
                        "The name of an outlet has 1 to %s characters.",
                        LONGEST["outlet"],
                    )
                )

    @api.model
    def _search_display_name(self, operator, value):
        """Find “Hürriyet” by “hurriyet” and “HÜRRİYET”."""
        if operator.endswith("like") and isinstance(value, str):
            return Domain("key", operator, plain(value))
        if operator in ("in", "=") and not isinstance(value, bool):
            names = [value] if isinstance(value, str) else value
            keys = [plain(name) if isinstance(name, str) else name for name in names]
            return Domain("key", "in", keys)
        return super()._search_display_name(operator, value)

    @api.model
    def name_create(self, name):
        """Return the outlet of that name, made if need be."""
        outlet = self._named([name]).get(plain(name))
        return (outlet.id, outlet.display_name) if outlet else super().name_create(name)

    @api.model
    def _named(self, names, media=None):
        """Return outlets by the keys of their names; new ones are made.

        :param media: what kind of medium the new ones are
        :raise ConcurrencyError: if somebody else makes one of them at the same moment;
            Odoo then does the whole request again, and finds it
        """
        written = {plain(name): " ".join(name.split()) for name in names if name}
        written.pop("", None)
        # Archived ones, too: the name is taken.
        known = self.with_context(active_test=False).search(
            [("key", "in", list(written))]
        )
        found = {outlet.key: outlet for outlet in known}
        missing = [
            {"name": name, "media_id": media.id if media else False}
            for key, name in written.items()
            if key not in found
        ]
        if not missing:
            return found
        try:
            with self.env.cr.savepoint():
                new = self.create(missing)
        except psycopg2.errors.UniqueViolation as error:
            raise ConcurrencyError(
                self.env._("Somebody else notes the same outlet.")
            ) from error
        return found | {outlet.key: outlet for outlet in new}

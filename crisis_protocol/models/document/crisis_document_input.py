from odoo import api, models
from odoo.exceptions import UserError, ValidationError
from odoo.tools import is_html_empty, ormcache

from ...tools.constants import MAX_TEXT

REQUIRED_LINKS = {"protocol_id", "stage_id", "level_id", "partner_id", "company_id"}
# What is proposed at filing where it is left empty; a case of no team is told nobody.
PROPOSED = REQUIRED_LINKS | {"team_id"}


class CrisisDocument(models.Model):
    """The door: what may come in by form, import, API and mail, and in which shape.

    Nothing handed in opens a gate by itself: what Odoo works out or keeps is left
    aside, and an emptied editor is no explanation.
    """

    _inherit = "crisis.document"

    @api.model
    @ormcache()
    def _models_of_cases(self):
        """Return the names of the models that hang on a case, and that of the case.

        What can't be without a case hangs on it, and what can't be without that does.
        """
        owners = {
            name: {
                field.comodel_name
                for field in model._fields.values()
                if field.type == "many2one" and field.required
            }
            for name, model in self.env.registry.items()
            if not model._abstract
        }
        hanging, found = set(), {self._name}
        while found:
            hanging |= found
            found = {n for n, its in owners.items() if its & found} - hanging
        return frozenset(hanging)

    @api.model
    def _filter_filed(self, rows):
        """Return what may come in of what is handed in for new cases."""
        return [
            {
                name: value
                for name, value in self._filter_handed_in(vals).items()
                # what is empty is proposed, or missed by the ORM
                if value or name not in PROPOSED
            }
            for vals in rows
        ]

    def _refuse_empty_links(self, vals):
        """:raise UserError: naming the link that was emptied"""
        for name in REQUIRED_LINKS & vals.keys():
            if not vals[name]:
                raise UserError(
                    self.env._("“%s” can't be left empty.", self._label(name))
                )
        return vals

    @api.model
    def _filter_handed_in(self, vals):
        """Return the values that may come in, cleaned.

        :raise UserError: for a text that is too long or a link that is none
        """
        kept = self._kept_names()
        return {
            name: self._clean_value(name, value)
            for name, value in vals.items()
            if name not in kept
        }

    def _clean_value(self, name, value):
        field = self._fields.get(name)
        if field and isinstance(value, str) and field.type in ("char", "text", "html"):
            return self._clean_text(field, value)
        is_no_link = isinstance(value, (str, float, list, tuple, dict))
        if field and field.type == "many2one" and is_no_link:
            raise UserError(
                self.env._("“%s”: choose one that exists.", self._label(name))
            )
        return value

    def _clean_text(self, field, value):
        if len(value) > MAX_TEXT:
            raise UserError(
                self.env._(
                    "“%s” is too long. Attach long texts as a file.",
                    self._label(field.name),
                )
            )
        value = value.replace("\x00", "")
        if field.name in ("name", "reference"):
            return " ".join(value.split())
        is_blank = is_html_empty(value) if field.type == "html" else not value.strip()
        return False if is_blank else value

    def _label(self, name):
        return self._fields[name]._description_string(self.env)

    @api.constrains("date_occurred", "date_first_delivery", "date_repeat_until")
    def _check_dates_of_our_time(self):
        """Dates far off are slips of the hand, and no calendar can work with them."""
        names = ("date_occurred", "date_first_delivery", "date_repeat_until")
        for document in self:
            for name in names:
                value = document[name]
                if value and not 1970 <= value.year <= 2100:
                    raise ValidationError(
                        self.env._(
                            "“%(field)s” can't be in the year %(year)s.",
                            field=self._fields[name]._description_string(self.env),
                            year=str(value.year),
                        )
                    )

    @api.constrains("name")
    def _check_name(self):
        for document in self:
            if not (document.name or "").strip():
                raise ValidationError(
                    self.env._("Say in a few words what it is about.")
                )
            if len(document.name) > 250:
                raise ValidationError(
                    self.env._(
                        "The topic is too long. Keep it to one line and write the "
                        "rest under “What happened”."
                    )
                )

    @api.constrains("category_id", "protocol_id")
    def _check_category(self):
        for document in self:
            category = document.category_id
            if category and category.protocol_id != document.protocol_id:
                raise ValidationError(
                    self.env._(
                        "The category “%(category)s” belongs to another protocol. "
                        "Choose one of “%(protocol)s”.",
                        category=category.display_name,
                        protocol=document.protocol_id.name,
                    )
                )

    @api.constrains("active")
    def _check_active(self):
        still_open = self.filtered(lambda d: not d.active and not d.is_closed)
        if still_open:
            raise ValidationError(
                self.env._(
                    "Only closed cases can be archived. Still open: %s",
                    ", ".join(still_open.mapped("display_name")),
                )
            )

from odoo import fields, models
from odoo.tools import is_html_empty

from ...tools.constants import FILES


class CrisisDocument(models.Model):
    """Which units are asked, and what an order to them would lack (S0-60)."""

    _inherit = "crisis.document"

    def _units_at_work(self):
        """Return the units that have an open order of this case."""
        return self._open_orders().crisis_unit_id.with_env(self.env)

    def _proposed_units(self):
        """Return the units that have something to do here and are not at work yet.

        Those for this kind of crisis, and those that cover the media wanted; where
        items were missed, also those that cover the media of these, and those where
        it went wrong.
        """
        self.ensure_one()
        kinds = self.category_id | self.category_id.parent_id
        missed = self.item_ids.filtered(lambda item: item.state == "open")
        media = self.media_ids | missed.media_id
        units = self._production_units().filtered(
            lambda unit: unit in missed.unit_id
            or unit.media_ids & media
            or unit.category_ids & kinds
        )
        return units - self._units_at_work()

    def _production_gaps(self, units):
        """Return what orders to these units would lack, as sentences.

        None of them forbids an order but a missing project.
        """
        self.ensure_one()
        return [
            *self._media_gaps(units),
            *self._unit_gaps(units),
            *self._brief_gaps(units),
            *self._delivery_gaps(),
        ]

    def _media_gaps(self, units):
        asked = units | self._units_at_work()
        lacking = self.media_ids - asked.media_ids
        present = self._production_units()
        lines = []
        for unit in present - asked:
            if covered := lacking & unit.media_ids:
                lines.append(
                    self.env._(
                        "%(media)s: %(unit)s covers it, but is not chosen.",
                        media=", ".join(covered.mapped("name")),
                        unit=unit.name,
                    )
                )
        nobody = lacking - present.media_ids
        if nobody:
            names = ", ".join(nobody.mapped("name"))
            lines.insert(0, self.env._("No unit covers: %s.", names))
        return lines

    def _unit_gaps(self, units):
        lines = []
        if homeless := self._homeless(units):
            lines.append(self._homeless_line(homeless))
        for unit in units & self._units_at_work():
            lines.append(self.env._("%s has an open order already.", unit.name))
        for unit in units:
            if not unit.user_ids:
                lines.append(self.env._("Nobody is assigned in %s.", unit.name))
            # set up by a manager: the agent who orders needs no right on it
            if unit.sudo().task_template_id and not unit._present_template():
                lines.append(
                    self.env._(
                        "The task template of %s is not in use any more: the order "
                        "comes without its subtasks.",
                        unit.name,
                    )
                )
        return lines

    def _brief_gaps(self, units):
        lines = []
        if units and is_html_empty(self.description):
            lines.append(self.env._("It is not said what happened."))
        # to watch media is asked for where the crisis befalls the customer
        if self.origin == "customer" and units.media_ids:
            if not self.media_ids:
                lines.append(self.env._("It is not said which media to watch."))
            if not self.keywords:
                lines.append(self.env._("It is not said what to search for."))
        announced = [
            self._label(name)
            for name, files in FILES.items()
            if self[name] == "yes" and not (self[files] or self.material_note)
        ]
        if announced:
            lines.append(
                self.env._("Announced, but no file yet: %s.", ", ".join(announced))
            )
        return lines

    def _delivery_gaps(self):
        lines = []
        first = self.date_first_delivery
        if first and first <= fields.Datetime.now():
            lines.append(
                self.env._(
                    "The first delivery is in the past: %s.",
                    self._time(first),
                )
            )
        if self.repeat_hours and not self.date_repeat_until:
            lines.append(self.env._("The deliveries repeat without an end."))
        if not self._next_delivery(self.env["crisis.delivery"], fields.Datetime.now()):
            lines.append(self.env._("The deliveries end before the first one."))
        return lines

from collections import defaultdict

from odoo import api, models
from odoo.exceptions import AccessError, MissingError
from odoo.tools import frozendict, ormcache

from ...tools.handed_links import LINKS, handed_links


class Base(models.AbstractModel):
    """No record of any model is led to a case that the user may not read.

    What such a record shows of its case is mostly read by the system: its topic, its
    company, whole texts. So whoever could link a form to a case could read it. Each
    model is asked, since a dialog or an addon that forgot to ask would be the hole.

    Who works on a record of a case without a right on the case, as production does on
    its orders and a receiver on his notice, leaves the link as it is, and may.
    """

    _inherit = "base"

    @api.model
    @ormcache()
    def _case_links(self):
        """Return {field: model} of what leads to a case, or to what hangs on one."""
        hanging = self.env["crisis.document"]._models_of_cases()
        return frozendict(
            {
                name: field.comodel_name
                for name, field in self._fields.items()
                if field.type in LINKS and field.comodel_name in hanging
            }
        )

    @api.model
    def default_get(self, fields):
        """Propose values, among them no case that the user may not read.

        :raise AccessError: for such a case
        """
        values = super().default_get(fields)
        self.browse()._refuse_foreign_cases([values])
        return values

    def onchange(self, values, field_names, fields_spec):
        """Work out a form, unless it leads to a case that the user may not read.

        :raise AccessError: for such a case
        """
        self._refuse_foreign_cases([values], deep=True)
        return super().onchange(values, field_names, fields_spec)

    @api.model_create_multi
    def create(self, vals_list):
        """Make records, on no case that the user may not read.

        :raise AccessError: for such a case
        """
        self.browse()._refuse_foreign_cases(vals_list)
        return super().create(vals_list)

    def write(self, vals):
        """Change records, and lead them to no case that the user may not read.

        :raise AccessError: for such a case
        """
        self._refuse_foreign_cases([vals])
        return super().write(vals)

    def _refuse_foreign_cases(self, rows, deep=False):
        """Refuse values that lead to what the user may not read.

        The refusal says nothing of it, not even whether it exists.

        :param list rows: values for these records
        :param deep: look into the lines of a form, too
        """
        if self.env.su or not (deep or self._case_links()):
            return
        links = [
            link
            for vals in rows
            for link in handed_links(
                self,
                vals,
                lambda field: (field.name in self.env[field.model_name]._case_links()),
                deep=deep,
            )
        ]
        hidden = self._hidden_ids(links)
        for link in links:
            if link.id in hidden[link.comodel] and not self._leads_there(link):
                raise AccessError(
                    self.env._(
                        "This belongs to a case that you may not see. Ask the desk "
                        "that works on it."
                    )
                )

    @api.model
    def _hidden_ids(self, links):
        """Return {model: ids} of what the user may not read, or what is not there."""
        asked, hidden = defaultdict(set), defaultdict(set)
        for link in links:
            asked[link.comodel].add(link.id)
        for model, ids in asked.items():
            records = self.env[model].browse(ids)
            try:
                readable = records._filtered_access("read")
            except MissingError:
                readable = records.exists()._filtered_access("read")
            hidden[model] = ids - set(readable.ids)
        return hidden

    @api.model
    def _leads_there(self, link):
        """Whether a record has led there all the time, so that nothing is new.

        The id of the record came from the client, too: it is one that he may read.
        """
        owner = self.env[link.model].browse(link.owner_id).exists()
        # who may read the record need not be able to read what it belongs to
        owner = owner._filtered_access("read").sudo()
        return link.id in owner.with_context(active_test=False)[link.field].ids

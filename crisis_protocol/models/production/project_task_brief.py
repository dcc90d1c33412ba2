from markupsafe import Markup

from odoo import api, fields, models
from odoo.fields import Command

from ...tools.message_text import lines


class ProjectTask(models.Model):
    """What an order wants, kept in line with the case (S0-72…80).

    It stands apart from the description, which belongs to production: nothing that
    people write on their task is lost when the brief changes.
    """

    _inherit = "project.task"

    crisis_brief = fields.Html(
        "What Is Wanted", readonly=True, copy=False, sanitize_overridable=False
    )
    crisis_note = fields.Text("Said in Addition", readonly=True, copy=False)
    crisis_material_ids = fields.Many2many(
        "ir.attachment",
        string="Material",
        compute="_compute_crisis_material_ids",
        help="Files that came with the order.",
    )

    @api.depends("attachment_ids")
    def _compute_crisis_material_ids(self):
        """Say `attachment_ids` anew: files are shown by what a many2many has."""
        for task in self:
            task.crisis_material_ids = task.attachment_ids

    def _crisis_given(self):
        """Return what makes it another order when it changes."""
        return self.crisis_document_id, self.crisis_unit_id, self.is_closed

    def _crisis_give_anew(self, before):
        """What is reopened, or given to another unit or case, is ordered again.

        :param dict before: {task: what `_crisis_given` said}
        """
        for task in self.filtered("crisis_is_order"):
            document, unit, was_closed = before[task]
            is_other = task._crisis_given()[:2] != (document, unit)
            if is_other or was_closed:
                vals = task._crisis_brief_anew(document, unit) if is_other else {}
                vals["crisis_date_ordered"] = task._crisis_time_of_order()
                vals["crisis_refusal"] = False
                task.write(vals)

    def _crisis_brief_anew(self, document, unit):
        """Return the values of an order that went to another case or unit.

        :param document: the case that it was for
        :param unit: the unit that had it
        """
        self.ensure_one()
        case, unit_now = self.crisis_document_id, self.crisis_unit_id
        note = self.crisis_note if case == document else ""
        people = unit_now._people_in(case.company_id)
        people |= self.user_ids - unit.user_ids
        vals = {
            "partner_id": case.partner_id.id,
            "crisis_brief": case._for_unit(unit_now)._production_brief(note or ""),
            "crisis_note": note,
        }
        if unit_now != unit:
            vals["user_ids"] = [Command.set(people.ids)]
        if self.name == document._order_name(unit, document.name):
            vals["name"] = case._order_name(unit_now, case.name)
        return vals

    def _crisis_renew(self, document, lines, author):
        """Write the brief anew, and tell the people of the order what is different.

        :param document: the case in the language of the unit's people
        :param list lines: what is different, as texts
        :param author: the partner who changed it
        """
        self.ensure_one()
        brief = document._production_brief(self.crisis_note or "")
        self.write({"crisis_brief": brief})
        title = document.env._("What is wanted has changed. Please confirm it.")
        # a note: the customer may follow the task
        self.with_env(document.env).message_post(
            body=Markup("<p><b>%s</b></p>%s") % (title, document._list_html(lines)),
            subtype_xmlid="mail.mt_note",
            author_id=author.id,
            partner_ids=(self.user_ids.partner_id - author).ids,
        )

    def _crisis_tell_cause(self, document, note, author):
        """Tell the people of the order that it went wrong there (S0-38…40).

        They have to say again that they know.

        :param document: the case in the language of the unit's people
        :param str note: what they read
        :param author: the partner who noted it
        """
        self.ensure_one()
        self.write({"crisis_note": lines(self.crisis_note, note)})
        self._crisis_renew(document, note.split("\n"), author)
        self._crisis_on_brief_changed()

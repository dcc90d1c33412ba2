from odoo import models
from odoo.tools import html2plaintext, is_html_empty

from ...tools.inside import Inside, handed_inside

# Longer texts are shortened in the message; the brief has them in full.
MAX_CHANGE = 120


class CrisisDocument(models.Model):
    """What production reads on its orders, and what it is told when that changes."""

    _inherit = "crisis.document"

    def _production_brief(self, note=""):
        """Return what production needs, in the customer's own words, as HTML."""
        return self.env["ir.qweb"]._render(
            "crisis_protocol.production_brief",
            {"document": self, "note": note, "is_html_empty": is_html_empty},
            minimal_qcontext=True,
        )

    def _for_unit(self, unit):
        """Return the document in the language and time zone of a unit's people."""
        # not a slice, so that the people of all units are read at once
        for reader in unit.user_ids:
            return self.with_context(lang=reader.lang, tz=reader.tz)
        return self

    # ------------------------------------------------------------------
    # A changed brief
    # ------------------------------------------------------------------

    def _briefs_before(self, vals):
        is_later = handed_inside(self.env, "crisis_brief_is_told_later")
        if is_later or vals.keys().isdisjoint(self._marked("in_brief")):
            return None
        return self._brief_state()

    def _react_to_brief(self, change):
        before = change.before["_briefs_before"]
        if before is not None:
            self._tell_brief_changed(before)

    def _receive_answers(self, given, partner, remark=""):
        """Tell production of all that the customer answered at once."""
        before = self._brief_state()
        later = self.with_context(crisis_brief_is_told_later=Inside())
        errors = super(CrisisDocument, later)._receive_answers(given, partner, remark)
        # his own files: he has no rights, the page took them
        self.sudo()._tell_brief_changed(before, partner)
        return errors

    def _brief_state(self):
        """Return what the brief of each case with open orders says now."""
        # the system compares: who changes the brief need not see the orders
        documents = self.sudo()
        return {
            document: {name: document[name] for name in self._marked("in_brief")}
            for document in documents._open_orders().crisis_document_id
        }

    def _tell_brief_changed(self, before, author=None):
        """Renew open orders whose brief has changed, and say what is different.

        :param dict before: what `_brief_state` said
        :param author: the partner who changed it, if not the user
        """
        changes = {
            document: [
                n
                for n in self._marked("in_brief")
                if (document[n] or None) != (v[n] or None)
            ]
            for document, v in before.items()
        }
        changes = {document: names for document, names in changes.items() if names}
        if not changes:
            return
        # the system tells production: who changes the brief need not see the orders
        documents = self.sudo().union(*changes)
        by_document = documents._open_orders().grouped("crisis_document_id")
        author = author or self.env.user.partner_id
        for document, orders in by_document.items():
            old, names = before[document], changes[document]
            document.with_env(self.env)._send_new_files(orders, old)
            for order in orders:
                reader = document._for_unit(order.crisis_unit_id)
                order._crisis_renew(reader, reader._changes(names, old), author)
            if "name" in names:
                document._rename(orders, old["name"])
            document._log_who_was_told(orders, names)
            orders._crisis_on_brief_changed()
        documents._reconcile_duties()

    def _send_new_files(self, orders, before):
        material = self._marked("is_material")
        known = self.env["ir.attachment"].union(*(before[name] for name in material))
        self._send_material(orders, self._material() - known)

    def _rename(self, orders, topic):
        """Orders bear the topic, unless somebody has named them otherwise."""
        for order in orders:
            unit = order.crisis_unit_id
            if order.name == self._order_name(unit, topic):
                order.name = self._order_name(unit, self.name)

    def _changes(self, names, before):
        """Return sentences that say what is different, in the reader's language."""
        return [line for name in names if (line := self._change(name, before[name]))]

    def _change(self, name, old):
        label = self._label(name)
        if name in self._marked("is_material"):
            return self._change_of_files(label, self[name] - old, old - self[name])
        known, now = self._in_brief(name, old), self._in_brief(name, self[name])
        if known == now:  # the layout of a text
            return self.env._("%(field)s: changed", field=label)
        return self.env._(
            "%(field)s: %(before)s → %(after)s", field=label, before=known, after=now
        )

    def _change_of_files(self, label, new, gone):
        parts = []
        if new:
            parts.append(self.env._("new: %s", ", ".join(new.mapped("name"))))
        if gone:
            parts.append(
                self.env._("no longer valid: %s", ", ".join(gone.mapped("name")))
            )
        return f"{label}: {'; '.join(parts)}"

    def _in_brief(self, name, value):
        """Return a value of the brief in a few words."""
        field = self._fields[name]
        if field.relational:
            value = ", ".join(value.with_env(self.env).mapped("display_name"))
        elif field.type == "html":
            value = html2plaintext(value or "", include_references=False)
        elif field.type == "datetime" and value:
            value = self._time(value)
        elif field.type == "selection":
            value = dict(field._description_selection(self.env)).get(value)
        elif field.type == "float" and value:
            duration = self.env["ir.qweb.field.duration"]
            value = duration.value_to_html(value, {"unit": "hour", "round": "minute"})
        text = " ".join(str(value or "–").split())
        return text if len(text) <= MAX_CHANGE else f"{text[:MAX_CHANGE]}…"

    def _log_who_was_told(self, orders, names):
        document = self._in_desk_language()
        line = document.env._(
            "The brief has changed (%(fields)s). Told to: %(units)s",
            fields=", ".join(document._label(name) for name in names),
            units=", ".join(orders.crisis_unit_id.mapped("name")),
        )
        document._message_log(body=document._list_html([line]))

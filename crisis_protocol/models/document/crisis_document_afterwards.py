from markupsafe import Markup

from odoo import models
from odoo.tools import html2plaintext

from ...tools.said import TEXTS

# That stands in the line of the move.
SAID_WITH_THE_MOVE = {"stage_reason"}


class CrisisDocument(models.Model):
    """What is written on a case that has ended shows as written afterwards.

    Its end rests on what stood there. Who puts it right leaves what it was.
    """

    _inherit = "crisis.document"

    def _endings_before(self, vals):
        """Return what the ended cases say that Odoo does not track by itself."""
        names = [
            name
            for name, field in self._fields.items()
            if name in vals and field.type in TEXTS and field.store
            if name not in SAID_WITH_THE_MOVE and not getattr(field, "tracking", None)
        ]
        ended = self.filtered("is_closed") if names else self.browse()
        if not ended:
            return None
        return {document: {n: document[n] for n in names} for document in ended}

    def _note_changed_afterwards(self, change):
        before = change.before["_endings_before"] or {}
        # what goes on again is open to everybody's words
        for document in self.filtered(lambda d: d in before and d.is_closed):
            lines = [
                Markup("%s: %s → %s")
                % (
                    document._fields[name]._description_string(self.env),
                    self._plain(text) or "–",
                    self._plain(document[name]) or "–",
                )
                for name, text in before[document].items()
                if self._plain(text) != self._plain(document[name])
            ]
            if lines:
                document._message_log(
                    body=Markup("<p>%s</p>%s")
                    % (
                        self.env._("Changed after the end of the case:"),
                        document._list_html(lines),
                    ),
                    author_id=self.env.user.partner_id.id,
                )

    def _plain(self, text):
        return html2plaintext(text or "").strip()

from odoo import models


class CrisisDocument(models.Model):
    """A case that is called no crisis owes nothing any more: who said so is counted."""

    _inherit = "crisis.document"

    def _note_exits(self, sources, reasons):
        """Keep who called the cases no crisis, and end it for those that go on.

        :param dict sources: the stage each document comes from; empty if new
        :param dict reasons: why each document moves, as far as it was said
        """
        left = self.filtered(lambda d: d.stage_id.is_exit and not sources[d].is_exit)
        self.env["crisis.override"]._keep_exits(
            [
                {
                    "document_id": document.id,
                    "gate_name": document.stage_id.name,
                    "stage_id": document.stage_id.id,
                    "reason": reasons[document].strip(),
                }
                for document in left
            ]
        )
        back = self.filtered(lambda d: sources[d].is_exit and not d.stage_id.is_exit)
        # who changes a case need not see all of its trail
        kept = back.sudo().override_ids.filtered(
            lambda o: o.kind == "exit" and o.is_in_force
        )
        kept.with_env(self.env)._end()

from odoo import SUPERUSER_ID, models
from odoo.exceptions import UserError

from ...tools.inside import handed_inside

# What a file is, and where it belongs; a preview or a token changes nothing of it.
CONTENT = frozenset(
    {
        "checksum",
        "datas",
        "db_datas",
        "file_size",
        "mimetype",
        "name",
        "raw",
        "store_fname",
        "type",
        "url",
    }
)
PLACE = frozenset({"company_id", "res_field", "res_id", "res_model"})


class IrAttachment(models.Model):
    """Files that prove something stay: those of messages, and of what was done."""

    _inherit = "ir.attachment"

    def write(self, vals):
        """Change no file that proves something.

        :raise UserError: for whoever is no administrator
        """
        if not CONTENT.isdisjoint(vals):
            self._crisis_check_not_proof()
        elif vals.get("res_field"):
            # nobody sees the files of a field among those of the record
            self._crisis_check_not_proof()
        elif not PLACE.isdisjoint(vals):
            # what has no place yet is given its own
            self.filtered("res_id")._crisis_check_not_proof()
        return super().write(vals)

    def unlink(self):
        """Delete no file that proves something.

        :raise UserError: for whoever is no administrator
        """
        self._crisis_check_not_proof()
        return super().unlink()

    def _crisis_check_not_proof(self):
        is_system = self.env.uid == SUPERUSER_ID
        if is_system or not self or handed_inside(self.env, "crisis_case_goes"):
            return
        # whoever may not see what a file proves may not take it away either
        files = self.sudo().with_context(skip_res_field_check=True).exists()
        proof = files and files._crisis_proof()
        if proof and self.env.user.has_group("base.group_system"):
            proof._crisis_log_changed()
        elif proof:
            raise UserError(
                self.env._(
                    "This file proves what was said or done, and stays: %s",
                    ", ".join(proof.mapped("name")),
                )
            )

    def _crisis_proof(self):
        """Return those of these files that prove something; with the system's eyes."""
        messages, controls = self._crisis_proven_by()
        return self & (messages.attachment_ids | controls.attachment_ids)

    def _crisis_proven_by(self):
        """Return the messages and the finished controls that have these files."""
        has_them = [("attachment_ids", "in", self.ids)]
        messages = self.env["mail.message"].search(has_them)._crisis_kept()
        is_done = [*has_them, ("state", "=", "done")]
        return messages, self.env["crisis.control"].search(is_done)

    def _crisis_log_changed(self):
        """What an administrator does to proof is said on its cases."""
        messages, controls = self._crisis_proven_by()
        on_cases = messages.filtered(lambda m: m.model == "crisis.document")
        documents = self.env["crisis.document"].browse(on_cases.mapped("res_id"))
        documents |= controls.document_id
        line = self.env._(
            "An administrator has changed or deleted a file that proves something: %s",
            ", ".join(self.mapped("name")),
        )
        documents._message_log_batch(bodies=dict.fromkeys(documents.ids, line))

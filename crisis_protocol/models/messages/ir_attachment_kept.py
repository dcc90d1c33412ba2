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
        user = self.env.user
        is_admin = self.env.uid == SUPERUSER_ID or user.has_group("base.group_system")
        if is_admin or not self or handed_inside(self.env, "crisis_case_goes"):
            return
        # whoever may not see what a file proves may not take it away either
        files = self.sudo().exists().filtered(lambda file: not file.res_field)
        proof = files and files._crisis_proof()
        if proof:
            raise UserError(
                self.env._(
                    "This file proves what was said or done, and stays: %s",
                    ", ".join(proof.mapped("name")),
                )
            )

    def _crisis_proof(self):
        """Return those of these files that prove something; with the system's eyes."""
        messages = self.env["mail.message"].search([("attachment_ids", "in", self.ids)])
        kept = messages._crisis_kept().sudo().attachment_ids
        controls = self.env["crisis.control"].search(
            [("attachment_ids", "in", self.ids), ("state", "=", "done")]
        )
        return self & (kept | controls.attachment_ids)

from odoo import models
from odoo.exceptions import AccessError


class CrisisDocument(models.Model):
    """A case that is called no crisis owes nothing any more: who said so is counted.

    Where a second person reads what the customer is told, a second person says that
    there is nothing to tell, as for a lower level.
    """

    _inherit = "crisis.document"

    def _note_exits(self, sources, reasons):
        """Keep who called the cases no crisis, and end it for those that go on.

        :param dict sources: the stage each document comes from; empty if new
        :param dict reasons: why each document moves, as far as it was said
        :raise AccessError: at a level with a review, for who is no supervisor
        """
        left = self.filtered(lambda d: d.stage_id.is_exit and not sources[d].is_exit)
        left._check_may_exit()
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

    def _check_may_exit(self):
        """A drill is played to learn, and the system has its own reasons."""
        user = self.env.user
        if self.env.su or user.has_group("crisis_protocol.group_crisis_supervisor"):
            return
        for document in self.filtered(lambda d: not d.is_drill):
            if document.level_id.review_explanation:
                raise AccessError(
                    self.env._(
                        "At “%(level)s” a second person reads what the customer is "
                        "told. Only a supervisor may say that it is no crisis. Ask "
                        "%(supervisor)s.",
                        level=document.level_id.name,
                        supervisor=document.team_id.supervisor_id.name
                        or self.env._("your supervisor"),
                    )
                )

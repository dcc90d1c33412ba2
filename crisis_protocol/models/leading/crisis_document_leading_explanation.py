from odoo import api, fields, models
from odoo.exceptions import UserError

# What tells who wrote, confirmed and reviewed the words.
PROVEN = (
    "explanation_author_id",
    "explanation_writer_ids",
    "date_explanation_confirmed",
    "explanation_confirmed_by_id",
    "date_explanation_reviewed",
    "explanation_reviewed_by_id",
)


class CrisisDocument(models.Model):
    """Explained once: written, confirmed and reviewed on the leading case (S0-22…25).

    The cases that follow take the words over as soon as they may leave. Each customer
    gets and answers them himself; what he got stays his.
    """

    _inherit = "crisis.document"

    is_explanation_shared = fields.Boolean(
        "Explanation of the Leading Case",
        readonly=True,
        copy=False,
        help="Whether explanation and remedy are those of the leading case.",
    )
    can_share_explanation = fields.Boolean(
        compute="_compute_can_share_explanation", export_string_translation=False
    )

    @api.depends("leading_id.explanation_is_ready", "is_explanation_shared")
    def _compute_can_share_explanation(self):
        for document in self:
            is_kept = document.is_closed or document._was_explained()
            # that it is ready may be known to who may not read the leading case
            document.can_share_explanation = (
                document.leading_id.sudo().explanation_is_ready
                and not document.is_explanation_shared
                and not is_kept
            )

    def _was_explained(self):
        """Whether this customer has an explanation, which stays his."""
        return bool(self.date_explanation_sent) or self.explanation_accepted == "yes"

    # ------------------------------------------------------------------
    # On the leading case
    # ------------------------------------------------------------------

    def _own_explanation(self, is_changed):
        """Words that were changed here are the leading case's no longer."""
        shared = self.filtered("is_explanation_shared") if is_changed else self[:0]
        shared._write_past_reactions({"is_explanation_shared": False})

    def _reopen_shared_explanation(self, is_relapse):
        if is_relapse:
            self._pass_on_explanation()

    def _pass_on_explanation(self, is_changed=False):
        """Give the words to those that follow, or take back what no longer holds."""
        # also to cases of other desks, which he may not read
        for lead in self.sudo().filtered("led_count"):
            followers = lead._open_led()
            if lead.explanation_is_ready:
                kept = followers - followers._take_explanation()
                line = self.env._(
                    "The explanation of %s is there. See whether the words here still "
                    "hold beside it.",
                    lead.reference,
                )
            else:
                shared = followers.filtered("is_explanation_shared")
                kept = shared._withdraw_explanation()
                line = self.env._(
                    "The explanation of %s is being changed. It comes again once its "
                    "facts are confirmed.",
                    lead.reference,
                )
            kept._message_log_batch(bodies=dict.fromkeys(kept.ids, line))

    # ------------------------------------------------------------------
    # On those that follow
    # ------------------------------------------------------------------

    def _give_up_explanation(self, leads, reason):
        """Words about another cause are not sent; what was sent was sent."""
        self.filtered("is_explanation_shared")._withdraw_explanation()
        self._write_past_reactions({"is_explanation_shared": False})

    def _withdraw_explanation(self):
        """Take back words that no customer has yet; return where that was done."""
        waiting = self.filtered(lambda d: not d._was_explained())
        waiting._review_activities().unlink()
        nothing = dict.fromkeys(
            (*self._explanation_texts, "is_explanation_shared"), False
        )
        waiting._write_past_reactions(self._unconfirmed | nothing)
        return waiting

    def _take_explanation(self):
        """Take over words that may leave; own words and sent ones stay.

        :return: the cases that have the words of their leading case now
        """
        taken = self.browse()
        # also from a case that he may not read
        for lead, followers in self.sudo().grouped("leading_id").items():
            if lead.explanation_is_ready:
                free = followers.filtered(lambda d: d._is_free_to_share())
                free._adopt_explanation(lead)
                taken |= free
        return taken

    def _is_free_to_share(self):
        is_empty = not any(self[name] for name in self._explanation_texts)
        return not self._was_explained() and (self.is_explanation_shared or is_empty)

    def _adopt_explanation(self, lead):
        """Write the words of the leading case here, with who stands for them.

        A customer who reads another language gets a draft to be translated: nobody
        has confirmed those words yet.
        """
        new = self.filtered(lambda d: not d.is_explanation_shared)
        alike = self.filtered(lambda d: d.message_lang == lead.message_lang)
        words = {name: lead[name] for name in self._explanation_texts} | {
            "is_explanation_shared": True
        }
        proof = {
            name: self._fields[name].convert_to_write(lead[name], lead)
            for name in PROVEN
        }
        alike._write_past_reactions(self._unconfirmed | words | proof)
        foreign = new - alike
        foreign._write_past_reactions(self._unconfirmed | words)
        new.filtered(lambda d: not d.explanation_version)._write_past_reactions(
            {"explanation_version": 1}
        )
        new._log_whose_words(lead, foreign)
        self.env["crisis.reviewed.explanation"]._ask(self)

    def _log_whose_words(self, lead, foreign):
        line = self.env._("Explained in the words of %s.", lead.reference)
        bodies = dict.fromkeys(self.ids, line)
        line = self.env._(
            "The words of %s are written in another language: translate them and "
            "confirm the facts.",
            lead.reference,
        )
        bodies |= dict.fromkeys(foreign.ids, line)
        self._message_log_batch(bodies=bodies)

    def action_share_explanation(self):
        """Replace the own words by those of the leading case.

        :raise UserError: if those may not leave yet, or the customer has his already
        """
        self.check_access("write")
        self._check_open()
        for document in self:
            if not document.can_share_explanation:
                raise UserError(self.env._("This is done already. Look again."))
        # also from a case that he may not read
        for lead, followers in self.sudo().grouped("leading_id").items():
            followers._review_activities().unlink()
            followers._adopt_explanation(lead)
        return True

from odoo import api, models
from odoo.exceptions import UserError

from ...tools.constants import WORSE

# How well it runs, from bad to good; what is not known is no alarm.
RANKS = {"bad": 0, "strained": 1, "unknown": 2, "good": 3}


class CrisisDocument(models.Model):
    """What the customer's own words say against what is noted of him (S0-42, S0-50)."""

    _inherit = "crisis.document"

    def _keep_his_reading(self, vals):
        """His reading gets better by what he says, and by nothing that is entered.

        :raise UserError: saying how it gets better
        """
        reading = vals.get("health_customer")
        if self.env.su or reading not in RANKS:
            return vals
        if any(RANKS[reading] > RANKS[d.health_customer] for d in self):
            raise UserError(
                self.env._(
                    "How the customer sees it gets better only by his own word: ask "
                    "him with control 2, or log the call."
                )
            )
        return vals

    @api.model
    def _keep_his_reading_filed(self, rows):
        """A case begins with no good word of his: nobody has asked him yet.

        Said in a value or in somebody's default, it is left aside.
        """
        if self.env.su:
            return rows
        begun = {"health_customer": "unknown"}
        return [
            vals if vals.get("health_customer") in ("strained", "bad") else vals | begun
            for vals in rows
        ]

    def _was_spoken(self):
        # who moves it may not see what was said
        return bool(self.sudo().word_ids) or super()._was_spoken()

    def _unsaid(self):
        return super()._unsaid() | {
            "health_customer": "unknown",
            "date_last_word": False,
            "date_last_customer_message": False,
        }

    def _check_speaks_for_customer(self, partner):
        """A word of the customer is his own, and one to him is heard by him.

        :raise UserError: naming who was asked
        """
        self.ensure_one()
        if not self._speaks_for_customer(partner):
            raise UserError(
                self.env._(
                    "%(asked)s does not speak for %(customer)s. Choose whom of the "
                    "customer you asked.",
                    asked=partner.display_name,
                    customer=self.partner_id.display_name,
                )
            )

    def _keep_contradiction(self, control):
        """A result that his words speak against stays on the trail, with the reason."""
        is_his_own = control._said_in() == "page"
        if is_his_own or not control._is_contradicted(control.result):
            return
        self.env["crisis.override"]._keep_contradictions(
            [
                {
                    "document_id": self.id,
                    "gate_name": self.env._(
                        "Control 2 was noted as “%(result)s”, though the customer "
                        "said: “%(words)s”",
                        result=control._choice("result"),
                        words=" ".join(control.customer_words.split()),
                    ),
                    "reason": control.contradiction_reason.strip(),
                }
            ]
        )

    def _has_written_since_asked(self):
        """Whether a message of the customer came since he was last asked."""
        self.ensure_one()
        since = max(
            filter(
                None, [self.date_customer_control, self.date_reopened, self.create_date]
            )
        )
        last = self.date_last_customer_message
        return bool(last) and last >= since.replace(microsecond=0)

    def _take_back_over(self, date, message=None):
        """Who said that it is over and writes that it goes on has not said so any more.

        Words that only seem to say so cost the desk one more question to him.
        """
        # the customer writes, who has no rights on the case
        said_over = self.sudo().filtered(lambda d: d.customer_says_over == "yes")
        body = message.body if message and said_over else ""
        if self.env["crisis.expression"]._said(body) != "goes_on":
            return
        for document in said_over.filtered(lambda d: d._is_of_customer(message)):
            document._write_past_reactions(
                {
                    "clean_customer_count": 0,
                    "health_customer": WORSE[document.health_customer],
                }
            )
            words = document._words_in(message, is_oral=False)
            document._note_over("no", "message", message.author_id, words)
            people = document._responsible_or_supervisor()
            people |= document.team_id.supervisor_id
            document._notify_users(
                {user: {document: [document._taken_back_line]} for user in people}
            )

    def _taken_back_line(self):
        return self.env._(
            "The customer had said that it is over, and now writes otherwise: “%s”",
            self.over_words,
        )

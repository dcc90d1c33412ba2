import re

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import format_datetime


class CrisisDocument(models.Model):
    """The next word to the customer: promised for a time, and kept by the word."""

    _inherit = "crisis.document"

    promise_ids = fields.One2many(
        "crisis.promise", "document_id", "Promises", copy=False, readonly=True
    )

    next_word_line = fields.Char(compute="_compute_next_word_line")

    @api.depends("level_id", "team_id", "customer_says_over")
    @api.depends_context("lang", "tz")
    def _compute_next_word_line(self):
        """Name the proposed time, for the templates of messages to the customer."""
        for document in self:
            date = document._default_promise_date()
            document.next_word_line = bool(date) and document._promise_line(date)

    def _promise_line(self, date):
        """Say in the customer's language and time zone when he hears from us again.

        :param datetime date: naive UTC
        """
        reader = self._customer_contact()
        lang = self.message_lang or self.env.lang
        # his time zone, as far as it is known; else that of the one who promises
        zone = reader.tz or self.env.user.tz
        env = self.with_context(lang=lang).env
        time = format_datetime(env, date, tz=zone, dt_format="short")
        return self._promise_sentence(time)

    def _promise_sentence(self, time):
        env = self.with_context(lang=self.message_lang or self.env.lang).env
        return env._("You will hear from us again by %s.", time)

    def _promise_pattern(self):
        """Return what matches the sentence of a promise, whatever time it names."""
        before, after = self._promise_sentence("\0").split("\0")
        time = r"\S+(?:\s\S+){0,3}?"
        return re.compile(re.escape(before) + time + re.escape(after))

    def _default_promise_date(self):
        """Return when the customer should hear from us again, by the level.

        :return: naive UTC; False once it is over
        """
        self.ensure_one()
        is_over = self.is_closed or self.customer_says_over == "yes"
        if is_over or not self.level_id:
            return False
        return self._deadline(self.level_id.customer_word_minutes)

    def _promise(self, date_due, message=None):
        """Promise the next word to the customer for that time (S0-32, S0-33).

        :param datetime date_due: naive UTC
        :raise UserError: if the time is past
        """
        self._check_open()
        if date_due <= fields.Datetime.now():
            raise UserError(
                self.env._("The next word can only be promised for a time to come.")
            )
        # who promised it, and in which message, is the system's to say
        promises = self.env["crisis.promise"].sudo()
        return promises.create(
            [
                {
                    "document_id": document.id,
                    "date_due": date_due,
                    "promised_by_id": self.env.uid,
                    "message_id": message and message.id,
                }
                for document in self
            ]
        )

    def _promise_lapsed(self):
        """The time that a message names is past when it leaves: nothing is promised."""

    def _note_time_of_word(self, date, message=None):
        """Keep when the customer has heard from us, and that nothing waits for it.

        A word that is noted afterwards does not undo what has come since.
        """
        newer = self.filtered(lambda d: (d.date_last_word or date) <= date)
        newer._write_past_reactions({"date_last_word": date})
        answered = self.filtered(lambda d: (d.date_unanswered or date) <= date)
        answered._write_past_reactions({"date_unanswered": False})
        first = self.filtered(lambda d: not d.date_first_word)
        first._write_past_reactions({"date_first_word": date})
        answered._mail_answered()

    def _keep_promises(self, date, message=None):
        """The next word keeps what was promised before it, and nothing else does."""
        # whoever speaks to the customer, a ticket's agent too, keeps what was promised
        promises = self.env["crisis.promise"].sudo()
        open_ones = [("document_id", "in", self.ids), ("state", "=", "open")]
        promises.search(open_ones)._keep_by_word(date, message)

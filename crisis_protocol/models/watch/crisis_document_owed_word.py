from odoo import fields, models

from ...tools.inside import handed_inside


class CrisisDocument(models.Model):
    """Which word the customer waits for, and by when (S0-19, S0-42, S0-59)."""

    _inherit = "crisis.document"

    owed_word_ids = fields.One2many(
        "crisis.owed.word", "document_id", "Words Owed", copy=False, readonly=True
    )

    def _words_owed(self):
        """Return what is owed to the customer now, as [(due, kind, since)].

        One word answers all of it, so one is owed: by the earliest of its times. Who
        has written waits for an answer, whatever else he waits for.
        """
        self.ensure_one()
        words = list(self._words_waited_for())
        # what he wrote comes first
        return [(min(words)[0], *words[0][1:])] if words else []

    def _words_waited_for(self):
        level, word = self.level_id, self.date_last_word
        filed = self.create_date or fields.Datetime.now()
        start = max(filter(None, [filed, self.date_reopened]))
        if since := self.date_unanswered:
            yield self._deadline(level.first_word_minutes, since), "answer", since
        if not word:
            yield self._deadline(level.first_word_minutes, start), "first", start
        elif all(promise.state != "open" for promise in self.promise_ids):
            start = max(word, start)
            yield self._deadline(level.customer_word_minutes, start), "next", start
        # else the customer knows when he hears from us

    def _do_owed_words(self, date, message=None):
        """The word that he has now is what was owed to him until then.

        One that is noted afterwards answers nothing that came since; the first word is
        the first all the same.
        """
        # whoever speaks to the customer, a ticket's agent too
        owed = self.env["crisis.owed.word"].sudo()
        words = owed.search(
            [
                ("document_id", "in", self.ids),
                ("state", "=", "open"),
                ("kind", "in", ("first", "answer", "next")),
            ]
        )
        words.filtered(
            lambda word: word.kind == "first" or word.date_since <= date
        )._do_by_word(date, message)

    def _plan_next_word(self, date, message=None):
        """Plan what is owed after a word; where it promises the next, that follows."""
        if not handed_inside(self.env, "crisis_names_next_word"):
            self._plan_owed_words()

    def _plan_owed_words(self, date=None, message=None):
        """Bring the words that are owed in line with what was said by now."""
        # the plan is the system's, whoever speaks: production, too, or a customer
        documents = self.sudo()
        owed = documents.env["crisis.owed.word"]
        present = owed.search([("document_id", "in", self.ids), ("state", "=", "open")])
        duties = owed._reconcile(documents, present)
        documents._assign_duties({owed._name: duties})

    def _owe_words_again(self, message, reason):
        """What a message did that did not arrive is owed as before."""
        # a machine says that it did not arrive, and has no rights
        owed = self.env["crisis.owed.word"].sudo()
        words = owed.search(
            [("document_id", "in", self.ids), ("message_id", "=", message.id)]
        )
        words._write_as_system(
            {"state": "open", "date_done": False, "done_by_id": False}
            | {"message_id": False}
        )
        self._plan_owed_words()

    def _begin_anew(self):
        result = super()._begin_anew()
        if self:
            self._plan_owed_words()
        return result

    def _promise_lapsed(self):
        self._plan_owed_words()

    def _promise(self, date_due, message=None):
        """Who is promised the next word knows when he hears from us."""
        promises = super()._promise(date_due, message)
        self._plan_owed_words()
        return promises

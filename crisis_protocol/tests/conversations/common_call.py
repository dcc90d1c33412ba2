from ..messages.common_promise import PromiseCase

READY = {
    "quote": "You told me the same last month.",
    "records_checked": True,
    "facts": "The keyword was misspelt since Monday.",
    "goal": "We have found the cause, and the item is on its way.",
}


class CallCase(PromiseCase):
    """A case of the agent, and the calls in which its customer is spoken to."""

    @classmethod
    def _plan(cls, document=None, user=None, **vals):
        """Plan a call as an agent does."""
        document = document or cls.document
        calls = cls.env["crisis.call"].with_user(user or document.env.user)
        return calls.create({"document_id": document.id} | vals)

    @classmethod
    def _prepared(cls, document=None, **vals):
        """Plan a call and prepare all that is asked for."""
        return cls._plan(document, **READY | vals)

    def _hold(self, minutes, call=None, words="So be it.", **vals):
        """Reach the customer at that minute; return the call."""
        with self._minute(minutes):
            call = call or self._plan()
            call.write({"customer_words": words} | vals)
            call.action_log()
        self.document.invalidate_recordset()
        return call

    def _try(self, minutes, call=None, **vals):
        """Call at that minute, and reach nobody."""
        with self._minute(minutes):
            call = call or self._plan()
            call.write(vals)
            call.action_unreached()
        self.document.invalidate_recordset()
        return call

    def _last_note(self, document=None):
        document = document or self.document
        document.invalidate_recordset(["message_ids"])
        return document.message_ids[0].body

from datetime import timedelta

from odoo.tests import Form

from ..duties.common_control import START, ControlCase

DEFAULT = object()


class PromiseCase(ControlCase):
    """A case of the agent, and the ways in which he promises the next word.

    Nothing else is due in this database: what was there before is not looked at.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.interval = cls.level.customer_word_minutes
        cls.cron = cls.env.ref("crisis_protocol.ir_cron_watch")
        cls.env.flush_all()
        cls.env.cr.execute("UPDATE crisis_document SET date_watch = NULL")
        cls.env.cr.execute("UPDATE crisis_team SET date_next_round = NULL")
        cls.env.invalidate_all()

        cls.document = cls._file_at_start(contact_id=cls.contact.id)

    @classmethod
    def _moment(cls, minutes):
        return START + timedelta(minutes=minutes)

    @classmethod
    def _form(cls, action, document, **context):
        """Return the dialog of an action, as the user of the document sees it."""
        model = cls.env[action["res_model"]].with_user(document.env.user)
        context = {**action.get("context", {}), **context}
        record = model.with_context(**context).browse(action.get("res_id"))
        views = action.get("views") or [(False, "form")]
        return Form(record, view=views[0][0] or None)

    @classmethod
    def _by_hand(cls, due=DEFAULT, document=None):
        """Promise with the button on the document; return the promise."""
        document = document or cls.document
        action = cls.env.ref("crisis_protocol.crisis_promise_action_new")
        action = {"res_model": action.res_model, "context": {}}
        with cls._form(action, document, default_document_id=document.id) as form:
            if due is not DEFAULT:
                form.date_due = due
        return form.record

    def _send(self, due=DEFAULT, document=None, **vals):
        """Write to the customer; return what was promised and the message."""
        document = document or self.document
        before, messages = document.promise_ids, document.message_ids
        action = document.action_write_customer()
        with self._form(action, document) as form:
            form.body = "<p>We look into it.</p>"
            if due is not DEFAULT:
                form.crisis_promise_date = due
            for name, value in vals.items():
                setattr(form, name, value)
        with self.mock_mail_gateway():
            form.record.action_send_mail()
            self.flush_tracking()
        document.invalidate_recordset()
        new = (document.message_ids - messages).filtered(
            lambda message: message.message_type == "comment"
        )
        return document.promise_ids - before, new

    def _call(self, due=DEFAULT, document=None, **vals):
        """Log a call with the customer; return what was promised in it."""
        document = document or self.document
        before = document.promise_ids
        with self._form(document.action_log_call(), document) as form:
            form.customer_words = "So be it."
            if due is not DEFAULT:
                form.date_promised = due
            for name, value in vals.items():
                setattr(form, name, value)
        form.record.action_log()
        document.invalidate_recordset()
        return document.promise_ids - before

    def _word(self, document=None, **options):
        """Say something to the customer in the thread; return the message."""
        document = document or self.document
        values = {
            "body": "It is on its way.",
            "message_type": "comment",
            "subtype_xmlid": "mail.mt_comment",
            "partner_ids": self.contact.ids,
        }
        with self.mock_mail_gateway():
            return document.message_post(**values | options)

    @classmethod
    def _promised(cls, given, due, document=None):
        """Return a promise given at one minute for another."""
        with cls._minute(given):
            return cls._by_hand(cls._moment(due), document)

    @classmethod
    def _end(cls, document):
        """End the case, as far as its promises go: it was none."""
        document.with_user(cls.supervisor).write(
            {
                "stage_id": cls._stage("own_not_crisis").id,
                "stage_reason": "It was a false alarm.",
            }
        )

    def _sweep(self, minutes):
        """Run the scheduled job at that minute, as the server does."""
        with self._minute(minutes), self.enter_registry_test_mode():
            self.assertIs(self.cron.method_direct_trigger(), True)
        self.env.invalidate_all()

"""One attempt to send a mail: whom it reached, and whether trying again helps."""

import smtplib
from contextlib import contextmanager

from odoo.addons.base.models.ir_mail_server import IrMail_Server

LATER, NEVER, UNSURE = "later", "never", "unsure"


class Attempt:
    """Watches a mail leave, letter by letter as far as the server says."""

    def __init__(self):
        # for each message that is sent, in order, the addresses it goes to: its own
        # To names others, too
        self.planned = []
        self.delivered = set()
        self.verdict = None
        # what the server said of an address while there were others to try
        self.refusal = ""

    @contextmanager
    def watching(self, session):
        """Note what becomes of one message while it is handed to the server.

        :param session: the connection, an `smtplib.SMTP`; or None
        """
        sent = []
        emails = self.planned.pop(0) if self.planned else ()
        with _noting_contents(session, sent):
            try:
                yield
            except Exception as error:
                self._note(error, bool(sent))
                is_next = self.planned and not is_dead(session)
                if is_next and _concerns_receivers(error):
                    # Odoo goes on to the next one after this, and only after this
                    self.refusal = "\n".join(map(str, error.args))
                    raise AssertionError(IrMail_Server.NO_VALID_RECIPIENT) from error
                raise
        self.delivered.update(emails)

    def _note(self, error, is_handed_over):
        """The mail is tried again for one of them, unless another may have got it."""
        verdicts = (self.verdict, verdict(error, is_handed_over))
        self.verdict = next(v for v in (UNSURE, LATER, NEVER) if v in verdicts)


@contextmanager
def _noting_contents(session, sent):
    """Note whether the text of a mail was handed over: from then on it may arrive."""
    send = getattr(session, "send", None)
    if send is None:
        yield
        return

    def noting(content):
        # commands are text, the mail itself is bytes
        if isinstance(content, bytes):
            sent.append(True)
        return send(content)

    session.send = noting
    try:
        yield
    finally:
        session.send = send


def _concerns_receivers(error):
    """Tell whether a server takes no mail for this address, and may for others."""
    while error is not None:
        if isinstance(error, smtplib.SMTPRecipientsRefused):
            return True
        error = error.__cause__ or error.__context__
    return False


def verdict(error, is_handed_over):
    """Return whether what was refused may be sent again.

    :param bool is_handed_over: whether the server had the whole mail already
    :return: `later` (4xx, no connection), `never` (5xx, no usable address), `unsure`
        where the mail may have left all the same
    """
    while error is not None:
        if isinstance(error, smtplib.SMTPRecipientsRefused):
            codes = [code for code, _text in error.recipients.values()]
            return LATER if any(400 <= code < 500 for code in codes) else NEVER
        if isinstance(error, smtplib.SMTPResponseException):
            # -1: it said nothing that could be understood
            if 400 <= error.smtp_code < 500:
                return LATER
            return NEVER if error.smtp_code >= 500 else UNSURE
        if isinstance(error, smtplib.SMTPServerDisconnected | OSError):
            return UNSURE if is_handed_over else LATER
        error = error.__cause__ or error.__context__
    return NEVER


def is_dead(session):
    """Tell whether nothing more can be sent on a connection."""
    return session is not None and getattr(session, "sock", True) is None

"""The words of messages: the checker, and sending with it."""

import csv
import itertools

from odoo.tools import file_open, html_sanitize

from .meter import Work
from .work import DOCUMENT, TICKET

PHRASES = 1_000
WORDS = 3_500


def many_phrases(env, facts, size):
    """Fill up the protocol's Turkish list, with expressions of the shipped words."""
    env["res.lang"]._activate_lang("tr_TR")
    phrases = env["crisis.phrase"].search(
        [
            ("protocol_id", "=", facts.ref("crisis_protocol.protocol_own")),
            ("lang_id", "=", facts.ref("base.lang_tr")),
        ]
    )
    words = sorted({word for phrase in phrases for word in phrase.name.split()})
    pairs = (" ".join(pair) for pair in itertools.permutations(words, 2))
    fresh = (name for name in pairs if name not in set(phrases.mapped("name")))
    like = phrases[0]
    env["crisis.phrase"].create(
        [
            {
                "name": name,
                "protocol_id": like.protocol_id.id,
                "lang_id": like.lang_id.id,
                "topic_id": like.topic_id.id,
                "role": "discouraged",
            }
            for name in itertools.islice(fresh, PHRASES - len(phrases))
        ]
    )


def long_mail():
    """A long mail of the sentences that the matching is tested with."""
    with file_open("crisis_protocol/tests/messages/phrases/tr.csv") as file:
        sentences = [row["text"] for row in csv.DictReader(file)]
    body, count = [], 0
    for sentence in itertools.cycle(sentences):
        if "<" not in sentence:
            body.append(f"<p>{sentence}</p>")
            count += len(sentence.split())
        if count >= WORDS:
            return "".join(body)


def check_words(env, facts):
    """What the composer asks for after a pause in typing."""
    body = long_mail()
    own = facts.ref("crisis_protocol.protocol_own")
    domain = [("protocol_id", "=", own), ("is_closed", "=", False)]
    document = env[DOCUMENT].search(domain, limit=1)
    document.sudo().lang = "tr_TR"
    return Work(lambda env: document.with_env(env).check_words(body))


def clean_mail(env, facts):
    """What Odoo does with the same text when it is kept."""
    body = long_mail()
    return Work(lambda env: html_sanitize(body))


def write_customer(env, facts):
    """A message of a few lines to the customer, its words looked at."""
    return _message(env[DOCUMENT].browse(facts.documents[0]))


def write_ticket(env, facts):
    return _message(env[TICKET].browse(facts.tickets[0]))


def _message(record):
    partner = record.partner_id
    body = "<p>We are sorry about the situation. I will get back to you soon.</p>"
    return Work(
        lambda env: record.with_env(env).message_post(
            body=body,
            partner_ids=partner.ids,
            message_type="comment",
            subtype_xmlid="mail.mt_comment",
        )
    )

"""What a text has to be to count: what a field holds, and a reason that is given."""

from odoo.exceptions import UserError
from odoo.tools import html2plaintext

from .sentence import is_answer, is_sentence, is_spoken

# Types of fields that people write words in.
TEXTS = frozenset({"char", "text", "html"})


def says_something(field, text):
    """Tell whether what stands in a text field says anything.

    Texts want a sentence; one line, and what is marked as `is_fact`, may be a word or
    a time. What was forwarded counts where the field is marked as `may_quote`.

    :param field: of type char, text or html
    :param str text: its value
    """
    says = is_answer if is_fact(field) else is_sentence
    if says(text):
        return True
    quoted = html2plaintext(text or "", include_references=False)
    return getattr(field, "may_quote", False) and any(
        says(line.lstrip("> \t")) for line in quoted.splitlines()
    )


def is_fact(field):
    """Tell whether a word or a time is enough in a text field."""
    return field.type == "char" or getattr(field, "is_fact", False)


def plain(field, text):
    """Return what stands in a text field, as plain text in one line, shortened."""
    if field.type == "html":
        text = html2plaintext(text or "", include_references=False)
    return shortened(text)


def said_reason(env, text):
    """Return a reason without the space around it.

    :param str text: as somebody gave it
    :raise UserError: if it is none, or says nothing
    """
    reason = text.strip() if isinstance(text, str) else ""
    if not reason:
        raise UserError(env._("Say why. The reason stays with the case."))
    if not is_sentence(reason):
        raise UserError(
            env._(
                "“%s” is no reason. Say why in a sentence: it stays with the case.",
                shortened(reason),
            )
        )
    return reason


def check_spoken(env, text, is_proof=True):
    """Refuse words of the customer that say nothing.

    :param str text: as they were written down
    :param bool is_proof: something good rests on them: a word alone is too little
    :raise UserError: saying what to write
    """
    if not is_answer(text) and not is_spoken(text):
        raise UserError(
            env._(
                "Write down what the customer said, in his own words. A dash or “OK” "
                "says nothing."
            )
        )
    if is_proof and not is_spoken(text):
        raise UserError(
            env._(
                "“%s” says too little. Write down in a few words what the customer "
                "said.",
                shortened(text),
            )
        )


def shortened(text, size=60):
    """Return a text as it is named in a sentence, in one line.

    :param int size: letters at most
    """
    text = " ".join((text or "").split())
    return text if len(text) <= size else f"{text[:size]}…"

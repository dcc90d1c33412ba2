"""The cases about words to the customer."""

from .case import ALL, Case
from .word_work import (
    check_words,
    clean_mail,
    many_phrases,
    write_customer,
    write_ticket,
)
from .work import agent, ticket_agent

CASES = (
    Case(
        "check a mail of 3,500 words for 1,000 phrases / sanitize it",
        agent(check_words),
        agent(clean_mail, name="html_sanitize"),
        world=(many_phrases,),
    ),
    Case(
        "message to the customer",
        agent(write_customer),
        ticket_agent(write_ticket),
        sizes=ALL,
    ),
)

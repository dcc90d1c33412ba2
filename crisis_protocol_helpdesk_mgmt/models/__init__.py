from . import (
    crisis_document,
    helpdesk_ticket,
    helpdesk_ticket_team,
)

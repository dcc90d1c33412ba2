"""The case itself: how it is filed, what may come in, where it stands and what is next.

`crisis_document.py` is the path: what happens to a case, and in which order.

It may use the rooms above it: `mixins` and `rulebook`.
"""

from . import (
    base,
    base_case_names,
    crisis_document,
    crisis_document_numbering,
    crisis_document_filing,
    crisis_document_information,
    crisis_document_input,
    crisis_document_stage,
    crisis_document_stage_entry,
    crisis_document_gate,
    crisis_document_exit,
    crisis_document_afterwards,
    crisis_document_customer,
    crisis_document_lighten,
    crisis_document_next_step,
    crisis_document_row_lock,
    crisis_document_notify,
    crisis_override,
    crisis_document_waiver,
    ir_rule,
    crisis_moment,
    ir_sequence,
    mail_mail_own_links,
    res_company,
    res_config_settings,
    res_partner,
    res_users,
)

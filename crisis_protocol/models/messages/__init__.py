"""What is said to the customer and by him: mail, words, phrases, promises.

Also what all texts have in common that a second person reads before they leave.

It may use the rooms above it: `mixins`, `rulebook`, `document` and `duties`.
"""

from . import (
    crisis_phrase_topic,
    crisis_phrase,
    crisis_phrase_check,
    crisis_expression,
    crisis_word,
    crisis_promise,
    crisis_mail_duty,
    crisis_reviewed_text_mixin,
    crisis_document_message,
    crisis_document_mail_gateway,
    crisis_document_mail_in,
    crisis_document_mail_sender,
    crisis_document_promise,
    crisis_document_phrase,
    crisis_document_posting,
    crisis_document_word,
    crisis_document_said,
    crisis_document_contact,
    crisis_control_said,
    crisis_document_mail_duty,
    ir_mail_server,
    ir_attachment_kept,
    mail_mail,
    mail_message,
    mail_notification,
    mail_scheduled_message,
    mail_template,
    mail_thread,
    mail_thread_posting,
    res_partner_address,
    res_partner_change,
    base_partner_merge_people,
)

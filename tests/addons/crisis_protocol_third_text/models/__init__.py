from . import crisis_document, crisis_reviewed_apology, mail_scheduled_message
from . import mail_template

from . import crisis_errand, crisis_document, crisis_gate

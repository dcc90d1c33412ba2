{
    "name": "Crisis Protocol: a Sixth Duty (Test)",
    "summary": "Proves that an addon can bring a kind of duty of its own",
    "version": "19.0.1.0.0",
    "category": "Hidden/Tests",
    "license": "LGPL-3",
    "author": "Crisis Protocol Contributors",
    "depends": ["crisis_protocol"],
    "data": [
        "security/ir.model.access.csv",
        "security/crisis_errand_rules.xml",
        "data/mail_activity_type_data.xml",
        "data/crisis_gate_data.xml",
        "views/crisis_errand_views.xml",
        "views/crisis_document_views.xml",
    ],
}

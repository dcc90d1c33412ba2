{
    "name": "Crisis Protocol: a Third Reviewed Text (Test)",
    "summary": "Proves that an addon can bring a text that a second person reads",
    "version": "19.0.1.0.0",
    "category": "Hidden/Tests",
    "license": "LGPL-3",
    "author": "Crisis Protocol Contributors",
    "depends": ["crisis_protocol"],
    "data": ["data/mail_activity_type_data.xml"],
}

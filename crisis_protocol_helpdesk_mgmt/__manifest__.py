{
    "name": "Crisis Protocol: Helpdesk",
    "summary": "A helpdesk ticket becomes a crisis document",
    "version": "19.0.1.0.0",
    "category": "Services/Crisis",
    "license": "AGPL-3",
    "author": "Crisis Protocol Contributors",
    "depends": ["crisis_protocol", "helpdesk_mgmt"],
    "data": [
        "views/helpdesk_ticket_views.xml",
        "views/crisis_document_views.xml",
    ],
    "assets": {
        "web.assets_tests": ["crisis_protocol_helpdesk_mgmt/static/tests/tours/*.js"],
    },
    "auto_install": True,
}

{
    "name": "Crisis Protocol",
    "summary": "Take a customer crisis through its written protocol, to its real end",
    "version": "19.0.1.0.0",
    "category": "Services/Crisis",
    "license": "LGPL-3",
    "author": "Crisis Protocol Contributors",
    "depends": ["project"],
    "data": [
        # who may what
        "security/crisis_security.xml",
        "security/ir.model.access.csv",
        "security/crisis_rules.xml",
        # data, room by room; stages name messages, so those come first
        # duties
        "data/mail_activity_type_data.xml",
        # messages
        "data/mail_message_subtype_data.xml",
        "data/mail_template_data.xml",
        # conversations
        "data/mail_template_stakeholder_data.xml",
        # items
        "data/crisis_item_templates.xml",
        "data/mail_template_items_data.xml",
        "data/crisis_item_cause_data.xml",
        # production: desks name media
        "data/crisis_media_data.xml",
        # rulebook
        "data/crisis_level_data.xml",
        "data/crisis_level_step_data.xml",
        "data/crisis_protocol_data.xml",
        "data/crisis_stage_data.xml",
        "data/crisis_gate_data.xml",
        "data/crisis_question_data.xml",
        "data/crisis_phrase_data.xml",
        "data/crisis_expression_data.xml",
        "data/crisis_category_data.xml",
        "data/crisis_team_data.xml",
        # production
        "data/crisis_production_brief_templates.xml",
        "data/crisis_delivered_words_templates.xml",
        # drills
        "data/crisis_drill_story_data.xml",
        # watch
        "data/ir_cron_data.xml",
        # oversight
        "data/digest_data.xml",
        # papers
        "report/crisis_paper_templates.xml",
        "report/crisis_document_paper_templates.xml",
        "report/crisis_document_report.xml",
        "report/crisis_closing_report_templates.xml",
        "data/mail_template_report_data.xml",
        # dialogs
        "wizard/crisis_stage_move_views.xml",
        "wizard/crisis_duty_cancel_views.xml",
        "wizard/crisis_waive_views.xml",
        "wizard/crisis_order_withdraw_views.xml",
        "wizard/mail_compose_message_views.xml",
        "wizard/crisis_explanation_refuse_views.xml",
        "wizard/crisis_production_inform_views.xml",
        "wizard/crisis_item_paste_views.xml",
        "wizard/crisis_stakeholder_add_views.xml",
        "wizard/crisis_leading_add_views.xml",
        "wizard/crisis_leading_follow_views.xml",
        "wizard/crisis_declare_views.xml",
        "wizard/crisis_drill_start_views.xml",
        # views, room by room; the case shows all the others, so it comes after them
        # customer_pages
        "views/customer_pages/crisis_page_templates.xml",
        "views/customer_pages/crisis_accept_templates.xml",
        "views/customer_pages/crisis_over_templates.xml",
        "views/customer_pages/crisis_information_templates.xml",
        # messages
        "views/messages/crisis_promise_views.xml",
        "views/messages/crisis_mail_duty_views.xml",
        "views/messages/mail_layout_templates.xml",
        "views/messages/crisis_phrase_topic_views.xml",
        "views/messages/crisis_phrase_views.xml",
        "views/messages/crisis_phrase_check_views.xml",
        "views/messages/crisis_expression_views.xml",
        # duties
        "views/duties/crisis_control_views.xml",
        "views/duties/crisis_notice_views.xml",
        "views/duties/crisis_notice_templates.xml",
        "views/duties/crisis_handover_views.xml",
        "views/duties/crisis_lead_views.xml",
        "views/duties/crisis_duty_views.xml",
        "views/duties/mail_activity_plan_views.xml",
        "views/duties/res_users_views.xml",
        # production
        "views/production/crisis_delivery_views.xml",
        "views/production/crisis_unit_views.xml",
        "views/production/crisis_media_views.xml",
        "views/production/project_task_views.xml",
        "views/production/project_task_order_views.xml",
        "views/production/project_project_views.xml",
        # items
        "views/items/crisis_item_views.xml",
        "views/items/crisis_item_cause_views.xml",
        "views/items/crisis_outlet_views.xml",
        # conversations
        "views/conversations/crisis_stakeholder_views.xml",
        "views/conversations/crisis_call_views.xml",
        "views/conversations/crisis_decision_views.xml",
        # sources
        "views/sources/project_task_source_views.xml",
        # papers
        "views/papers/crisis_closing_report_views.xml",
        # oversight
        "views/oversight/crisis_situation_templates.xml",
        "views/oversight/crisis_situation_views.xml",
        "views/oversight/crisis_timeline_views.xml",
        "views/oversight/crisis_document_analysis_views.xml",
        "views/oversight/crisis_report_views.xml",
        "views/oversight/crisis_duty_report_views.xml",
        "views/oversight/crisis_stage_report_views.xml",
        "views/oversight/digest_digest_views.xml",
        "views/oversight/crisis_board_views.xml",
        # document
        "views/document/crisis_document_views.xml",
        "views/document/crisis_override_views.xml",
        "views/document/res_partner_views.xml",
        # drills
        "views/drills/crisis_document_drill_views.xml",
        "views/drills/crisis_drill_story_views.xml",
        # rulebook
        "views/rulebook/crisis_protocol_views.xml",
        "views/rulebook/crisis_stage_views.xml",
        "views/rulebook/crisis_gate_views.xml",
        "views/rulebook/crisis_question_views.xml",
        "views/rulebook/crisis_category_views.xml",
        "views/rulebook/crisis_level_views.xml",
        "views/rulebook/crisis_team_views.xml",
        # what leads to all of it
        "views/document/res_config_settings_views.xml",
        "views/webclient_templates.xml",
        "views/crisis_menus.xml",
    ],
    "demo": [
        "demo/res_users_demo.xml",
        "demo/crisis_team_demo.xml",
        "demo/crisis_unit_demo.xml",
        "demo/res_partner_demo.xml",
        "demo/crisis_document_demo.xml",
        "demo/crisis_delivery_demo.xml",
        "demo/crisis_call_demo.xml",
        "demo/crisis_decision_demo.xml",
        "demo/crisis_item_demo.xml",
    ],
    "assets": {
        "web.assets_backend": ["crisis_protocol/static/src/**/*"],
        "web.assets_unit_tests": ["crisis_protocol/static/tests/**/*.test.js"],
        "web.assets_tests": ["crisis_protocol/static/tests/tours/*.js"],
    },
    "post_init_hook": "post_init_hook",
    "uninstall_hook": "uninstall_hook",
    "application": True,
}

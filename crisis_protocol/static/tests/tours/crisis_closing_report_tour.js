import { registry } from "@web/core/registry";

const button = (name) => `.o_form_view button[name=action_${name}]`;

// The case is over: the agent begins the customer's report, says what changes, and
// gives it to a second person, as he can't review what he wrote himself.
registry.category("web_tour.tours").add("crisis_closing_report_tour", {
    steps: () => [
        {
            content: "The case is over: begin the report for the customer",
            trigger: button("open_report"),
            run: "click",
        },
        {
            content: "It begins with what he knows already",
            trigger: ".o_field_widget[name=step_ids] .o_data_row:contains(took up)",
        },
        {
            content: "Say what changes",
            trigger: ".o_field_widget[name=changes] textarea",
            run: "edit Two people read each new keyword.",
        },
        {
            content: "Have it reviewed",
            trigger: button("ask_review"),
            run: "click",
        },
        {
            content: "Who wrote it does not review it",
            trigger:
                ".o_form_view:not(:has(button[name=action_review])) .o_arrow_button_current:contains(To be reviewed)",
        },
    ],
});

// The second person sends it back, then lets it go and sends it.
registry.category("web_tour.tours").add("crisis_closing_report_review_tour", {
    steps: () => [
        {
            content: "Say what is wrong with it",
            trigger: ".o_field_widget[name=review_note] textarea",
            run: "edit Say since when.",
        },
        {
            content: "Send it back without leaving the words first",
            trigger: button("return"),
            run: "click",
        },
        {
            content: "The author reads it on top",
            trigger: ".o_form_view .alert-warning:contains(Say since when.)",
        },
        {
            content: "The words stay the author's: give it back to be reviewed",
            trigger: button("ask_review"),
            run: "click",
        },
        {
            content: "Now it is as it should be",
            trigger: button("review"),
            run: "click",
        },
        {
            content: "Send it",
            trigger: button("send"),
            run: "click",
        },
        {
            content: "The paper is attached",
            trigger: ".modal .o_field_widget[name=attachment_ids]:contains(Report)",
        },
        {
            content: "The customer gets it",
            trigger: ".modal button[name=action_send_mail]",
            run: "click",
        },
        {
            content: "It stays as it is",
            trigger: ".o_form_view .alert:contains(It stays as it is.)",
        },
        {
            trigger: ".o_form_view .o_field_widget[name=changes].o_readonly_modifier",
        },
    ],
});

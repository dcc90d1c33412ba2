import { registry } from "@web/core/registry";

const button = (name) => `button[name=action_${name}]`;

const FROM_CASE = ".oe_stat_button[name=action_open_tickets]:contains(1)";
const FROM_TICKET = ".oe_stat_button[name=action_open_crisis_case]";

const caseIs = (inside) => ({
    content: "The case is open",
    trigger: `.o_form_view:has(.o_field_widget[name=protocol_id]) ${inside}`,
});

const thereAndBack = (ticketStage) => [
    {
        content: "Open the ticket from the case",
        trigger: FROM_CASE,
        run: "click",
    },
    {
        content: "It says where it stands",
        trigger: `.o_statusbar_status .o_arrow_button_current:contains(${ticketStage})`,
    },
    {
        content: "And the case from the ticket",
        trigger: `${FROM_TICKET}:contains(Became a crisis)`,
        run: "click",
    },
    caseIs("[name=partner_id] input:value(Akdeniz)"),
];

// A ticket turns out to be a crisis: a case opens with all that is known.
registry.category("web_tour.tours").add("crisis_ticket_declare_tour", {
    steps: () => [
        {
            content: "This is no ordinary ticket",
            trigger: `.o_form_statusbar ${button("declare_crisis")}`,
            run: "click",
        },
        {
            content: "Customer and topic are known",
            trigger: ".modal .o_field_widget[name=partner_id] input:value(Akdeniz)",
        },
        {
            trigger: ".modal .o_field_widget[name=name] input:value(report is empty)",
        },
        {
            content: "The ticket shall be closed with the case",
            trigger: ".modal .o_field_widget[name=close_sources] input",
            run: "click",
        },
        {
            content: "File it",
            trigger: `.modal ${button("declare")}`,
            run: "click",
        },
        { trigger: "body:not(:has(.modal))" },
        caseIs("[name=description]:contains(In the customer's words)"),
        ...thereAndBack("New"),
    ],
});

// The crisis is over: the case is closed, and the ticket with it.
registry.category("web_tour.tours").add("crisis_ticket_close_tour", {
    steps: () => [
        {
            content: "Close the case",
            trigger: `.alert-info ${button("next_stage")}`,
            run: "click",
        },
        {
            content: "It is closed",
            trigger: ".o_statusbar_status .o_arrow_button_current:contains(Closed)",
        },
        ...thereAndBack("Done"),
    ],
});

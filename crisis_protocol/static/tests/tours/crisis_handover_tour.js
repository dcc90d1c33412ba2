import { registry } from "@web/core/registry";

const field = (name, inside = "") => `.modal .o_field_widget[name=${name}] ${inside}`;

const dialogIsClosed = { trigger: "body:not(:has(.modal))" };

const line = (duty, inside = "") => `.o_data_row:contains(${duty}) ${inside}`;

// The agent hands a case over; it stays with him until it is accepted.
registry.category("web_tour.tours").add("crisis_handover_give_tour", {
    steps: () => [
        {
            content: "Hand the case over",
            trigger: ".o_form_statusbar button[name=action_hand_over]",
            run: "click",
        },
        {
            content: "Say who takes over",
            trigger: field("receiver_id", "input"),
            run: "edit Colleague",
        },
        {
            trigger: ".o-autocomplete--dropdown-item:contains(Colleague)",
            run: "click",
        },
        {
            content: "Until when is proposed",
            trigger: field("date_due", "button"),
        },
        {
            content: "Say how it stands",
            trigger: field("situation", "textarea"),
            run: "edit The director waits for the clip",
        },
        {
            content: "Say what has to be done",
            trigger: field("do_text", "textarea"),
            run: "edit Ring him at nine",
        },
        {
            content: "Give it",
            trigger: ".modal button[name=action_give]",
            run: "click",
        },
        dialogIsClosed,
        {
            content: "A warning stands on the case until it is accepted",
            trigger: ".o_form_view .alert-warning:contains(Colleague has not accepted)",
        },
        {
            content: "The giver keeps it until then",
            trigger: ".o_form_view .o_field_widget[name=user_id] input:value(Agent)",
        },
    ],
});

// The receiver finds the hand-over among his duties, reads, and takes the case.
registry.category("web_tour.tours").add("crisis_handover_accept_tour", {
    steps: () => [
        {
            content: "He owes an answer",
            trigger: line("Hand-over", "button[name=action_do]"),
            run: "click",
        },
        {
            content: "The card says how it stands",
            trigger: field("situation", "span:contains(The director waits)"),
        },
        {
            content: "It says what there is to know: the contact and what falls due",
            trigger: field("facts", "li:contains(Promised word)"),
        },
        {
            trigger: field("facts", "p:contains(Elif)"),
        },
        {
            content: "Take it",
            trigger: ".modal button[name=action_accept]",
            run: "click",
        },
        dialogIsClosed,
        {
            content: "That is done",
            trigger: `.o_list_view:not(:has(${line("Hand-over")}))`,
        },
        {
            content: "What the giver owed is his now: open the case",
            trigger: line("Promised word", "button[name=action_open_document]"),
            run: "click",
        },
        {
            content: "The warning is gone",
            trigger: ".o_form_view:has(.o_statusbar_status):not(:has(.alert-warning))",
        },
        {
            content: "The chatter says from whom he has it",
            trigger: ".o-mail-Message:contains(Taken over from Agent)",
        },
    ],
});

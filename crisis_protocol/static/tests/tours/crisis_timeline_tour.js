import { registry } from "@web/core/registry";

const event = (title) => `.o_crisis_timeline .o_kanban_record:contains(${title})`;

// What the customer was told is found among all that happened, and read.
registry.category("web_tour.tours").add("crisis_timeline_tour", {
    steps: () => [
        {
            content: "Open the timeline of the case",
            trigger: ".oe_stat_button[name=action_open_timeline]",
            run: "click",
        },
        {
            content: "It begins with who filed the case",
            trigger: event("Agent filed the case."),
        },
        {
            content: "Everything stands there",
            trigger: event("He sounded upset."),
        },
        {
            content: "Look at the words only",
            trigger: ".o_searchview_dropdown_toggler",
            run: "click",
        },
        {
            trigger: ".o_filter_menu .o_menu_item:contains(Words to and from the customer)",
            run: "click",
        },
        {
            content: "What else happened is gone",
            trigger: ".o_crisis_timeline:not(:contains(filed the case)):not(:contains(upset))",
        },
        {
            content: "What was said to the customer can be read aloud",
            trigger: `${event("Agent spoke to the customer.")}:contains(Told her that we search.)`,
        },
        {
            content: "So can what the customer wrote",
            trigger: `${event("Elif wrote to us.")}:contains(Hurry up, please.)`,
        },
        {
            content: "Back to the case",
            trigger: ".o_back_button",
            run: "click",
        },
        { trigger: ".o_form_view .oe_stat_button[name=action_open_timeline]" },
    ],
});

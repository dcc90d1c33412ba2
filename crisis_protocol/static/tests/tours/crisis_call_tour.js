import { registry } from "@web/core/registry";

const field = (name, inside = "") => `.modal .o_field_widget[name=${name}] ${inside}`;

const badge = (name, label) => ({
    content: `Choose “${label}”`,
    trigger: field(name, `.o_selection_badge:contains(${label})`),
    run: "click",
});

const write = (name, text) => ({
    content: `Fill in: ${name}`,
    trigger: field(name, "textarea"),
    run: `edit ${text} && press Tab`,
});

const press = (name, content) => ({
    content,
    trigger: `.modal button[name=${name}]`,
    run: "click",
});

const prepare = [
    {
        content: "Look at the conversations",
        trigger: ".o_notebook .nav-link[name=words]",
        run: "click",
    },
    {
        content: "Prepare a call",
        trigger: "button[name=action_prepare_call]",
        run: "click",
    },
    {
        content: "What the customer wrote is quoted",
        trigger: field("quote", "textarea:value(The item is not in)"),
    },
    {
        content: "The link in it has not been read",
        trigger: ".modal [name=not_ready]:contains(Original Text)",
    },
    press("action_open_link", "Open and read it"),
    {
        content: "That it was read is kept",
        trigger: field("date_link_opened"),
    },
    {
        content: "Look at our records",
        trigger: field("records_checked", "input"),
        run: "check",
    },
    write("facts", "The keyword was misspelt."),
    write("goal", "The item is on its way."),
    {
        content: "Nothing is missing",
        trigger: ".modal [name=ready]:contains(Ready to call)",
    },
    {
        content: "A customer of an earlier case asked: Why us?",
        trigger: field(
            "earlier_objection_ids",
            ".o_data_row:contains(Why us?) button[name=action_take]"
        ),
        run: "click",
    },
    {
        content: "It is taken over with its answer",
        trigger: field("objection_ids", ".o_data_row:contains(By mistake.)"),
    },
];

const call = [
    press("action_call", "Call now"),
    {
        content: "What was prepared stands above",
        trigger: field("briefing", "dd:contains(The item is on its way.)"),
    },
    {
        content: "The objection, too",
        trigger: field("briefing", "dd:contains(By mistake.)"),
    },
    write("customer_words", "It is in since noon, thank you."),
    badge("mood", "Worried"),
    {
        content: "I have asked him how it stands",
        trigger: field("asked_if_over", "input"),
        run: "check",
    },
    badge("customer_says", "It is better"),
    {
        content: "The next word has a time",
        trigger: field("date_promised", "button"),
    },
    press("action_log", "Keep it"),
    { content: "It is kept", trigger: "body:not(:has(.modal))" },
    {
        content: "The case shows the call with his words",
        trigger:
            ".o_field_widget[name=call_ids] .o_data_row:contains(It is in since noon)",
    },
];

/** A call to the customer: prepared, held, and control 2 done by it. */
registry.category("web_tour.tours").add("crisis_call_tour", {
    steps: () => [...prepare, ...call],
});

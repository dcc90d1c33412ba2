import { registry } from "@web/core/registry";

const EDITOR = ".modal .o_field_widget[name=body] .odoo-editor-editable";

const topicIs = (name, state) => ({
    content: `“${name}” is ${state}`,
    trigger: `.modal .o_crisis_phrase_topic[data-state=${state}]:contains(${name})`,
});

const insert = (name) => [
    {
        content: `Put “${name}” in`,
        trigger: `.modal .o_crisis_phrase_topic:contains(${name}) button:first`,
        run: "click",
    },
    topicIs(name, "found"),
];

/** The first word to a customer, with the protocol's words found while it is written. */
registry.category("web_tour.tours").add("crisis_words_tour", {
    steps: () => [
        {
            content: "The customer waits for a word",
            trigger: ".alert-info button[name=action_write_customer]",
            run: "click",
        },
        {
            content: "The holding message is proposed, and passes",
            trigger: ".modal .o_crisis_message_picker .btn-primary:contains(Holding)",
        },
        topicIs("Regret", "found"),
        {
            content: "Write it oneself",
            trigger: EDITOR,
            run: "editor Merhaba, garanti ediyoruz.",
        },
        topicIs("Regret", "missing"),
        topicIs("The next word", "missing"),
        {
            content: "What can't be kept is shown",
            trigger: ".modal [data-state=avoid]:contains(garanti ediyoruz)",
        },
        {
            content: "Leave it out",
            trigger: EDITOR,
            run: "editor Merhaba,",
        },
        { content: "It is gone", trigger: ".modal:not(:has([data-state=avoid]))" },
        ...insert("Regret"),
        ...insert("The next word"),
        ...insert("Making up for it"),
        ...insert("Plea for understanding"),
        {
            content: "Nothing is missing",
            trigger: ".modal:not(:has([data-state=missing]))",
        },
        {
            content: "Send it",
            trigger: ".modal button[name=action_send_mail]",
            run: "click",
        },
        { content: "It is sent", trigger: "body:not(:has(.modal))" },
    ],
});

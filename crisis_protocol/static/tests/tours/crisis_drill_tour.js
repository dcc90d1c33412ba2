import { registry } from "@web/core/registry";

/** A field of the dialog that is open. */
const field = (name, inside = "") => `.modal .o_field_widget[name=${name}] ${inside}`;

const press = (name, where = ".alert-info") => ({
    content: `Press ${name}`,
    trigger: `${where} button[name=${name}]`,
    run: "click",
});

const dialogIsGone = { content: "The dialog is closed", trigger: "body:not(:has(.modal))" };

const told = (number) => ({
    content: `${number} of the story is told`,
    trigger: `.alert-info .o_field_widget[name=drill_line]:contains(${number} of 5)`,
});

const answer = (name, text) => ({
    content: `Evaluate: ${name}`,
    trigger: field(name, "textarea"),
    run: `edit ${text}`,
});

/** An agent plays the beginning of the first story, and ends the drill. */
registry.category("web_tour.tours").add("crisis_drill_tour", {
    steps: () => [
        {
            content: "Open the menu",
            trigger: ".o_menu_sections [data-menu-xmlid='crisis_protocol.menu_crisis_documents']",
            run: "click",
        },
        {
            content: "Go to the drills",
            trigger: ".o-dropdown--menu [data-menu-xmlid='crisis_protocol.menu_crisis_documents_drills']",
            run: "click",
        },
        {
            content: "Start one",
            trigger: ".o_control_panel button:contains(Start a drill)",
            run: "click",
        },
        {
            content: "The first story is proposed, with what one has to know",
            trigger: field("briefing", ":contains(Yakamoz Seramik)"),
        },
        press("action_start", ".modal"),
        {
            content: "It shows that it is a drill",
            trigger: ".o_form_view .ribbon:contains(Drill)",
        },
        told(0),
        press("action_write_customer"),
        {
            content: "So does the message",
            trigger: ".modal .alert-info:contains(No message leaves to anybody outside)",
        },
        {
            content: "The holding message is proposed",
            trigger: ".modal .o_crisis_message_picker .btn-primary:contains(Holding)",
        },
        {
            content: "Send it",
            trigger: ".modal button[name=action_send_mail]",
            run: "click",
        },
        dialogIsGone,
        {
            content: "It has reached nobody",
            trigger: ".o-mail-Message:contains(Drill: not sent to Selin Akarca)",
        },
        press("action_play_next"),
        {
            content: "Who was told confirms it",
            trigger: ".o_notification:contains(Okudum)",
        },
        {
            content: "Close it",
            trigger: ".o_notification .o_notification_close",
            run: "click",
        },
        told(1),
        press("action_play_next"),
        {
            content: "What happens is told",
            trigger: ".o_notification:contains(19.40)",
        },
        {
            content: "Close it",
            trigger: ".o_notification .o_notification_close",
            run: "click",
        },
        {
            content: "The customer has written",
            trigger: ".o-mail-Message:contains(Selin Akarca):contains(19.40)",
        },
        told(2),
        press("action_play_next"),
        {
            content: "Nothing more happens before the case has moved on",
            trigger: ".modal-body:contains(Nothing happens before)",
        },
        { trigger: ".modal-footer button", run: "click" },
        dialogIsGone,
        press("action_evaluate_drill"),
        {
            content: "How it ran is said in figures",
            trigger: field("drill_figures", ":contains(First word to the customer)"),
        },
        press("action_end_drill", ".modal"),
        {
            content: "Not without an evaluation",
            trigger: ".modal-body:contains(Say what went well)",
        },
        { trigger: ".modal:has(.modal-body:contains(Say what went well)) .modal-footer button", run: "click" },
        {
            content: "The evaluation is still open",
            trigger: ".modal:not(:has(.modal-body:contains(Say what went well)))",
        },
        answer("drill_went_well", "The first word"),
        answer("drill_went_badly", "We looked for the category"),
        answer("drill_change", "A list of categories"),
        press("action_end_drill", ".modal"),
        dialogIsGone,
        {
            content: "It is over; the evaluation stays at hand",
            trigger: ".alert-info button[name=action_evaluate_drill]:contains(Evaluation)",
        },
    ],
});

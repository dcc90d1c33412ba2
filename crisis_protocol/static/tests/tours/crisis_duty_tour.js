import { registry } from "@web/core/registry";

const FIRST_CASE = "Dünkü haberimiz bültende yok";
const SECOND_CASE = "Raporumuz bu sabah gelmedi";

const field = (name, inside = "") => `.modal .o_field_widget[name=${name}] ${inside}`;

const row = (topic, inside = "") => `.o_data_row:contains(${topic}) ${inside}`;

const dialogIsClosed = { trigger: "body:not(:has(.modal))" };

const openClockMenu = {
    content: "Look at the clock",
    trigger: ".o_menu_systray button:has(.fa-clock-o)",
    run: "click",
};

const clockMenu = (inside) =>
    `.o-mail-ActivityGroup[data-model_name='crisis.document'] ${inside}`;

/** Tick off what is due on a case, by its line in the popover of activities. */
const markDone = (topic, duty) => [
    {
        content: `See what is due on: ${topic}`,
        trigger: row(topic, ".o-mail-ActivityButton"),
        run: "click",
    },
    {
        content: `Mark as done: ${duty}`,
        trigger: `.o-mail-ActivityListPopoverItem:contains(${duty}) .o-mail-ActivityListPopoverItem-markAsDone`,
        run: "click",
    },
    {
        content: "The dialog of the duty lies on top",
        trigger: ".modal",
    },
    { trigger: "body:not(:has(.o-mail-ActivityListPopover))" },
];

const lookInside = [
    ...markDone(FIRST_CASE, "1. Kontrol"),
    {
        content: "It is that of control 1",
        trigger: ".modal-title:contains(1. Kontrol)",
    },
    ...["mails", "report", "system"].map((name) => ({
        content: `Look at: ${name}`,
        trigger: field(`checked_${name}`, "input"),
        run: "check",
    })),
    {
        content: "Say what was seen",
        trigger: field("note", "textarea"),
        run: "edit Haber yerinde, rapor tam",
    },
    {
        content: "Nothing was found",
        trigger: ".modal button[name=action_clean]",
        run: "click",
    },
    dialogIsClosed,
    {
        content: "The line shows what is due on the case now",
        trigger: row(FIRST_CASE, ".o-mail-ActivityButton:contains(2. Kontrol)"),
    },
];

const askTheCustomer = [
    ...markDone(FIRST_CASE, "2. Kontrol"),
    {
        content: "Odoo knows whom to ask",
        trigger: field("asked_partner_id", "input:value(Elif)"),
    },
    {
        content: "Write down his words",
        trigger: field("customer_words", "textarea"),
        run: "edit Bu sabah da gelmedi",
    },
    {
        content: "That is a problem",
        trigger: ".modal button[name=action_problem]",
        run: "click",
    },
    {
        content: "To move the case back is offered, with his words as the reason",
        trigger: field("reason", "textarea:value(Bu sabah da gelmedi)"),
    },
    {
        content: "One step back",
        trigger: field("stage_id", "input:value(Telafi ve açıklama)"),
    },
    {
        content: "Move it back",
        trigger: ".modal button[name=action_move]:contains(Geri taşı)",
        run: "click",
    },
    dialogIsClosed,
    {
        content: "The line shows where the case stands now",
        trigger: row(FIRST_CASE, "[name=stage_id]:contains(Telafi ve açıklama)"),
    },
    {
        content: "Nothing more is due on it today",
        trigger: row(FIRST_CASE, ".o-mail-ActivityButton .text-success"),
    },
];

const keepThePromise = [
    ...markDone(SECOND_CASE, "Müşteriye söz verilen dönüş"),
    {
        content: "The message is drafted",
        trigger:
            ".modal .o_mail_composer_form_view .odoo-editor-editable:contains(Elif)",
    },
    {
        content: "The next word has a time",
        trigger: field("crisis_promise_date", "button"),
    },
    {
        content: "Send it",
        trigger: ".modal button[name=action_send_mail]",
        run: "click",
    },
    dialogIsClosed,
    {
        content: "Nothing more is due on this case today",
        trigger: row(SECOND_CASE, ".o-mail-ActivityButton .text-success"),
    },
];

// An agent's morning, in Turkish: what the clock menu says is due is done from there,
// a control, a control with a problem, and a promised word to the customer.
registry.category("web_tour.tours").add("crisis_duty_tour", {
    steps: () => [
        openClockMenu,
        {
            content: "Two cases want something today",
            trigger: clockMenu("span.btn-link:contains(2 Bugün)"),
        },
        {
            content: "Open them",
            trigger: clockMenu("[name=activityTitle]:contains(Kriz Dokümanı)"),
            run: "click",
        },
        ...lookInside,
        ...askTheCustomer,
        ...keepThePromise,
        openClockMenu,
        {
            content: "Nothing is due today any more",
            trigger: clockMenu("span.text-muted:contains(0 Bugün)"),
        },
        {
            content: "Nothing is late",
            trigger: clockMenu("span.text-muted:contains(0 Geciken)"),
        },
    ],
});

import { registry } from "@web/core/registry";
import { stepUtils } from "@web_tour/tour_utils";

/** A field of the form, or of the dialog when one is open. */
const field = (name, inside = "") => `.o_field_widget[name=${name}] ${inside}`;

/** Choose the answer at the place given among the badges of a question. */
const answer = (name, place) => ({
    content: `Answer ${name}`,
    trigger: `.modal ${field(name, `.o_selection_badge:eq(${place})`)}`,
    run: "click",
});

const saveDialog = [
    {
        content: "Save the dialog",
        trigger: ".modal .o_form_button_save",
        run: "click",
    },
    { content: "The dialog is closed", trigger: "body:not(:has(.modal))" },
];

const nextStep = (name) => ({
    content: "Do what the line on top says",
    trigger: `.alert-info button[name=${name}]`,
    run: "click",
});

const stageIs = (name) => ({
    content: `The case stands in ${name}`,
    trigger: `.o_statusbar_status .o_arrow_button_current:contains(${name})`,
});

// The next word is promised for the time that the level proposes.
const sendMessage = [
    {
        content: "The message is drafted",
        trigger: ".modal .o_mail_composer_form_view .odoo-editor-editable:contains(Elif)",
    },
    {
        content: "The next word has a time",
        trigger: `.modal ${field("crisis_promise_date", "button")}`,
    },
    {
        content: "Send it",
        trigger: ".modal button[name=action_send_mail]",
        run: "click",
    },
    { content: "It is sent", trigger: "body:not(:has(.modal))" },
];

const isClean = [
    {
        content: "Nothing was found",
        trigger: ".modal button[name=action_clean]",
        run: "click",
    },
    { content: "The control is done", trigger: "body:not(:has(.modal))" },
];

const lookInside = [
    nextStep("action_do_control"),
    ...["mails", "report", "system"].map((name) => ({
        content: `Look at: ${name}`,
        trigger: `.modal ${field(`checked_${name}`, "input")}`,
        run: "check",
    })),
    {
        content: "Say what was seen",
        trigger: `.modal ${field("note", "textarea")}`,
        run: "edit Hepsi yerinde",
    },
    ...isClean,
];

const hisWords = [
    nextStep("action_do_control"),
    {
        content: "Write down his words",
        trigger: `.modal ${field("customer_words", "textarea")}`,
        run: "edit Sorun kalmadı",
    },
];

// To be asked by telephone is a word from us: it keeps the last promise.
const askTheCustomer = [...hisWords, ...isClean];

// That it is over is his word, too: it is nowhere else to be said.
const askWhetherItIsOver = [
    ...hisWords,
    {
        content: "He says that it is over",
        trigger: `.modal ${field("customer_says_over", "input")}`,
        run: "check",
    },
    ...isClean,
];

// Whether he accepts the explanation is his own word.
const hearWhetherHeAccepts = [
    nextStep("action_log_call"),
    {
        content: "Write down his words",
        trigger: `.modal ${field("customer_words", "textarea")}`,
        run: "edit Açıklamanız için teşekkür ederim",
    },
    answer("explanation_accepted", 1),
    {
        content: "The call is logged",
        trigger: ".modal button[name=action_log]",
        run: "click",
    },
    { content: "The call is over", trigger: "body:not(:has(.modal))" },
];

// A supervisor files a case in Turkish and brings it to its end: refused at a gate,
// passing one with a reason, with everything else in order.
registry.category("web_tour.tours").add("crisis_case_tour", {
    steps: () => [
        {
            content: "File a crisis that we caused",
            trigger: ".o_kanban_record:contains(Bizden kaynaklı) .btn-primary",
            run: "click",
        },
        {
            content: "Say what it is about",
            trigger: `.o_form_view ${field("name", "textarea")}`,
            run: "edit Dünkü haberimiz bültende yok",
        },
        {
            content: "Say who reports it",
            trigger: field("partner_id", "input"),
            run: "edit Akdeniz",
        },
        {
            trigger: ".o-autocomplete--dropdown-item:contains(Akdeniz)",
            run: "click",
        },
        ...stepUtils.saveForm(),
        stageIs("Bildirildi"),
        { trigger: ".nav-link[name=protocol]", run: "click" },
        {
            content: "Try to move on before the protocol is fulfilled",
            trigger: ".tab-pane button[name=action_next_stage]",
            run: "click",
        },
        {
            content: "All that is missing is said at once",
            trigger: ".modal-body:contains(Kategori):contains(Müşteri)",
        },
        { trigger: ".modal-footer button", run: "click" },
        nextStep("action_write_customer"),
        ...sendMessage,
        nextStep("action_next_step"),
        {
            content: "Choose the category",
            trigger: `.modal ${field("category_id", "input")}`,
            run: "edit Eksik haber",
        },
        {
            trigger: ".o-autocomplete--dropdown-item:contains(Eksik haber)",
            run: "click",
        },
        {
            trigger: `.modal ${field("description", ".odoo-editor-editable")}`,
            run: "editor Dün akşam çıkan haberi göremedik",
        },
        {
            trigger: `.modal ${field("customer_effect", "textarea")}`,
            run: "edit Genel müdüre cevap verilemedi",
        },
        {
            trigger: `.modal ${field("timing", "textarea")}`,
            run: "edit Öğlene kadar",
        },
        answer("after_hours_follow", 2),
        ...saveDialog,
        nextStep("action_next_stage"),
        stageIs("Durum tespiti"),
        {
            content: "Pass the open gates with a reason",
            trigger: ".tab-pane button[name=action_override]",
            run: "click",
        },
        {
            trigger: `.modal ${field("reason", "textarea")}`,
            run: "edit Müşteri saatini söyleyemiyor",
        },
        {
            trigger: ".modal button[name=action_move]:not(.d-none)",
            run: "click",
        },
        stageIs("Telafi"),
        {
            content: "The override stands in the chatter",
            trigger: ".o-mail-Message:contains(Müşteri saatini söyleyemiyor)",
        },
        nextStep("action_next_step"),
        {
            trigger: `.modal ${field("explanation", ".odoo-editor-editable")}`,
            run: "editor Anahtar kelime yanlış yazılmıştı",
        },
        {
            trigger: `.modal ${field("remedy", ".odoo-editor-editable")}`,
            run: "editor Haber gönderildi, arşiv tarandı",
        },
        {
            content: "The facts are right",
            trigger: ".modal button[name=action_confirm_facts]",
            run: "click",
        },
        { content: "They are confirmed", trigger: "body:not(:has(.modal))" },
        nextStep("action_send_explanation"),
        ...sendMessage,
        nextStep("action_next_stage"),
        ...sendMessage,
        stageIs("Takip"),
        ...hearWhetherHeAccepts,
        nextStep("action_waive_items"),
        {
            content: "Say why no missed item is listed",
            trigger: `.modal ${field("reason", "textarea")}`,
            run: "edit Haber arşivde, yalnız geç yüklendi",
        },
        { trigger: ".modal button[name=action_waive]", run: "click" },
        { content: "It is kept", trigger: "body:not(:has(.modal))" },
        ...askWhetherItIsOver,
        nextStep("action_next_step"),
        {
            trigger: `.modal ${field("root_cause", "textarea")}`,
            run: "edit Yeni kelimelere ikinci göz bakmıyor",
        },
        ...saveDialog,
        ...lookInside,
        ...lookInside,
        ...askTheCustomer,
        nextStep("action_next_stage"),
        {
            content: "The case is closed",
            trigger: ".tab-pane button[name=action_move_back]:contains(Yeniden)",
        },
    ],
});

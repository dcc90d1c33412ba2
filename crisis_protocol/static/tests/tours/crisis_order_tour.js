import { inputFiles } from "@web/../tests/utils";
import { formatDateTime, parseDateTime } from "@web/core/l10n/dates";
import { registry } from "@web/core/registry";

const field = (name, inside = "") => `.modal .o_field_widget[name=${name}] ${inside}`;

const button = (name) => `button[name=action_${name}]`;

const dialogIsClosed = { trigger: "body:not(:has(.modal))" };

const FIRST = ".o_kanban_record:contains(minister)";

/** The orders as a card shows them, from the menu of a telephone. */
const openOrders = [
    {
        content: "Open the menu",
        trigger: ".o_navbar .o_menu_toggle",
        run: "click",
    },
    {
        content: "Crises has one section for production",
        trigger:
            ".o_app_menu_sidebar [data-menu-xmlid='crisis_protocol.menu_crisis_orders']",
        run: "click",
    },
    { trigger: "body:not(:has(.o_app_menu_sidebar))" },
];

// The agent orders from the case: all is filled in, so that one click does it.
registry.category("web_tour.tours").add("crisis_order_make_tour", {
    steps: () => [
        {
            content: "Inform production",
            trigger: `.o_form_statusbar ${button("inform_production")}`,
            run: "click",
        },
        {
            content: "The unit that covers the media is proposed, and nothing is missing",
            trigger: `.modal:not(:has(.alert-warning)) [name=unit_ids] .form-check:contains(Unit of the test) input:checked`,
        },
        {
            content: "It is shown what the unit will read",
            trigger: field("brief", ":contains(bribery):contains(Our television)"),
        },
        {
            content: "Order",
            trigger: `.modal ${button("inform")}`,
            run: "click",
        },
        dialogIsClosed,
        {
            content: "The case has an open task",
            trigger: `.oe_stat_button[name=action_open_tasks]:contains(1 / 1)`,
        },
    ],
});

// The unit answers on a telephone: received, by when, delivered with all there is.
registry.category("web_tour.tours").add("crisis_order_phone_tour", {
    steps: () => [
        ...openOrders,
        {
            content: "The order waits, with all answers on the card",
            trigger: `${FIRST}:contains(Not received yet):has(${button("crisis_deliver")}):has(${button("crisis_when")}):has(${button("crisis_refuse")})`,
        },
        {
            content: "The screen need not be moved sideways",
            trigger: FIRST,
            run() {
                const { scrollWidth, clientWidth } = document.documentElement;
                if (scrollWidth > clientWidth) {
                    throw new Error(`${scrollWidth} px on ${clientWidth} px`);
                }
            },
        },
        {
            content: "Received",
            trigger: `${FIRST} ${button("crisis_received")}`,
            run: "click",
        },
        {
            content: "That is all; the next thing to say is what was delivered",
            trigger: `${FIRST}:not(:contains(Not received)) .btn-primary${button("crisis_deliver").slice(6)}`,
        },
        {
            content: "It will be later",
            trigger: `${FIRST} ${button("crisis_when")}`,
            run: "click",
        },
        {
            content: "Say by when",
            trigger: field("date_due", "input"),
            run({ edit }) {
                const time = parseDateTime(this.anchor.value).plus({ minutes: 30 });
                return edit(formatDateTime(time));
            },
        },
        {
            trigger: `.modal ${button("when")}`,
            run: "click",
        },
        dialogIsClosed,
        {
            content: "Open the order",
            trigger: `${FIRST} .fw-bold`,
            run: "click",
        },
        {
            content: "It says what is wanted",
            trigger:
                ".o_form_view [name=crisis_brief]:contains(bribery):contains(Our television)",
        },
        {
            content: "The answers stand above, none of them in a menu",
            trigger: `.o_form_view:has(${button("crisis_when")}):has(${button("crisis_refuse")}) ${button("crisis_deliver")}`,
            run: "click",
        },
        {
            content: "Attach the recording",
            trigger: field("attachment_ids", ".o_attach"),
            run() {
                const text = ["a recording"];
                const file = new File(text, "evening.txt", { type: "text/plain" });
                return inputFiles(".modal .o_file_input input", [file]);
            },
        },
        { trigger: field("attachment_ids", ".o_attachment:contains(evening.txt)") },
        {
            content: "Where it can be seen",
            trigger: field("link", "input"),
            run: "edit https://archive.example.com/evening",
        },
        {
            content: "Say what it is",
            trigger: field("note", "textarea"),
            run: "edit Three items of the evening news",
        },
        {
            trigger: `.modal ${button("deliver")}`,
            run: "click",
        },
        dialogIsClosed,
        {
            content: "What was delivered is kept, and the next one waits",
            trigger:
                ".o_form_view [name=crisis_delivery_ids]:contains(Three items of the evening):contains(On time):contains(Open)",
        },
    ],
});

// The agent finds the delivery on the case, and passes it on.
registry.category("web_tour.tours").add("crisis_order_pass_on_tour", {
    steps: () => [
        {
            content: "Look at the duties",
            trigger: ".o_notebook .nav-link[name=watch]",
            run: "click",
        },
        {
            content: "Pass the delivery on",
            trigger: `[name=delivery_ids] .o_data_row:contains(On time) ${button("tell_customer")}`,
            run: "click",
        },
        {
            content: "It stands in the message, with its link",
            trigger:
                ".modal .odoo-editor-editable:contains(Three items of the evening news):contains(archive.example.com)",
        },
        {
            content: "So does the file",
            trigger: field("attachment_ids", "a:contains(evening.txt)"),
        },
        {
            content: "Send it",
            trigger: ".modal button[name=action_send_mail]",
            run: "click",
        },
        dialogIsClosed,
        {
            content: "It need not be passed on again",
            trigger: `[name=delivery_ids]:not(:has(${button("tell_customer")}))`,
        },
    ],
});

import { registry } from "@web/core/registry";

const DUTY = "Read and confirm";
const activity = `.o-mail-Activity:contains(${DUTY})`;

// A supervisor comes late to a case that she was told of: the form says so in red,
// and she confirms by ticking off her activity.
registry.category("web_tour.tours").add("crisis_notice_tour", {
    steps: () => [
        {
            content: "The case is late, which the list shows in red",
            trigger: `.o_data_row:has(.text-bg-danger):contains(${DUTY}) [name=name]`,
            run: "click",
        },
        {
            content: "The form says what is late, and whose it is",
            trigger: `.o_form_view .alert-danger:contains(${DUTY}):contains(Supervisor)`,
        },
        {
            content: "Confirm",
            trigger: `${activity} .o-mail-Activity-markDone`,
            run: "click",
        },
        {
            content: "The activity is gone",
            trigger: `.o-mail-Chatter:not(:has(${activity}))`,
        },
        {
            content: "The form has nothing late any more",
            trigger: ".o_form_view:not(:has(.alert-danger))",
        },
        {
            content: "The chatter says who has read it",
            trigger: ".o-mail-Message:contains(Supervisor has read it)",
        },
    ],
});

// The same from the list of her duties, where a dialog opens.
registry.category("web_tour.tours").add("crisis_notice_dialog_tour", {
    steps: () => [
        {
            content: "It is late, which the list shows in red",
            trigger: `.o_data_row:contains(${DUTY}):has(.text-bg-danger) button[name=action_do]`,
            run: "click",
        },
        {
            content: "The dialog names the case",
            trigger: ".modal .o_field_widget[name=document_id]:contains(missing)",
        },
        {
            content: "Confirm",
            trigger: ".modal button[name=action_confirm]",
            run: "click",
        },
        { trigger: "body:not(:has(.modal))" },
        {
            content: "She owes nothing now",
            trigger: `.o_list_view:not(:has(.o_data_row:contains(${DUTY})))`,
        },
    ],
});

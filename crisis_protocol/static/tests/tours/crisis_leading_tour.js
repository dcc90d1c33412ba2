import { registry } from "@web/core/registry";

const button = (name) => `button[name=action_${name}]`;

const customer = (name) => [
    {
        content: `Choose ${name}`,
        trigger: ".modal .o_field_widget[name=partner_ids] input",
        run: `edit ${name}`,
    },
    {
        trigger: `.o-autocomplete--dropdown-item:contains(${name})`,
        run: "click",
    },
    {
        trigger: `.modal .o_field_widget[name=partner_ids] .o_tag:contains(${name})`,
    },
];

// The system is down: two more customers are hit, and each gets a case of his own.
registry.category("web_tour.tours").add("crisis_leading_tour", {
    steps: () => [
        {
            content: "More customers are hit",
            trigger: `.o_form_view ${button("add_customers")}`,
            run: "click",
        },
        ...customer("Bora"),
        ...customer("Cemre"),
        {
            content: "It is said what becomes of each",
            trigger:
                ".modal .o_field_widget[name=preview]:contains(Bora):contains(Cemre)",
        },
        {
            content: "Add them",
            trigger: `.modal ${button("add")}`,
            run: "click",
        },
        { trigger: "body:not(:has(.modal))" },
        {
            content: "The case leads now",
            trigger: `.o_form_view .alert:contains(Leads other cases) ${button("add_customers")}`,
        },
        {
            content: "Open those that follow",
            trigger: ".oe_stat_button[name=action_open_led]:contains(2 / 2)",
            run: "click",
        },
        {
            trigger: ".o_list_view .o_data_row:contains(Bora)",
        },
        {
            content: "Open one of them",
            trigger: ".o_list_view .o_data_row:contains(Cemre) [name=name]",
            run: "click",
        },
        {
            content: "It says whom it follows, and leads there",
            trigger: `.o_form_view .alert:contains(Follows):contains(The system is down) ${button("open_leading")}`,
            run: "click",
        },
        {
            trigger: ".o_form_view .alert:contains(Leads other cases)",
        },
    ],
});

import { registry } from "@web/core/registry";
import { stepUtils } from "@web_tour/tour_utils";

const dialog = (place) => `.modal:eq(${place})`;

const addLine = (inside, name) => ({
    trigger: `${inside} .o_field_widget[name=${name}] .o_field_x2many_list_row_add a`,
    run: "click",
});

const saveStage = [
    { trigger: ".modal .o_form_button_save", run: "click" },
    { trigger: "body:not(:has(.modal))" },
];

const nameStage = (name) => [
    addLine(".o_form_view", "stage_ids"),
    {
        trigger: ".modal .o_field_widget[name=name] input",
        run: `edit ${name}`,
    },
];

// A manager writes a protocol of his own, from the menus alone: two stages and a
// gate between them.
registry.category("web_tour.tours").add("crisis_protocol_tour", {
    steps: () => [
        { trigger: "button[data-menu-xmlid='crisis_protocol.menu_crisis_configuration']", run: "click" },
        { trigger: ".dropdown-item[data-menu-xmlid='crisis_protocol.menu_crisis_protocols']", run: "click" },
        { trigger: ".o_list_view .o_list_button_add", run: "click" },
        {
            trigger: ".o_form_view .o_field_widget[name=name] input",
            run: "edit Concerns a partner",
        },
        ...nameStage("Heard of"),
        ...saveStage,
        ...nameStage("Settled"),
        { trigger: ".modal .o_field_widget[name=is_closed] input", run: "click" },
        { trigger: ".modal .nav-link[name=gates]", run: "click" },
        addLine(".modal", "gate_ids"),
        {
            trigger: `${dialog(1)} .o_field_widget[name=name] input`,
            run: "edit The cause is not known",
        },
        {
            trigger: `${dialog(1)} .o_field_widget[name=domain] .o_tree_editor a[role=button]`,
            run: "click",
        },
        {
            trigger: `${dialog(1)} .o_model_field_selector`,
            run: "click",
        },
        {
            trigger: ".o_model_field_selector_popover_search input",
            run: "edit Root Cause",
        },
        {
            trigger: ".o_model_field_selector_popover_item[data-name=root_cause] button",
            run: "click",
        },
        { trigger: "body:not(:has(.o_model_field_selector_popover))" },
        {
            trigger: `${dialog(1)} .o_tree_editor_condition:contains(Root Cause) select`,
            run: 'select "set"',
        },
        {
            content: "Nothing more is to be compared with",
            trigger: `${dialog(1)} .o_tree_editor_condition:not(:has(input))`,
        },
        { trigger: `${dialog(1)} .o_form_button_save`, run: "click" },
        { trigger: ".modal .o_field_widget[name=gate_ids] .o_data_row" },
        ...saveStage,
        ...stepUtils.saveForm(),
    ],
});

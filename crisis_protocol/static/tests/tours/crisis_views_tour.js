import { registry } from "@web/core/registry";

const view = (name, proof) => [
    {
        content: `Open the ${name} view`,
        trigger: `.o_switch_view.o_${name}`,
        run: "click",
    },
    { content: `The ${name} view is there`, trigger: proof },
];

// Each view once: mistakes in kanban, activity and form show in a browser only.
registry.category("web_tour.tours").add("crisis_views_tour", {
    steps: () => [
        { trigger: ".o_list_view .o_data_row" },
        ...view("kanban", ".o_kanban_view .o_kanban_record"),
        ...view("calendar", ".o_calendar_view .fc-event"),
        ...view("activity", ".o_activity_view .o_activity_record"),
        ...view("pivot", ".o_pivot_view .o_pivot_cell_value"),
        ...view("graph", ".o_graph_view canvas"),
        ...view("list", ".o_list_view .o_data_row"),
        {
            trigger: ".o_data_row .o_data_cell[name=name]",
            run: "click",
        },
        { trigger: ".o_form_view .o_statusbar_status" },
    ],
});

import { rpc } from "@web/core/network/rpc";
import { registry } from "@web/core/registry";

const card = (topic, inside = "") => `.o_crisis_board_case:contains(${topic}) ${inside}`;

// The manager finds what is late, and sees what others do meanwhile.
registry.category("web_tour.tours").add("crisis_board_tour", {
    steps: () => [
        {
            content: "Open the board",
            trigger: "[data-menu-xmlid='crisis_protocol.menu_crisis_board']",
            run: "click",
        },
        {
            content: "One case is late, and its clock runs on",
            trigger: card("The bulletin is missing", ".text-bg-danger [role=timer]"),
        },
        {
            content: "See which one, behind the figure",
            trigger: ".o_crisis_board_late:contains(1)",
            run: "click",
        },
        {
            content: "The list holds just what was counted",
            trigger:
                ".o_list_view:has(.o_data_row:contains(The bulletin is missing)):not(:contains(A typing error))",
        },
        {
            content: "Back to the board",
            trigger: ".o_back_button",
            run: "click",
        },
        {
            content: "An agent files a case meanwhile",
            trigger: `.o_crisis_board:has(${card("A typing error")}):not(:contains(The system is down))`,
            run: () =>
                rpc("/web/dataset/call_kw/crisis.board/agent_files", {
                    model: "crisis.board",
                    method: "agent_files",
                    args: [],
                    kwargs: {},
                }),
        },
        {
            content: "It appears by itself",
            trigger: card("The system is down"),
        },
        {
            content: "Open it",
            trigger: card("The system is down"),
            run: "click",
        },
        {
            trigger: ".o_form_view .o_breadcrumb:contains(The system is down)",
        },
        {
            content: "Back to the board",
            trigger: ".o_back_button",
            run: "click",
        },
        {
            trigger: `.o_crisis_board:has(.o_crisis_board_people:contains(Agent):contains(Colleague)) ${card("The system is down")}`,
        },
    ],
});

// An agent sees the cases of his desk, and how much he himself carries.
registry.category("web_tour.tours").add("crisis_board_agent_tour", {
    steps: () => [
        {
            content: "The cases of the desk, those of a colleague, too",
            trigger: `.o_crisis_board:has(${card("The bulletin is missing")}) ${card("A typing error")}`,
        },
        {
            content: "Of people, only himself",
            trigger:
                ".o_crisis_board_people:not(:contains(Colleague)) tr:contains(Agent) td:nth-child(2) .btn:contains(1)",
            run: "click",
        },
        {
            content: "Behind his figure are his cases",
            trigger:
                ".o_list_view:has(.o_data_row:contains(The bulletin is missing)):not(:contains(A typing error))",
        },
    ],
});

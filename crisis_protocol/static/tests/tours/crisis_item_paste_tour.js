import { registry } from "@web/core/registry";

const button = (name) => `button[name=action_${name}]`;

const TEXT = ".modal .o_field_widget[name=text] textarea";
const COUNTS = ".modal .o_crisis_paste_counts";

const dialogIsClosed = { trigger: "body:not(:has(.modal))" };

/** 200 lines of a spreadsheet: outlet, date, title, link, page. Three are faulty. */
const lines = Array.from({ length: 200 }, (_, index) => {
    const number = index + 1;
    const day = String((index % 28) + 1).padStart(2, "0");
    const cells = [
        `Channel ${(index % 5) + 1}`,
        `2026-02-${day}`,
        `Item number ${number}`,
        `https://news.example.com/${number}`,
        `${(index % 30) + 1}`,
    ];
    if (number === 20 || number === 120) {
        cells[1] = "2026-02-31";
    } else if (number === 60) {
        cells[3] = "no link at all";
    }
    return cells.join("\t");
});

/** All at once, and leave the field: typed, 200 lines would take minutes. */
const pasteOver = (change) =>
    function () {
        this.anchor.value = change(this.anchor.value);
        for (const name of ["input", "change"]) {
            this.anchor.dispatchEvent(new InputEvent(name, { bubbles: true }));
        }
    };

const open = [
    {
        content: "Nothing is noted yet: open the list of items",
        trigger: `.oe_stat_button[name=action_open_items]:contains(Missed items)`,
        run: "click",
    },
    {
        content: "Paste many at once",
        trigger: `.o_control_panel ${button("paste")}`,
        run: "click",
    },
    {
        content: "The text has the cursor",
        trigger: `${TEXT}:focus`,
    },
    {
        content: "Paste the lines",
        trigger: TEXT,
        run: pasteOver(() => lines.join("\n")),
    },
];

const mend = [
    {
        content: "Three can't be read, and it is said how many can",
        trigger: `${COUNTS}:contains(Fine: 197):contains(Can't be read: 3)`,
    },
    {
        content: "It is said which and why",
        trigger: ".modal .table-danger:contains(Line 60):contains(is no link)",
    },
    {
        trigger: ".modal .table-danger:contains(Line 120):contains(is no date)",
    },
    {
        content: "None can be added by halves",
        trigger: `.modal:not(:has(${button("add")}))`,
    },
    {
        content: "Mend two of them in the text",
        trigger: TEXT,
        run: pasteOver((text) => text.replaceAll("2026-02-31", "2026-02-28")),
    },
    {
        trigger: `${COUNTS}:contains(Fine: 199):contains(Can't be read: 1)`,
    },
    {
        content: "Leave out the last one",
        trigger: ".modal .o_field_widget[name=leave_out_errors] input",
        run: "check",
    },
    {
        content: "It is said how many will be added",
        trigger: `${COUNTS}:contains(Will be added: 199)`,
    },
    {
        content: "Add them",
        trigger: `.modal ${button("add")}`,
        run: "click",
    },
    dialogIsClosed,
];

const mark = [
    {
        content: "The list has them all",
        trigger: ".o_control_panel .o_pager_limit:contains(199)",
    },
    ...[0, 1, 2].map((index) => ({
        content: "Tick an item",
        trigger: `.o_data_row:eq(${index}) .o_list_record_selector input`,
        run: "click",
    })),
    {
        content: "Those are recovered",
        trigger: `.o_control_panel ${button("recovered")}`,
        run: "click",
    },
    {
        content: "The lines say so",
        trigger: ".o_data_row:contains(Recovered):not(:contains(Not recovered))",
    },
    {
        content: "One more, by its own button",
        trigger: `.o_data_row:has(:contains(Not recovered)) ${button("recovered")}:first`,
        run: "click",
    },
    {
        content: "Back to the case",
        trigger: ".o_breadcrumb .o_back_button a, .breadcrumb-item.o_back_button a",
        run: "click",
    },
    {
        content: "It shows how much is back, rounded down",
        trigger: `.oe_stat_button[name=action_open_items]:contains(199 · 2 %)`,
    },
];

// An agent gets a spreadsheet of what was missed, and works through it.
registry.category("web_tour.tours").add("crisis_item_paste_tour", {
    steps: () => [...open, ...mend, ...mark],
});

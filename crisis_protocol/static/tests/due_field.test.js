import { DuePill } from "@crisis_protocol/due_field/due_pill";
import { defineMailModels } from "@mail/../tests/mail_test_helpers";

import { beforeEach, expect, test } from "@odoo/hoot";
import { freezeTime, queryAllTexts } from "@odoo/hoot-dom";
import { advanceTime, mockDate } from "@odoo/hoot-mock";

import {
    contains,
    defineModels,
    fields,
    models,
    mountView,
    onRpc,
    patchWithCleanup,
} from "@web/../tests/web_test_helpers";

const SECOND = 1000;
const MINUTE = 60 * SECOND;

class Duty extends models.Model {
    due = fields.Datetime();
    date_done = fields.Datetime();
    hour = fields.Integer({
        onChange(duty) {
            duty.due = `2025-11-23 ${duty.hour}:00:00`;
        },
    });
}

defineMailModels();
defineModels([Duty]);
beforeEach(() => {
    freezeTime();
    mockDate("2025-11-23 11:00:00", +3); // two in the afternoon in Istanbul
});

/** Mount a list with a duty for each of the values. */
async function mountDueList(dues, options = "{}") {
    Duty._records = dues.map((due, index) => ({ id: index + 1, due }));
    await mountView({
        type: "list",
        resModel: "duty",
        arch: `
            <list>
                <field name="due" widget="crisis_due" options="${options}"/>
            </list>`,
    });
}

/** Mount a form of one duty; other fields stand before the due date. */
async function mountDueForm({ due, options = "{}", others = "" }) {
    Duty._records = [{ id: 1, due }];
    await mountView({
        type: "form",
        resModel: "duty",
        resId: 1,
        arch: `
            <form>
                ${others}
                <field name="due" widget="crisis_due" options="${options}"/>
            </form>`,
    });
}

test("says when it is due and how far away that is", async () => {
    await mountDueList([
        "2025-11-23 11:00:59",
        "2025-11-23 11:25:59",
        "2025-11-23 12:00:00",
        "2025-11-23 14:59:59",
        "2025-11-25 11:30:00",
        "2026-01-01 11:30:00",
        "2025-11-23 10:59:01",
        "2025-11-23 10:20:00",
        "2025-11-23 09:00:00",
        "2025-11-20 11:00:00",
    ]);
    expect(queryAllTexts(".o_crisis_due")).toEqual([
        "2:00 PM due now",
        "2:25 PM in 25 min",
        "3:00 PM in 1 h",
        "5:59 PM in 3 h",
        "Nov 25, 2:30 PM in 2 d",
        "Jan 1, 2026, 2:30 PM in 39 d",
        "1:59 PM due now",
        "1:20 PM 40 min late",
        "12:00 PM 2 h late",
        "Nov 20, 2:00 PM 3 d late",
    ]);
});

test("today is the day of the user's time zone", async () => {
    await mountDueList(["2025-11-23 20:59:00", "2025-11-23 21:00:00"]);
    expect(queryAllTexts(".o_crisis_due")).toEqual([
        "11:59 PM in 9 h",
        "Nov 24, 12:00 AM in 10 h",
    ]);
});

test("the colour says late, soon or calm; the title the full date", async () => {
    await mountDueList([
        "2025-11-23 10:59:59",
        "2025-11-23 11:00:00",
        "2025-11-23 11:30:00",
        "2025-11-23 11:30:01",
    ]);
    const row = (n) => `.o_data_row:nth-child(${n}) .o_crisis_due`;
    expect(row(1)).toHaveClass("text-bg-danger");
    expect(row(2)).toHaveClass("text-bg-warning");
    expect(row(3)).toHaveClass("text-bg-warning");
    expect(row(4)).toHaveClass("text-bg-300");
    expect(row(4)).toHaveAttribute("title", "11/23/2025 14:30:01");
});

test("late from the first moment on", async () => {
    mockDate("2025-11-23 11:00:00.001", +3);
    await mountDueList(["2025-11-23 11:00:00"]);
    expect(".o_crisis_due").toHaveClass("text-bg-danger");
});

test("how soon is soon is an option", async () => {
    await mountDueList(
        ["2025-11-23 11:10:00", "2025-11-23 11:10:01"],
        "{'soon_minutes': 10}"
    );
    expect(".o_data_row:first .o_crisis_due").toHaveClass("text-bg-warning");
    expect(".o_data_row:last .o_crisis_due").toHaveClass("text-bg-300");
});

test("nothing is shown without a date", async () => {
    await mountDueList([false]);
    expect(".o_field_crisis_due").toHaveCount(1);
    expect(".o_field_crisis_due").toHaveInnerHTML("");
});

test("of what is done, only the date is shown", async () => {
    onRpc("duty", "web_search_read", ({ kwargs }) => {
        expect.step(Object.keys(kwargs.specification));
    });
    Duty._records = [
        { id: 1, due: "2025-11-23 10:00:00", date_done: "2025-11-23 09:00:00" },
        { id: 2, due: "2025-11-23 10:00:00" },
    ];
    await mountView({
        type: "kanban",
        resModel: "duty",
        arch: `
            <kanban>
                <t t-name="card">
                    <field name="due" widget="crisis_due"
                           options="{'done_field': 'date_done', 'countdown': true}"/>
                </t>
            </kanban>`,
    });
    expect.verifySteps([["due", "date_done"]]);
    expect(queryAllTexts(".o_crisis_due")).toEqual(["1:00 PM", "1:00 PM -1:00:00"]);
    expect(".o_kanban_record:first .o_crisis_due").toHaveClass("text-muted");
    expect(".o_kanban_record:first .o_crisis_due").not.toHaveClass("text-bg-danger");
    expect(".o_kanban_record:first .o_crisis_due").toHaveAttribute(
        "title",
        "11/23/2025 13:00:00"
    );
});

test("keeps itself up to date", async () => {
    await mountDueList(["2025-11-23 11:31:30"]);
    expect(".o_crisis_due").toHaveText("2:31 PM in 31 min");
    expect(".o_crisis_due").toHaveClass("text-bg-300");

    await advanceTime(90 * SECOND);
    expect(".o_crisis_due").toHaveText("2:31 PM in 30 min");
    expect(".o_crisis_due").toHaveClass("text-bg-warning");

    await advanceTime(32 * MINUTE);
    expect(".o_crisis_due").toHaveText("2:31 PM 2 min late");
    expect(".o_crisis_due").toHaveClass("text-bg-danger");
});

test("a countdown ticks each second, and goes on below zero", async () => {
    await mountDueForm({ due: "2025-11-23 11:25:13", options: "{'countdown': true}" });
    expect("[role=timer]").toHaveText("0:25:13");

    await advanceTime(SECOND);
    expect("[role=timer]").toHaveText("0:25:12");

    await advanceTime(25 * MINUTE + 12 * SECOND);
    expect("[role=timer]").toHaveText("0:00:00");
    expect(".o_crisis_due").toHaveClass("text-bg-warning");

    await advanceTime(SECOND);
    expect("[role=timer]").toHaveText("-0:00:01");
    expect(".o_crisis_due").toHaveClass("text-bg-danger");

    await advanceTime(40 * MINUTE + SECOND);
    expect("[role=timer]").toHaveText("-0:40:02");
});

test("a countdown of more than a day is in words", async () => {
    await mountDueForm({ due: "2025-11-24 11:00:00", options: "{'countdown': true}" });
    expect("[role=timer]").toHaveCount(0);
    expect(".o_crisis_due").toHaveText("Nov 24, 2:00 PM in 1 d");

    await advanceTime(SECOND);
    expect("[role=timer]").toHaveText("23:59:59");
});

test("only what looks different is rendered again", async () => {
    patchWithCleanup(DuePill.prototype, {
        render() {
            expect.step("render");
            return super.render(...arguments);
        },
    });
    await mountDueList(["2025-11-23 11:25:30"]);
    await advanceTime(30 * SECOND);
    expect.verifySteps([]);
    await advanceTime(SECOND);
    expect.verifySteps(["render"]);
});

test("follows the record, and can't be edited", async () => {
    await mountDueForm({ due: "2025-11-23 11:25:00", others: '<field name="hour"/>' });
    expect(".o_field_crisis_due input").toHaveCount(0);

    await contains(".o_field_widget[name=hour] input").edit("14");
    expect(".o_crisis_due").toHaveText("5:00 PM in 3 h");
});

import { defineMailModels } from "@mail/../tests/mail_test_helpers";

import { beforeEach, Deferred, describe, expect, test } from "@odoo/hoot";
import { animationFrame, freezeTime, queryAllTexts } from "@odoo/hoot-dom";
import { advanceTime, mockDate } from "@odoo/hoot-mock";
import { Component, xml } from "@odoo/owl";

import {
    contains,
    getService,
    mountWithCleanup,
    onRpc,
    patchWithCleanup,
} from "@web/../tests/web_test_helpers";
import { registry } from "@web/core/registry";
import { WebClient } from "@web/webclient/webclient";

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const LATE = [["next_duty_date", "<", "now"]];

const figure = (label, count, others = {}) => ({
    label,
    count,
    model: "crisis.document",
    domain: [["label", "=", label]],
    ...others,
});
const CASE = {
    id: 7,
    reference: "CR-7",
    name: "The bulletin is missing",
    partner_id: [1, "Akdeniz"],
    level_id: [3, "Severe"],
    level_color: 1,
    stage_id: [2, "Assessment"],
    user_id: [5, "Ayşe"],
    next_duty_date: "2025-11-23 11:10:00",
    next_duty_type_id: [4, "Promised word"],
    next_duty_user_id: [5, "Ayşe"],
    is_silent: false,
};

/** What the server says of one case, a drill and some deliveries. */
function board() {
    return {
        urgent: [
            figure("Late", 2, { name: "late", domain: LATE }),
            figure("Silent", 0, { name: "silent" }),
        ],
        levels: [figure("Severe", 3, { id: 3, color: 1 })],
        protocols: [
            {
                id: 1,
                name: "Caused by us",
                levels: [3],
                stages: [
                    { id: 1, name: "Reported", cells: [null] },
                    { id: 2, name: "Assessment", cells: [figure("Severe here", 3)] },
                ],
            },
        ],
        cases: { ...figure("Open cases", 3), rows: [CASE] },
        drills: {
            ...figure("Drills", 1),
            rows: [{ ...CASE, id: 8, name: "Played", user_id: false, is_silent: true }],
        },
        people: {
            ...figure("Open duties", 4, { model: "crisis.duty" }),
            rows: [
                {
                    id: 5,
                    name: "Ayşe",
                    cases: figure("Ayşe", 3),
                    duties: figure("Ayşe", 4, { model: "crisis.duty" }),
                    late: figure("Ayşe", 0, { model: "crisis.duty" }),
                },
            ],
            more: 0,
        },
        deliveries: {
            figures: [
                figure("Overdue", 1, { name: "late", model: "crisis.delivery" }),
                figure("Within the hour", 0, { name: "soon" }),
                figure("In the last hour", 0, { name: "done" }),
            ],
            rows: [
                {
                    id: 1,
                    unit_id: [1, "Archive"],
                    document_id: [7, "[CR-7] The bulletin is missing"],
                    date_due: "2025-11-23 10:50:00",
                    date_done: false,
                },
            ],
        },
        words: {
            rows: [
                {
                    id: 1,
                    document_id: [7, "[CR-7] The bulletin is missing"],
                    partner_id: [1, "Akdeniz"],
                    date: "2025-11-23 10:55:00",
                    user_id: [5, "Ayşe"],
                    is_oral: true,
                    text: "We look for the bulletin.",
                },
            ],
        },
    };
}

defineMailModels();
describe.current.tags("desktop");

let answer, channels, heard;

beforeEach(() => {
    freezeTime();
    mockDate("2025-11-23 11:00:00", +3);
    answer = board;
    channels = [];
    heard = {};
    onRpc("crisis.board", "board_data", () => {
        expect.step("fetch");
        return answer();
    });
    class Other extends Component {
        static props = ["*"];
        static template = xml`<div/>`;
    }
    registry.category("actions").add("other", Other);
});

/** From now on, a click only says what it would open. */
function mockOpened() {
    patchWithCleanup(getService("action"), {
        doAction({ name, res_model, domain, res_id, views }) {
            expect.step([name, res_model, domain || res_id, views[0][1]]);
        },
    });
}

/** Open the board as from its menu. */
async function openBoard() {
    await mountWithCleanup(WebClient);
    patchWithCleanup(getService("bus_service"), {
        addChannel(channel) {
            channels.push(channel);
        },
        deleteChannel(channel) {
            channels.splice(channels.indexOf(channel), 1);
        },
        subscribe(type, callback) {
            heard[type] = callback;
        },
        unsubscribe(type) {
            delete heard[type];
        },
    });
    await getService("action").doAction({ type: "ir.actions.client", tag: "crisis_board" });
    await animationFrame();
    expect.verifySteps(["fetch"]);
}

test("shows what runs, and what comes next", async () => {
    await openBoard();
    expect(queryAllTexts(".o_crisis_board_tile")).toEqual([
        "2\nLate",
        "0\nSilent",
        "3\nSevere",
    ]);
    expect(".o_crisis_board_late").toHaveClass("text-bg-danger");
    expect(".o_crisis_board_silent").not.toHaveClass("text-bg-danger");
    expect(".o_crisis_board_cases .o_crisis_board_case").toHaveCount(1);
    expect(".o_crisis_board_cases .o_crisis_board_case").toHaveText(
        /The bulletin is missing · Akdeniz/
    );
    expect(".o_crisis_board_stages tr:last").toHaveText("Assessment 3");
    expect(".o_crisis_board_people tbody tr").toHaveText("Ayşe 3 4");
    expect(".o_crisis_board_deliveries .o_crisis_due").toHaveText("1:50 PM 10 min late");
    expect(".o_crisis_board_words").toHaveText(/5 minutes ago/);
});

test("drills stand apart", async () => {
    await openBoard();
    expect(".o_crisis_board_drills .o_crisis_board_case").toHaveCount(1);
    expect(".o_crisis_board_drills .o_crisis_board_case").toHaveText(/Gone silent/);
    expect(".o_crisis_board_drills .o_crisis_board_case").toHaveText(/Nobody/);
});

test("says that no crisis runs", async () => {
    answer = () => ({
        ...board(),
        cases: { ...figure("Open cases", 0), rows: [] },
        drills: { ...figure("Drills", 0), rows: [] },
    });
    await openBoard();
    expect(".o_crisis_board_quiet").toHaveCount(1);
    expect(".o_crisis_board_words").toHaveCount(0);
});

test("the countdown ticks", async () => {
    await openBoard();
    const clock = ".o_crisis_board_cases [role=timer]";
    expect(clock).toHaveText("0:10:00");
    await advanceTime(SECOND);
    expect(clock).toHaveText("0:09:59");
});

test("a figure opens what it counts, a case itself", async () => {
    await openBoard();
    mockOpened();
    await contains(".o_crisis_board_late").click();
    await contains(".o_crisis_board_people .btn:contains(4)").click();
    await contains(".o_crisis_board_case:first").click();
    expect.verifySteps([
        ["Late", "crisis.document", LATE, "list"],
        ["Ayşe", "crisis.duty", [["label", "=", "Ayşe"]], "list"],
        [undefined, "crisis.document", 7, "form"],
    ]);
});

test("fetches anew when something has changed, once for many changes", async () => {
    await openBoard();
    expect(channels).toEqual(["crisis_board"]);
    answer = () => ({ ...board(), urgent: [figure("Late", 9, { name: "late" })] });
    for (let count = 0; count < 3; count++) {
        heard["crisis_board/changed"]({});
    }
    await advanceTime(3 * SECOND);
    await animationFrame();
    expect.verifySteps(["fetch"]);
    expect(".o_crisis_board_late").toHaveText("9\nLate");
});

test("listens no longer when it is left", async () => {
    await openBoard();
    await getService("action").doAction({ type: "ir.actions.client", tag: "other" });
    expect(channels).toEqual([]);
    expect(heard).toEqual({});
    await advanceTime(2 * MINUTE);
    expect.verifySteps([]);
});

test("asks one at a time, however slow the answer is", async () => {
    await openBoard();
    const slow = new Deferred();
    answer = () => slow;
    heard["crisis_board/changed"]({});
    await advanceTime(3 * SECOND);
    expect.verifySteps(["fetch"]);
    heard["crisis_board/changed"]({});
    await advanceTime(3 * SECOND);
    expect.verifySteps([]);
    answer = board;
    slow.resolve(board());
    await animationFrame();
    await advanceTime(3 * SECOND);
    expect.verifySteps(["fetch"]);
    await advanceTime(3 * SECOND);
    expect.verifySteps([]);
});

test("is left alone while nobody can see it", async () => {
    await openBoard();
    let visibility = "hidden";
    patchWithCleanup(document, {
        get visibilityState() {
            return visibility;
        },
    });
    heard["crisis_board/changed"]({});
    await advanceTime(2 * MINUTE);
    expect.verifySteps([]);
    visibility = "visible";
    document.dispatchEvent(new Event("visibilitychange"));
    await animationFrame();
    expect.verifySteps(["fetch"]);
});

test("looks once a minute, too", async () => {
    await openBoard();
    await advanceTime(MINUTE);
    expect.verifySteps(["fetch"]);
});

test("keeps the old figures while the server is away, and says so", async () => {
    await openBoard();
    answer = () => {
        throw new Error("gone");
    };
    await advanceTime(MINUTE);
    await animationFrame();
    expect.verifySteps(["fetch"]);
    expect(".o_crisis_board_old").toHaveText(/of 11\/23\/2025 14:00:00/);
    expect(".o_crisis_board_late").toHaveText("2\nLate");

    answer = board;
    await advanceTime(MINUTE);
    await animationFrame();
    expect.verifySteps(["fetch"]);
    expect(".o_crisis_board_old").toHaveCount(0);
});

test("says so when the server does not answer at all", async () => {
    await openBoard();
    answer = () => new Promise(() => {});
    await advanceTime(MINUTE);
    expect(".o_crisis_board_old").toHaveCount(0);
    answer = board;
    await advanceTime(MINUTE);
    await animationFrame();
    expect.verifySteps(["fetch", "fetch"]);
    expect(".o_crisis_board_old").toHaveCount(0);

    answer = () => new Promise(() => {});
    await advanceTime(2 * MINUTE);
    await animationFrame();
    expect.verifySteps(["fetch", "fetch"]);
    expect(".o_crisis_board_old").toHaveText(/does not answer/);
});

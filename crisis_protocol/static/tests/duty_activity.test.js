import {
    click,
    contains,
    mailModels,
    openFormView,
    openListView,
    start,
    startServer,
} from "@mail/../tests/mail_test_helpers";

import { describe, expect, test } from "@odoo/hoot";

import {
    Command,
    asyncStep,
    defineModels,
    fields,
    models,
    onRpc,
    waitForSteps,
} from "@web/../tests/web_test_helpers";

class MailActivity extends mailModels.MailActivity {
    crisis_duty_model = fields.Char();

    get _to_store_defaults() {
        return [...super._to_store_defaults, "crisis_duty_model"];
    }
}

class DutyDialog extends models.Model {
    _name = "duty.dialog";
    _views = {
        form: `
            <form>
                <footer><button string="Close" special="cancel"/></footer>
            </form>`,
    };
}

defineModels({ ...mailModels, DutyDialog, MailActivity });
describe.current.tags("desktop");

const DIALOG = {
    type: "ir.actions.act_window",
    res_model: "duty.dialog",
    views: [[false, "form"]],
    target: "new",
};
const ACTIVITY = ".o-mail-Activity";
const ITEM = ".o-mail-ActivityListPopoverItem";

/** A contact with one activity, which mirrors a duty unless told otherwise. */
async function startWithActivity({ crisis_duty_model = "crisis.duty" } = {}) {
    const pyEnv = await startServer();
    const [activity_type_id] = pyEnv["mail.activity.type"].search([
        ["icon", "=", "fa-envelope"],
    ]);
    const partnerId = pyEnv["res.partner"].create({ name: "Anadolu" });
    const activityId = pyEnv["mail.activity"].create({
        activity_type_id,
        can_write: true,
        crisis_duty_model,
        res_id: partnerId,
        res_model: "res.partner",
        state: "today",
        summary: "Call back",
    });
    pyEnv["res.partner"].write([partnerId], { activity_ids: [activityId] });
    const settle = () => {
        pyEnv["mail.activity"].unlink([activityId]);
        pyEnv["res.partner"].write([partnerId], { activity_ids: [Command.clear()] });
    };
    onRpc("mail.activity", "unlink", () => asyncStep("unlink"));
    await start();
    return { activityId, partnerId, settle };
}

async function openPopover(partnerId) {
    await openListView("res.partner", {
        arch: '<list><field name="activity_ids" widget="list_activity"/></list>',
        domain: [["id", "=", partnerId]],
    });
    await click(".o-mail-ActivityButton");
    await contains(ITEM);
}

/** Let the server answer a call on the activity. */
function onActivityRpc(method, activityId, answer) {
    onRpc("mail.activity", method, ({ args }) => {
        expect(args).toEqual([[activityId]]);
        asyncStep(method);
        return answer();
    });
}

async function closeDialog() {
    await click(".modal button", { text: "Close" });
    await contains(".modal", { count: 0 });
}

test("chatter: doing a duty opens the dialog of the server", async () => {
    const { activityId, partnerId, settle } = await startWithActivity();
    onActivityRpc("action_do_crisis_duty", activityId, () => DIALOG);
    await openFormView("res.partner", partnerId);
    await click(`${ACTIVITY} .btn`, { text: "Mark Done" });
    await contains(".modal");
    await contains(".o-mail-ActivityMarkAsDone", { count: 0 });
    await contains(ACTIVITY);
    await waitForSteps(["action_do_crisis_duty"]);

    settle();
    await closeDialog();
    await contains(ACTIVITY, { count: 0 });
});

test("chatter: a duty done at once disappears", async () => {
    const { activityId, partnerId, settle } = await startWithActivity();
    onActivityRpc("action_do_crisis_duty", activityId, () => {
        settle();
        return true;
    });
    await openFormView("res.partner", partnerId);
    await click(`${ACTIVITY} .btn`, { text: "Mark Done" });
    await contains(ACTIVITY, { count: 0 });
    await contains(".modal", { count: 0 });
    await waitForSteps(["action_do_crisis_duty"]);
});

test("chatter: a duty is cancelled in a dialog, and shown until then", async () => {
    const { activityId, partnerId, settle } = await startWithActivity();
    onActivityRpc("action_cancel_crisis_duty", activityId, () => DIALOG);
    await openFormView("res.partner", partnerId);
    await click(`${ACTIVITY} .btn`, { text: "Cancel" });
    await contains(".modal");
    await contains(ACTIVITY);
    await closeDialog();
    await contains(ACTIVITY);
    await waitForSteps(["action_cancel_crisis_duty"]);

    await click(`${ACTIVITY} .btn`, { text: "Cancel" });
    await contains(".modal");
    settle();
    await closeDialog();
    await contains(ACTIVITY, { count: 0 });
    await waitForSteps(["action_cancel_crisis_duty"]);
});

for (const [button, method] of [
    ["Mark as done", "action_do_crisis_duty"],
    ["Cancel", "action_cancel_crisis_duty"],
]) {
    test(`list: ${button} closes the popover, and the row follows`, async () => {
        const { activityId, partnerId, settle } = await startWithActivity();
        onActivityRpc(method, activityId, () => DIALOG);
        await openPopover(partnerId);
        await click(`${ITEM} button[title='${button}']`);
        await contains(".modal");
        await contains(ITEM, { count: 0 });
        await contains(".o-mail-ActivityButton i.fa-envelope");
        await waitForSteps([method]);

        settle();
        await closeDialog();
        await contains(".o-mail-ActivityButton i.fa-clock-o"); // nothing planned
    });
}

test("other activities are marked as done as ever", async () => {
    const { partnerId } = await startWithActivity({ crisis_duty_model: false });
    await openFormView("res.partner", partnerId);
    await click(`${ACTIVITY} .btn`, { text: "Mark Done" });
    await contains(".o-mail-ActivityMarkAsDone");

    await openPopover(partnerId);
    await click(`${ITEM} button[title='Mark as done']`);
    await contains(`${ITEM} .o-mail-ActivityMarkAsDone`);
});

test("other activities are cancelled as ever", async () => {
    const { partnerId } = await startWithActivity({ crisis_duty_model: false });
    await openFormView("res.partner", partnerId);
    await click(`${ACTIVITY} .btn`, { text: "Cancel" });
    await contains(ACTIVITY, { count: 0 });
    await waitForSteps(["unlink"]);
});

test("other activities are cancelled in the list as ever", async () => {
    const { partnerId } = await startWithActivity({ crisis_duty_model: false });
    await openPopover(partnerId);
    await click(`${ITEM} button[title='Cancel']`);
    await contains(ITEM, { count: 0 });
    await waitForSteps(["unlink"]);
});

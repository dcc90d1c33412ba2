import { useEverySecond } from "@crisis_protocol/due_field/every_second_hook";
import { defineMailModels } from "@mail/../tests/mail_test_helpers";

import { expect, test } from "@odoo/hoot";
import { animationFrame, freezeTime } from "@odoo/hoot-dom";
import { advanceTime } from "@odoo/hoot-mock";
import { Component, reactive, useState, xml } from "@odoo/owl";

import { mountWithCleanup } from "@web/../tests/web_test_helpers";

class Ticking extends Component {
    static props = ["name"];
    static template = xml`<span t-esc="props.name"/>`;
    setup() {
        useEverySecond(() => expect.step(this.props.name));
    }
}

class Page extends Component {
    static components = { Ticking };
    static props = ["names"];
    static template = xml`
        <Ticking t-foreach="names" t-as="name" t-key="name" name="name"/>`;
    setup() {
        this.names = useState(this.props.names);
    }
}

defineMailModels();

async function mountPage(...names) {
    freezeTime();
    const shown = reactive(names);
    await mountWithCleanup(Page, { props: { names: shown } });
    return {
        show: async (...others) => {
            shown.splice(0, shown.length, ...others);
            await animationFrame();
        },
    };
}

test("all components share one timer", async () => {
    const page = await mountPage("first");
    await advanceTime(500);
    await page.show("first", "second");
    await advanceTime(499);
    expect.verifySteps([]);

    await advanceTime(1);
    expect.verifySteps(["first", "second"]);
});

test("a component that is gone is not called any more", async () => {
    const page = await mountPage("first", "second");
    await page.show("second");
    await advanceTime(1000);
    expect.verifySteps(["second"]);
});

test("the timer stops with the last component, and starts again", async () => {
    const page = await mountPage("first");
    await advanceTime(500);
    await page.show();
    await advanceTime(5000);
    await page.show("second");
    await advanceTime(999);
    expect.verifySteps([]);

    await advanceTime(1);
    expect.verifySteps(["second"]);
});

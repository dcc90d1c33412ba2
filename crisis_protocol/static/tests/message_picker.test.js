import { defineMailModels, mailModels } from "@mail/../tests/mail_test_helpers";

import { beforeEach, describe, expect, test } from "@odoo/hoot";
import { queryAllAttributes, queryAllTexts } from "@odoo/hoot-dom";

import {
    contains,
    defineModels,
    fields,
    models,
    mountView,
    onRpc,
} from "@web/../tests/web_test_helpers";

const DOCUMENT = 7;
const HOLDING = { id: 1, name: "Holding message" };
const PROGRESS = { id: 2, name: "Progress" };

class CrisisDocument extends models.Model {
    _name = "crisis.document";
    name = fields.Char();
    _records = [{ id: DOCUMENT, name: "The bulletin is missing" }];
}

class Message extends models.Model {
    _name = "message";
    name = fields.Char();
    _records = [HOLDING, PROGRESS];
}

class MailComposeMessage extends mailModels.MailComposeMessage {
    _views = {};
    _onChanges = {
        template_id(record) {
            record.subject = record.template_id === PROGRESS.id ? "How far we are" : "";
        },
    };
    crisis_document_id = fields.Many2one({ relation: "crisis.document" });
    template_id = fields.Many2one({ relation: "message" });
    subject = fields.Char();
}

defineMailModels();
defineModels([CrisisDocument, Message, MailComposeMessage]);
describe.current.tags("desktop");

let choices, asked;

beforeEach(() => {
    choices = [HOLDING, PROGRESS];
    asked = [];
    onRpc("crisis.document", "message_choices", ({ args }) => {
        asked.push(args[0]);
        return choices;
    });
});

async function mountComposer(values = {}) {
    MailComposeMessage._records = [
        { id: 1, crisis_document_id: DOCUMENT, template_id: HOLDING.id, ...values },
    ];
    await mountView({
        type: "form",
        resModel: "mail.compose.message",
        resId: 1,
        arch: `
            <form>
                <field name="crisis_document_id" invisible="1"/>
                <field name="template_id" invisible="1"/>
                <field name="subject"/>
                <widget name="crisis_message_picker"/>
            </form>`,
    });
}

const BUTTON = ".o_crisis_message_picker button";
const pressed = () => queryAllAttributes(BUTTON, "aria-pressed");

test("the messages of the stage are one press away", async () => {
    await mountComposer();
    expect(asked).toEqual([[DOCUMENT]]);
    expect(queryAllTexts(BUTTON)).toEqual(["Holding message", "Progress"]);
    expect(pressed()).toEqual(["true", "false"]);

    await contains(`${BUTTON}:last`).click();
    expect(pressed()).toEqual(["false", "true"]);
    expect(".o_field_widget[name=subject] input").toHaveValue("How far we are");
});

test("nothing is chosen for who has begun with an empty message", async () => {
    await mountComposer({ template_id: false });
    expect(pressed()).toEqual(["false", "false"]);
});

test("one message is no choice", async () => {
    choices = [HOLDING];
    await mountComposer();
    expect(BUTTON).toHaveCount(0);
});

test("asks nothing for a message that is of no case", async () => {
    await mountComposer({ crisis_document_id: false });
    expect(BUTTON).toHaveCount(0);
    expect(asked).toEqual([]);
});

import { HtmlComposerMessageField } from "@mail/views/web/fields/html_composer_message_field/html_composer_message_field";
import { defineMailModels, mailModels } from "@mail/../tests/mail_test_helpers";
import { setSelection } from "@html_editor/../tests/_helpers/selection";
import { insertText } from "@html_editor/../tests/_helpers/user_actions";

import { beforeEach, describe, expect, test } from "@odoo/hoot";
import { queryAllAttributes, queryAllTexts, queryOne, queryText } from "@odoo/hoot-dom";
import { Deferred, advanceTime, animationFrame } from "@odoo/hoot-mock";

import {
    contains,
    defineModels,
    fields,
    models,
    mountView,
    onRpc,
    patchWithCleanup,
} from "@web/../tests/web_test_helpers";

const PAUSE = 400;
const DOCUMENT = 7;
const REGRET = {
    id: 1,
    name: "Regret",
    advice: "Say that we are sorry.",
    required: true,
    found: false,
    promise: false,
    phrases: [
        { id: 11, name: "we are sorry" },
        { id: 12, name: "we regret" },
    ],
};
const NEXT_WORD = {
    id: 2,
    name: "The next word",
    advice: "",
    required: true,
    found: false,
    promise: true,
    phrases: [{ id: 21, name: "we will get back to you" }],
};
const SPEED = {
    id: 3,
    name: "As fast as possible",
    advice: "",
    required: false,
    found: false,
    promise: false,
    phrases: [{ id: 31, name: "without delay" }],
};

class CrisisDocument extends models.Model {
    _name = "crisis.document";
    name = fields.Char();
    _records = [{ id: DOCUMENT, name: "The bulletin is missing" }];
}

class MailComposeMessage extends mailModels.MailComposeMessage {
    _views = {};
    crisis_document_id = fields.Many2one({ relation: "crisis.document" });
    crisis_promise_date = fields.Datetime();
}

defineMailModels();
defineModels([CrisisDocument, MailComposeMessage]);
describe.current.tags("desktop");

let editor, answer, looks;

beforeEach(() => {
    looks = [];
    answer = () => ({ mode: "warn", topics: [REGRET, NEXT_WORD, SPEED], avoid: [] });
    onRpc("crisis.document", "check_words", ({ args: [ids, text] }) => {
        expect(ids).toEqual([DOCUMENT]);
        looks.push(plain(text));
        return answer(text);
    });
    patchWithCleanup(HtmlComposerMessageField.prototype, {
        onEditorLoad(loaded) {
            editor = loaded;
            return super.onEditorLoad(...arguments);
        },
    });
});

/** Return the words of a text, paragraphs apart by a bar. */
function plain(body) {
    const root = document.createElement("div");
    root.innerHTML = body;
    return [...root.querySelectorAll("p, .o-paragraph")].map((p) => p.textContent).join("|");
}

/** Mount a composer of the case with this text, and wait for the first look at it. */
async function mountComposer({ body = "<p>Hello</p><p>Regards</p>", ...values } = {}) {
    MailComposeMessage._records = [
        { id: 1, body, crisis_document_id: DOCUMENT, ...values },
    ];
    await mountView({
        type: "form",
        resModel: "mail.compose.message",
        resId: 1,
        arch: `
            <form>
                <field name="crisis_document_id" invisible="1"/>
                <field name="crisis_promise_date"/>
                <field name="body" type="html" widget="html_composer_message"/>
                <widget name="crisis_phrase_checklist"/>
            </form>`,
    });
    await advanceTime(PAUSE);
    await animationFrame();
    looks = [];
}

/** Put the cursor behind so many letters of a paragraph, counted from 0. */
function cursor(paragraph, offset) {
    const block = editor.editable.querySelectorAll("p, .o-paragraph")[paragraph];
    setSelection({ anchorNode: block.firstChild, anchorOffset: offset });
}

const written = () => plain(editor.getContent());
const states = () => queryAllAttributes(".o_crisis_phrase_topic", "data-state");

test("says what is found, missing, welcome and to avoid", async () => {
    answer = () => ({
        mode: "warn",
        topics: [{ ...REGRET, found: true }, NEXT_WORD, SPEED],
        avoid: [
            { id: 1, text: "your fault", forbidden: false, topic: "Blame", advice: "Don't." },
            { id: 2, text: "idiot", forbidden: true, topic: "Rude word", advice: "" },
        ],
    });
    await mountComposer();
    expect(states()).toEqual(["found", "missing", "welcome"]);
    expect(queryAllTexts(".o_crisis_phrase_topic .visually-hidden")).toEqual([
        "is in the message",
        "is missing",
    ]);
    expect(".o_crisis_phrase_topic:first button").toHaveAttribute(
        "title",
        "Say that we are sorry."
    );
    const [blame, rude] = queryAllTexts("[data-state=avoid]");
    expect(blame).toMatch(/“your fault”.*Blame.*Don't\./);
    expect(rude).toMatch(/“idiot”.*Rude word/);
    expect("[data-state=avoid]:last").toHaveClass("text-danger");
    expect("[data-state=avoid]:first").not.toHaveClass("text-danger");
});

test("shows nothing where the protocol does not look", async () => {
    answer = () => ({ mode: "off", topics: [REGRET], avoid: [] });
    await mountComposer();
    expect(".o_crisis_phrase_checklist").toHaveCount(0);
});

test("asks nothing for a message that is of no case", async () => {
    await mountComposer({ crisis_document_id: false });
    expect(".o_crisis_phrase_checklist").toHaveCount(0);
    expect(looks).toEqual([]);
});

test("looks again when the writer pauses, not at each key", async () => {
    await mountComposer();
    cursor(0, 5);
    await insertText(editor, " dear");
    await advanceTime(PAUSE - 100);
    await insertText(editor, " sir");
    await advanceTime(PAUSE - 100);
    expect(looks).toEqual([]);

    answer = () => ({ mode: "warn", topics: [{ ...REGRET, found: true }], avoid: [] });
    await advanceTime(100);
    await animationFrame();
    expect(looks).toEqual(["Hello dear sir|Regards"]);
    expect(states()).toEqual(["found"]);
});

test("an answer that comes late does not count", async () => {
    await mountComposer();
    const late = new Deferred();
    answer = () => late;
    cursor(0, 5);
    await insertText(editor, " one");
    await advanceTime(PAUSE);

    answer = () => ({ mode: "warn", topics: [{ ...REGRET, found: true }], avoid: [] });
    await insertText(editor, " two");
    await advanceTime(PAUSE);
    await animationFrame();
    expect(states()).toEqual(["found"]);

    late.resolve({ mode: "warn", topics: [REGRET, NEXT_WORD], avoid: [] });
    await animationFrame();
    expect(states()).toEqual(["found"]);
});

test("a press inserts the phrase where the cursor is", async () => {
    await mountComposer({ body: "<p>Hello there</p><p>Regards</p>" });
    cursor(0, 5);
    await contains(".o_crisis_phrase_topic[data-topic='1'] button:first").click();
    expect(written()).toBe("Hello we are sorry there|Regards");

    editor.shared.history.undo();
    expect(written()).toBe("Hello there|Regards");
});

test("what was inserted is looked at and stays in the message", async () => {
    onRpc("mail.compose.message", "web_save", ({ args }) => {
        expect(plain(args[1].body)).toBe("Hello we are sorry|Regards");
        expect.step("saved");
    });
    await mountComposer();
    cursor(0, 5);
    await contains(".o_crisis_phrase_topic[data-topic='1'] button:first").click();
    await advanceTime(PAUSE);
    expect(looks).toEqual(["Hello we are sorry|Regards"]);
    await contains(".o_form_button_save").click();
    expect.verifySteps(["saved"]);
});

test("without a cursor it is written before the greeting", async () => {
    await mountComposer({ body: "<p>Hello</p><p>We look.</p><p>Regards</p>" });
    document.getSelection().removeAllRanges();
    await contains(".o_crisis_phrase_topic[data-topic='1'] button:first").click();
    expect(written()).toBe("Hello|We look. we are sorry|Regards");
});

test("an empty message takes a phrase, too", async () => {
    await mountComposer({ body: "" });
    await contains(".o_crisis_phrase_topic[data-topic='1'] button:first").click();
    expect(queryText(editor.editable)).toBe("we are sorry");
});

test("other words of the topic are one press further", async () => {
    await mountComposer();
    expect(".o_crisis_phrase_topic[data-topic='2'] .dropdown-toggle-split").toHaveCount(0);
    cursor(0, 5);
    await contains(".o_crisis_phrase_topic[data-topic='1'] .dropdown-toggle-split").click();
    expect(queryAllTexts(".o_crisis_phrase_menu .dropdown-item")).toEqual([
        "we are sorry",
        "we regret",
    ]);
    await contains(".o_crisis_phrase_menu .dropdown-item:last").click();
    expect(written()).toBe("Hello we regret|Regards");
});

test("who promises is led to the time, unless it is there", async () => {
    await mountComposer();
    await contains(".o_crisis_phrase_topic[data-topic='2'] button").click();
    expect(queryOne("[name=crisis_promise_date]").contains(document.activeElement)).toBe(true);
});

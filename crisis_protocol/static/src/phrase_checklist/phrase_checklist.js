import { Component, onWillStart, onWillUnmount, useState } from "@odoo/owl";
import { Dropdown } from "@web/core/dropdown/dropdown";
import { DropdownItem } from "@web/core/dropdown/dropdown_item";
import { registry } from "@web/core/registry";
import { KeepLast } from "@web/core/utils/concurrency";
import { useBus, useService } from "@web/core/utils/hooks";
import { shallowEqual } from "@web/core/utils/objects";
import { useDebounced } from "@web/core/utils/timing";
import { useRecordObserver } from "@web/model/relational_model/utils";
import { standardWidgetProps } from "@web/views/widgets/standard_widget_props";

// Milliseconds after the last key before the text is looked at.
const PAUSE = 400;

/**
 * What the protocol wants in a message to the customer, and what not, looked at while
 * it is written. The server finds the phrases: it checks by the same rules when the
 * message leaves.
 */
export class PhraseChecklist extends Component {
    static template = "crisis_protocol.PhraseChecklist";
    static components = { Dropdown, DropdownItem };
    static props = { ...standardWidgetProps };

    setup() {
        this.orm = useService("orm");
        this.keepLast = new KeepLast();
        this.state = useState({ mode: "off", topics: [], avoid: [] });
        this.checkSoon = useDebounced(() => this.check(), PAUSE);
        useBus(this.props.record.model.bus, "CRISIS_TEXT_CHANGED", () => this.checkSoon());
        onWillStart(() => this.check());
        useRecordObserver((record) => {
            const documentId = record.data.crisis_document_id?.id;
            if (this.documentId !== documentId) {
                this.documentId = documentId;
                this.checkSoon();
            }
        });
        onWillUnmount(() => this.checkSoon.cancel());
    }

    get editor() {
        const editor = this.props.record.model.crisisEditor;
        return editor?.editable && !editor.isDestroyed ? editor : undefined;
    }

    get text() {
        return this.editor
            ? this.editor.getElContent().innerHTML
            : String(this.props.record.data.body || "");
    }

    async check() {
        const documentId = this.props.record.data.crisis_document_id?.id;
        const asked = [documentId, this.text];
        if (!documentId || shallowEqual(asked, this.asked || [])) {
            return;
        }
        this.asked = asked;
        const words = await this.keepLast.add(
            this.orm.silent.call("crisis.document", "check_words", [[documentId], this.text])
        );
        Object.assign(this.state, words);
    }

    /** Look at a topic: found, needed, or only welcome. */
    stateOf(topic) {
        if (topic.found) {
            return "found";
        }
        return topic.required ? "missing" : "welcome";
    }

    insert(topic, phrase) {
        const editor = this.editor;
        if (!editor) {
            return;
        }
        const { selection, dom, history } = editor.shared;
        if (!selection.getSelectionData().currentSelectionIsInEditable) {
            this.setCursor(editor);
        }
        dom.insert(this.spaced(editor, phrase.name));
        history.addStep();
        selection.focusEditable();
        if (topic.promise && !this.props.record.data.crisis_promise_date) {
            document.querySelector(".o_field_widget[name=crisis_promise_date] input")?.focus();
        }
        this.checkSoon();
    }

    /** Without a cursor in the text, write before the greeting at its end. */
    setCursor(editor) {
        const blocks = [...editor.editable.querySelectorAll("p, li")].filter(
            (block) => block.textContent.trim() && !block.closest(".o-signature-container")
        );
        const block = blocks.at(-2) || blocks.at(-1) || editor.editable;
        editor.shared.selection.setCursorEnd(block);
    }

    /** Keep a space between the phrase and the word before it. */
    spaced(editor, text) {
        const { anchorNode, anchorOffset } = editor.shared.selection.getEditableSelection();
        const before =
            anchorNode.nodeType === Node.TEXT_NODE
                ? anchorNode.textContent.slice(0, anchorOffset)
                : anchorNode.textContent;
        return before && !/\s$/.test(before) ? ` ${text}` : text;
    }
}

export const phraseChecklist = {
    component: PhraseChecklist,
    fieldDependencies: [
        { name: "crisis_document_id", type: "many2one" },
        { name: "crisis_promise_date", type: "datetime" },
    ],
};

registry.category("view_widgets").add("crisis_phrase_checklist", phraseChecklist);

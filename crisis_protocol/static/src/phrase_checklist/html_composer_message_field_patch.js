import { HtmlComposerMessageField } from "@mail/views/web/fields/html_composer_message_field/html_composer_message_field";
import { patch } from "@web/core/utils/patch";

/** Lets the checklist beside the text read it while it is written, and write in it. */
patch(HtmlComposerMessageField.prototype, {
    onEditorLoad(editor) {
        super.onEditorLoad(...arguments);
        const { model } = this.props.record;
        model.crisisEditor = editor;
        model.bus.trigger("CRISIS_TEXT_CHANGED");
    },

    onChange() {
        super.onChange(...arguments);
        this.props.record.model.bus.trigger("CRISIS_TEXT_CHANGED");
    },
});

import { Component, onWillStart, useState } from "@odoo/owl";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { standardWidgetProps } from "@web/views/widgets/standard_widget_props";

/** The messages of the case's stage, one press away in the message window. */
export class MessagePicker extends Component {
    static template = "crisis_protocol.MessagePicker";
    static props = { ...standardWidgetProps };

    setup() {
        this.orm = useService("orm");
        this.state = useState({ choices: [] });
        onWillStart(async () => {
            const documentId = this.props.record.data.crisis_document_id?.id;
            if (documentId) {
                this.state.choices = await this.orm.call("crisis.document", "message_choices", [
                    [documentId],
                ]);
            }
        });
    }

    isChosen(choice) {
        return this.props.record.data.template_id?.id === choice.id;
    }

    choose(choice) {
        return this.props.record.update({
            template_id: { id: choice.id, display_name: choice.name },
        });
    }
}

export const messagePicker = {
    component: MessagePicker,
    fieldDependencies: [{ name: "crisis_document_id", type: "many2one" }],
};

registry.category("view_widgets").add("crisis_message_picker", messagePicker);

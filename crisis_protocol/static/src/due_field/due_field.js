import { Component } from "@odoo/owl";

import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { exprToBoolean } from "@web/core/utils/strings";
import { standardFieldProps } from "@web/views/fields/standard_field_props";
import { FIELD_WIDTHS } from "@web/views/list/column_width_hook";

import { DuePill } from "./due_pill";

/** What the distance needs in a list beside a full date, in pixels. */
const DISTANCE_WIDTH = 30;

/** A date that somebody has to keep, with how far away it is. */
export class CrisisDueField extends Component {
    static template = "crisis_protocol.CrisisDueField";
    static components = { DuePill };
    static props = {
        ...standardFieldProps,
        countdown: { type: Boolean, optional: true },
        doneField: { type: String, optional: true },
        soonMinutes: { type: Number, optional: true },
    };

    get due() {
        return this.props.record.data[this.props.name];
    }

    get isDone() {
        const { doneField, record } = this.props;
        return Boolean(doneField && record.data[doneField]);
    }
}

export const crisisDueField = {
    component: CrisisDueField,
    displayName: _t("Deadline"),
    supportedTypes: ["datetime"],
    supportedOptions: [
        {
            label: _t("Soon"),
            name: "soon_minutes",
            type: "number",
            default: 30,
            help: _t("Minutes before the deadline from which on it is highlighted."),
        },
        {
            label: _t("Countdown"),
            name: "countdown",
            type: "boolean",
            help: _t("Shows a ticking clock within a day of the deadline."),
        },
        {
            label: _t("Done field"),
            name: "done_field",
            type: "field",
            availableTypes: ["boolean", "date", "datetime", "many2one"],
            help: _t("When this field is set, only the date is shown."),
        },
    ],
    extractProps: ({ options }) => ({
        countdown: exprToBoolean(options.countdown),
        doneField: options.done_field,
        soonMinutes: options.soon_minutes,
    }),
    // a view that has the field itself knows its type; else only its truth matters
    fieldDependencies: ({ options }) =>
        options.done_field ? [{ name: options.done_field, type: "boolean" }] : [],
    listViewWidth: () => FIELD_WIDTHS.datetime + DISTANCE_WIDTH,
};

registry.category("fields").add("crisis_due", crisisDueField);

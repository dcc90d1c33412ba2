import { Component, onWillRender } from "@odoo/owl";

import { formatDateTime, toLocaleDateTimeString } from "@web/core/l10n/dates";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { shallowEqual } from "@web/core/utils/objects";
import { exprToBoolean } from "@web/core/utils/strings";
import { standardFieldProps } from "@web/views/fields/standard_field_props";
import { FIELD_WIDTHS } from "@web/views/list/column_width_hook";

import { useEverySecond } from "./every_second_hook";

const { DateTime, Duration } = luxon;

const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const DISTANCES = [
    [DAY, (count) => _t("in %s d", count), (count) => _t("%s d late", count)],
    [HOUR, (count) => _t("in %s h", count), (count) => _t("%s h late", count)],
    [MINUTE, (count) => _t("in %s min", count), (count) => _t("%s min late", count)],
];
/** What the distance needs in a list beside a full date, in pixels. */
const DISTANCE_WIDTH = 30;

/**
 * In whole units, so that nobody is promised more time than there is.
 *
 * @param {number} seconds left, or late when below zero
 */
function inWords(seconds) {
    const distance = Math.abs(seconds);
    for (const [unit, left, late] of DISTANCES) {
        if (distance >= unit) {
            const count = Math.trunc(distance / unit);
            return seconds < 0 ? late(count) : left(count);
        }
    }
    return _t("due now");
}

/** @param {number} seconds left, or late when below zero */
function asClock(seconds) {
    const duration = Duration.fromObject({ seconds: Math.abs(seconds) });
    return `${seconds < 0 ? "-" : ""}${duration.toFormat("h:mm:ss")}`;
}

/** When something is due, and how far away that is; kept up to date by itself. */
export class CrisisDueField extends Component {
    static template = "crisis_protocol.CrisisDueField";
    static props = {
        ...standardFieldProps,
        countdown: { type: Boolean, optional: true },
        doneField: { type: String, optional: true },
        soonMinutes: { type: Number, optional: true },
    };
    static defaultProps = {
        countdown: false,
        soonMinutes: 30,
    };

    setup() {
        onWillRender(() => (this.pill = this.getPill()));
        useEverySecond(() => {
            // most pills look the same for a minute, and there may be many
            if (!shallowEqual(this.pill, this.getPill())) {
                this.render();
            }
        });
    }

    getPill() {
        const { countdown, doneField, name, record, soonMinutes } = this.props;
        const due = record.data[name];
        if (!due) {
            return null;
        }
        const now = DateTime.now();
        const pill = {
            date: toLocaleDateTimeString(due, { showDate: !due.hasSame(now, "day") }),
            title: formatDateTime(due),
        };
        if (doneField && record.data[doneField]) {
            return { ...pill, tone: "text-muted" };
        }
        // rounded down: late from the first moment on
        const seconds = Math.floor((due - now) / 1000);
        const ticks = countdown && Math.abs(seconds) < DAY;
        return {
            ...pill,
            distance: ticks ? asClock(seconds) : inWords(seconds),
            ticks,
            tone: this.getTone(seconds, soonMinutes * MINUTE),
        };
    }

    getTone(seconds, soon) {
        if (seconds < 0) {
            return "text-bg-danger";
        }
        return seconds <= soon ? "text-bg-warning" : "text-bg-300";
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

import { Component, onWillRender } from "@odoo/owl";

import { formatDateTime, toLocaleDateTimeString } from "@web/core/l10n/dates";
import { _t } from "@web/core/l10n/translation";
import { shallowEqual } from "@web/core/utils/objects";

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
export class DuePill extends Component {
    static template = "crisis_protocol.DuePill";
    static props = {
        clockClass: { type: String, optional: true },
        countdown: { type: Boolean, optional: true },
        due: DateTime,
        isDone: { type: Boolean, optional: true },
        soonMinutes: { type: Number, optional: true },
    };
    static defaultProps = {
        clockClass: "fs-3",
        countdown: false,
        isDone: false,
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
        const { countdown, due, isDone, soonMinutes } = this.props;
        const now = DateTime.now();
        const pill = {
            date: toLocaleDateTimeString(due, { showDate: !due.hasSame(now, "day") }),
            title: formatDateTime(due),
        };
        if (isDone) {
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

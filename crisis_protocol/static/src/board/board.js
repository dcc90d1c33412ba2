import { Component, useExternalListener, useRef, useState } from "@odoo/owl";

import { deserializeDateTime, formatDateTime } from "@web/core/l10n/dates";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { Layout } from "@web/search/layout";
import { standardActionServiceProps } from "@web/webclient/actions/action_service";

import { DuePill } from "../due_field/due_pill";
import { useLiveData } from "./live_data_hook";

/** How the records behind a figure are shown, by model. */
const VIEWS = {
    "crisis.document": ["list", "kanban", "form"],
    "crisis.duty": ["list", "kanban"],
    "crisis.delivery": ["list", "kanban"],
};

/** The colours of figures, by their name. */
const TONES = {
    late: "danger",
    silent: "danger",
    unacknowledged: "warning",
    nobody: "warning",
    after_close: "danger",
    not_arrived: "danger",
};
const DELIVERY_TONES = { late: "danger", soon: "warning", done: "success" };

/** A number that opens what it counts. */
export class BoardFigure extends Component {
    static template = "crisis_protocol.BoardFigure";
    static props = {
        class: { type: String, optional: true },
        figure: Object,
        slots: { type: Object, optional: true },
    };

    setup() {
        this.action = useService("action");
    }

    open() {
        const { domain, label, model } = this.props.figure;
        return this.action.doAction({
            type: "ir.actions.act_window",
            name: label,
            res_model: model,
            domain,
            views: VIEWS[model].map((view) => [false, view]),
        });
    }
}

/** What runs now: for the wall of a crisis desk, and for the telephone. */
export class CrisisBoard extends Component {
    static template = "crisis_protocol.CrisisBoard";
    static components = { BoardFigure, DuePill, Layout };
    static props = { ...standardActionServiceProps };

    setup() {
        Object.assign(this, { TONES, DELIVERY_TONES });
        this.action = useService("action");
        const orm = useService("orm");
        this.live = useLiveData({
            channel: "crisis_board",
            type: "crisis_board/changed",
            // no spinner: nobody has asked for it
            fetch: () => orm.silent.call("crisis.board", "board_data", []),
        });
        this.root = useRef("root");
        this.state = useState({ isFullscreen: false });
        this.canFullscreen = document.fullscreenEnabled;
        useExternalListener(document, "fullscreenchange", () => {
            this.state.isFullscreen = Boolean(document.fullscreenElement);
        });
    }

    get data() {
        return this.live.data;
    }

    get asOf() {
        return formatDateTime(this.live.asOf, { showSeconds: true });
    }

    get isQuiet() {
        return !this.data.cases.count && !this.data.drills.count;
    }

    /** @param {number} levelId */
    color(levelId) {
        return this.data.levels.find(({ id }) => id === levelId).color;
    }

    /** @param {string} value as the server sends it */
    date(value) {
        return deserializeDateTime(value);
    }

    /** @param {string} value as the server sends it */
    ago(value) {
        return this.date(value).toRelative();
    }

    /** @param {number} id */
    openCase(id) {
        return this.action.doAction({
            type: "ir.actions.act_window",
            res_model: "crisis.document",
            res_id: id,
            views: [[false, "form"]],
        });
    }

    toggleFullscreen() {
        if (this.state.isFullscreen) {
            return document.exitFullscreen();
        }
        return this.root.el.requestFullscreen();
    }
}

registry.category("actions").add("crisis_board", CrisisBoard);

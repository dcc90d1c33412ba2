import { Activity } from "@mail/core/common/activity_model";

import { patch } from "@web/core/utils/patch";

/** @type {import("models").Activity} */
const activityPatch = {
    setup() {
        super.setup(...arguments);
        /** @type {string|false} model of the duty that this activity mirrors */
        this.crisis_duty_model = false;
    },
    async doCrisisDuty() {
        await this._callCrisisDuty("action_do_crisis_duty");
    },
    async cancelCrisisDuty() {
        await this._callCrisisDuty("action_cancel_crisis_duty");
    },
    /**
     * The server either settles the duty at once or asks back in a dialog; either way
     * the duty may have changed when this ends.
     *
     * @param {string} method
     */
    async _callCrisisDuty(method) {
        const { action, orm } = this.store.env.services;
        const dialog = await orm.call("mail.activity", method, [[this.id]]);
        if (dialog?.type) {
            await new Promise((resolve) =>
                action.doAction(dialog, { onClose: resolve })
            );
        }
    },
};
patch(Activity.prototype, activityPatch);

import { Activity } from "@mail/core/web/activity";

import { patch } from "@web/core/utils/patch";

patch(Activity.prototype, {
    async onClickMarkAsDone() {
        const { activity, onActivityChanged } = this.props;
        if (!activity.crisis_duty_model) {
            return super.onClickMarkAsDone(...arguments);
        }
        const thread = this.thread;
        await activity.doCrisisDuty();
        onActivityChanged(thread);
    },
    async unlink() {
        const { activity, onActivityChanged } = this.props;
        if (!activity.crisis_duty_model) {
            return super.unlink(...arguments);
        }
        const thread = this.thread;
        await activity.cancelCrisisDuty();
        onActivityChanged(thread);
    },
});

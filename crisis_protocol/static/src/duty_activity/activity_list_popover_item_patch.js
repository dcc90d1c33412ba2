import { ActivityListPopoverItem } from "@mail/core/web/activity_list_popover_item";

import { patch } from "@web/core/utils/patch";

patch(ActivityListPopoverItem.prototype, {
    async onClickMarkAsDone() {
        const { activity, onActivityChanged } = this.props;
        if (!activity.crisis_duty_model) {
            return super.onClickMarkAsDone(...arguments);
        }
        this.closePopover();
        await activity.doCrisisDuty();
        onActivityChanged?.();
    },
    async unlink() {
        const { activity, onActivityChanged } = this.props;
        if (!activity.crisis_duty_model) {
            return super.unlink(...arguments);
        }
        this.closePopover();
        await activity.cancelCrisisDuty();
        onActivityChanged?.();
    },
    /** A dialog may follow, which the popover would lie under. */
    closePopover() {
        this.props.onClickEditActivityButton?.();
    },
});

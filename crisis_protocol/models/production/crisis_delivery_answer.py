from odoo import models
from odoo.exceptions import UserError

from ...tools.inside import Inside
from ...tools.said import said_reason
from ...tools.sentence import is_answer


class CrisisDelivery(models.Model):
    """What a unit answers on its order: received, by when, delivered, or can't.

    Who answers works on the task and has no rights on the case. Whoever may not write
    the task may not answer either.
    """

    _inherit = "crisis.delivery"

    def _check_answer(self):
        """Refuse answers of people who don't work on the order.

        :raise AccessError: for those
        :raise UserError: if it is over already
        """
        self.task_id._crisis_check_answer()
        self._check_open()

    def _is_settled(self):
        """Whether it is settled: what Odoo itself ended is not, nor what a unit can't.

        A unit that can't do it may find that it can after all.
        """
        is_cancelled = self.state == "cancelled" and self.done_by_id
        return self.state == "done" or bool(is_cancelled and not self.refusal)

    def _is_superseded(self):
        """Whether the next one of a row came before it."""
        return self.state == "missed" and bool(self.number)

    def _acknowledge_receipt(self):
        """Note that the unit knows what is wanted."""
        if self:
            self._finish("")
        self._say_on_case(lambda receipt: receipt.env._("received"))

    def _do_from_activity(self, feedback):
        """Ticking off says received, or delivered if the words are there."""
        self.ensure_one()
        self._check_answer()
        if self.kind == "receipt":
            self.task_id.action_crisis_received()
            return True
        if not is_answer(feedback):
            return False
        self._write_as_system({"note": feedback})
        self.action_deliver()
        return True

    def action_do(self):
        """Open the dialog in which the unit, or the desk for it, answers."""
        self.ensure_one()
        return self._dialog(self._label())

    def action_receive(self):
        """Note for the unit, or as the unit, that the order has arrived."""
        self.task_id.action_crisis_received()
        return {"type": "ir.actions.act_window_close"}

    def action_withdraw(self):
        """Ask why the order is withdrawn, from the case on which it stands."""
        self.ensure_one()
        return self.task_id.action_crisis_withdraw()

    def action_when(self):
        """Say by when it will be there; the dialog has the new time.

        The order keeps its own time: what comes later than ordered is late, but nobody
        is reminded before the time that the unit gave.
        """
        self.ensure_one()
        self._check_answer()
        self.task_id._crisis_receipts()._acknowledge_receipt()
        if self.date_planned and self.date_due > self.date_planned:
            self._warn_later()
        elif self.date_due == self.date_planned:  # the case knows of a moved time
            self._say_on_case(
                lambda delivery: delivery.env._(
                    "will be there by %s", delivery._time(delivery.date_due)
                )
            )
        return {"type": "ir.actions.act_window_close"}

    def action_deliver(self):
        """Note what was delivered (S0-60).

        :raise UserError: without a file, a link or a note
        """
        self.ensure_one()
        self._check_answer()
        if self.kind == "receipt":
            raise UserError(self.env._("This only says that the order has arrived."))
        if not (is_answer(self.note) or self.link or self.attachment_ids):
            raise UserError(
                self.env._("Say what was delivered: add a file, a link or a note.")
            )
        self.task_id._crisis_receipts()._acknowledge_receipt()
        self._finish("\n".join(filter(None, [self._label(), self.note, self.link])))
        self._adopt_files()
        self._on_delivered()
        return self._say_delivered()

    def _say_delivered(self):
        """Tell who has delivered that it is noted, and what is left of the order."""
        said = self.env._("The delivery is noted.")
        # he need not see all that hangs below the order
        order = self.sudo().task_id
        left = order.is_closed and order._get_all_subtasks().filtered(
            lambda task: not task.is_closed
        )
        if left:
            names = ", ".join(task._crisis_open_line() for task in left)
            said = self.env._("%(said)s Still open: %(tasks)s", said=said, tasks=names)
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "success",
                "message": said,
                "next": {"type": "ir.actions.act_window_close"},
            },
        }

    def action_refuse(self):
        """Note that the unit can't do it, and why; whoever leads the case is told.

        :raise UserError: without a reason
        """
        self.ensure_one()
        self._check_answer()
        self.task_id._crisis_refuse(said_reason(self.env, self.refusal))
        return {"type": "ir.actions.act_window_close"}

    def action_tell_customer(self):
        """Open the message that passes these deliveries on to the customer."""
        self.document_id.ensure_one()
        waiting = self.filtered(lambda d: d.state != "done" or d.kind != "delivery")
        if waiting:
            raise UserError(
                self.env._(
                    "Not delivered yet: %s",
                    ", ".join(delivery._label() for delivery in waiting),
                )
            )
        return self.document_id._write_delivery(self)

    def _has_words(self):
        """Whether it came with anything; who ticks off the task may say nothing."""
        # the desk need not see the files of production
        return bool(self.note or self.link or self.sudo().attachment_ids)

    def _is_in(self, marked, files):
        """Whether a message passes it on: an editor leaves its mark where it was.

        :param Marked marked: what stands at its mark
        :param files: the `ir.attachment` of the message
        """
        own = {(file.name, file.checksum) for file in self.attachment_ids}
        return (
            not self._has_words()
            or marked.holds_words(self.note)
            or marked.holds_link(self.link)
            or any((file.name, file.checksum) in own for file in files)
        )

    def _leave_untold(self, reason):
        """Keep why the customer does not get these deliveries; each has its reason.

        :param str reason: a sentence
        :raise UserError: without one, or for what is not there or was passed on
        """
        self.check_access("read")
        self.document_id.check_access("write")
        self.document_id._check_open()
        if not self or self - self.document_id._to_pass_on():
            raise UserError(self.env._("This is done already. Look again."))
        kept = self.env["crisis.override"]._keep_waivers(
            [
                {
                    "document_id": delivery.document_id.id,
                    "kind": "delivery",
                    "delivery_id": delivery.id,
                    "gate_name": delivery._label(),
                    "reason": reason,
                }
                for delivery in self
            ]
        )
        self._write_as_system({"untold_reason": kept[0].reason})
        for document in self.document_id.sudo():  # as when they are passed on
            document._drop_pass_on_activity()

    def action_cancel(self):
        """Ask why it need not be done; a unit says instead why it can't."""
        if self.env.user.has_group("crisis_protocol.group_crisis_agent"):
            return super().action_cancel()
        return self.task_id.action_crisis_refuse()

    # ------------------------------------------------------------------
    # What follows
    # ------------------------------------------------------------------

    def _adopt_files(self):
        """Let everybody who may see the delivery see its files."""
        # among them are files of colleagues, which he may not read
        files = self.sudo().attachment_ids.filtered(
            lambda file: not file.res_id and file.create_uid == self.env.user
        )
        files.write({"res_model": self._name, "res_id": self.id})

    def _on_delivered(self):
        # production has no rights on the case
        document = self.sudo().document_id
        is_last = document._is_last_delivery(self)
        desk = document._in_desk_language()
        delivery = self.with_env(desk.env)
        outcomes = dict(delivery._fields["outcome"]._description_selection(desk.env))
        head = f"{delivery._label()}: {outcomes[self.outcome]}"
        lines = [head, *(self.note or "").splitlines(), self.link]
        body = document._list_html(filter(None, lines))
        document.with_user(self.env.user)._on_delivery(self, body)
        if is_last:
            inside = {"crisis_is_told": Inside(), "crisis_taking_away": Inside()}
            self.task_id.with_context(**inside).write({"state": "1_done"})
        else:
            document._reconcile_duties()

    def _say_on_case(self, sentence):
        """Say on the case what the unit answers, in the language of the desk.

        :param sentence: says it of a delivery, in the language of its environment
        """
        # production has no rights on the case
        for document, deliveries in self.sudo().grouped("document_id").items():
            spoken = deliveries.with_env(document._in_desk_language().env)
            bodies = [f"{d.task_id._crisis_label()}: {sentence(d)}" for d in spoken]
            document._message_log(
                body=document._list_html(dict.fromkeys(bodies)),
                author_id=self.env.user.partner_id.id,
            )

    def _warn_later(self):
        """Tell who leads the case that the unit is later than ordered."""
        # production has no rights on the case
        delivery = self.sudo()
        document = delivery.document_id
        leader = document._responsible_or_supervisor()
        if leader == self.env.user:
            return
        reader = delivery.with_context(lang=leader.lang, tz=leader.tz)
        text = reader.env._(
            "%(duty)s: ordered for %(ordered)s, will be there by %(time)s.",
            duty=reader._label(),
            ordered=reader._time(self.date_planned),
            time=reader._time(self.date_due),
        )
        document._notify_users({leader: {document: [text]}} if leader else {})

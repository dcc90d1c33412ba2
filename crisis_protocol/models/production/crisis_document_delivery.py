import re
from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Command

from ...tools.inside import Inside
from ...tools.marked_words import marked_words
from ...tools.sent_ids import sent_ids
from ...tools.steps import insert_step

# Marks in a message which deliveries it passes on; it survives editing and scheduling.
DELIVERY_MARK = re.compile(r"o_crisis_delivery_(\d{1,9})\b")
SHORTEST_REPEAT = 0.083  # hours


class CrisisDocument(models.Model):
    """What production owes on this case by when, as its brief wants it (S0-60, S0-78).

    The first delivery and how it repeats stand on the document; each order of a unit
    follows them.
    """

    _inherit = "crisis.document"

    delivery_ids = fields.One2many(
        "crisis.delivery", "document_id", "Deliveries", copy=False, readonly=True
    )
    date_production_informed = fields.Datetime(
        "Production Informed On", readonly=True, copy=False
    )
    delivered_words = fields.Html(
        compute="_compute_delivered_words",
        sanitize=False,
        export_string_translation=False,
    )

    @api.constrains("repeat_hours")
    def _check_repeat(self):
        for document in self:
            if 0 < document.repeat_hours < SHORTEST_REPEAT:
                raise ValidationError(
                    self.env._(
                        "Nobody delivers more often than every five minutes. Leave the "
                        "repeat empty for a single delivery."
                    )
                )

    def _owed_on_order(self, task):
        """Return the receipt and the next delivery that a unit owes, as values."""
        self.ensure_one()
        if task.crisis_refusal:
            return []
        ordered = task.crisis_date_ordered
        common = {"document_id": self.id, "task_id": task.id, "date_ordered": ordered}
        owed = []
        receipts, deliveries = self._answers_of(task)
        if not receipts.filtered(
            lambda d: d.date_ordered == ordered and d._is_settled()
        ):
            due = self._deadline(self.level_id.receipt_minutes, ordered)
            first = self._first_delivery(ordered)
            # no use to confirm what should be there already
            due = min(due, first) if first > ordered else due
            owed.append(common | {"kind": "receipt", "number": 0, "date_planned": due})
        # other words leave the time as it was: only another time moves it
        waiting = deliveries.filtered(lambda d: d.state == "open")[:1]
        ordered = waiting.date_ordered or ordered
        planned = self._next_delivery(deliveries, ordered)
        if planned:
            number, date = planned
            common |= {"kind": "delivery", "date_ordered": ordered}
            owed.append(common | {"number": number, "date_planned": date})
        return owed

    def _answers_of(self, task):
        """Return receipts and deliveries of an order as it is now.

        What another unit has answered, or what was for another case, is not among
        them.
        """
        answers = task.crisis_delivery_ids.filtered(
            lambda d: d.document_id == self and d.unit_id == task.crisis_unit_id
        )
        receipts = answers.filtered(lambda d: d.kind == "receipt")
        return receipts, answers - receipts

    def _next_delivery(self, deliveries, ordered):
        """Return number and time of the next delivery, or None if there is none.

        :param deliveries: those of the order that there were so far
        :param datetime ordered: when the order was given, naive UTC
        """
        waiting = deliveries.filtered(lambda d: d.state == "open")[:1]
        over = deliveries.filtered(lambda d: d._is_settled() or d._is_superseded())
        first = self._first_delivery(ordered)
        every = timedelta(hours=self.repeat_hours)
        if not every:
            # what was delivered before it was ordered again was not right
            over = over.filtered(lambda d: d.state != "done" or d.date_done >= ordered)
            is_over = any(d.date_planned >= first for d in over)
            return None if is_over else (0, first)
        last = max(over.mapped("date_planned"), default=None)
        if waiting and self._is_planned(waiting.date_planned, first, every):
            index = (waiting.date_planned - first) // every
            return index + 1, waiting.date_planned
        index = 0
        for passed in filter(None, [last, ordered]):
            index = max(index, (passed - first) // every + 1)
        # after a gap only the youngest is asked for, not each that was overtaken
        end = self.date_repeat_until
        youngest = (min(filter(None, [fields.Datetime.now(), end])) - first) // every
        index = max(index, youngest)
        date = first + index * every
        return None if end and date > end else (index + 1, date)

    def _is_planned(self, date, first, every):
        until = self.date_repeat_until
        fits = date >= first and not (date - first) % every
        return fits and not (until and date > until)

    def _first_delivery(self, ordered):
        """Return when the first delivery is wanted: as agreed, or by the level."""
        agreed = self.date_first_delivery
        if agreed and (agreed > ordered or self.repeat_hours):
            return agreed
        return self._deadline(self.level_id.production_minutes, ordered)

    def _is_last_delivery(self, delivery):
        """Tell whether nothing more is planned on an order after this delivery."""
        # production has no rights on the case
        document, task = self.sudo(), delivery.task_id.sudo()
        _receipts, deliveries = document._answers_of(task)
        return not document._next_delivery(deliveries, task.crisis_date_ordered)

    def _post_delivery(self, delivery, text):
        """Say on the case what came, with its files.

        Production works without rights on the case, so this is the system's doing.
        """
        self.sudo()._post_news(
            body=text,
            subtype_xmlid="crisis_protocol.mt_production",
            author_id=self.env.user.partner_id.id,
            attachment_ids=delivery.sudo().attachment_ids.ids,
        )

    def _ask_to_pass_on(self, delivery, text):
        """Let the responsible pass on what came."""
        # production has no rights on the case
        self.sudo()._production_done()

    def _on_refusal(self, task, reason):
        """A unit can't do it: whoever leads the case has to know at once."""
        self.ensure_one()
        # production has no rights on the case
        document = self.sudo()._in_desk_language()
        text = document.env._(
            "%(unit)s can't do it: %(reason)s", unit=task._crisis_label(), reason=reason
        )
        document._post_news(
            body=text,
            subtype_xmlid="crisis_protocol.mt_production",
            author_id=self.env.user.partner_id.id,
        )
        leader = document._responsible_or_supervisor() - self.env.user
        document._notify_users({user: {document: [text]} for user in leader})

    def _refresh_orders(self):
        """Orders end with the case and come back with it.

        Said here and not by a dependency, which would look for tasks at every move.
        """
        # who ends a case need not see its tasks
        documents = self.sudo().with_context(active_test=False)
        documents.task_ids._compute_crisis_order_state()

    def _refresh_reopened_orders(self, is_relapse):
        self._refresh_orders()

    def _shown_work(self):
        """What production owes is shown on its tasks."""
        shown = super()._shown_work()
        on_tasks = self.delivery_ids.activity_id.filtered("active")
        # a joined recordset would be read anew, case by case
        return shown | on_tasks if on_tasks else shown

    def unlink(self):
        """What a case owes on tasks goes with it, though the tasks stay."""
        self.check_access("unlink")
        # who deletes a case need not see its tasks
        documents = self.sudo().with_context(active_test=False)
        activities, tasks = documents.delivery_ids.activity_id, documents.task_ids
        result = super().unlink()
        activities.with_context(crisis_mirroring=Inside()).exists().unlink()
        # the database cuts their link
        tasks._compute_crisis_order_state()
        tasks._compute_crisis_date_due()
        return result

    # ------------------------------------------------------------------
    # To the customer
    # ------------------------------------------------------------------

    def _write_delivery(self, deliveries):
        """Open the composer with the message that passes deliveries on.

        :param deliveries: `crisis.delivery` records of this document that are done
        """
        self.ensure_one()
        action = self.action_write_customer()
        template = self._delivery_template()
        files = deliveries.attachment_ids
        context = action["context"] | {"crisis_delivery_ids": deliveries.ids}
        if template:
            context["default_template_id"] = template.id
        else:  # a manager has deleted it: the words go out all the same
            del context["default_template_id"]
            told = self.with_context(crisis_delivery_ids=deliveries.ids)
            context["default_body"] = told.delivered_words
        if files:
            context["default_attachment_ids"] = [Command.set(files.ids)]
        return action | {"context": context}

    def _delivery_template(self):
        stages = self.protocol_id.stage_ids
        templates = stages.mail_template_id | stages.message_template_ids
        return templates.filtered(lambda t: t.active and t.crisis_kind == "delivery")[
            :1
        ]

    @api.depends(
        "delivery_ids.told_message_id",
        "delivery_ids.untold_reason",
        "delivery_ids.state",
    )
    @api.depends_context("crisis_delivery_ids", "lang", "tz")
    def _compute_delivered_words(self):
        """Show the chosen deliveries, else all that the customer has not got yet."""
        chosen = sent_ids(self.env.context.get("crisis_delivery_ids"))
        for document in self:
            deliveries = document._to_pass_on()
            if chosen:
                own = document.delivery_ids.filtered(lambda d: d.id in chosen)
                deliveries = own.filtered(lambda d: d.state == "done")
            document.delivered_words = bool(deliveries) and self.env["ir.qweb"]._render(
                "crisis_protocol.delivered_words",
                {"deliveries": deliveries},
                minimal_qcontext=True,
            )

    def _to_pass_on(self):
        """Return what was delivered and has not reached the customer.

        Without those of which somebody said why they need not.
        """
        return self._delivered().filtered(lambda d: not d.untold_reason)

    def _delivered(self):
        """Return what was delivered and has not reached the customer, all of it."""
        return self.delivery_ids.filtered(
            lambda d: d.kind == "delivery"
            and d.state == "done"
            and not d.told_message_id
        ).sorted("date_done")

    def _next_step_questions(self):
        return insert_step(
            super()._next_step_questions(), "_ask_pass_on", before="_ask_gate"
        )

    def _gate_preview_depends(self):
        return [
            *super()._gate_preview_depends(),
            "delivery_ids.state",
            "delivery_ids.told_message_id",
            "delivery_ids.untold_reason",
        ]

    def _ask_pass_on(self):
        """What he waits for has come: he gets it before anything else goes on."""
        if self._to_pass_on():
            return "delivery", self.env._(
                "What production was asked for has come: pass it on to the customer."
            )
        return None

    def _take_back_deliveries(self, message, reason):
        """What stood in a message that did not arrive is to be passed on again."""
        # a machine said that it did not arrive
        for document in self.sudo():
            lost = document.delivery_ids.filtered(
                lambda d: d.told_message_id == message
            )
            if lost:
                lost._write_as_system({"told_message_id": False})
                document._production_done()

    def _pass_on_deliveries(self, date, message=None):
        """A message to the customer may pass on what production delivered."""
        body = str(message.body or "") if message else ""
        marks = marked_words(body, DELIVERY_MARK)
        # whoever sends it, it is the system that sees what was in the message
        for document in self.sudo() if marks else ():
            files = message.sudo().attachment_ids  # as above
            # also what was to be kept from him: he has it now
            passed_on = document._delivered().filtered(
                lambda d, f=files: d.id in marks and d._is_in(marks[d.id], f)
            )
            passed_on._write_as_system({"told_message_id": message.id})
            document.override_ids.filtered(
                lambda o, d=passed_on: o.is_in_force and o.delivery_id in d
            )._end()
            if passed_on:
                document._drop_pass_on_activity()

    def _drop_pass_on_activity(self):
        """Nobody is asked to pass anything on any more, once all has reached him."""
        if not self._to_pass_on():
            self.activity_unlink(["crisis_protocol.mail_activity_type_production"])

    def action_pass_on(self):
        """Open the message that passes on all that was delivered.

        :raise UserError: if there is nothing
        """
        self.ensure_one()
        waiting = self._to_pass_on()
        if not waiting:
            raise UserError(self.env._("This is done already. Look again."))
        return self._write_delivery(waiting)

    def action_leave_untold(self):
        """Ask why a delivery is not passed on to the customer."""
        waiting = self._to_pass_on()
        return self._ask_waiver(
            "delivery",
            self.env._("Not passed on, because …"),
            delivery_ids=waiting.ids,
        )

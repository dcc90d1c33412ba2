import pytz

from odoo import fields, models
from odoo.exceptions import UserError
from odoo.tools import is_html_empty


class CrisisDocument(models.Model):
    """The case ends with a report to the customer, begun from what he may know (S1-31).

    Proposed is only what reached him or was decided to his good: words, what was sent,
    the end. Controls, notices and what was said among colleagues never are.
    """

    _inherit = "crisis.document"

    closing_report_ids = fields.One2many(
        "crisis.closing.report",
        "document_id",
        "Customer's Reports",
        copy=False,
        readonly=True,
    )

    def _customers_before(self, vals):
        if "partner_id" not in vals:
            return None
        return {document: document.partner_id for document in self}

    def _react_to_customer(self, change):
        """Another customer is another reader: his report has to be reviewed anew."""
        before = change.before["_customers_before"]
        if before is None:
            return
        moved = self.filtered(lambda document: document.partner_id != before[document])
        # who has just passed a case on may not read it any more
        reports = moved.sudo().closing_report_ids
        reports.filtered(lambda r: r.state in ("review", "reviewed"))._on_changed()

    def _ask_report_reviewers_again(self):
        """Whoever was to read the report still has to, when the case has ended."""
        self.env["crisis.reviewed.report"]._ask(self.sudo().closing_report_ids)

    def _closing_report(self):
        """Return the report for the customer that counts: the last one."""
        return self.closing_report_ids.sorted("id", reverse=True)[:1]

    def action_open_report(self):
        """Open the report for the customer; the first time it is begun (S1-31).

        :raise UserError: as long as the case has not come to its end
        """
        self.ensure_one()
        self.check_access("read")
        report = self._closing_report()
        if not report or (report.state == "sent" and self._came_back_after(report)):
            report = self.env["crisis.closing.report"].create({"document_id": self.id})
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Report for the customer"),
            "res_model": report._name,
            "res_id": report.id,
            "view_mode": "form",
            "views": [(False, "form")],
        }

    def _is_over(self):
        """Whether the case has come to its end: closed, or the customer says so."""
        return self.is_closed or self.customer_says_over == "yes"

    def _came_back_after(self, report):
        """Whether the case was open again after the customer got that report."""
        return bool(self.date_reopened) and self.date_reopened > report.date_sent

    def _check_may_report(self):
        """Refuse a report before the end, and a second one about the same end.

        :raise UserError: saying what to do
        """
        for document in self:
            if not document._is_over():
                raise UserError(
                    self.env._(
                        "%s is not over yet. The report is written when the customer "
                        "says so.",
                        document.display_name,
                    )
                )
            report = document._closing_report()
            if report.state == "sent" and document._came_back_after(report):
                continue
            if report:
                raise UserError(
                    self.env._(
                        "%s has a report for the customer already. Open that one.",
                        document.display_name,
                    )
                )

    # ------------------------------------------------------------------
    # What is proposed
    # ------------------------------------------------------------------

    def _proposed_report(self):
        """Return the values with which a report begins, in the customer's language."""
        self.ensure_one()
        told = self.with_context(lang=self._page_lang())
        was_explained = self.date_explanation_sent or self.explanation_accepted == "yes"
        happened = self.explanation if was_explained else self.description
        return {
            "name": self.name,
            "lang": told.env.lang,
            "happened": False if is_html_empty(happened) else happened,
            # one cause for all that follow the same case
            # (he may not read the leading one)
            "cause": self.root_cause or self.sudo().leading_id.root_cause,
            "step_ids": [
                fields.Command.create({"date": date, "name": name})
                for date, name in sorted(told._proposed_steps())
            ],
        }

    def _proposed_steps(self):
        """Return what we did for the customer as far as he saw it, as (date, words)."""
        steps = [(self.create_date, self.env._("We took up your message."))]
        steps += self._proposed_words() + self._proposed_deliveries()
        steps += self._proposed_items()
        steps += [
            # how we stress it is said among colleagues
            (decision.date, decision.name)
            for decision in self.decision_ids
            if decision.effect == "positive"
        ]
        if self.date_explanation_sent:
            said = self.env._("We explained to you what had happened.")
            steps.append((self.date_explanation_sent, said))
        if self.date_closed and self.customer_says_over == "yes":
            said = self.env._("As you told us that it is over, we closed the matter.")
            steps.append((self.date_closed, said))
        return steps

    def _proposed_words(self):
        """Return the first word, and for each day how often we informed the customer.

        What was said stands in the messages that he has.
        """
        words = self.word_ids.filtered(
            lambda w: w.direction == "us" and not w.date_returned
        )
        words = words.sorted(lambda word: (word.date, word.id))
        first = words[:1]
        if not first:
            return []
        said = self.env._("We spoke to you for the first time.")
        if not first.is_oral and first.message_id:
            said = self.env._("We wrote to you for the first time.")
        steps = [(first.date, said)]
        for same_day in (
            (words - first).grouped(lambda w: self._page_day(w.date)).values()
        ):
            said = self.env._("We informed you how it stood.")
            if len(same_day) > 1:
                said = self.env._(
                    "We informed you how it stood, %s times on this day.", len(same_day)
                )
            steps.append((same_day[0].date, said))
        return steps

    def _page_day(self, moment):
        """Return the day of a moment, as the customer counts days."""
        zone = pytz.timezone(self._page_zone(self._customer_contact()))
        return pytz.utc.localize(moment).astimezone(zone).date()

    def _proposed_deliveries(self):
        got = self.delivery_ids.filtered("told_message_id")
        # the message may stand on a ticket, which he may not see
        return [
            (
                delivery.told_message_id.sudo().date,
                "\n".join(
                    filter(
                        None,
                        [self.env._("We sent you what was found."), delivery.note],
                    )
                ),
            )
            for delivery in got
        ]

    def _proposed_items(self):
        sent = self.item_ids.filtered("date_sent")
        return [
            (
                max(items.mapped("date_sent")),
                self.env._("We sent you %s items that had been missing.", len(items)),
            )
            for items in sent.grouped(lambda i: self._page_day(i.date_sent)).values()
        ]

    def _report_papers(self):
        """Return what is printed for the customer, as (case, report) in his language.

        :raise UserError: for a case that has no report
        """
        self.check_access("read")
        papers = []
        for document in self:
            report = document._closing_report()
            if not report:
                raise UserError(
                    self.env._(
                        "%s has no report for the customer yet.", document.display_name
                    )
                )
            zone = document._page_zone(document._customer_contact())
            reader = {"lang": report.lang, "tz": zone}
            papers.append(
                (document.with_context(**reader), report.with_context(**reader))
            )
        return papers

    def _report_file_name(self):
        """Return the name of the customer's file, in his language."""
        self.ensure_one()
        report = self._closing_report()
        told = self.with_context(lang=report.lang or self.env.lang)
        name = told.env._("Report %s", self.reference or self.id)
        return name.replace("/", "-")

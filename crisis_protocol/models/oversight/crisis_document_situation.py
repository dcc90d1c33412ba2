from markupsafe import Markup

from odoo import fields, models
from odoo.exceptions import UserError
from odoo.tools import format_datetime, format_time

# Longer reports are not read on a telephone; the rest stands behind the link.
MAX_CASES = 30
MAX_NEWS = 5
MAX_CLOSED = 10
# Odoo's colors of levels, dark enough for white letters.
LEVEL_COLORS = {1: "#B02A37", 2: "#B8580F", 3: "#7A6200", 10: "#146C43"}


class CrisisDocument(models.Model):
    """How the cases stand, told by mail to those who lead (S0-47, S2-31)."""

    _inherit = "crisis.document"

    def action_send_situation(self):
        """Mail the current user how these cases stand; none means all open ones.

        :raise UserError: without a mail address, or if no case is open
        """
        documents = self or self.search([("is_closed", "=", False)])
        documents.check_access("read")
        user = self.env.user
        if not user.email:
            raise UserError(
                self.env._("You have no mail address. Add one under Preferences.")
            )
        if not documents:
            raise UserError(self.env._("No case is open, so there is nothing to tell."))
        levels = documents.level_id
        since = {level: level.date_last_report for level in levels}
        documents._mail_situation(user, since)
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "success",
                "message": self.env._("The report is on its way to %s.", user.email),
                "next": {"type": "ir.actions.act_window_close"},
            },
        }

    def _mail_situation(self, user, since):
        """Mail a user how those of the cases stand that he may see.

        Always by mail, however he has set his other messages: it is for whoever does
        not look into Odoo. Without an address it comes into his inbox.

        :param dict since: {level: naive UTC of its last report, or False}
        """
        # mails are the system's, also where somebody asks for the report himself
        system = self.sudo().env
        desk = self.team_id.resource_calendar_id[:1]
        reader = self.with_user(user).with_context(
            lang=user.lang, tz=user.tz or desk.tz
        )
        documents = reader._filtered_access("read")
        if not documents:
            return
        values = documents._situation(since)
        subject = values["subject"]
        body = self.env["ir.qweb"]._render(
            "crisis_protocol.situation_mail", values, lang=documents.env.lang
        )
        root = system.ref("base.partner_root")
        if not user.email:
            system["mail.thread"].message_notify(
                partner_ids=user.partner_id.ids,
                subject=subject,
                body=body,
                author_id=root.id,
            )
            return
        company = user.company_id.with_env(system)
        address = company.email_formatted or root.email_formatted
        system["mail.mail"].create(
            {
                "model": "crisis.level",
                "res_id": documents.level_id[:1].id,
                "author_id": root.id,
                "email_from": address,
                "reply_to": address,
                "recipient_ids": [fields.Command.set(user.partner_id.ids)],
                "subject": subject,
                "body_html": body,
                "auto_delete": True,
                "headers": {"X-Auto-Response-Suppress": "OOF"},
            }
        )
        system.ref("mail.ir_cron_mail_scheduler_action")._trigger()

    # ------------------------------------------------------------------
    # What is told
    # ------------------------------------------------------------------

    def _situation(self, since):
        """Return what the report says, ready to be shown, in the reader's language."""
        played = self.filtered("is_drill")
        real = self - played
        closed = self.filtered("is_closed")
        running = self - closed
        unheard = running.filtered(lambda d: d._is_unheard(since.get(d.level_id)))
        order = sorted(running, key=lambda d: d._situation_key(unheard))
        shown = self.browse([document.id for document in order[:MAX_CASES]])
        news = shown._situation_news(since)
        cases = {
            document: document._situation_case(since.get(document.level_id), news)
            for document in shown
        }
        summary = real._situation_summary(unheard) if real else ""
        drill = played._situation_summary(unheard) if played else ""
        is_drill = not real
        headline = self.env._("Drill: %s", drill) if is_drill else summary
        return {
            "lang": self.env.lang,
            "subject": self.env._(
                "Situation at %(time)s: %(summary)s",
                time=self._clock_time(fields.Datetime.now()),
                summary=headline,
            ),
            "summary": summary,
            "drill_summary": drill,
            "cases": [cases[d] for d in shown if not d.is_drill],
            "drills": [cases[d] for d in shown if d.is_drill],
            "more": len(running) - len(shown),
            "closed": closed._situation_closed(),
            "more_closed": max(len(closed) - MAX_CLOSED, 0),
            "all_url": f"{self[:1].get_base_url()}/odoo/crises",
            "next_report": running._next_report_line(),
        }

    def _situation_closed(self):
        """Return what is told of closed cases, the latest first."""
        latest = self.sorted(lambda d: (d.date_closed, d.id), reverse=True)
        return [
            {
                "url": f"{document.get_base_url()}/odoo/crises/{document.id}",
                "name": document.display_name,
                "customer": document.partner_id.display_name,
                "stage": document.stage_id.name,
                "time": document._clock_time(document.date_closed),
            }
            for document in latest[:MAX_CLOSED]
        ]

    def _situation_key(self, unheard):
        """Sort the severest first, then what is late, then who heard nothing."""
        return (
            self.is_drill,
            -self.level_id.sequence,
            not self.late_duties,
            self not in unheard,
            self.id,
        )

    def _situation_summary(self, unheard):
        """Say how many are open, how many of them need somebody, and what ended."""
        closed = self.filtered("is_closed")
        running = self - closed
        late = running.filtered("late_duties")
        unheard &= running
        parts = [self.env._("%s open", len(running))]
        if late:
            parts.append(self.env._("%s late", len(late)))
        if unheard:
            parts.append(self.env._("%s without news to the customer", len(unheard)))
        if closed:
            parts.append(self.env._("%s closed", len(closed)))
        return ", ".join(parts)

    def _is_unheard(self, since):
        """Whether the customer, for whom it goes on, had no word since the report."""
        if self.customer_says_over == "yes":
            return False
        return not self.date_last_word or bool(since and self.date_last_word <= since)

    def _situation_news(self, since):
        """Return {document id: (how much is new, the latest rows of the timeline)}.

        What is late stands in the report by itself, so alarms are no news.
        """
        domain = [
            ("document_id", "in", self.ids),
            ("date", "<=", fields.Datetime.now()),
            ("kind", "!=", "alarm"),
        ]
        known = [since.get(level) for level in self.level_id]
        if known and all(known):
            domain.append(("date", ">", min(known)))
        timeline = self.env["crisis.timeline"]
        rows = timeline.search_fetch(domain, ["document_id", "date"])
        found = {document.id: [] for document in self}
        for row in rows:
            last = since.get(row.document_id.level_id)
            if not last or row.date > last:
                found[row.document_id.id].append(row.id)
        # put into words together
        latest = rows.browse([row for ids in found.values() for row in ids[-MAX_NEWS:]])
        by_document = latest.grouped("document_id")
        return {
            document.id: (
                len(found[document.id]),
                by_document.get(document, latest.browse()),
            )
            for document in self
        }

    def _situation_case(self, since, news):
        """Return what is told of one case."""
        count, rows = news[self.id]
        is_new = not since or self.create_date > since
        return {
            "name": self.display_name,
            "url": f"{self.get_base_url()}/odoo/crises/{self.id}",
            "level": self.level_id.name,
            "color": LEVEL_COLORS.get(self.level_id.color, "#5A6068"),
            "customer": self.partner_id.display_name,
            "stage": self.stage_id.name,
            "responsible": self.user_id._crisis_name(),
            "open_for": self._open_for(),
            "late": self._late_list(),
            "next": self._next_duty_line(),
            "word": self._last_word_line(),
            "news_line": self._news_line(count, is_new, since),
            "news": [(self._clock_time(row.date), row.title) for row in rows],
        }

    def _open_for(self):
        """Say how long ago the case was filed."""
        minutes = (fields.Datetime.now() - self.create_date).total_seconds() // 60
        spoken = self.env["ir.qweb.field.duration"].value_to_html(
            max(minutes, 1),
            {"unit": "minute", "round": "hour" if minutes >= 1440 else "minute"},
        )
        return self.env._("Open for %s", spoken)

    def _late_list(self):
        """Return what is late as a list without the wide margins of mail programs."""
        narrow = Markup('<ul style="margin: 2px 0 0; padding-left: 20px;">')
        return Markup(self.late_duties or "").replace(Markup("<ul>"), narrow)

    def _next_duty_line(self):
        """Say what is owed next; what is late is told already."""
        if not self.next_duty_date or self.next_duty_date < fields.Datetime.now():
            return ""
        return self.env._(
            "Next: %(duty)s by %(time)s (%(user)s)",
            duty=self.next_duty_type_id.name,
            time=self._clock_time(self.next_duty_date),
            user=self.next_duty_user_id._crisis_name() or "–",
        )

    def _last_word_line(self):
        if not self.date_last_word:
            return self.env._("The customer has had no word from us yet.")
        time = self._clock_time(self.date_last_word)
        return self.env._("Last word to the customer: %s", time)

    def _news_line(self, count, is_new, since):
        if is_new:
            return self.env._("New case. What has happened so far: %s", count)
        time = self._clock_time(since)
        if not count:
            return self.env._("Nothing new since %s.", time)
        return self.env._("New since %(time)s: %(count)s", time=time, count=count)

    def _next_report_line(self):
        dates = self.level_id.mapped("date_next_report")
        date = min(filter(None, dates), default=None)
        if not date:
            return ""
        return self.env._("The next report comes at %s.", self._clock_time(date))

    def _clock_time(self, moment):
        """Return a time as the reader writes it; with its date, if it is not today."""
        now = fields.Datetime.now()
        zone = str(self.env.tz)
        today = fields.Datetime.context_timestamp(self, now).date()
        if fields.Datetime.context_timestamp(self, moment).date() == today:
            return format_time(self.env, moment, tz=zone, time_format="short")
        return format_datetime(self.env, moment, tz=zone, dt_format="short")

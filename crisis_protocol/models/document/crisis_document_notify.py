from markupsafe import Markup

from odoo import models

from ...tools.inside import Inside


class CrisisDocument(models.Model):
    """Who is told what is due on a case: in the chatter, and one message for each."""

    _inherit = "crisis.document"

    def _post_news(self, **kwargs):
        """Post what Odoo itself has to say of the case, in whose name it says so.

        What people write goes in by `message_post`, and is their own.

        :param kwargs: those of `message_post`
        """
        return self.with_context(crisis_speaks=Inside()).message_post(**kwargs)

    def _targets(self, steps, owner):
        """Return whom these steps of the ladder mean on this case."""
        team, targets = self.team_id, set(steps.mapped("target"))
        users = owner.browse()
        if "owner" in targets:
            users |= owner
        if "responsible" in targets:
            users |= self._responsible_or_supervisor()._works_with_crises()
        if "supervisor" in targets:
            users |= team._acting_supervisor()
        if "managers" in targets:
            users |= team.manager_ids
        return users.filtered("active") or team._acting_supervisor()

    def _note_alert(self, told, lines, people, line):
        """Keep a line for each reader in his language, and one for the chatter.

        :param line: a method of a record that says it
        """
        for user in people:
            reader = self.with_context(lang=user.lang, tz=user.tz)
            by_document = told.setdefault(user, {})
            by_document.setdefault(self, []).append(reader._render_line(line))
        spoken = self._in_desk_language()
        text = spoken.env._(
            "%(what)s Told: %(names)s",
            what=spoken._render_line(line),
            names=", ".join(people.mapped("name")) or "–",
        )
        lines.setdefault(self, []).append(text)

    def _log_alerts(self, lines):
        bodies = {doc.id: doc._list_html(texts) for doc, texts in lines.items()}
        self.browse(bodies)._message_log_batch(bodies=bodies)

    def _url_for(self, user):
        """Return where a user finds what he has to do; production sees its orders."""
        if user._works_on_orders_only():
            return "/odoo/crisis-orders"
        return f"/odoo/crises/{self.id}"

    def _render_line(self, line):
        """Return a line as the reader of this environment reads it.

        :param line: the text, or a method of a record that says it
        """
        if isinstance(line, str):
            return line
        return getattr(line.__self__.with_env(self.env), line.__name__)()

    def _notify_users(self, told):
        """Tell people what is due: one message for each, however many cases.

        By inbox or mail, as each has set. Mails queue in Odoo, so that a mail server
        that is down holds nothing up.

        :param dict told: {user: {document: [lines]}}
        """
        for user, alerts in told.items():
            # the system tells, also where production sets it off, who sees no case
            reader = self.with_context(lang=user.lang, tz=user.tz).sudo()
            parts = []
            for document, lines in alerts.items():
                document = document.with_env(reader.env)
                parts.append(
                    Markup('<p><a href="%s">%s</a></p>%s')
                    % (
                        document._url_for(user),
                        document.display_name,
                        document._list_html(
                            document._render_line(line) for line in lines
                        ),
                    )
                )
            documents = reader.browse([document.id for document in alerts])
            thread = documents if len(documents) == 1 else documents.team_id[:1]
            if user._works_on_orders_only():
                thread = reader.env["mail.thread"]  # he can't open the case
            subject = (
                documents.display_name
                if len(documents) == 1
                else reader.env._("%s crisis documents need you", len(documents))
            )
            thread.with_context(mail_notify_force_send=False).message_notify(
                partner_ids=user.partner_id.ids,
                subject=subject,
                body=Markup().join(parts),
                author_id=self.env.ref("base.partner_root").id,
            )
        if told:
            # scheduled jobs are the administrator's
            self.env.ref("mail.ir_cron_mail_scheduler_action").sudo()._trigger()

    def _in_desk_language(self):
        """Return the documents in the language of those who work on the first.

        For words that are stored: they stay as they were written, whoever reads
        them, and a mail or an import speaks no language of its own.
        """
        leader = self[:1]._responsible_or_supervisor()
        spoken = self.with_context(tz=leader.tz) if leader.tz else self
        return spoken.with_context(lang=leader.lang) if leader.lang else spoken

    def _list_html(self, lines):
        """Return lines of text as an HTML list, escaped."""
        items = Markup().join(Markup("<li>%s</li>") % line for line in lines)
        return Markup("<ul>%s</ul>") % items

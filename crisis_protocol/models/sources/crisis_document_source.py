from markupsafe import Markup

from odoo import api, fields, models
from odoo.tools import email_normalize_all

from ...tools.inside import handed_inside


class CrisisDocument(models.Model):
    """Where the case came from: tasks here, tickets with an addon of their own."""

    _inherit = "crisis.document"

    source_task_ids = fields.One2many(
        "project.task",
        "crisis_case_id",
        "Tasks It Came From",
        copy=False,
        readonly=True,
    )
    source_task_count = fields.Integer(
        "Number of Tasks It Came From", compute="_compute_source_task_count"
    )
    has_sources = fields.Boolean(
        compute="_compute_has_sources", export_string_translation=False
    )
    post_on_sources = fields.Boolean(
        "Post Words There Too",
        copy=False,
        help="What the customer is told also stands on the tickets and tasks that the "
        "case came from. Nobody gets it twice.",
    )
    close_sources = fields.Boolean(
        "Close Them With the Case",
        copy=False,
        help="When the case is over, the tickets and tasks that it came from are "
        "closed, too. If it comes back, they are opened again.",
    )

    @api.depends("source_task_ids")
    def _compute_source_task_count(self):
        counts = self._source_counts("project.task")
        for document in self:
            document.source_task_count = counts.get(document._origin.id, 0)

    @api.depends("source_task_count")
    def _compute_has_sources(self):
        for document in self:
            document.has_sources = bool(document.source_task_count)

    def _source_counts(self, model):
        """Return how many records each case came from, seen or not: {id: number}."""
        # who works on a case need not see its tickets, but that there are some
        sources = self.env[model].sudo().with_context(active_test=False)
        domain = [("crisis_case_id", "in", self._origin.ids)]
        groups = sources._read_group(domain, ["crisis_case_id"], ["__count"])
        return {case.id: count for case, count in groups}

    def action_open_source_tasks(self):
        """Open the tasks that this case came from."""
        return self._open_sources("project.task", self.env._("Source tasks"))

    def _open_sources(self, model, name):
        self.ensure_one()
        every = self.env[model].with_context(active_test=False)
        sources = every.search([("crisis_case_id", "=", self.id)])
        action = {
            "type": "ir.actions.act_window",
            "name": name,
            "res_model": model,
            "domain": [("crisis_case_id", "=", self.id)],
            "context": {"create": False, "active_test": False},
        }
        if len(sources) == 1:
            views = [(False, "form")]
            return action | {"view_mode": "form", "views": views, "res_id": sources.id}
        return action | {
            "view_mode": "list,form",
            "views": [(False, "list"), (False, "form")],
        }

    def _sources(self):
        """Return what the cases came from, one recordset for each kind that has any.

        Who works on a case need not see its tickets: what happens to them with the
        case is the system's doing.
        """
        domain = [("crisis_case_id", "in", self.ids)]
        for model in self.env["crisis.source.mixin"]._source_models():
            sources = model.sudo()
            found = sources.with_context(active_test=False).search(domain)
            if found:
                yield sources.browse(found.ids)

    # ------------------------------------------------------------------
    # What they share with the case
    # ------------------------------------------------------------------

    def _post_on_sources(self, date, message=None):
        """A word that was written on the case stands on its sources, if wanted.

        What was written to one person alone is nobody else's to read there.
        """
        posting = self.filtered("post_on_sources")
        is_letter = handed_inside(self.env, "crisis_letter")
        if posting and message and message.model == self._name and not is_letter:
            for sources in posting._sources():
                sources._crisis_on_word(message)

    def _told_by(self, message):
        """Return who gets a message of the case, as partner ids and addresses."""
        # mails are the system's, and of whom it went to he may read only some
        sent = message.sudo()
        mails = sent.mail_ids
        partners = sent.partner_ids | message.author_id | mails.recipient_ids
        if message.subtype_id == self.env.ref("mail.mt_comment"):
            partners |= self.message_partner_ids
        typed = [message.outgoing_email_to, *mails.mapped("email_to")]
        emails = {email for text in typed for email in email_normalize_all(text or "")}
        emails.update(filter(None, partners.mapped("email_normalized")))
        return {"partner_ids": tuple(partners.ids), "emails": tuple(sorted(emails))}

    def _heard_note(self, source, message):
        """Return for the case what the customer wrote on one of its sources."""
        document = self._in_desk_language()
        heading = document.env._(
            "%(who)s wrote on %(record)s:",
            who=message.author_id.display_name or message.email_from or "",
            record=source._get_html_link(),
        )
        return Markup("<p>%s</p><blockquote>%s</blockquote>") % (heading, message.body)

    def _settle_sources(self):
        """Tell the sources that their case is over, and close them if wanted.

        What turned out to be no crisis goes on as the ticket it was.
        """
        ended = self.filtered("is_closed")
        for sources in ended._sources() if ended else ():
            for case, own in sources.grouped("crisis_case_id").items():
                document = case._in_desk_language()
                link = document._get_html_link(title=case.reference)
                is_exit = case.stage_id.is_exit
                own._crisis_log(
                    document.env._("%s was no crisis after all.", link)
                    if is_exit
                    else document.env._("The crisis %s is over.", link)
                )
                if case.close_sources and not is_exit:
                    own._crisis_hush()
                    own._crisis_close().crisis_closed_with_case = True

    def _reopen_sources(self, is_relapse):
        """What was closed with the case is opened with it again."""
        for sources in self._sources() if self else ():
            for case, own in sources.grouped("crisis_case_id").items():
                document = case._in_desk_language()
                link = document._get_html_link(title=case.reference)
                own._crisis_log(document.env._("The crisis %s goes on.", link))
                closed = own.filtered("crisis_closed_with_case")
                closed._crisis_reopen()
                closed.crisis_closed_with_case = False

import logging
from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import email_normalize, email_normalize_all, formataddr

from ...tools import incoming_mail
from ...tools.inside import Inside

_logger = logging.getLogger(__name__)

# So long servers try before they give a mail back.
BOUNCES_WITHIN = timedelta(days=6)


class MailThread(models.AbstractModel):
    """What comes in by mail: what it is, who wrote it, and which case it belongs to.

    What a mail is can be read in `tools/incoming_mail.py`; here it meets the database.
    """

    _inherit = "mail.thread"

    # ------------------------------------------------------------------
    # Reading
    # ------------------------------------------------------------------

    @api.model
    def message_parse(self, message, save_original=False):
        """Read a mail, also one whose letters nobody declared or that can't be kept."""
        incoming_mail.tidy(message)
        parsed = super().message_parse(message, save_original=save_original)
        for name, value in parsed.items():
            if isinstance(value, str):
                parsed[name] = type(value)(incoming_mail.clean_text(value))
        parsed["attachments"] = [
            file._replace(
                fname=incoming_mail.clean_text(file.fname),
                content=incoming_mail.clean_text(file.content)
                if isinstance(file.content, str)
                else file.content,
            )
            for file in parsed["attachments"]
        ]
        return parsed

    @api.model
    def _detect_is_bounce(self, message, message_dict):
        """A receipt, a delay and an absence take nothing back, a failure does.

        Odoo calls all reports failures, and none that comes as plain text.
        """
        is_bounce = super()._detect_is_bounce(message, message_dict)
        kind = incoming_mail.automatic_kind(message)
        is_failure = kind == "failed"
        is_known = is_failure or kind in ("report", "receipt", "away")
        if is_failure == is_bounce or not is_known:
            return is_bounce
        # those of other addons' mails are Odoo's to judge
        case, _original = self._crisis_earlier(message)
        return is_failure if case else is_bounce

    @api.model
    def _crisis_earlier(self, message):
        """Return the case that a mail answers or reports on, and the message of it."""
        documents, messages = self.env["crisis.document"], self.env["mail.message"]
        ids = incoming_mail.earlier_ids(message)
        if not ids:
            return documents, messages
        # the gateway finds threads for people who may read none
        messages, cases = messages.sudo(), documents.sudo()
        found = messages.search([("message_id", "in", ids)])
        by_id = {m.message_id: m for m in found if m.model == documents._name}
        for message_id in ids:
            if original := by_id.get(message_id):
                return cases.browse(original.res_id).exists(), original
        return documents, messages

    # ------------------------------------------------------------------
    # Routing
    # ------------------------------------------------------------------

    @api.model
    def message_route(
        self, message, message_dict, model=None, thread_id=None, custom_values=None
    ):
        """Let no robot open a case or speak for a customer, and find the right case."""
        if message_dict.get("is_bounce"):
            return super().message_route(
                message, message_dict, model, thread_id, custom_values
            )
        writer = self._crisis_form_writer(message)
        kind = self._crisis_automatic_kind(message, writer)
        if kind == "failed" and self._crisis_take_back(message, message_dict):
            return []
        case = self._crisis_automatic_case(message) if kind else None
        if case:
            case._keep_automatic_mail(message_dict)
            return []
        routes = None if kind else self._crisis_route_from_house(message_dict, writer)
        if routes is None:
            routes = super().message_route(
                message, message_dict, model, thread_id, custom_values
            )
        ours = [route for route in routes if route[0] == "crisis.document"]
        if not ours:
            return routes
        if kind:
            self._crisis_keep_at_desk(ours, message_dict, kind)
            return [route for route in routes if route not in ours]
        found = [self._crisis_route(r, message_dict, writer) for r in ours]
        if writer:
            cases = self.env["crisis.document"].browse([r[1] for r in found if r[1]])
            # a form says who wrote it, and anybody fills it in: it only opens a case
            cases._keep_form_mail(message_dict)
            found = [route for route in found if not route[1]]
            message_dict |= {"email_from": writer, "from": writer, "author_id": False}
        return [route for route in routes if route not in ours] + found

    @api.model
    def _crisis_own_domains(self):
        # who writes need not read where the house gets its mail
        domains = self.env["mail.alias.domain"].sudo().search([("name", "!=", False)])
        return domains.mapped("name")

    @api.model
    def _crisis_is_ours(self, email):
        """Whether an address is one at which Odoo itself gets mail."""
        # as above
        aliases = self.env["mail.alias.domain"].sudo()
        return bool(aliases._find_aliases([email_normalize(email) or ""]))

    @api.model
    def _crisis_automatic_kind(self, message, writer):
        kind = incoming_mail.automatic_kind(message, self._crisis_own_domains())
        if not kind and not writer:
            _name, sender = incoming_mail.address(message.get("From"))
            return "loop" if self._crisis_is_ours(sender) else ""
        # a form says of itself that it is no person, and is right
        return "" if kind == "robot" and writer else kind

    @api.model
    def _crisis_automatic_case(self, message):
        case, _original = self._crisis_earlier(message)
        if case:
            return case
        _name, sender = incoming_mail.address(message.get("From"))
        subject = str(message.get("Subject") or "")
        return self.env["crisis.document"]._case_in_subject(subject, sender)

    @api.model
    def _crisis_keep_at_desk(self, routes, message_dict, kind):
        """Keep an automatic mail that belongs to no case where the desk can see it."""
        for _model, _thread, values, _user, alias in routes:
            team = self.env["crisis.team"].browse((values or {}).get("team_id"))
            team = team or self.env["crisis.team"].browse(
                alias and alias.alias_parent_thread_id
            )
            if team and kind != "loop":
                team.sudo()._keep_automatic_mail(message_dict)  # no robot has rights
            _logger.info(
                "No case from mail %s: automatic (%s)", message_dict["message_id"], kind
            )

    def _keep_automatic_mail(self, message_dict):
        """Keep what no person wrote, marked as such: no word, no clock, no answer."""
        names = ("body", "subject", "email_from", "attachments", "message_id")
        values = {n: message_dict[n] for n in names if message_dict.get(n)}
        author = message_dict.get("author_id")
        if not author:
            found = self._partner_find_from_emails_single(
                [message_dict["email_from"]], no_create=True
            )
            author = found[:1].id
        poster = self.with_user(self.env.ref("base.user_root"))
        quiet = poster.with_context(mail_post_autofollow_author_skip=True)
        return quiet.message_post(
            message_type="auto_comment",
            subtype_xmlid="crisis_protocol.mt_automatic",
            author_id=author,
            **values,
        )

    @api.model
    def _crisis_form_writer(self, message):
        """Return who wrote what a form or a mailing list has sent, as an address.

        A person who wants his answers elsewhere stays who he is.
        """
        name, reply = incoming_mail.address(message.get("Reply-To"))
        _name, sender = incoming_mail.address(message.get("From"))
        if not reply or reply == sender or incoming_mail.is_robot(reply):
            return ""
        if self._crisis_is_ours(reply) or self._crisis_user(reply):
            return ""
        is_form = incoming_mail.is_robot(sender) or self._crisis_is_ours(sender)
        if not is_form:
            known = self._crisis_known(sender)
            is_house = incoming_mail.domain(sender) in self._crisis_own_domains()
            is_form = not known and (is_house or bool(self._crisis_known(reply)))
        return formataddr((name, reply)) if is_form else ""

    @api.model
    def _crisis_known(self, email):
        # the gateway knows people whom who writes may not look up
        partners = self.env["res.partner"].sudo()
        normalized = email_normalize(email or "")
        if not normalized:
            return partners
        return partners.search([("email_normalized", "=", normalized)])

    @api.model
    def _crisis_user(self, email):
        users = self._crisis_known(email).user_ids
        return users.filtered(lambda user: not user.share)[:1]

    @api.model
    def _crisis_route_from_house(self, message_dict, writer):
        """Route a new mail to an address of the house that the desk has written from.

        Odoo would send it back. Only from somebody who is known, as other addons
        write from there, too; whoever is not is told by Odoo where to write.

        :return: routes, or None where it is none of ours
        """
        if message_dict.get("parent_id"):
            return None
        received = set(
            email_normalize_all(f"{message_dict['to']},{message_dict['recipients']}")
        )
        # who writes need not read where the house gets its mail
        named = [("name", "!=", False)]
        for house in self.env["mail.alias.domain"].sudo().search(named):
            names = {house.catchall_email, house.default_from_email} - {False}
            if not names & received:
                continue
            aliases = Domain("alias_full_name", "in", list(received - names))
            if self.env["mail.alias"].sudo().search_count(aliases, limit=1):
                return None  # it goes there
            sender = writer or message_dict["email_from"]
            documents = self.env["crisis.document"].sudo()
            known = self._crisis_known(sender)
            company = house.company_ids[:1]
            if not known and not documents._company_of(sender, company):
                return None
            teams = self.env["crisis.team"].sudo()
            team = teams.search([("company_id", "in", house.company_ids.ids)], limit=1)
            if team:
                user = self._mail_find_user_for_gateway(sender) or self.env.user
                values = {"team_id": team.id}
                return [("crisis.document", 0, values, user.id, team.alias_id)]
        return None

    @api.model
    def _crisis_route(self, route, message_dict, writer=""):
        """Lead a new mail to the case that it names, or that it asks for once more.

        :param str writer: who wrote what a form has sent, as an address
        """
        model, thread_id, values, user_id, alias = route
        if thread_id:
            return route
        documents = self.env["crisis.document"].sudo()  # the gateway, not the writer
        sender = writer or message_dict["email_from"]
        subject = message_dict.get("subject") or ""
        case = documents._case_in_subject(subject, sender)
        case = case or documents._case_written_before(subject, sender)
        return (model, case.id or thread_id, values, user_id, alias)

    @api.model
    def _message_route_process(self, message, message_dict, routes):
        """Let who files it look at the mail itself, too."""
        reading = self.with_context(crisis_mail=Inside(message))
        return super(MailThread, reading)._message_route_process(
            message, message_dict, routes
        )

    # ------------------------------------------------------------------
    # What did not arrive
    # ------------------------------------------------------------------

    @api.model
    def _routing_handle_bounce(self, email_message, message_dict):
        """What did not arrive was not said: its case takes it back."""
        result = super()._routing_handle_bounce(email_message, message_dict)
        self._crisis_take_back(email_message, message_dict)
        return result

    @api.model
    def _crisis_take_back(self, message, message_dict):
        """Let the case know what did not arrive; tell whether one was found."""
        emails = incoming_mail.failed_recipients(message)
        case, original = self._crisis_earlier(message)
        if not case:
            case, original = self._crisis_bounced_by_words(message, emails)
        if not case:
            return False
        case._keep_automatic_mail(message_dict)
        reason = incoming_mail.plain_text(message).strip()
        case._note_not_arrived(original, emails, reason)
        return True

    @api.model
    def _crisis_bounced_by_words(self, message, emails):
        """Find what did not arrive where the report does not name its Message-Id.

        It went to the address that the report names, within days, and the report
        names its case or its subject.
        """
        # a machine has no rights
        words = self.env["crisis.word"].sudo()
        recent = words.search(
            [
                ("direction", "=", "us"),
                ("message_id", "!=", False),
                ("date", ">=", fields.Datetime.now() - BOUNCES_WITHIN),
                (
                    "message_id.notification_ids.res_partner_id.email_normalized",
                    "in",
                    emails,
                ),
            ],
            order="id desc",
        )
        text = f"{message.get('Subject') or ''}\n{incoming_mail.plain_text(message)}"
        for word in recent:
            names = (word.document_id.reference, word.message_id.subject)
            if any(name and name in text for name in names):
                return word.document_id, word.message_id
        return self.env["crisis.document"], self.env["mail.message"]

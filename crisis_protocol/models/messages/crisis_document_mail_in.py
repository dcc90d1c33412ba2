import re
from datetime import timedelta

from markupsafe import Markup

from odoo import api, fields, models
from odoo.exceptions import AccessError
from odoo.fields import Domain
from odoo.tools import email_normalize

from ...tools import incoming_mail
from ...tools.constants import MAX_TEXT
from ...tools.inside import handed_inside
from ...tools.message_text import whole_text

# So long the same subject of the same person is the same matter, as long as it is open.
WRITTEN_AGAIN = timedelta(days=1)
# What in a subject may be a reference, whatever the sequence makes of it.
_REFERENCE = re.compile(r"\[([^\[\]\n]{2,64})\]|(\S*\d\S*)")
_PICTURE = re.compile(r"(/web/image/\d+)\?access_token=[\w-]+")


class CrisisDocument(models.Model):
    """A mail to a team's address becomes a case, or comes to the one it belongs to."""

    _inherit = "crisis.document"

    @api.model
    def message_new(self, msg_dict, custom_values=None):
        """Open a document from a mail to a team's address.

        The sender becomes the contact and his company the customer, the subject
        the topic, the text what happened. A sender nobody knows gets a contact, so
        that no mail is lost.

        :raise AccessError: for whoever calls it as a person
        """
        if not self.env.su:
            raise AccessError(self.env._("Mails come in through the mail server only."))
        # what comes in by mail is never a drill, whatever the address says
        values = {n: v for n, v in (custom_values or {}).items() if n != "is_drill"}
        team = self.env["crisis.team"].browse(values.get("team_id"))
        company = team.company_id or self.env.company
        protocol = self._mail_protocol(team, company)
        sender = self._mail_sender(msg_dict, company)
        body = msg_dict.get("body") or ""
        topic = incoming_mail.topic(msg_dict.get("subject"))
        defaults = {
            "name": (topic or self.env._("Mail without subject"))[:250],
            # A text too long to file stays in the thread, where the mail stands.
            "description": body if len(body) <= MAX_TEXT else False,
            "company_id": company.id,
            "protocol_id": protocol.id,
            "partner_id": sender.commercial_partner_id.id,
            "contact_id": sender.id,
            "user_id": False,
        }
        real = self.with_context(default_is_drill=False)
        document = super(CrisisDocument, real).message_new(
            self._with_outside_cc(msg_dict), custom_values={**defaults, **values}
        )
        # The mail itself and the notice of the opening reach the same people.
        quietly = document.with_context(mail_activity_quick_update=True)
        quietly._on_word_of_customer(fields.Datetime.now())
        return document

    def message_update(self, msg_dict, update_vals=None):
        """Keep who else reads a mail on a case."""
        return super().message_update(self._with_outside_cc(msg_dict), update_vals)

    @api.model
    def _mail_protocol(self, team, company):
        """Return the protocol for a team's mails; an unfinished one turns none away."""
        usable = [
            ("company_id", "in", [False, company.id]),
            ("stage_ids.is_closed", "=", False),
        ]
        protocols = self.env["crisis.protocol"].search(usable)
        return (team.protocol_id & protocols) or protocols[:1]

    # ------------------------------------------------------------------
    # For whom
    # ------------------------------------------------------------------

    @api.model
    def _mail_sender(self, msg_dict, company):
        """Return the contact for whom a mail is filed, made now if there is none.

        That is who wrote it; or, where a colleague passes it on, whose mail it was.
        """
        author = self.env["res.partner"].browse(msg_dict.get("author_id"))
        if author and self._works_here(author):
            for name, email in self._forwarded_senders(msg_dict):
                return self._contact_of(name, email, company)
        if author and author.company_id in (company.browse(), company):
            return author
        name, email = incoming_mail.address(msg_dict.get("email_from"))
        email = email or msg_dict.get("email_from") or ""
        contact = self._contact_of(name, email, company)
        # who it was filed for stands above the mail, too
        msg_dict["author_id"] = contact.id
        return contact

    @api.model
    def _forwarded_senders(self, msg_dict):
        """Return whose mails a colleague passes on, without those of the house."""
        mail = handed_inside(self.env, "crisis_mail")
        if mail is None:
            return []
        text = whole_text(str(msg_dict.get("body") or ""))
        threads = self.env["mail.thread"]
        return [
            (name, email)
            for name, email in incoming_mail.forwarded_senders(mail, text)
            if not threads._crisis_is_ours(email) and not threads._crisis_user(email)
        ]

    @api.model
    def _contact_of(self, name, email, company):
        """Return who has an address; who is new is filed under his company."""
        partners = self.env["res.partner"]
        here = [("company_id", "in", [False, company.id])]
        normalized = email_normalize(email)
        known = normalized and partners.search(
            [*here, ("email_normalized", "=", normalized)], order="id"
        )
        if known:
            # a person rather than the company that shares his address
            return known.filtered(lambda p: not p.is_company)[:1] or known[:1]
        employer = self._company_of(email, company)
        return partners.create(
            {
                "name": name or email or self.env._("Unknown sender"),
                "email": email,
                "parent_id": employer.id,
            }
        )

    @api.model
    def _company_of(self, email, company):
        """Return the known company whose people write from the domain of an address.

        Where anybody can have an address, and where two companies share a domain, it
        says nothing.
        """
        partners = self.env["res.partner"]
        domain = incoming_mail.domain(email)
        if not domain or incoming_mail.is_freemail(email):
            return partners
        found = partners.search(
            [
                (
                    "email_normalized",
                    "=like",
                    f"%@{domain.replace('_', chr(92) + '_')}",
                ),
                ("company_id", "in", [False, company.id]),
                ("crisis_is_drill", "=", False),
            ],
            limit=200,
        )
        # whose address is of the house itself is nobody's customer for that
        named = [("partner_id", "!=", False)]
        houses = self.env["res.company"].sudo().search(named).partner_id
        companies = found.commercial_partner_id.filtered("is_company") - houses
        return companies if len(companies) == 1 else partners

    # ------------------------------------------------------------------
    # To which case
    # ------------------------------------------------------------------

    @api.model
    def _case_in_text(self, text):
        """Return the one case whose reference stands in a text."""
        found = (a or b.strip("[](){}<>.,;:!?\"'") for a, b in _REFERENCE.findall(text))
        references = list(dict.fromkeys(filter(None, found)))[:50]
        if not references:
            return self.browse()
        cases = self.search([("reference", "in", references)])
        return cases if len(cases) == 1 else self.browse()

    @api.model
    def _case_in_subject(self, subject, email):
        """Return the case that a subject names, for somebody who has to do with it.

        A stranger who has read or guessed a number gets a case of his own.
        """
        case = self._case_in_text(subject or "")
        return case if case and case._has_to_do_with(email) else self.browse()

    def _has_to_do_with(self, email):
        """Whether somebody with this address is of the case: ours, his, or told."""
        self.ensure_one()
        threads = self.env["mail.thread"]
        if threads._crisis_user(email) or self._is_address_of_customer(email):
            return True
        normalized = email_normalize(email)
        people = self.message_partner_ids | self.message_ids.filtered(
            lambda m: not m.subtype_id.internal
        ).mapped("partner_ids")
        known = set(people.mapped("email_normalized"))
        known |= set(self._mail_cc_sanitized_raw_dict(self.email_cc))
        return bool(normalized) and normalized in known

    @api.model
    def _case_written_before(self, subject, email):
        """Return the open case that the same person opened with the same subject."""
        topic = incoming_mail.thread_topic(subject)
        normalized = email_normalize(email)
        if not topic or not normalized:
            return self.browse()
        recent = self.search(
            [
                ("contact_id.email_normalized", "=", normalized),
                ("create_date", ">=", fields.Datetime.now() - WRITTEN_AGAIN),
                ("is_closed", "=", False),
                ("is_drill", "=", False),
            ],
            order="id desc",
        )
        return recent.filtered(lambda d: d._was_opened_with(topic))[:1]

    def _was_opened_with(self, topic):
        mails = self.message_ids.filtered(lambda m: m.message_type == "email")
        return topic in map(incoming_mail.thread_topic, mails.mapped("subject"))

    # ------------------------------------------------------------------
    # Who else, and what it shows
    # ------------------------------------------------------------------

    @api.model
    def _with_outside_cc(self, msg_dict):
        """Return a mail with only those in copy who are not of the house."""
        copied = self._mail_cc_sanitized_raw_dict(msg_dict.get("cc"))
        writer = email_normalize(msg_dict.get("email_from") or "")
        threads = self.env["mail.thread"]
        outside = [
            raw
            for email, raw in copied.items()
            if email
            and email != writer
            and not threads._crisis_is_ours(email)
            and not threads._crisis_user(email)
        ]
        return {**msg_dict, "cc": ", ".join(outside)}

    def _show_pictures(self, message):
        """Show in “What Happened” the pictures that stand in the text of the mail.

        They are files of the case only once the mail stands on it.
        """
        if message.message_type != "email" or "cid:" not in (self.description or ""):
            return
        # whoever may read the case may see its files; nobody else gets hold of them
        body = Markup(_PICTURE.sub(r"\1", message.body))
        self._write_past_reactions({"description": body})

    def _is_of_customer(self, message):
        """Whether somebody from outside speaks for the customer of this case."""
        self.ensure_one()
        author = message.author_id.sudo()  # of whatever company
        if self._works_here(author):
            return False
        if author and (
            author == self._customer_contact()
            or author.commercial_partner_id == self.commercial_partner_id
        ):
            return True
        return self._is_address_of_customer(author.email or message.email_from)

    def _is_address_of_customer(self, email):
        """Whether an address is one of the customer's people, or of his domain."""
        normalized = email_normalize(email or "")
        if not normalized:
            return False
        # people of the customer whom who writes may not look up
        own = Domain("commercial_partner_id", "=", self.commercial_partner_id.id)
        people = self.env["res.partner"].sudo().search(own) | self._customer_contact()
        emails = set(filter(None, people.mapped("email_normalized")))
        if normalized in emails:
            return True
        if incoming_mail.is_freemail(normalized):
            return False
        if not self.commercial_partner_id.is_company:
            return False
        return incoming_mail.domain(normalized) in map(incoming_mail.domain, emails)

    def _keep_form_mail(self, msg_dict):
        """Keep on running cases what a form has sent: no word, but somebody looks."""
        for document in self:
            message = document._keep_automatic_mail(msg_dict)
            document._remind_of_stranger(message)

    def _remind_of_stranger(self, message):
        """Let the responsible see a mail of somebody who does not speak for him."""
        # whoever wrote has no rights on the case
        for document in self.sudo():
            spoken = document._in_desk_language()
            summary = spoken.env._(
                "Mail of somebody else: %s",
                message.author_id.name or message.email_from or "–",
            )
            open_ones = document.activity_ids.mapped("summary")
            if summary not in open_ones:
                spoken.activity_schedule(
                    "mail.mail_activity_data_todo",
                    date_deadline=fields.Date.context_today(document),
                    summary=summary,
                    user_id=document._responsible_or_supervisor().id or False,
                )

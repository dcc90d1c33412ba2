from contextlib import suppress

from odoo import models
from odoo.exceptions import MissingError
from odoo.tools import plaintext2html

from ...tools.inside import Inside, handed_inside


class CrisisSourceMixin(models.AbstractModel):
    """What is said on a record while its case goes on, and what is kept quiet."""

    _inherit = "crisis.source.mixin"

    # ------------------------------------------------------------------
    # What is said there
    # ------------------------------------------------------------------

    def message_post(self, **kwargs):
        """What a colleague says here counts on the case, so by the same rules.

        A mail of his that the protocol holds back becomes a note here, too.
        """
        source = self._with_open_case()
        if source:
            kwargs = source._crisis_own_words(kwargs)
        is_concerned = source and not source._is_of_another_customer()
        reason = is_concerned and source.crisis_case_id._holds_back_mail(kwargs)
        if not reason:
            return super().message_post(**kwargs)
        message = super().message_post(**source.crisis_case_id._as_note(kwargs))
        self.message_notify(
            partner_ids=message.author_id.ids,
            subject=self.env._("Not passed on: %s", self.display_name),
            body=plaintext2html(
                self.env._("Your mail stands there as a note.") + "\n\n" + reason
            ),
        )
        return message

    def _crisis_own_words(self, values):
        """Return what a client may say of a message that may be a word on the case.

        Unlike on a case, Odoo and other addons post here in many names and ways; what
        counts as whose word is asked of what was posted.

        :raise UserError: for a message to an address alone, or for a later time
        """
        case = self.crisis_case_id
        if case._speaks_for_others() or handed_inside(self.env, "crisis_told"):
            return values
        case._check_leaves_now(values)
        values = {name: values[name] for name in values if name != "date"}
        if values.get("message_type") == "out_of_office":
            values["message_type"] = "comment"
        return values

    def _message_post_after_hook(self, message, msg_values):
        """What the customer writes here he has said on the case, and so have we."""
        result = super()._message_post_after_hook(message, msg_values)
        if not handed_inside(self.env, "crisis_told"):
            for source in self._with_open_case():
                source._tell_case(message)
        return result

    def _tell_case(self, message):
        """Let the case know; who writes on the record need not see the case."""
        case = self.crisis_case_id
        if case._is_from_outside(message):
            # the writer, perhaps the customer, may not put files on a case
            files = message.sudo().attachment_ids.copy(
                {"res_model": case._name, "res_id": case.id}
            )
            case._message_log_batch(
                bodies={case.id: case._heard_note(self, message)},
                attachment_ids=files.ids,
            )
            # somebody else may answer on a ticket, too
            is_his = case._is_of_customer(message)
            if is_his and not self._is_of_another_customer():
                case._on_word_of_customer(message._crisis_time(), message)
        elif self._crisis_reaches_customer(message):
            case._on_word_to_customer(message._crisis_time(), message)

    def _crisis_reaches_customer(self, message):
        if message.message_type == "out_of_office":
            return False
        case = self.crisis_case_id
        return case._reaches_customer(case._reached_by(message, self))

    def _crisis_on_word(self, message):
        """Post here what the customer was told on the case.

        It stands here for everybody who follows on the record or on its portal page.
        Nobody gets it twice: who was told by the case is told no more, and nobody of
        another customer is told at all.

        :param message: the message of the case
        """
        for source in self:
            if source._is_of_another_customer() or source._is_read_by_others():
                continue
            told = source.crisis_case_id._told_by(message)
            # who writes on the case may not put files on a ticket
            files = message.sudo().attachment_ids.copy(
                {"res_model": source._name, "res_id": source.id}
            )
            # who writes on the case need not see the ticket, so he does not follow it
            source.with_context(
                crisis_told=Inside(told), mail_post_autofollow_author_skip=True
            ).message_post(
                body=message.body,
                subject=message.subject,
                author_id=message.author_id.id,
                message_type="comment",
                subtype_xmlid="mail.mt_comment",
                attachment_ids=files.ids,
            )

    def _is_of_another_customer(self):
        """Several customers may have reported what is one case for us."""
        reporter = self._crisis_partner().commercial_partner_id
        return reporter and reporter != self.crisis_case_id.commercial_partner_id

    def _crisis_readers(self):
        """Return who may read on the portal what is said here, beside the reporter."""
        return self.message_partner_ids

    def _is_read_by_others(self):
        """Whether somebody of another customer can read it on the portal."""
        outside = self._crisis_readers().filtered("partner_share").commercial_partner_id
        others = outside - self.crisis_case_id.commercial_partner_id
        if not others:
            return False
        readers = [("share", "=", True), ("commercial_partner_id", "in", others.ids)]
        return bool(self.env["res.users"].search(readers, limit=1))

    def _notify_get_recipients(self, message, msg_vals=False, **kwargs):
        recipients = super()._notify_get_recipients(message, msg_vals, **kwargs)
        told = handed_inside(self.env, "crisis_told")
        if not told:
            return recipients
        customer = self.crisis_case_id.commercial_partner_id
        # who writes need not see everybody who follows
        partners = self.env["res.partner"].sudo()
        return [
            recipient
            for recipient in recipients
            if recipient["id"] not in told["partner_ids"]
            and recipient["email_normalized"] not in told["emails"]
            and (
                not recipient["share"]
                or partners.browse(recipient["id"]).commercial_partner_id == customer
            )
        ]

    # ------------------------------------------------------------------
    # What is kept quiet
    # ------------------------------------------------------------------

    def _crisis_is_quiet(self):
        """Return those about which no automatic mail goes to the customer.

        While the case is open its words are the desk's own; and who was told that it
        is over need not hear so of each of the records that are closed with it.
        """
        hushed = self.env.cr.precommit.data.get(f"crisis.hushed.{self._name}", ())
        return self._with_open_case() | self.filtered(lambda s: s.id in hushed)

    def _crisis_hush(self):
        """Let no automatic mail go out for what happens to these until the commit."""
        data = self.env.cr.precommit.data
        data.setdefault(f"crisis.hushed.{self._name}", set()).update(self.ids)

    def _message_track_post_template(self, changes):
        """Hold the mails that stages send by themselves."""
        with suppress(MissingError):  # deleted meanwhile; Odoo knows what to do
            if changes and self._crisis_is_quiet():
                return True
        return super()._message_track_post_template(changes)

    def rating_send_request(self, template, lang=False, force_send=True):
        """Nobody is asked how satisfied he is while his crisis goes on."""
        quiet = self._crisis_is_quiet().ids
        others = self.filtered(lambda source: source.id not in quiet)
        if self and not others:
            return None
        return super(CrisisSourceMixin, others).rating_send_request(
            template, lang=lang, force_send=force_send
        )

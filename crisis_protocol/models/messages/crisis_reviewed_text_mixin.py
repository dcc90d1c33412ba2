from odoo import api, fields, models
from odoo.exceptions import UserError

from ...tools.presence import Presence
from ...tools.sentence import is_sentence


class CrisisReviewedTextMixin(models.AbstractModel):
    """A text for the customer that a second person reads before it leaves.

    Who reviews it, and that no message takes along what he has not read, is the same
    for all such texts. Each kind is a model that inherits this one and says where the
    text stands, who wrote it and what it lacks. It has no records of its own: `texts`
    are the records that hold the text, `documents` the cases that they are about.

    The composer, templates and messages that wait ask each kind that is installed. An
    addon adds one by such a model, and by its `_version_field`.
    """

    _name = "crisis.reviewed.text.mixin"
    _description = "Text That a Second Person Reads"

    # The `crisis_kind` of messages that take the text along.
    _template_kind = None
    # Leads from a text to its case.
    _document_path = "document_id"
    # The type of the activities that ask for the review.
    _activity_type = None
    # How far a text is: the field, and what stands there while it is to be reviewed.
    _state_field = "state"
    _waiting_state = "review"
    # Since when a text stands as it is shown to its reader.
    _shown_field = None
    # The field of `mail.scheduled.message` that keeps which text waits there. Where the
    # composer has it, too, it keeps with which one the window was opened.
    _version_field = None

    @api.model
    def _kinds(self):
        """Return a model for each kind of text that is installed."""
        mixin = "crisis.reviewed.text.mixin"
        names = self.env.registry.descendants([mixin], "_inherit")
        return [self.env[name] for name in sorted(names) if name != mixin]

    @api.model
    def _kinds_in(self, template, model_name):
        """Return the kinds of text that a message takes to the customer.

        :param template: the `mail.template` that it is written from, if any
        :param model_name: of the record on which it is
        """
        if model_name != "crisis.document":
            return []
        return [kind for kind in self._kinds() if kind._is_in(template)]

    def _is_in(self, template):
        """Whether messages of a template take the text along."""
        return template.crisis_kind == self._template_kind

    # ------------------------------------------------------------------
    # What each kind says
    # ------------------------------------------------------------------

    def _writers(self, text):
        """Return who stands for the text already, and so does not review it."""
        raise NotImplementedError

    def _lacks(self, document):
        """Return what keeps the text of a case from being sent; empty if nothing."""
        raise NotImplementedError

    def _version(self, document):
        """Return since when the text of a case may be sent as it is."""
        raise NotImplementedError

    def _sentences(self, note=""):
        """Return what is said of the text: four refusals, two lines for the chatter.

        :param note: what its reader finds wrong with it
        :return: {`done`, `own`, `changed`, `outdated`, `reviewed`, `returned`: words}
        """
        raise NotImplementedError

    def _keep_review(self, texts):
        """Keep that the current user has reviewed the texts, now."""
        raise NotImplementedError

    def _make_draft(self, texts):
        """Take back that the texts are to be reviewed, or are."""
        raise NotImplementedError

    def _note_sent(self, documents, message):
        """Keep that the customers have the text, if this message holds it."""
        raise NotImplementedError

    # ------------------------------------------------------------------
    # Review
    # ------------------------------------------------------------------

    def _is_waiting(self, text):
        return text[self._state_field] == self._waiting_state

    def _may_review(self, text):
        """Whether a text waits for a second person, and the current user is one."""
        return self._is_waiting(text) and self.env.user not in self._writers(text)

    def _review(self, texts, shown):
        """The current user has read the texts and lets them go.

        :param str shown: the `_shown_field` of what he has read, if that is known
        :raise UserError: if there is nothing to review, by who wrote it, or if the
            text has changed since
        """
        texts.check_access("write")
        self._check_state(texts, self._waiting_state)
        if any(self.env.user in self._writers(text) for text in texts):
            raise UserError(self._sentences()["own"])
        dates = {fields.Datetime.to_string(text[self._shown_field]) for text in texts}
        if shown and any(date != shown for date in dates):
            raise UserError(self._sentences()["changed"])
        self._keep_review(texts)
        self._activities(texts).unlink()
        documents = texts.mapped(self._document_path)
        documents._keep_moment("reviewed", "explanation", self._name)
        body = self._sentences()["reviewed"]
        documents._message_log_batch(bodies=dict.fromkeys(documents.ids, body))

    def _return(self, text, note):
        """Give a text back to its author, and tell him what is wrong with it.

        :raise UserError: without words, or if it is neither under review nor reviewed
        """
        text.ensure_one()
        text.check_access("write")
        self._check_state(text, self._waiting_state, "reviewed")
        if not is_sentence(note):
            raise UserError(self.env._("Say what is wrong with it, in a sentence."))
        self._make_draft(text)
        self._activities(text).unlink()
        document = text.mapped(self._document_path)
        document._keep_moment("returned", "explanation", self._name, note)
        document._post_news(
            body=self._sentences(note)["returned"],
            partner_ids=(self._writers(text) - self.env.user).partner_id.ids,
        )

    def _check_state(self, texts, *states):
        if any(text[self._state_field] not in states for text in texts):
            raise UserError(self._sentences()["done"])

    def _ask(self, texts):
        """Let a second person of the desk find his work, once."""
        for text in texts:
            if not self._is_waiting(text) or self._activities(text):
                continue
            document = text.mapped(self._document_path)
            reviewer = self._second_person(document, self._writers(text))
            # whoever confirmed or ended it may have passed it on with the same entry
            document.sudo()._in_desk_language().activity_schedule(
                self._activity_type,
                date_deadline=fields.Date.context_today(document),
                user_id=reviewer.id or False,
            )

    def _second_person(self, document, writers):
        """Return who is asked to review: the supervisor, else a second person."""
        team = document.team_id
        people = (team.supervisor_id | team.manager_ids | team.member_ids).filtered(
            lambda user: user.active and user not in writers
        )
        presence = Presence(people)
        there = people.filtered(lambda user: not presence.is_away(user))
        return (there or people)[:1]

    def _activities(self, texts):
        """Return what asks somebody to review the texts."""
        kind = self.env.ref(self._activity_type)
        # who has just passed a case on may not read it any more
        activities = texts.mapped(self._document_path).sudo().activity_ids
        return activities.filtered(lambda a: a.activity_type_id == kind).with_context(
            mail_activity_quick_update=True
        )

    # ------------------------------------------------------------------
    # Sending
    # ------------------------------------------------------------------

    def _lock(self, documents):
        """Let two who send the text at the same moment come one after the other."""
        documents._lock_rows_or_refuse()

    def _check_ready(self, documents):
        """Refuse to send what may not leave.

        :raise UserError: saying what is missing, case by case
        """
        for document in documents:
            if lacks := self._lacks(document):
                raise UserError(
                    self.env._(
                        "%(document)s: %(reason)s",
                        document=document.display_name,
                        reason=lacks,
                    )
                )

    def _check_version(self, documents, date):
        """Refuse to send another text than the one that a message was written with.

        :param date: the `_version` of that one, naive UTC
        :raise UserError: saying to write it anew
        """
        if any(self._version(document) != date for document in documents):
            raise UserError(self._sentences()["outdated"])

    def _is_told_in(self, document, body):
        """Whether a message tells the text of a case, whatever it is written from.

        :param body: HTML
        """
        return False

    def _taken_by(self, composer, documents):
        """Return on which of these cases a message takes the text along."""
        return documents

    def _check_composer(self, composer, documents):
        """Look at a message that takes the text of these cases along.

        :raise UserError: if it may not leave like this
        """
        is_kept = self._version_field in composer._fields
        if is_kept and (date := composer[self._version_field]):
            self._check_version(documents, date)

    def _check_scheduled(self, scheduled, document):
        """Look again at the text when a message that has waited takes it along.

        :raise UserError: if it may not leave any more, or has changed since
        """
        self._check_ready(document)
        self._check_version(document, scheduled[self._version_field])

    def _note_messages(self, documents, messages):
        """Keep where the customer has the text by a message in the thread."""
        for message in messages:
            document = documents.browse(message.res_id)
            if document._was_word(message):
                self._note_sent(document, message)

    def _note_mails(self, documents, mails):
        """Keep where the text leaves by a mail past the chatter.

        They are looked at before they leave, as they may be forgotten then.
        """
        cases = {document.id: document for document in documents}
        for mail in mails:
            document = cases.get(mail.res_id)
            if document and self._has_left(document, mail):
                self._note_sent(document, mail.mail_message_id)

    def _has_left(self, document, mail):
        """Whether the text of a case leaves the house with a mail."""
        return document._was_word(mail.mail_message_id)

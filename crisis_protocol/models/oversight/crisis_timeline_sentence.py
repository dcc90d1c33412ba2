from datetime import timedelta

from odoo import models
from odoo.tools import html2plaintext

from ...tools.constants import MAX_WORD
from ...tools.message_text import lines


class CrisisTimeline(models.Model):
    """How each thing that happened is told: a sentence, and the words of it.

    Each method takes one record, read with all others of its kind, and returns both
    in the reader's language. Duties tell themselves, see `crisis_duty_story`.
    """

    _inherit = "crisis.timeline"

    def _who(self, person):
        return person._crisis_name() or self.env._("Odoo")

    def _choice(self, record, name):
        """Return the label of a selection, as the reader reads it."""
        labels = dict(record._fields[name]._description_selection(self.env))
        return labels.get(record[name], "")

    def _html_to_text(self, html):
        return html2plaintext(html or "").strip()[:MAX_WORD]

    # ------------------------------------------------------------------
    # The case
    # ------------------------------------------------------------------

    def _tell_filed(self, document):
        facts = [
            document.protocol_id.name,
            document.category_id.display_name,
            document.partner_id.name,
        ]
        return (
            self.env._("%s filed the case.", self._who(document.create_uid)),
            lines(" · ".join(filter(None, facts))),
        )

    def _tell_change(self, tracked):
        who = tracked.mail_message_id.author_id.name or self.env._("Odoo")
        before = self._tracked_name(tracked, "old")
        after = self._tracked_name(tracked, "new")
        name = tracked.field_id.name
        if name == "stage_id":
            title = self.env._(
                "%(who)s moved the case from “%(before)s” to “%(after)s”.",
                who=who,
                before=before,
                after=after,
            )
        else:
            label = tracked.field_id.field_description
            title = self.env._(
                "%(who)s changed “%(field)s” from “%(before)s” to “%(after)s”.",
                who=who,
                field=label,
                before=before or "–",
                after=after or "–",
            )
        return title, self._html_to_text(tracked.mail_message_id.body)

    def _tracked_name(self, tracked, side):
        """Return a value as the reader reads it; records that are gone as they were."""
        document = self.env["crisis.document"]
        field = document._fields.get(tracked.field_id.name)
        value = tracked[f"{side}_value_integer"]
        if field and field.type == "many2one" and value:
            # whoever reads the case reads who was its customer, of any company
            record = self.env[field.comodel_name].sudo().browse(value).exists()
            return record.display_name or tracked[f"{side}_value_char"]
        return tracked[f"{side}_value_char"] or tracked[f"{side}_value_text"]

    def _tell_override(self, override):
        if override.kind != "gate":
            return self._tell_waiver(override)
        title = self.env._(
            "%(who)s let the case pass a gate: %(gate)s",
            who=self._who(override.user_id),
            gate=override.gate_name,
        )
        return title, override.reason

    def _tell_waiver(self, waiver):
        title = self.env._(
            "%(who)s left something out. %(kind)s: %(what)s",
            who=self._who(waiver.user_id),
            kind=self._choice(waiver, "kind"),
            what=waiver.gate_name,
        )
        return title, waiver.reason

    def _tell_waiver_end(self, waiver):
        title = self.env._(
            "%(who)s took back: %(kind)s: %(what)s",
            who=self._who(waiver.ended_by_id),
            kind=self._choice(waiver, "kind"),
            what=waiver.gate_name,
        )
        return title, ""

    def _tell_decision(self, decision):
        title = self.env._(
            "%(who)s decided: %(what)s",
            who=self._who(decision.user_id),
            what=decision.name,
        )
        return title, lines(decision.reason, decision.stress, decision.soften)

    def _tell_note(self, message):
        body = self._html_to_text(message.body)
        if message.message_type == "notification":
            first, _newline, rest = body.partition("\n")
            return first.lstrip("* "), rest.strip()
        who = message.author_id.name or message.email_from or self.env._("Odoo")
        if message.message_type == "auto_comment":
            return self.env._("Automatic mail of %s, nobody's word:", who), body
        return self.env._("%s noted:", who), body

    # ------------------------------------------------------------------
    # The customer
    # ------------------------------------------------------------------

    def _tell_word(self, word):
        author = word.message_id.author_id.name or word.message_id.email_from
        if word.direction == "customer":
            title = self.env._("%s wrote to us.", author or self.env._("The customer"))
        elif word.is_oral:
            title = self._spoke(word)
        else:
            title = self.env._(
                "%s wrote to the customer.", word.user_id._crisis_name() or author
            )
        if word.date_returned:
            title = self.env._("%s It did not arrive.", title)
        return title, word.text

    def _spoke(self, word):
        """Say who spoke to the customer, and when he noted it if that was later."""
        noted = word.create_date
        if noted - word.date < timedelta(minutes=1):
            return self.env._("%s spoke to the customer.", self._who(word.user_id))
        return self.env._(
            "%(who)s spoke to the customer, and noted it on %(time)s.",
            who=self._who(word.user_id),
            time=self.env["crisis.duty.mixin"]._time(noted),
        )

    def _tell_call(self, call):
        return (
            self.env._(
                "%s called the customer and reached nobody.", self._who(call.user_id)
            ),
            lines(call.contact_id.name),
        )

    def _tell_moment(self, moment):
        who = self._who(moment.user_id)
        if moment.event == "moved":
            first, _newline, rest = (moment.text or "").partition("\n")
            return f"{who}: {first}", rest
        if moment.event == "contact":
            return self._contact_sentence(moment, who), moment.text or ""
        return self._moment_sentence(moment, who), moment.text or ""

    def _contact_sentence(self, moment, who):
        contact = moment.partner_id.name or "–"
        if moment.about == "added":
            return self.env._(
                "%(contact)s answers for the customer, added as a contact by %(who)s "
                "after the filing.",
                contact=contact,
                who=who,
            )
        return self.env._(
            "%(who)s changed a contact of the customer: %(contact)s",
            who=who,
            contact=contact,
        )

    def _moment_sentence(self, moment, who):
        """Say what became of a text that a second person reads."""
        is_explanation = moment.about == "crisis.reviewed.explanation"
        if moment.event == "confirmed":
            return self.env._("%s confirmed the facts of the explanation.", who)
        if moment.event == "reviewed":
            if is_explanation:
                return self.env._("%s reviewed the explanation.", who)
            return self.env._("%s reviewed the text for the customer.", who)
        if is_explanation:
            return self.env._("%s sent the explanation back.", who)
        return self.env._("%s sent the text for the customer back.", who)

    def _tell_answered(self, document):
        words = document.explanation_answer_words or ""
        answer = document.explanation_accepted
        # an earlier text that was accepted, before it was written anew
        is_earlier = answer == "not_asked" and document.date_explanation_accepted
        if answer == "yes" or is_earlier:
            return self.env._("The customer accepted the explanation."), words
        if document.explanation_accepted == "unsaid":
            return self.env._(
                "Asked twice, the customer did not say whether he accepts the "
                "explanation."
            ), words
        return (
            self.env._("The customer did not accept the explanation."),
            document.explanation_refusal or "",
        )

    # ------------------------------------------------------------------
    # Production and others
    # ------------------------------------------------------------------

    def _tell_order(self, task):
        unit = task.crisis_unit_id.name
        return self.env._("%(unit)s got an order.", unit=unit), task.name

    def _tell_items(self, item):
        same = item.document_id.item_ids.filtered(
            lambda other: other.date_recovered == item.date_recovered
            and other.recovered_by_id == item.recovered_by_id
        )
        title = self.env._(
            "%(who)s noted as recovered: %(count)s missed or wrong items.",
            who=self._who(item.recovered_by_id),
            count=len(same),
        )
        return title, lines(*same[:10].mapped("name"))

    def _tell_stakeholder(self, row):
        title = self.env._(
            "%(who)s wrote to %(reader)s.",
            who=self._who(row.sent_by_id),
            reader=row.partner_id.name,
        )
        return title, self._choice(row, "audience")

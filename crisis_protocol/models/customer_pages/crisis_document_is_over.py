from markupsafe import Markup

from odoo import api, fields, models
from odoo.tools import plaintext2html

from ...tools.constants import ANSWERS_OVER, WORSE
from ...tools.inside import Inside
from ...tools.personal_link import place_of

# How long a link may be used, in hours.
OVER_HOURS = 7 * 24
OVER_SCOPE = "crisis_protocol.over"
MAX_WORDS = 5000
# “Better” is one notch up, not the end.
BETTER = {"bad": "strained", "strained": "good", "unknown": "good", "good": "good"}

# What his answer says of whether it is over; “better” leaves that open.
SAID = {"still": "no", "over": "yes"}


class CrisisDocument(models.Model):
    """One tap: the customer says himself whether it is over (S0-42, S0-46, S0-62)."""

    _inherit = "crisis.document"

    over_buttons = fields.Html(
        compute="_compute_over_buttons",
        sanitize=False,
        export_string_translation=False,
        help="Three large buttons for a message: still going on, better, over.",
    )
    customer_answer = fields.Selection(
        ANSWERS_OVER,
        "Customer's Last Answer",
        readonly=True,
        copy=False,
        help="What the customer pressed last on the page that asks whether it is over.",
    )
    customer_answer_words = fields.Text(readonly=True, copy=False)
    date_customer_answer = fields.Datetime(
        "Customer Answered On", readonly=True, copy=False
    )
    customer_answer_asked = fields.Integer(
        readonly=True,
        copy=False,
        export_string_translation=False,
        help="The control that was asked about, so that one link counts once.",
    )

    def _template_to_write(self):
        """Ask nobody whether it is over who has said so: say that we close it."""
        template = super()._template_to_write()
        if template.crisis_kind != "ask_over" or self.customer_says_over != "yes":
            return template
        others = self.stage_id.message_template_ids
        closing = others.filtered(lambda t: t.active and t.crisis_kind == "closing")
        return closing[:1] or template

    @api.depends("message_lang", "contact_id", "partner_id", "control_ids.state")
    def _compute_over_buttons(self):
        for document in self:
            reader = document.with_context(lang=document._page_lang())
            document.over_buttons = bool(document._origin) and reader._over_html()

    def _over_html(self):
        return self.env["ir.qweb"]._render(
            "crisis_protocol.over_buttons",
            # the reader's own link comes in when the mail leaves to him
            {"url": place_of("over", self.ids), "answers": self._over_labels()},
            minimal_qcontext=True,
        )

    def _over_labels(self):
        """Return the three answers in the language of this environment."""
        return self._fields["customer_answer"]._description_selection(self.env)

    def _page_links(self):
        return super()._page_links() | {"over": self._over_url}

    def _over_url(self, partner=None):
        """Return the link with which one of the customer, and he alone, says it.

        :param partner: who; the contact if nobody is named
        """
        asked = self._over_control() or self._last_asked()
        return self._page_url(
            "/crisis/over", OVER_SCOPE, OVER_HOURS, asked.id or 0, partner
        )

    @api.model
    def _from_over_token(self, token):
        """Return (document, contact, id of the control asked about) of a link."""
        return self._from_page_token(OVER_SCOPE, token)

    def _over_control(self):
        """Return the open control that asks the customer, if there is one."""
        return self.control_ids.filtered(
            lambda c: c.kind == "customer" and c.state == "open"
        )[:1]

    def _last_asked(self):
        asked = self.control_ids.filtered(lambda c: c.kind == "customer")
        return max(asked, key=lambda control: control.id, default=asked)

    # ------------------------------------------------------------------
    # The answer
    # ------------------------------------------------------------------

    def _note_over_answer(self, answer, words, partner, asked_id=0):
        """Take in what the customer pressed: a control result, readings, the trail.

        His newest word always counts; but one link is one clean control at most,
        however often he presses. The same press twice is one.

        :param str answer: one of `ANSWERS_OVER`
        :param str words: what he wrote beside it, or nothing
        :param int asked_id: the control that his link was made for
        :return: False if it was noted already
        """
        self.ensure_one()
        # The customer presses, who has no rights; and what is stored goes to
        # colleagues, so it speaks their language.
        document = self.sudo()._in_desk_language()
        document._lock_rows()
        words = self._clean_visitor_text(words, MAX_WORDS)
        if document._is_same_answer(answer, words, asked_id):
            return False
        control = document._control_to_answer(answer, asked_id)
        document._write_past_reactions(
            {
                "customer_answer": answer,
                "customer_answer_words": words,
                "date_customer_answer": fields.Datetime.now(),
                "customer_answer_asked": asked_id,
            }
        )
        document._track_set_author(partner)
        label = dict(document._over_labels())[answer]
        if control:
            control._take_answer(answer, words or label, partner)
        else:
            document._write_past_reactions(document._readings_by_answer(answer))
            if says := SAID.get(answer):
                document._note_over(says, "page", partner, words or label)
        document._post_answer(answer, label, words, partner)
        if answer == "still":
            document._alert_of_still()
        return True

    def _unsaid(self):
        return super()._unsaid() | {
            "customer_answer": False,
            "customer_answer_words": False,
            "date_customer_answer": False,
        }

    def _is_same_answer(self, answer, words, asked_id):
        return (
            bool(self.date_customer_answer)
            and self.customer_answer_asked == asked_id
            and self.customer_answer == answer
            and (self.customer_answer_words or "") == words
        )

    def _control_to_answer(self, answer, asked_id):
        """Return the control that this answer is the result of, if any.

        “Still going on” is news at any time. Good news counts as a control only once
        for each link, and not when the control was done by other means.
        """
        control = self._over_control()
        if answer == "still" or not control or control.id == asked_id:
            return control
        asked = self.control_ids.filtered(lambda c: c.id == asked_id)
        is_spent = self.date_customer_answer and asked_id <= self.customer_answer_asked
        is_counted = asked.state == "done" or is_spent
        return control.browse() if is_counted else control

    def _readings_by_answer(self, answer):
        """Return what an answer changes where there is no control to take it."""
        if answer == "still":
            return {
                "health_customer": WORSE[self.health_customer],
                "clean_customer_count": 0,
            }
        if answer == "better":
            return {"health_customer": BETTER[self.health_customer]}
        return {"health_customer": "good"}

    def _reading_after(self, control):
        vals = super()._reading_after(control)
        if control.customer_answer == "better":
            vals["health_customer"] = BETTER[self.health_customer]
        return vals

    def _post_answer(self, answer, label, words, partner):
        """Post the answer as the customer's own message.

        A good answer without words asks for no reply, so nobody is reminded of one.
        """
        body = Markup("<p><b>%s</b></p>") % label
        if words:
            body += plaintext2html(words)
        asks_reply = answer == "still" or words
        self._post_as_customer(body, partner, asks_reply=bool(asks_reply))

    def _post_as_customer(self, body, partner, asks_reply=True, files=()):
        """Post what the customer did on a page, in his name.

        :param Markup body: what stands in the chatter
        :param bool asks_reply: he waits for an answer: the responsible is reminded
        """
        self._note_whose_word(partner)
        thread = self.with_context(
            mail_post_autofollow_author_skip=True,
            mail_notify_force_send=False,
            crisis_no_reply_asked=Inside(not asks_reply),
        )
        thread._post_news(
            body=body,
            author_id=partner.id,
            message_type="comment",
            subtype_xmlid="mail.mt_comment",
            attachment_ids=[file.id for file in files],
        )

    def _alert_of_still(self):
        """Tell the responsible and the supervisor at once that it is not over."""
        people = self._responsible_or_supervisor()
        people |= self.team_id._acting_supervisor()
        self._notify_users({user: {self: [self._still_line]} for user in people})

    def _still_line(self):
        words = self.customer_answer_words
        text = self.env._("The customer says that it is still going on.")
        return f"{text} {words}" if words else text

from datetime import timedelta

from markupsafe import Markup

from odoo import api, fields, models
from odoo.exceptions import UserError

from ...tools.constants import ANSWERS_EXPLANATION, ANSWERS_OVER, WORDS_SAY
from ...tools.dialog import dialog
from ...tools.inside import Inside
from ...tools.said import check_spoken, said_reason

MOODS = [
    ("calm", "Calm"),
    ("worried", "Worried"),
    ("annoyed", "Annoyed"),
    ("angry", "Angry"),
]
# Who logs a call says when it was held, as long as he may remember it to the minute.
REMEMBERED = timedelta(hours=2)
# So much later a call is written down in any hurry; what is logged later was not known
# until then, and counts from when it was.
LOGGED_AT_ONCE = timedelta(minutes=15)


class CrisisCall(models.Model):
    """What came of a call: a word to the customer, and a control where it asked."""

    _inherit = "crisis.call"

    date = fields.Datetime(
        "Held On",
        copy=False,
        help="Empty: now. Logged more than 15 minutes later, the call counts from when "
        "it is logged.",
    )
    date_logged = fields.Datetime(
        "Logged On",
        readonly=True,
        copy=False,
        help="When it was written down; the one who logs says when it was held.",
    )
    is_reached = fields.Boolean("Reached", readonly=True, copy=False)
    attempt = fields.Integer(
        readonly=True, copy=False, aggregator=None, help="Which one on this case."
    )
    minutes_to_contact = fields.Integer(
        "Since Filing (min)",
        compute="_compute_minutes_to_contact",
        store=True,
        aggregator="avg",
        help="How long after the filing the customer was spoken to.",
    )
    customer_words = fields.Text(
        "His Answer", copy=False, help="In his own words: without them it is no proof."
    )
    mood = fields.Selection(MOODS, copy=False)
    explanation_state = fields.Selection(related="document_id.explanation_state")
    explanation_accepted = fields.Selection(
        ANSWERS_EXPLANATION, default="not_asked", copy=False
    )
    asked_if_over = fields.Boolean(
        "Asked How It Stands",
        copy=False,
        help="Then the call is control 2, and need not be done twice.",
    )
    can_ask = fields.Boolean(
        compute="_compute_can_ask", export_string_translation=False
    )
    words_say = fields.Selection(WORDS_SAY, compute="_compute_words_say")
    contradiction_reason = fields.Text(
        "Why All the Same",
        copy=False,
        help="Where his words say otherwise than how it stands.",
    )
    customer_says = fields.Selection(ANSWERS_OVER, "How It Stands", copy=False)
    date_promised = fields.Datetime(
        "Next Word By",
        compute="_compute_date_promised",
        compute_sudo=False,
        store=True,
        readonly=False,
        precompute=True,
        copy=False,
        help="The time you named to the customer. Only the next word is promised, "
        "never a solution. Empty: none was named.",
    )
    hold_reason = fields.Text(
        "Why Not Called",
        copy=False,
        help="If you have nothing good to say yet, it is better not to call.",
    )

    @api.depends("document_id")
    def _compute_date_promised(self):
        for call in self:
            document = call.document_id
            call.date_promised = document and document._default_promise_date()

    @api.depends("date", "date_logged", "is_reached")
    def _compute_minutes_to_contact(self):
        for call in self:
            filed = call.document_id.create_date
            minutes = 0
            if call.is_reached and call.date and filed:
                counted = call._date_counted()
                minutes = max((counted - filed).total_seconds() // 60, 0)
            call.minutes_to_contact = minutes

    @api.depends("customer_words")
    def _compute_words_say(self):
        for call in self:
            call.words_say = self.env["crisis.expression"]._said(call.customer_words)

    @api.depends("document_id.control_ids.state")
    def _compute_can_ask(self):
        for call in self:
            call.can_ask = bool(call._open_control())

    # ------------------------------------------------------------------
    # What the buttons do
    # ------------------------------------------------------------------

    def action_open(self):
        """Open the call: to be prepared, or as it was held."""
        self.ensure_one()
        return self._dialog("crisis_protocol.crisis_call_view_form")

    def action_open_link(self):
        """Open the original text, and keep that it was (S2-05, S2-26).

        :raise UserError: without a link
        """
        self.ensure_one()
        self.check_access("write")
        if not self.link:
            raise UserError(self.env._("There is no link to open."))
        if self.state == "prepared" and not self.date_link_opened:
            self._write_as_system({"date_link_opened": fields.Datetime.now()})
        return {"type": "ir.actions.act_url", "url": self.link, "target": "new"}

    def action_call(self):
        """Open the part in which the call is logged, with what was prepared."""
        self.ensure_one()
        self.check_access("write")
        self._check_planned()
        # the time proposed when it was prepared may have come
        self._write_as_system(
            {"date_promised": self.document_id._default_promise_date()}
        )
        return self._dialog("crisis_protocol.crisis_call_view_form_log")

    def _dialog(self, view):
        return dialog(self, self.env._("Call to the customer"), self.env.ref(view))

    def action_hold(self):
        """Decide not to call, as there is nothing good to say yet (S2-09).

        :raise UserError: without a reason
        """
        self.ensure_one()
        self.check_access("write")
        self._check_planned()
        reason = said_reason(self.env, self.hold_reason)
        self._write_as_system({"state": "cancelled"})
        self.document_id._message_log(
            body=self.env._("The call is held back: %s", reason)
        )
        return {"type": "ir.actions.act_window_close"}

    def action_log(self):
        """Note that the customer was reached, and all that follows from it.

        It is a word to him: promises until now are kept, and the next is made. Where
        he was asked how it stands, it is control 2 as well.

        :raise UserError: with what is missing or can't be
        """
        return self._log(is_reached=True)

    def action_unreached(self):
        """Note an attempt: nobody answered, and the customer has not heard from us.

        What was prepared is kept for the next attempt (S2-08).
        """
        return self._log(is_reached=False)

    def _log(self, is_reached):
        self.ensure_one()
        self.check_access("write")
        self._check_planned()
        control = self._open_control() if self.asked_if_over else None
        self._check_result(is_reached, control)
        document = self.document_id
        now = fields.Datetime.now()
        held = self.date or now
        domain = [("document_id", "=", document.id), ("state", "=", "done")]
        vals = {
            "state": "done",
            "is_reached": is_reached,
            "date": held,
            "date_logged": now,
            "user_id": self.env.uid,
            "attempt": self.search_count(domain) + 1,
        }
        if not is_reached:
            if self.date_prepared:
                # the next attempt takes over what was prepared and is not handed in
                self.sudo().copy({"user_id": self.env.uid})
            vals |= {
                "mood": False,
                "explanation_accepted": "not_asked",
                "customer_says": False,
                "date_promised": False,
            }
        self._write_as_system(vals)
        if is_reached:
            # who names the time of the next word promises it below
            named = self.date_promised and Inside()
            spoken = document.with_context(crisis_names_next_word=named)
            spoken._log_word(self._story(), self._date_counted())
            document._answer_explanation(
                self.explanation_accepted or "not_asked",
                self.customer_words,
                held,
                self.contradiction_reason,
                explanation_call_id=self.id,
            )
            if not control:
                document._note_whose_word(self.contact_id)
            if self.date_promised:
                document._promise(self.date_promised)
        else:
            document._write_past_reactions({"date_last_entry": fields.Datetime.now()})
            document._message_log(body=self._story())
        done = {"type": "ir.actions.act_window_close"}
        return self._do_control(control) if control else done

    # ------------------------------------------------------------------
    # What follows from it
    # ------------------------------------------------------------------

    def _check_result(self, is_reached, control):
        """Refuse a log that can't be, or that proves nothing (S2-30).

        :raise UserError: saying what to do
        """
        self._check_held()
        if self.asked_if_over and not control:
            raise UserError(
                self.env._("No control 2 is open on this case. Untick the question.")
            )
        if not is_reached:
            return
        spoken_to = self.contact_id or self.partner_id
        self.document_id._check_speaks_for_customer(spoken_to)
        check_spoken(
            self.env,
            self.customer_words,
            is_proof=self.asked_if_over and self.customer_says != "still",
        )
        self.document_id._check_explanation_answer(
            self.explanation_accepted or "not_asked",
            self.customer_words,
            self.date or fields.Datetime.now(),
            self.contradiction_reason,
        )
        if self.asked_if_over and not self.customer_says:
            raise UserError(
                self.env._("Say how it stands in the customer's eyes, or untick it.")
            )

    def _check_held(self):
        """Refuse a time that nobody has spoken at on this case, or remembers.

        :raise UserError: saying which times can be
        """
        now, filed = fields.Datetime.now(), self.document_id.create_date
        if not self.date:
            return
        if self.date > now:
            raise UserError(self.env._("The call can't have been held in the future."))
        # people choose whole minutes
        if self.date < filed.replace(second=0, microsecond=0):
            raise UserError(
                self.env._(
                    "The case was filed on %s. What was said before that stands under "
                    "“What Happened”.",
                    self.env["crisis.duty.mixin"]._time(filed),
                )
            )
        if self.date < now - REMEMBERED:
            raise UserError(
                self.env._(
                    "A call is logged within two hours. Leave the time empty, and say "
                    "in the words when it was."
                )
            )

    def _date_counted(self):
        """Return when the customer has heard from us by this call, naive UTC."""
        logged = self.date_logged or fields.Datetime.now()
        return self.date if logged - self.date <= LOGGED_AT_ONCE else logged

    def _story(self):
        """Tell the call for the chatter, as HTML."""
        name = self.contact_id.name or self.partner_id.name
        ready = (
            self.env._("The call was prepared.")
            if self.is_prepared
            else self.env._("The call was not prepared.")
        )
        if not self.is_reached:
            title = self.env._(
                "Attempt %(number)s to reach %(name)s (%(channel)s): nobody answered.",
                number=self.attempt,
                name=name,
                channel=self._choice("channel"),
            )
            return Markup("<p>%s %s</p>") % (title, ready)
        title = self.env._(
            "Spoke to %(name)s (%(channel)s).",
            name=name,
            channel=self._choice("channel"),
        )
        lines = [f"{title} {ready}"]
        if (fields.Datetime.now() - self.date).total_seconds() >= 60:
            lines.append(
                self.env._(
                    "Held on %s.", self.env["crisis.duty.mixin"]._time(self.date)
                )
            )
        lines.append(self.customer_words)
        if self.mood:
            lines.append(self.env._("Mood: %s", self._choice("mood")))
        return Markup("<p>%s</p>") % Markup("<br/>").join(lines)

    def _open_control(self):
        """Return the control 2 that this call does, if one is open."""
        controls = self.document_id.control_ids.filtered(
            lambda c: c.kind == "customer" and c.state == "open"
        )
        return controls.sorted("date_due")[:1]

    def _do_control(self, control):
        """Note in the control what the customer said; the call has counted as word."""
        control._write_as_system({"call_id": self.id})
        control.write(
            {
                "asked_partner_id": (self.contact_id or self.partner_id).id,
                "channel": self.channel,
                "customer_words": self.customer_words,
                "customer_says_over": self.customer_says == "over",
                "contradiction_reason": self.contradiction_reason,
            }
        )
        if not self.is_reached:
            return control.action_unreached()
        if self.customer_says == "still":
            return control.action_problem()
        return control.action_clean()

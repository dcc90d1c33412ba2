from odoo import api, fields, models
from odoo.exceptions import UserError

from ...tools.change import Change
from ...tools.inside import Inside


class CrisisDocument(models.Model):
    """The case: who is concerned, and what happens to it, in which order (S0-41).

    This file has the only `create` and the only `write` of the case, and below them one
    tuple for each thing that can happen to it: the names of the steps, in the order in
    which they happen. What a step does stands in the room it belongs to. An addon adds
    a step by extending the method that returns the tuple, with `insert_step`.
    """

    _name = "crisis.document"
    _description = "Crisis Document"
    _inherit = [
        "crisis.mark.mixin",
        "crisis.input.mixin",
        "mail.thread.cc",
        "mail.activity.mixin",
        "mail.tracking.duration.mixin",
    ]
    _order = "id desc"
    _rec_names_search = ["name", "reference"]
    _primary_email = "contact_email"
    _mail_post_access = "read"
    _track_duration_field = "stage_id"
    _check_company_auto = True
    _said_once = frozenset({"reference", "company_id", "is_drill", "drill_story_id"})
    _judged_anew = frozenset({"level_id", "team_id", "health_own", "health_customer"})

    name = fields.Char(
        "Topic", required=True, tracking=True, index="trigram", in_brief=True
    )
    reference = fields.Char(readonly=True, copy=False, index="trigram")
    active = fields.Boolean(default=True, copy=False, plans_duties=True)
    company_id = fields.Many2one(
        "res.company",
        required=True,
        readonly=True,
        index=True,
        default=lambda self: self._default_company_id(),
    )
    protocol_id = fields.Many2one(
        "crisis.protocol",
        required=True,
        tracking=True,
        index=True,
        check_company=True,
        ondelete="restrict",
    )
    origin = fields.Selection(related="protocol_id.origin")
    category_id = fields.Many2one(
        "crisis.category",
        tracking=True,
        index="btree_not_null",
        ondelete="restrict",
        domain="[('protocol_id', '=', protocol_id)]",
        in_brief=True,
    )
    user_id = fields.Many2one(
        "res.users",
        "Responsible",
        default=lambda self: self._default_user_id(),
        domain="[('share', '=', False)]",
        check_company=True,
        tracking=True,
        index=True,
        copy=False,
        plans_duties=True,
    )
    partner_id = fields.Many2one(
        "res.partner",
        "Customer",
        required=True,
        tracking=True,
        index=True,
        check_company=True,
        domain="[('crisis_is_drill', 'in', (is_drill, False))]",
    )
    commercial_partner_id = fields.Many2one(
        related="partner_id.commercial_partner_id", store=True, index=True
    )
    description = fields.Html(
        "What Happened",
        help="In the customer's own words, wherever possible.",
        in_brief=True,
        may_quote=True,
    )
    date_occurred = fields.Datetime(
        "Since", copy=False, help="When it happened or began.", in_brief=True
    )
    date_closed = fields.Datetime(
        "Closed On", compute="_compute_date_closed", store=True, copy=False
    )

    _reference_unique = models.UniqueIndex(
        "(company_id, reference) WHERE reference IS NOT NULL",
        "This reference is taken. Leave it empty to get the next one.",
    )
    _open_idx = models.Index(
        "(stage_id, id DESC) WHERE active IS TRUE AND is_closed IS NOT TRUE"
    )

    def _default_company_id(self):
        return self.env.company

    def _default_user_id(self):
        user = self.env.user
        is_agent = user.has_group("crisis_protocol.group_crisis_agent")
        return user if is_agent and not user.share else user.browse()

    @api.depends("is_closed")
    def _compute_date_closed(self):
        now = fields.Datetime.now()
        for document in self:
            document.date_closed = document.is_closed and (document.date_closed or now)

    @api.depends("reference", "name")
    @api.depends_context("formatted_display_name")
    def _compute_display_name(self):
        formatted = self.env.context.get("formatted_display_name")
        for document in self:
            name, reference = document.name or "", document.reference
            if formatted and reference:
                document.display_name = f"{name} \t--{reference}--"
            else:
                document.display_name = " ".join(
                    filter(None, [reference and f"[{reference}]", name])
                )

    # ------------------------------------------------------------------
    # The path: filing and changing
    # ------------------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        """File cases: look at what is handed in, file, then do what that sets off."""
        filing = self._without_defaults()
        handed_in = [self._handed_in_defaults() | vals for vals in vals_list]
        rows = handed_in
        for name in self._filing_door():
            rows = getattr(filing, name)(rows)
        # what is told of a line waits until the case is there
        begun = filing.with_context(crisis_filing=Inside())
        documents = super(CrisisDocument, begun).create(rows).with_env(filing.env)
        documents._note_locked()  # nobody else knows them yet
        filed = dict(zip(documents, handed_in, strict=True))
        documents._run_steps(self._filing_steps(), filed)
        return documents.with_env(self.env)

    @api.model
    def _filing_door(self):
        """Return what is done, in this order, with what is handed in for new cases.

        Each takes the rows of values and returns them.
        """
        return (
            # first, so that nothing below trusts what Odoo keeps itself
            "_filter_filed",
            "_keep_his_reading_filed",
            "_begin_explanations",
            # last: a number is taken only by who comes through
            "_number",
        )

    @api.model
    def _filing_steps(self):
        """Return what a new case sets off, in this order.

        Each is called with {document: the values it was filed with}.
        """
        return (
            # whoever follows gets what is said from here on
            "_subscribe_watchers_filed",
            # before the duties are planned: those of a follower are other ones
            "_follow_from_filing",
            # before anybody else is shown the files
            "_adopt_material_filed",
            # refuses; said before the gates are looked at, which may rest on it
            "_keep_waivers_filed",
            # refuses; the reason came with the filing
            "_check_lightened_filed",
            # refuses: nothing has left the house until here
            "_check_stage_filed",
            "_enter_stage_filed",
            # filed together with the case, they were counted before they were there
            "_count_items_filed",
            # last of what concerns the case: the duties follow from all of it
            "_plan_duties_filed",
            # the order that tells it is a duty, too
            "_tell_causes_filed",
            # boards ask anew, and find the whole
            "_tell_boards",
        )

    def write(self, vals):
        """Change cases: look at what is handed in, write, then react to the change."""
        self._lock_rows()
        self = self._with_tracking(vals)
        handed_in = self._filter_handed_in(vals)
        vals = dict(handed_in)
        for name in self._change_door():
            vals = getattr(self, name)(vals)
        before = {name: getattr(self, name)(handed_in) for name in self._snapshots()}
        result = super().write(vals)
        self._run_steps(self._change_steps(), Change(handed_in, vals, before))
        return result

    @api.model
    def _change_door(self):
        """Return what is done, in this order, with what is handed in for a change.

        Each takes the values and returns them.
        """
        return (
            "_refuse_empty_links",
            "_keep_number",
            "_keep_drill",
            "_keep_protocol",
            "_keep_his_reading",
            # what is left by now is an entry of somebody
            "_note_entry",
            "_forget_old_reason",
        )

    @api.model
    def _snapshots(self):
        """Return what the reactions compare: methods that look before the write.

        Each takes the values handed in, and returns {document: how it stands}, or None
        where they can't concern it.
        """
        return (
            "_endings_before",
            "_weights_before",
            "_stages_before",
            "_waivers_before",
            "_watchers_before",
            "_explanations_before",
            "_answers_before",
            "_plans_before",
            "_clocks_before",
            "_groups_before",
            "_briefs_before",
            "_customers_before",
            "_speakers_before",
        )

    @api.model
    def _change_steps(self):
        """Return what a change sets off, in this order; each is called with it."""
        return (
            # before anybody else is shown the files
            "_adopt_material_changed",
            # these refuse, so before anything is told; the reason came with the write
            "_check_lightened",
            # refuses; said before the gates are looked at, which may rest on it
            "_react_to_waivers",
            # refuses, so before anything is told; the reason came with the write
            "_react_to_stage",
            # who follows by the new level gets what is said from here on
            "_react_to_watchers",
            # what was confirmed holds no longer, before others are given the words
            "_react_to_explanation",
            "_react_to_replaced_answers",
            # what comes back begins anew, before its duties are planned
            "_react_to_reopening",
            # refuses where it is watched still
            "_react_to_archiving",
            # his own word who leads is an answer, before he is asked for one
            "_react_to_leader",
            # before what is owed is planned by the new clock
            "_note_clock_changed",
            "_react_to_plan",
            # a unit that has no order yet gets one, and the managers are told by that
            "_react_to_cause",
            # followers follow what stands on the leading case by now
            "_react_to_group",
            # production reads the brief as it is after all that
            "_react_to_brief",
            "_react_to_customer",
            # what is owed to him follows from it
            "_forget_old_customer",
            "_note_changed_afterwards",
            "_note_evaluation",
            # boards ask anew, and find the whole
            "_tell_boards",
        )

    def _write_past_reactions(self, vals):
        """Write what only Odoo itself may write, such as when a word was given.

        Nobody is asked, and nothing is set off but that boards look again.
        """
        result = super().write(vals)  # pylint: disable=super-method-mismatch
        self._run_steps(("_tell_boards",))
        return result

    def _run_steps(self, names, *args):
        self._lock_rows()
        for name in names:
            getattr(self, name)(*args)

    # ------------------------------------------------------------------
    # The path: what else happens to a case
    # ------------------------------------------------------------------

    def _on_word_to_customer(self, date, message=None):
        """The customer has heard from us.

        :param datetime date: when he heard it, naive UTC
        :param message: the message in which he heard it, if it was one
        :raise UserError: where the protocol lets no such message pass
        """
        is_word = not message or self._says_something(message)
        steps = self._word_steps() if is_word else self._wordless_steps()
        self._run_steps(steps, date, message)

    def _says_something(self, message):
        """Whether there is anything in a message that he can read or see."""
        return True

    @api.model
    def _wordless_steps(self):
        """Return what a message sets off in which there is nothing to read."""
        return (
            # what is not shown may hold what nobody else has read
            "_hold_unread",
            "_refuse_words",
        )

    @api.model
    def _word_steps(self):
        """Return what a word to the customer sets off, in this order."""
        return (
            # refuses, so before anything is kept
            "_hold_unread",
            # before the case knows of the word: it is what was waited for until now
            "_do_owed_words",
            "_note_time_of_word",
            "_note_reached",
            # before the words are looked at: no message keeps what it promises itself
            "_keep_promises",
            "_end_mail_duties",
            # refuses what the protocol forbids, and promises what the words promise
            "_look_at_words",
            "_pass_on_deliveries",
            "_pass_on_items",
            # on tickets and tasks, after it holds here
            "_post_on_sources",
            "_log_word_of_ours",
            # what is owed next follows from all of it
            "_plan_next_word",
        )

    def _on_not_arrived(self, message, reason):
        """A word to the customer did not reach him: it was none.

        :param message: the message in which it stood
        :param str reason: what the mail server says
        """
        self._run_steps(self._not_arrived_steps(), message, reason)

    @api.model
    def _not_arrived_steps(self):
        """Return what is taken back with a word, in this order."""
        return (
            "_void_word",
            # whose time is the old one again
            "_open_promises_again",
            "_take_back_explanation",
            "_take_back_deliveries",
            "_take_back_items",
            # what it was the answer to is owed as before
            "_owe_words_again",
        )

    def _on_word_of_customer(self, date, message=None):
        """The customer has spoken to us.

        :param datetime date: when, naive UTC
        :param message: what he wrote, unless it stands on the case only later
        """
        self._run_steps(self._customer_word_steps(), date, message)

    @api.model
    def _customer_word_steps(self):
        """Return what a word of the customer sets off, in this order."""
        return (
            "_note_time_of_his_word",
            "_log_word_of_his",
            # what he takes back is told together with his message
            "_take_back_over",
            # he waits for an answer now
            "_plan_owed_words",
            "_owe_look_after_close",
            # last: an activity may send a mail, which should say what holds
            "_remind_of_mail",
        )

    def _enter_stage(self):
        """The cases are in the stage that they have moved to, or were filed in."""
        self._run_steps(self._stage_entry_steps())

    @api.model
    def _stage_entry_steps(self):
        """Return what the entry into a stage sets off, in this order."""
        return (
            # first, so that the plan of the last stage is not ended with the rest
            "_end_work_of_closed",
            "_launch_plans",
            "_settle_sources",
        )

    def _end_work(self):
        """What somebody still had to do on the cases is over."""
        self._run_steps(self._end_steps())

    @api.model
    def _end_steps(self):
        """Return what ends with a case, in this order; also when it is archived."""
        return (
            # duties before activities: what shows an open duty can't be dropped
            "_end_duties",
            "_drop_activities",
            "_cancel_planned_calls",
            "_refresh_orders",
            # whoever was to read the report still has to
            "_ask_report_reviewers_again",
        )

    def _on_reopened(self, is_relapse):
        """Closed cases go on.

        :param bool is_relapse: they had been closed as over, so the crisis came back
        """
        self._run_steps(self._reopening_steps(), is_relapse)

    @api.model
    def _reopening_steps(self):
        """Return what a reopening sets off, in this order."""
        return (
            "_restart_controls",
            "_end_after_close",
            # before it is passed on to followers, or taken back from them
            "_reopen_explanation",
            "_refresh_reopened_orders",
            "_reopen_followers",
            "_reopen_shared_explanation",
            "_reopen_sources",
        )

    def _on_control(self, control):
        """A control is done.

        :param control: a `crisis.control` of this case, with its result
        """
        self.ensure_one()
        # what a result means for the case is the system's doing, not anybody's entry
        self.sudo()._run_steps(self._control_steps(), control)

    @api.model
    def _control_steps(self):
        """Return what the result of a control sets off, in this order."""
        return (
            "_continue_series",
            "_take_reading",
            "_hear_control",
            # the supervisor may want to know whom we asked
            "_note_who_was_asked",
            "_keep_contradiction",
            # a conversation is a word to the customer, too
            "_note_conversation",
            # he may have said what he thinks of the explanation
            "_take_explanation_answer",
            # the next control follows from the series and the readings
            "_plan_after_control",
            "_pass_on_control",
        )

    def _on_delivery(self, delivery, text):
        """Production has delivered.

        :param delivery: the `crisis.delivery` that is done
        :param Markup text: what came, for the chatter
        """
        self.ensure_one()
        self._run_steps(self._delivery_steps(), delivery, text)

    @api.model
    def _delivery_steps(self):
        """Return what a delivery sets off, in this order."""
        return (
            "_post_delivery",
            # the activity leads to what was posted
            "_ask_to_pass_on",
        )

    def _begin_following(self):
        """The cases follow a leading case from now on."""
        self._run_steps(self._following_steps())

    @api.model
    def _following_steps(self):
        """Return what following a leading case sets off, in this order."""
        return (
            "_log_following",
            "_take_over_readings",
            "_take_explanation",
        )

    @api.model
    def _leaving_steps(self):
        """Return what it sets off to follow no longer, in this order.

        Each is called on the cases that left, with {document: the case that it
        followed} and the reason, if one was said.
        """
        return (
            "_log_leaving",
            "_give_up_readings",
            "_give_up_explanation",
        )

    # ------------------------------------------------------------------
    # Life
    # ------------------------------------------------------------------

    @api.ondelete(at_uninstall=False)
    def _unlink_only_fresh(self):
        proven = self._with_proof()
        is_manager = self.env.user.has_group("crisis_protocol.group_crisis_manager")
        if not (self.env.su or is_manager):
            proven |= self._with_traces()
        for document in self:
            if document.is_under_way or document._passed_gates():
                raise UserError(
                    self.env._(
                        "%s has gone through its protocol and is kept. Move it to "
                        "“Not a crisis” instead.",
                        document.display_name,
                    )
                )
            if document in proven:
                raise UserError(
                    self.env._(
                        "%s is kept: it shows who was told, what was done or what was "
                        "ordered. Move it to “Not a crisis” instead.",
                        document.display_name,
                    )
                )

    def _with_proof(self):
        """Return those cases on which something stands that proves what happened."""
        return self.browse()

    def _with_traces(self):
        """Return those on which something stands that only a manager takes away."""
        # what was left out, and by whom, counts also for who may not see it
        return self.filtered(lambda document: document.sudo().override_ids)

    def action_take(self):
        """Make the current user responsible."""
        self.write({"user_id": self.env.uid})

    def _responsible_or_supervisor(self):
        """Return who answers for the case: the responsible, else the supervisor."""
        return self.user_id or self.team_id._acting_supervisor()

import json
from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError
from odoo.service.model import call_kw
from odoo.tests import HttpCase, tagged
from odoo.tools import mute_logger

from .common import CrisisCase

ADDON = "odoo.addons.crisis_protocol."
# What each kind of duty offers, beside what is its own.
DUTY = {"action_cancel", "action_do"}
# What a task or ticket offers that may become a crisis.
SOURCE = {"action_declare_crisis", "action_leave_crisis", "action_open_crisis_case"}
# What the addon offers to the outside; everything else is private.
PUBLIC = {
    "crisis.board": {"board_data"},
    "crisis.call": {
        "action_call",
        "action_hold",
        "action_log",
        "action_open",
        "action_open_link",
        "action_take_objections",
        "action_unreached",
    },
    "crisis.call.objection": {"action_take"},
    "crisis.answer": {"action_set_aside", "action_take"},
    "crisis.closing.report": {
        "action_ask_review",
        "action_open_document",
        "action_print",
        "action_return",
        "action_review",
        "action_send",
    },
    "crisis.control": DUTY | {"action_clean", "action_problem", "action_unreached"},
    "crisis.decision": {"action_open"},
    "crisis.report": {"action_open_document"},
    "crisis.report.mixin": {"action_open_document"},
    "crisis.duty.report": {"action_open_document"},
    "crisis.stage.report": {"action_open_document"},
    "crisis.timeline": {"action_open"},
    "crisis.document": {
        "action_acknowledge",
        "action_add_customers",
        "action_add_stakeholders",
        "action_ask_customer",
        "action_confirm_facts",
        "action_confirm_notices",
        "action_do_control",
        "action_do_next_duty",
        "action_end_drill",
        "action_evaluate_drill",
        "action_explanation_answer",
        "action_follow",
        "action_hand_over",
        "action_inform_production",
        "action_leave",
        "action_leave_untold",
        "action_log_call",
        "action_log_word",
        "action_move_back",
        "action_name_leader",
        "action_next_stage",
        "action_next_step",
        "action_not_a_crisis",
        "action_not_applicable",
        "action_open_duplicates",
        "action_open_items",
        "action_open_leading",
        "action_open_led",
        "action_open_notices",
        "action_open_over",
        "action_open_report",
        "action_open_source_tasks",
        "action_open_tasks",
        "action_open_timeline",
        "action_override",
        "action_pass_on",
        "action_paste_items",
        "action_play_next",
        "action_prepare_call",
        "action_reopen_after_mail",
        "action_return_explanation",
        "action_review_explanation",
        "action_see_to_mail",
        "action_send_explanation",
        "action_send_situation",
        "action_send_stakeholders",
        "action_share_explanation",
        "action_take",
        "action_take_earlier",
        "action_take_lead",
        "action_take_over",
        "action_waive_items",
        "action_waive_production",
        "action_write_all",
        "action_write_customer",
        "action_write_items",
        "check_words",
        "message_choices",
    },
    "crisis.declare": {"action_declare"},
    "crisis.delivery": DUTY
    | {
        "action_deliver",
        "action_receive",
        "action_refuse",
        "action_tell_customer",
        "action_when",
        "action_withdraw",
    },
    "crisis.drill.start": {"action_start"},
    "crisis.duty": DUTY | {"action_open_document"},
    "crisis.duty.cancel": {"action_cancel"},
    "crisis.duty.mixin": DUTY,
    "crisis.explanation.refuse": {
        "action_accept",
        "action_log_call",
        "action_refuse",
        "action_return",
    },
    "crisis.handover": DUTY | {"action_accept", "action_give", "action_refuse"},
    "crisis.item": {
        "action_paste",
        "action_recovered",
        "action_sent",
        "action_take_back",
        "action_write_customer",
    },
    "crisis.item.paste": {"action_add", "action_read"},
    "crisis.lead": DUTY | {"action_lead", "action_name"},
    "crisis.leading.add": {"action_add"},
    "crisis.leading.follow": {"action_follow", "action_leave"},
    "crisis.mail.duty": DUTY | {"action_reopen", "action_seen", "action_write"},
    "crisis.notice": DUTY | {"action_confirm", "action_send", "action_told"},
    "crisis.order.withdraw": {"action_withdraw"},
    "crisis.paste.mixin": {"action_add", "action_read"},
    "crisis.production.inform": {"action_inform", "action_open_items"},
    "crisis.owed.word": DUTY,
    "crisis.promise": DUTY,
    "crisis.protocol": {"action_open_documents"},
    "crisis.stage.move": {"action_move"},
    "crisis.stakeholder": {"action_discard", "action_open", "action_send"},
    "crisis.stakeholder.add": {"action_add"},
    "crisis.waive": {"action_waive"},
    "mail.activity": {"action_cancel_crisis_duty", "action_do_crisis_duty"},
    "project.project": {"action_open_crisis_documents"},
    "crisis.source.mixin": SOURCE,
    "project.task": SOURCE
    | {
        "action_crisis_deliver",
        "action_crisis_received",
        "action_crisis_refuse",
        "action_crisis_when",
        "action_crisis_withdraw",
        "action_open_crisis_document",
    },
    "res.partner": {"action_open_crisis_documents"},
}


@tagged("post_install", "-at_install")
class TestPublicMethods(CrisisCase):
    maxDiff = None

    def _own_public_names(self, model):
        """Return the callable names that this addon adds to a model."""
        registry_class = type(self.env[model])
        bases = registry_class.mro()
        ours = [base for base in bases if base.__module__.startswith(ADDON)]
        known = {
            name
            for base in bases
            if base.__module__.startswith("odoo.") and base not in ours
            for name in vars(base)
        }
        return {
            name
            for base in ours
            for name, value in vars(base).items()
            if callable(value) and not name.startswith("_") and name not in known
        }

    def test_only_what_is_meant_is_public(self):
        """A new public method is reachable by every client: it is listed here."""
        found = {}
        for model in self.env.registry:
            names = self._own_public_names(model)
            if names:
                found[model] = names
        # tickets of other addons offer what every source does, and no more
        sources = self.env["crisis.source.mixin"]._source_models()
        self.assertEqual(found, {kind._name: SOURCE for kind in sources} | PUBLIC)

    def test_private_methods_cannot_be_called(self):
        """The insides that work with the system's eyes are out of a client's reach."""
        document = self._file()
        names = {
            name
            for base in type(document).mro()
            if base.__module__.startswith(ADDON)
            for name, value in vars(base).items()
            if callable(value) and name.startswith("_") and not name.startswith("__")
        }
        self.assertIn("_override_gates", names)
        documents = document.with_user(self.manager)
        for name in names:
            with self.subTest(name=name), self.assertRaises(AccessError):
                call_kw(documents, name, [document.ids], {})


@tagged("post_install", "-at_install")
class TestJson2(CrisisCase, HttpCase):
    def _call(self, user, path, **arguments):
        key = (
            self.env["res.users.apikeys"]
            .with_user(user)
            ._generate("rpc", "test", fields.Datetime.now() + timedelta(days=1))
        )
        self.env.flush_all()
        return self.url_open(
            f"/json/2/{path}",
            data=json.dumps(arguments),
            headers={
                "Authorization": f"Bearer {key}",
                "Content-Type": "application/json",
            },
        )

    def test_agent_files_by_api(self):
        """Three fields file a document over the API, as they do on the form."""
        values = {
            "name": "Mails do not arrive",
            "protocol_id": self.own.id,
            "partner_id": self.customer.id,
        }
        answer = self._call(self.agent, "crisis.document/create", vals_list=[values])
        self.assertEqual(answer.status_code, 200, answer.text)
        document = self.env["crisis.document"].browse(answer.json())
        self.assertEqual(document.user_id, self.agent)
        self.assertTrue(document.reference)

    @mute_logger("odoo.http")
    def test_gate_holds_over_the_api(self):
        """A client meets the gates and is told what is missing."""
        document = self._file()
        answer = self._call(
            self.agent,
            "crisis.document/write",
            ids=document.ids,
            vals={"stage_id": self._stage("own_remedy").id},
        )
        self.assertEqual(answer.status_code, 422, answer.text)
        self.assertIn(
            self._stage("own_assessment").gate_ids[1].name, answer.json()["message"]
        )
        self.assertEqual(document.stage_id, self._stage("own_reported"))

    @mute_logger("odoo.http")
    def test_words_are_held_back_over_the_api(self):
        """A client's message to the customer is looked at, and its promise kept."""
        document = self._file()
        self.own.phrase_check = "block"
        message = {
            "ids": document.ids,
            "body": "The bulletin follows.",
            "partner_ids": self.contact.ids,
            "subtype_xmlid": "mail.mt_comment",
        }
        path = "crisis.document/message_post"
        answer = self._call(self.agent, path, **message)
        self.assertEqual(answer.status_code, 422, answer.text)
        self.assertIn("Regret", answer.json()["message"])
        self.assertFalse(document.date_last_word)
        message["body"] = (
            "We are sorry and will make up for it. Thank you for your understanding. "
            "I will get back to you."
        )
        answer = self._call(self.agent, path, **message)
        self.assertEqual(answer.status_code, 200, answer.text)
        document.invalidate_recordset()
        self.assertEqual(document.sudo().check_ids.state, "right")
        self.assertEqual(document.promise_ids.promised_by_id, self.agent)

    @mute_logger("odoo.http")
    def test_rights_hold_over_the_api(self):
        """A client has the rights of the user whose key it holds, and no more."""
        document = self._file()
        for user, method in (
            (self.production, "read"),
            (self.other_agent, "read"),
            (self.foreign_manager, "read"),
            (self.agent, "unlink"),
            (self.manager, "_override_gates"),
        ):
            path = f"crisis.document/{method}"
            with self.subTest(user=user.login, method=method):
                answer = self._call(user, path, ids=document.ids)
                self.assertIn(answer.status_code, (403, 404), answer.text)

from datetime import timedelta

from odoo import SUPERUSER_ID, fields
from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import Form

from odoo.addons.mail.tests.common import (
    MailCommon,
    freeze_all_time,
    mail_new_test_user,
)

ROLES = ("production", "agent", "supervisor", "manager")


class CrisisCase(MailCommon):
    """One user per role in a desk of its own, a second desk, a second company.

    The rulebook is the shipped one. Nothing here depends on demo data.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company = cls.env.company
        cls.own = cls.env.ref("crisis_protocol.protocol_own")
        cls.customer_protocol = cls.env.ref("crisis_protocol.protocol_customer")
        for role in ROLES:
            setattr(cls, role, cls._new_user(role, role))
        cls.other_agent = cls._new_user("other_agent", "agent")
        cls.other_supervisor = cls._new_user("other_supervisor", "supervisor")
        cls.foreign_agent = cls._new_user("foreign_agent", "agent", cls.company_2)
        cls.foreign_manager = cls._new_user("foreign_manager", "manager", cls.company_2)
        cls.project = cls.env["project.project"].create(
            {"name": "Production of the test", "privacy_visibility": "employees"}
        )
        cls.team = cls._new_team("Desk", cls.agent, cls.supervisor, cls.company)
        cls.team.write({"project_id": cls.project.id, "manager_ids": cls.manager.ids})
        cls.other_team = cls._new_team(
            "Other desk", cls.other_agent, cls.other_supervisor, cls.company
        )
        cls.foreign_team = cls._new_team(
            "Foreign desk", cls.foreign_agent, cls.env["res.users"], cls.company_2
        )
        cls.customer = cls.env["res.partner"].create(
            {
                "name": "Akdeniz",
                "is_company": True,
                "email": "press@akdeniz.example.com",
                "child_ids": [
                    Command.create(
                        {
                            "name": "Elif",
                            "email": "elif@akdeniz.example.com",
                            "lang": "en_US",
                        }
                    )
                ],
            }
        )
        cls.contact = cls.customer.child_ids
        cls.unit = cls.env["crisis.unit"].create(
            {"name": "Unit of the test", "user_ids": cls.production.ids}
        )

    @classmethod
    def _new_user(cls, login, role, company=None):
        company = company or cls.company
        return mail_new_test_user(
            cls.env,
            login=f"crisis_{login}",
            name=login.replace("_", " ").title(),
            email=f"{login}@example.com",
            groups=f"crisis_protocol.group_crisis_{role}",
            company_id=company.id,
            company_ids=[Command.set(company.ids)],
            lang="en_US",
            notification_type="inbox",
        )

    @classmethod
    def _new_team(cls, name, agent, supervisor, company):
        return cls.env["crisis.team"].create(
            {
                "name": name,
                "company_id": company.id,
                "member_ids": agent.ids,
                "supervisor_id": supervisor.id,
                "alias_name": name.lower().replace(" ", "-"),
            }
        )

    @classmethod
    def _file(cls, user=None, **vals):
        """File a document as an agent does: protocol, topic, customer."""
        values = {
            "name": "Yesterday's TV news is missing",
            "protocol_id": cls.own.id,
            "partner_id": cls.customer.id,
        }
        model = cls.env["crisis.document"].with_user(user or cls.agent)
        return model.create(values | vals)

    @classmethod
    def _neighbour(cls, **vals):
        """Return a further customer, hit by the same cause."""
        values = {"name": "Bora", "is_company": True}
        return cls.env["res.partner"].create(values | vals)

    @classmethod
    def _customer_writes(cls, document, body="Still nothing!", **options):
        """The customer's contact writes: his words come in by the mail gateway."""
        values = {
            "author_id": cls.contact.id,
            "message_type": "email",
            "subtype_xmlid": "mail.mt_comment",
        }
        gateway = document.with_user(SUPERUSER_ID)
        return gateway.message_post(body=body, **values | options)

    @classmethod
    def _stage(cls, name):
        return cls.env.ref(f"crisis_protocol.stage_{name}")

    @classmethod
    def _gate(cls, name):
        return cls.env.ref(f"crisis_protocol.gate_{name}")

    @classmethod
    def _missing_gate(cls, document, stage=None):
        """Return a gate of a stage, or of any, that does not hold yet."""
        gates = (stage or document.protocol_id.stage_ids).gate_ids
        return next(gate for gate in gates if gate._unmet(document))

    @classmethod
    def _complete(cls, document):
        """Fill in all that the shipped gates ask for, production apart."""
        is_own = document.origin == "own"
        category = (
            "category_own_missed_item" if is_own else "category_customer_news_out"
        )
        category = cls.env.ref(f"crisis_protocol.{category}")
        proposed = category.level_id or category.parent_id.level_id
        if proposed and proposed._is_milder_than(document.level_id):
            document.sudo().level_id = proposed  # the supervisor agreed
        document.write(
            {
                "category_id": category.id,
                "description": "<p>The item on channel 5 was not delivered.</p>",
                "date_occurred": "2026-03-02 08:00:00",
                "customer_effect": "The press office could not answer its director.",
                "timing": "By noon",
                "explanation": "<p>The keyword was misspelt.</p>",
                "remedy": "<p>The item was sent and the archive searched.</p>",
                "root_cause": "No second look at new keywords.",
                "production_needed": "no",
                "production_reason": "The item is in the archive already.",
                "has_bulletin": "no",
                "has_picture": "no",
                "has_video": "no",
                "media_ids": [
                    Command.set(cls.env["crisis.media"].search([], limit=2).ids)
                ],
                "presentation": "A table",
                "after_hours_follow": "no",
                "after_hours_route": "no",
                "inform_written": "no",
                "inform_oral": "no",
            }
        )
        cls._leave_items_out(document)
        if not is_own:
            cls._decide(document)
        document.action_log_word("We are looking into it.")
        cls._explain(document)
        cls._says_over(document)
        cls._confirm_notices(document)
        cls._do_controls(document)
        return document

    @classmethod
    def _says_over(cls, document, says="yes"):
        """The customer has said on his page whether it is over; nobody else can.

        :param str says: `yes`, `no`, or `not_asked` for a case in which he said nothing
        """
        for case in document:
            if says == "not_asked":
                case._write_past_reactions(case._nothing_said())
            else:
                words = {"yes": "All is in.", "no": "It is still going on."}[says]
                case._note_over(says, "page", case._customer_contact(), words)

    @classmethod
    def _leave_items_out(cls, document):
        """Say why there is nothing to list, where the category asks for it."""
        if document.lacks_items:
            document._waive_items("The item was only late and is there by now.")

    @classmethod
    def _leave_out(cls, document, questions):
        """Say that these questions, and no others, do not apply, and why."""
        document.write(
            {
                "not_applicable_ids": [Command.set(questions.ids)],
                "not_applicable_reason": "It makes no sense in this case.",
            }
        )

    @classmethod
    def _no_production(cls, document):
        """Say that production has nothing to do, and why."""
        document.write(
            {
                "production_needed": "no",
                "production_reason": "The item is in the archive already.",
            }
        )

    @classmethod
    def _decide(cls, document, **vals):
        """Note a decision on the case, as its agent does."""
        values = {
            "document_id": document.id,
            "name": "Watch three channels around the clock",
            "reason": "The first broadcast is announced for tonight.",
            "effect": "positive",
        }
        return document.env["crisis.decision"].create(values | vals)

    @classmethod
    def _delivered(cls, document, note="The recording of channel 5"):
        """Let the unit deliver on an order of the case; return what it delivered."""
        cls._leave_items_out(document)
        order = document._inform_production(cls.unit).sudo()
        order.user_ids = cls.production
        task = order.with_user(cls.production)
        action = task.action_crisis_deliver()
        delivery = task.env[action["res_model"]].browse(action["res_id"])
        delivery.note = note
        delivery.action_deliver()
        return delivery.with_env(document.env)

    @classmethod
    def _explain(cls, document, answer="yes"):
        """The explanation is confirmed, reviewed where wanted, sent, and answered."""
        cls._send_explanation(document)
        cls._hear(document, explanation_accepted=answer)

    @classmethod
    def _send_explanation(cls, document):
        """The explanation that is written goes its whole way to the customer."""
        if not document.date_explanation_confirmed:
            document.action_confirm_facts()
        if not document.explanation_is_ready:
            reader = cls.supervisor
            if reader in document.explanation_author_id | document.env.user:
                reader = cls.manager
            document.with_user(reader).action_review_explanation()
        context = document.action_send_explanation()["context"]
        composer = document.env["mail.compose.message"].with_context(**context)
        composer.create({})._action_send_mail()
        return document

    @classmethod
    def _hear(cls, document, words="Thank you, now I see how it came about.", **vals):
        """The customer is called, and says something; return the call."""
        call = document.env["crisis.call"].create(
            {
                "document_id": document.id,
                "customer_words": words,
                "date_promised": False,
                **vals,
            }
        )
        call.action_log()
        return call

    @classmethod
    def _confirm_notices(cls, document):
        """Everybody who was told confirms it."""
        for notice in document.sudo().notice_ids.filtered(lambda n: n.state == "open"):
            notice._confirm(notice.receiver_id)

    @classmethod
    def _do_controls(cls, document):
        """So many controls of both kinds are clean as the close asks for."""
        for kind in ("system", "customer"):
            while document[f"clean_{kind}_count"] < document.level_id.clean_needed:
                cls._in_its_time(document, kind).action_clean()

    @classmethod
    def _in_its_time(cls, document, kind, **vals):
        """Return the open control of this kind, filled in, when it counts in the row.

        Not by the clock, which may be real here: so much of the interval has passed.
        """
        control = cls._control(document, kind, **vals)
        control._write_as_system({"date_counts": False})
        return control

    @classmethod
    def _control(cls, document, kind, **vals):
        """Return the open control of this kind, filled in as far as `clean` needs."""
        control = document.control_ids.filtered(
            lambda c: c.kind == kind and c.state == "open"
        )
        filled = {
            "system": {
                "checked_mails": True,
                "checked_report": True,
                "checked_system": True,
                "note": "All items of the day are there.",
            },
            "customer": {"channel": "phone", "customer_words": "It is better now."},
        }
        control.write(filled[kind] | vals)
        return control

    # ------------------------------------------------------------------
    # The honest way
    # ------------------------------------------------------------------

    def _bring_to_end(self, document):
        """Bring a case of the agent to its end, by the deeds that its gates ask for.

        The deed of a gate is the method named after the button that the gate offers.
        """
        for _turn in range(60):
            if document.is_closed:
                return document
            gate = document._missing_gates(document.next_stage_id)[:1]
            if gate:
                getattr(self, f"_deed_{gate.next_step}")(document)
            else:
                document.action_next_stage()
            self.env.invalidate_all()
        self.fail(f"{document.stage_id.name}: {document.next_step}")

    def _deed_information(self, document):
        is_own = document.origin == "own"
        category = "own_missed_item" if is_own else "customer_news_out"
        document.write(
            {
                "category_id": self.env.ref(f"crisis_protocol.category_{category}").id,
                "description": "<p>The item on channel 5 was not delivered.</p>",
                "customer_effect": "The press office could not answer its director.",
                "date_occurred": "2026-03-02 08:00:00",
                "timing": "By noon",
                "presentation": "A table",
                "media_ids": self.env["crisis.media"].search([], limit=2).ids,
                "has_bulletin": "no",
                "has_picture": "no",
                "has_video": "no",
                "after_hours_follow": "no",
                "after_hours_route": "no",
                "inform_written": "no",
                "inform_oral": "no",
            }
        )

    def _deed_message(self, document):
        document.action_log_word("We are looking into it.")

    def _deed_decision(self, document):
        self._decide(document)

    def _deed_items(self, document):
        """Items are listed, found, and sent."""
        if not document.item_ids:
            document.item_ids = [Command.create({"name": "The new terminal"})]
        elif document.item_open_count:
            document.item_ids.action_recovered()
        else:
            self._send_message(document.action_write_items())

    def _deed_production(self, document):
        self._delivered(document)

    def _deed_delivery(self, document):
        self._send_message(document.action_pass_on())

    def _deed_notice(self, document):
        self._confirm_notices(document)

    def _deed_explanation(self, document):
        """It is written, confirmed, and read by whom the level asks for."""
        document.write(
            {
                "explanation": "<p>The keyword was misspelt in our system.</p>",
                "remedy": "<p>The item was sent and the archive searched.</p>",
            }
        )
        document.action_confirm_facts()
        if document.level_id.review_explanation:
            document.with_user(self.supervisor).action_review_explanation()

    def _deed_explain(self, document):
        """The customer gets it, word for word."""
        if not document.explanation_is_ready:
            self._deed_explanation(document)
        self._send_message(document.action_send_explanation())

    def _deed_answer(self, document):
        """Asked, the customer says whether he accepts it."""
        self._hear(document, explanation_accepted="yes")

    def _deed_control(self, document):
        """They are clean, and asked the customer says that it is over."""
        self._do_controls(document)
        if document.customer_says_over != "yes":
            words = {"customer_words": "All of it is there now."}
            self._control(
                document, "customer", customer_says_over=True, **words
            ).action_clean()

    def _deed_closing(self, document):
        document.root_cause = "No second look at new keywords."

    def _send_message(self, action):
        """Send what a button prepares, as it is proposed; return the composer."""
        composers = self.env["mail.compose.message"].with_user(self.agent)
        composer = Form(composers.with_context(**action["context"])).save()
        with self.mock_mail_gateway():
            composer.action_send_mail()
        return composer

    @classmethod
    def _at(cls, stage, **vals):
        """A completed document of the agent, brought to a stage of its protocol."""
        target = cls._stage(stage)
        document = cls._complete(cls._file(protocol_id=target.protocol_id.id, **vals))
        document.stage_id = target
        return document

    @classmethod
    def _lighten(cls, document, **vals):
        """Lower the level, or take team or responsible away, and say why."""
        why = "The customer says that it is less than we had thought."
        document.write(vals | {"change_reason": why})

    def _refused(self, document, move):
        """Return what the refusal says, after proving that nothing has happened."""
        stage, messages = document.stage_id, document.message_ids
        with self.assertRaises(UserError) as refusal, self.cr.savepoint():
            move()
        document.invalidate_recordset()
        self.assertEqual(document.stage_id, stage)
        self.assertEqual(document.message_ids, messages)
        return str(refusal.exception)

    def _confirm_anew(self, document, text):
        """An hour later somebody writes another explanation and confirms it."""
        with freeze_all_time(fields.Datetime.now() + timedelta(hours=1)):
            document.explanation = text
            document.action_confirm_facts()

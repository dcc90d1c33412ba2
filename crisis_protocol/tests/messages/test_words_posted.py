from datetime import timedelta
from functools import partial

from markupsafe import Markup

from odoo import SUPERUSER_ID, fields
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.service.model import call_kw
from odoo.tests import tagged
from odoo.tools import formataddr

from odoo.addons.mail.tests.common import freeze_all_time

from .common_mail import CrisisMailCase
from .common_words import RIGHT, RUDE, WordsCase

PAST, FUTURE = "2020-01-01 08:00:00", "2099-01-01 08:00:00"


@tagged("post_install", "-at_install")
class TestPosting(CrisisMailCase, WordsCase):
    """Who says something on a case says it himself, and now."""

    def _rpc(self, method="message_post", record=None, **values):
        """Call a method as a client does who says whatever he likes."""
        record = self.document if record is None else record
        return call_kw(record, method, [record.ids], values)

    def _word(self, **values):
        """Return values of a message to the contact, as a client sends them."""
        plain = {
            "body": RIGHT,
            "body_is_html": True,
            "subtype_xmlid": "mail.mt_comment",
            "partner_ids": self.contact.ids,
        }
        return plain | values

    def _newest(self, document=None):
        document = document or self.document
        document.invalidate_recordset()
        return document.message_ids.sorted("id")[-1:]

    def _assert_now(self, message):
        now = fields.Datetime.now()
        self.assertEqual(message.date, now)
        self.assertEqual(self.document.date_last_word, now)
        self.assertEqual(self.document.date_last_entry, now)
        word = self.document.word_ids[:1]
        self.assertEqual((word.message_id, word.date), (message, now))

    def _confirm(self):
        """Confirm the facts, where the level asks for no second person."""
        self.document.level_id.sudo().review_explanation = False
        self.document.action_confirm_facts()

    # Time ---------------------------------------------------------------------------

    def test_time_is_now(self):
        """Neither a value nor a habit puts a word into the past or the future."""
        for date in (PAST, FUTURE):
            with self.subTest(date=date), self.mock_mail_gateway():
                self._rpc(**self._word(date=date))
                self._assert_now(self._newest())
        self.env["ir.default"].with_user(self.agent).set(
            "mail.message", "date", PAST, user_id=True
        )
        self.env["ir.default"].with_user(self.agent).set(
            "mail.message", "is_internal", True, user_id=True
        )
        with self.mock_mail_gateway():
            self._rpc(**self._word())
            self._assert_now(self._newest())
            self._rpc(
                "message_notify",
                body=RIGHT,
                subject="News",
                partner_ids=self.contact.ids,
                date=FUTURE,
            )
        self.assertEqual(self.document.date_last_word, fields.Datetime.now())

    def test_promise_is_kept_now(self):
        """A promise that is late by now is not kept yesterday."""
        promise = self._by_hand(self._moment(30))
        with self._minute(45), self.mock_mail_gateway():
            self._rpc(**self._word(date=fields.Datetime.to_string(self._moment(20))))
            self.assertEqual(promise.date_done, self._moment(45))
        self.assertEqual(promise.outcome, "late")

    def test_time_of_a_mail(self):
        """When the customer wrote his own clock says: it counts when it is here."""
        for year in ("1970", "2035"):
            document = self._file()
            raw = self._raw_mail(self.contact.email_formatted, "Re: case", to="x@y.z")
            head = f"Date: Mon, 02 Mar {year} 10:00:00 +0000\n".encode()
            known = f"References: {document.message_ids[:1].message_id}\n".encode()
            with self.subTest(year=year), self.mock_mail_gateway():
                self.env["mail.thread"].message_process(False, head + known + raw)
                document.invalidate_recordset()
                now = fields.Datetime.now()
                self.assertEqual(document.date_last_customer_message, now)
                self.assertEqual(document.date_unanswered, now)
                self.assertEqual(document.date_last_entry, now)
                self._rpc(record=document, **self._word())
                document.invalidate_recordset()
                self.assertFalse(document.date_unanswered, "our answer clears it")

    def test_not_later(self):
        """What is posted is sent: one for later is scheduled, and counts then."""
        for way in (
            partial(self._rpc, **self._word(scheduled_date=FUTURE)),
            partial(self._rpc, **self._word(outgoing_email_to="a@example.com")),
        ):
            with self.assertRaises(UserError), self.cr.savepoint():
                way()
        self.template.scheduled_date = FUTURE
        with self.assertRaises(UserError), self.cr.savepoint():
            self._templated(RIGHT).send_mail(self.document.id)
        self.assertFalse(self.document.date_last_word)

    # Author -------------------------------------------------------------------------

    def test_author_is_who_calls(self):
        """Nobody puts words into the mouth of the customer, or of a colleague."""
        for values in (
            {"author_id": self.contact.id},
            {"email_from": self.contact.email_formatted},
            {"author_id": self.contact.id, "message_type": "email"},
            {"author_id": self.supervisor.partner_id.id},
        ):
            with self.subTest(values=values), self.mock_mail_gateway():
                self._rpc(**self._word(partner_ids=[], **values))
                message = self._newest()
                self.assertEqual(message.author_id, self.agent.partner_id)
                self.assertEqual(message.email_from, self._from_desk())
                self.assertEqual(message.message_type, "comment")
                self.assertFalse(self.document.date_last_customer_message)
                self.assertFalse(self.document.date_unanswered)

    def test_author_of_other_ways(self):
        """Nor by the window, by what is sent later, or past the thread."""
        supervisor = self.supervisor.partner_id
        with self.mock_mail_gateway():
            self._scheduled(RIGHT, author_id=self.contact.id).post_message()
            self.assertEqual(self._newest().author_id, self.agent.partner_id)
            composers = self.env["mail.compose.message"].with_user(self.agent)
            composers.create(
                {
                    "model": "crisis.document",
                    "res_ids": self.document.ids,
                    "body": RIGHT,
                    "author_id": supervisor.id,
                    "partner_ids": self.contact.ids,
                }
            ).action_send_mail()
            self.assertEqual(self._newest().author_id, self.agent.partner_id)
            for record in (self.document, self.env["mail.thread"]):
                named = {} if record else {"model": "crisis.document"}
                named |= {} if record else {"res_id": self.document.id}
                self._rpc(
                    "message_notify",
                    record.with_user(self.agent),
                    body=RIGHT,
                    partner_ids=self.contact.ids,
                    author_id=supervisor.id,
                    **named,
                )
        self.document.invalidate_recordset()
        self.assertEqual(len(self.document.word_ids), 4)
        self.assertEqual(self.document.word_ids.user_id, self.agent)
        self.assertFalse(self.document.date_last_customer_message)

    def test_author_of_a_mail_to_many(self):
        """Nor by a mail to many, whether the desk has an address or not."""
        composers = self.env["mail.compose.message"].with_user(self.agent)
        own = self.agent.partner_id.email_formatted
        for sender in (self._from_desk(), own):
            for author in (self.contact, self.supervisor.partner_id):
                window = {
                    "model": "crisis.document",
                    "res_ids": str(self.document.ids),
                    "composition_mode": "mass_mail",
                    "subject": "News",
                    "body": RIGHT,
                    "partner_ids": [Command.set(self.contact.ids)],
                    "author_id": author.id,
                    "email_from": author.email_formatted,
                }
                with self.subTest(sender=sender, author=author.name):
                    with self.mock_mail_gateway():
                        composers.create(window)._action_send_mail()
                    message = self._newest()
                    self.assertEqual(message.author_id, self.agent.partner_id)
                    self.assertEqual(message.email_from, sender)
                    self.assertEqual(self._mails[0]["email_from"], sender)
            self.team.sudo().alias_name = False

    def test_tracking_is_no_clients(self):
        """A change that nobody made can't be posted, nor a message made past it."""
        field = self.env["ir.model.fields"]._get("crisis.document", "stage_id")
        forged = [(0, 0, {"field_id": field.id, "new_value_char": "Closed"})]
        before = self.env["mail.tracking.value"].sudo().search_count([])
        self._rpc(**self._word(partner_ids=[], tracking_value_ids=forged))
        self.assertEqual(
            self.env["mail.tracking.value"].sudo().search_count([]), before
        )
        with self.assertRaises(AccessError):
            self.env["mail.message"].with_user(self.agent).create(
                {
                    "model": "crisis.document",
                    "res_id": self.document.id,
                    "body": "It is over",
                    "message_type": "email",
                    "author_id": self.contact.id,
                }
            )

    def test_mails_come_by_the_server(self):
        """An agent hands in no mail, and files no case as if one had come."""
        raw = self._raw_mail(self.contact.email_formatted, "It is over")
        for user in (self.agent, self.production, self.manager):
            threads = self.env["mail.thread"].with_user(user)
            with self.assertRaises(AccessError):
                threads.message_process("crisis.document", raw)
        with self.assertRaises(AccessError):
            self.document.message_new({"author_id": self.contact.id, "body": "Help"})

    def test_foreign_case(self):
        """Who may not read a case says nothing on it, by whichever method."""
        threads = self.env["mail.thread"].with_user(self.other_agent)
        with self.assertRaises(AccessError):
            self._rpc(
                "message_notify",
                threads,
                body=RIGHT,
                partner_ids=self.contact.ids,
                model="crisis.document",
                res_id=self.document.id,
            )

    # What reaches the customer ------------------------------------------------------

    def test_reached_is_looked_at(self):
        """Whatever it is called: what the customer gets is looked at, and is a word."""
        self.document.message_subscribe(self.contact.ids)
        note = {"subtype_xmlid": "mail.mt_note"}
        notify = {"body": RUDE, "partner_ids": self.contact.ids}
        named = {"model": "crisis.document", "res_id": self.document.id}
        ways = {
            "internal": self._word(body=RUDE, is_internal=True),
            "note": self._word(body=RUDE, **note),
            "absent": self._word(body=RUDE, message_type="out_of_office"),
            "program": self._word(
                body=RUDE, message_type="notification", partner_ids=[]
            ),
            "automatic": self._word(
                body=RUDE, message_type="auto_comment", partner_ids=[]
            ),
        }
        ways = {name: partial(self._rpc, **values) for name, values in ways.items()}
        ways["past the thread"] = partial(
            self._rpc,
            "message_notify",
            self.env["mail.thread"].with_user(self.agent),
            **notify,
            **named,
        )
        ways["later"] = lambda: self._scheduled(RUDE, is_note=True)
        self._mode("block")
        for name, way in ways.items():
            with self.subTest(way=name):
                told = self._is_held_back(lambda _body, w=way: w(), RUDE)
                self.assertIn("idiot", told)

    def test_note_that_names_him(self):
        """A note with the customer among its receivers is a mail to him: a word."""
        with self.mock_mail_gateway():
            self._rpc(**self._word(subtype_xmlid="mail.mt_note"))
        self.assertIn(self.contact.email_formatted, self._mails[0]["email_to"])
        self._assert_now(self._newest())

    def test_without_address(self):
        """What can't arrive anywhere is no word."""
        self.contact.email = False
        self.customer.email = False
        promise = self._by_hand(self._moment(30))
        with self.mock_mail_gateway():
            self._rpc(**self._word())
            self._rpc("message_notify", body=RIGHT, partner_ids=self.contact.ids)
        self.document.invalidate_recordset()
        self.assertFalse(self.document.date_last_word)
        self.assertEqual(promise.state, "open")

    def test_desk_writes_under_its_address(self):
        """What leaves does so from the desk's address, under its writer's name.

        An address that is nobody's takes its place only where the desk has none; one
        of somebody else never does.
        """
        nobodys = formataddr(("Elif", "desk@example.com"))
        theirs = self.contact.email_formatted
        own = self.agent.partner_id.email_formatted
        wanted = {nobodys: self._from_desk(), theirs: self._from_desk()}
        self._assert_sent_from(wanted)
        self.team.sudo().alias_name = False
        self._assert_sent_from({nobodys: nobodys, theirs: own})

    def _from_desk(self):
        """Return the agent's name with the address of his desk."""
        self.assertTrue(self.team.alias_email)
        return formataddr((self.agent.name, self.team.alias_email))

    def _assert_sent_from(self, wanted):
        for handed_in, sender in wanted.items():
            with self.subTest(handed_in=handed_in), self.mock_mail_gateway():
                self._rpc(**self._word(email_from=handed_in))
                message = self._newest()
                self.assertEqual(message.email_from, sender)
                self.assertEqual(message.author_id, self.agent.partner_id)
                (mail,) = self._mails
                self.assertEqual(mail["email_from"], sender)

    def test_answers_come_back_to_the_desk(self):
        """Where answers go is no choice of who writes, whichever way is taken."""
        other = formataddr(("Agent", "agent.own@elsewhere.example.com"))
        composers = self.env["mail.compose.message"].with_user(self.agent)
        window = {
            "model": "crisis.document",
            "res_ids": str(self.document.ids),
            "partner_ids": [Command.set(self.contact.ids)],
            "subject": "News",
            "body": RIGHT,
            "reply_to": other,
        }
        ways = {
            "post": lambda: self._rpc(**self._word(reply_to=other)),
            "new": lambda: self._rpc(
                **self._word(reply_to=other, reply_to_force_new=True)
            ),
            "notify": lambda: self.document.with_user(self.agent).message_notify(
                body=RIGHT, partner_ids=self.contact.ids, reply_to=other
            ),
        } | {
            f"{mode} {reply}": lambda m=mode, r=reply: composers.create(
                window | {"composition_mode": m, "reply_to_mode": r, "reply_to": other}
            )._action_send_mail()
            for mode in ("comment", "mass_mail")
            for reply in ("new", "update")
        }
        ways["template"] = lambda: self._templated(RIGHT).send_mail(
            self.document.id, force_send=True, email_values={"reply_to": other}
        )
        for name, send in ways.items():
            with self.subTest(name), self.mock_mail_gateway():
                send()
                self.assertTrue(self._mails)
                for mail in self._mails:
                    self.assertIn(self.team.alias_email, mail["reply_to"])
                    self.assertNotIn("elsewhere", mail["reply_to"])

    # What is sent later -------------------------------------------------------------

    def test_what_waits_is_as_it_was_written(self):
        """What a waiting message promises or takes along no client says."""
        names = ("crisis_promise_date", "crisis_explanation_date", "crisis_report_date")
        forged = dict.fromkeys(names, PAST)
        waiting = self._scheduled(RIGHT, **forged)
        waiting.write(forged)
        for name in names:
            self.env["ir.default"].with_user(self.agent).set(
                waiting._name, name, PAST, user_id=True
            )
        for message in waiting | self._scheduled(RIGHT):
            for name in names:
                self.assertFalse(message[name], name)
        with self.mock_mail_gateway():
            waiting.post_message()
        self.assertFalse(self.document.date_explanation_sent)

    def test_waiting_message_is_its_writers(self):
        """Nobody else writes in another's name what leaves later."""
        waiting = self._scheduled(RIGHT).with_user(self.supervisor)
        for vals in ({"body": RUDE}, {"partner_ids": self.customer.ids}):
            with self.assertRaises(AccessError), self.cr.savepoint():
                waiting.write(vals)

    def test_waiting_message_loses_its_receiver(self):
        """A message that reaches nobody any more has promised and explained nothing."""
        self.document.explanation = "<p>The keyword was misspelt on Monday.</p>"
        self._confirm()
        template = self.env.ref("crisis_protocol.mail_template_explanation_own")
        composers = self.env["mail.compose.message"].with_user(self.agent)
        composers.with_context(
            default_model="crisis.document",
            default_res_ids=self.document.ids,
            default_template_id=template.id,
            default_subtype_xmlid="mail.mt_comment",
            default_scheduled_date=fields.Datetime.to_string(self._moment(15)),
        ).create({}).action_schedule_message()
        waiting = self.env["mail.scheduled.message"].search(
            [("res_id", "=", self.document.id), ("model", "=", "crisis.document")]
        )
        self.assertTrue(waiting.crisis_promise_date and waiting.crisis_explanation_date)
        waiting.with_user(self.agent).partner_ids = self.supervisor.partner_id
        with self.mock_mail_gateway():
            waiting.with_user(self.agent).post_message()
        self.document.invalidate_recordset()
        self.assertEqual(self.document.explanation_state, "confirmed")
        self.assertFalse(self.document.promise_ids or self.document.date_last_word)

    def test_unread_text_by_any_message(self):
        """What nobody has confirmed leaves in no message, whatever its template."""
        text = "<p>The keyword was misspelt on Monday.</p>"
        self.document.explanation = text
        with self.assertRaisesRegex(UserError, "not confirmed"), self.cr.savepoint():
            self._rpc(**self._word(body=RIGHT + text))
        quoted = f"{RIGHT}<blockquote>{text}</blockquote>"
        with self.mock_mail_gateway():
            self._rpc(**self._word(body=quoted))
        self._confirm()
        with self.mock_mail_gateway():
            self._rpc(**self._word(body=RIGHT + text))

    def test_gateway_and_pages_say_who_wrote(self):
        """The mail gateway is the system: whom it names has written."""
        message = self._customer_writes(self.document)
        self.assertEqual(message.author_id, self.contact)
        self.assertTrue(self.document.date_unanswered)
        self.assertEqual(self.document.with_user(SUPERUSER_ID).env.uid, SUPERUSER_ID)
        page = self.document.with_user(self.env.ref("base.public_user")).sudo()
        page._note_over_answer("still", "Nothing yet", self.contact)
        self.assertEqual(self._newest().author_id, self.contact)

    def test_looking_back(self):
        """An hour later nothing of that has changed."""
        with self.mock_mail_gateway():
            self._rpc(**self._word(body=Markup(RIGHT)))
        told = self._newest()
        with freeze_all_time(fields.Datetime.now() + timedelta(hours=1)):
            self.assertEqual(self.document._last_word_text(), told.body)

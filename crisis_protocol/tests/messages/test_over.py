from markupsafe import Markup

from odoo.exceptions import UserError
from odoo.tests import tagged

from ..duties.common_control import ControlCase

GOES_ON = "Devam ediyor, hiç memnun değiliz"


@tagged("post_install", "-at_install")
class TestOver(ControlCase):
    """“It is over” is a word of the customer, never a field (S0-42, S0-50)."""

    def setUp(self):
        super().setUp()
        self.document = self._file_at_start(contact_id=self.contact.id)
        self.enterContext(self._minute(30))

    def test_nobody_writes_it(self):
        """Neither a role nor a default nor an import says it for him."""
        for user in (self.agent, self.supervisor, self.manager):
            document = self.document.with_user(user)
            with self.subTest(user=user.name):
                document.write({"customer_says_over": "yes"})
                document.sudo().write({"customer_says_over": "yes"})
                self.assertEqual(self.document.customer_says_over, "not_asked")
        filed = self._file(customer_says_over="yes")
        self.assertEqual(filed.customer_says_over, "not_asked")
        model = self.env["crisis.document"].with_user(self.agent)
        filed = model.with_context(default_customer_says_over="yes").create(
            {
                "name": "By a default",
                "protocol_id": self.own.id,
                "partner_id": self.customer.id,
            }
        )
        self.env["ir.default"].with_user(self.agent).set(
            "crisis.document", "customer_says_over", "yes", user_id=True
        )
        self.assertEqual(self._file().customer_says_over, "not_asked")
        self.assertEqual(filed.customer_says_over, "not_asked")

    def test_what_it_rests_on(self):
        """Beside his word stands in what he said it, when, and who noted it."""
        control = self._control(
            self.document,
            "customer",
            customer_says_over=True,
            customer_words="All is in,\nthank you.",
        )
        control.action_clean()
        document = self.document
        self.assertEqual(document.customer_says_over, "yes")
        self.assertEqual(document.over_control_id, control)
        self.assertEqual(document.over_source, "control")
        self.assertEqual(document.over_user_id, self.agent)
        line = document.with_context(tz="UTC").over_line
        for words in ("Elif", "control 2", "9:30", "All is in, thank you.", "Agent"):
            self.assertIn(words, line)
        action = document.action_open_over()
        self.assertEqual(action["res_id"], control.id)

    def test_what_it_rests_on_is_kept(self):
        """Nobody writes what his word rests on."""
        values = {
            "over_words": "Over",
            "over_source": "page",
            "date_over_said": "2026-03-02 09:00:00",
            "over_partner_id": self.contact.id,
        }
        self.document.with_user(self.manager).write(values)
        for name in values:
            self.assertFalse(self.document[name])

    def test_his_page(self):
        """What he presses himself is nobody's note."""
        self.document._note_over_answer("over", "All here", self.contact, 0)
        self.assertEqual(self.document.over_source, "page")
        self.assertFalse(self.document.over_user_id)
        self.assertIn("on his page", self.document.over_line)

    def test_problem_takes_it_back(self):
        """What he says later counts, with the words of then."""
        self._control(self.document, "customer", customer_says_over=True).action_clean()
        self._control(
            self.document, "customer", customer_words="Two items are missing again"
        ).action_problem()
        self.assertEqual(self.document.customer_says_over, "no")
        self.assertIn("Two items are missing again", self.document.over_line)

    def test_reopened(self):
        """In the new run of a case he has said nothing yet."""
        self._says_over(self.document)
        self.document._restart_controls(True)
        self.assertEqual(self.document.customer_says_over, "not_asked")
        self.assertFalse(self.document.over_line or self.document.over_words)

    def _refused_result(self, result, **vals):
        control = self._control(self.document, "customer", **vals)
        with self.assertRaises(UserError) as refusal, self.cr.savepoint():
            getattr(control, f"action_{result}")()
        self.env.invalidate_all()
        self.assertEqual(control.state, "open")
        self.assertEqual(self.document.customer_says_over, "not_asked")
        return str(refusal.exception)

    def test_words_that_say_nothing(self):
        """A dash or “tamam” is no word of his."""
        for words in ("-", ".", "x", "tamam", "ok"):
            with self.subTest(words=words):
                message = self._refused_result(
                    "clean", customer_words=words, customer_says_over=True
                )
                self.assertIn("in his own words", message)

    def test_words_that_say_little(self):
        """Something good rests on more than a word; what is bad may be said in one."""
        for words in ("TRT", "21:00", "12", "Ayşe", "Memnunuz"):
            with self.subTest(words=words):
                message = self._refused_result(
                    "clean", customer_words=words, customer_says_over=True
                )
                self.assertIn("says too little", message)
        self._control(
            self.document, "customer", customer_words="evet bitti"
        ).action_clean()
        self._control(
            self.document, "customer", customer_words="Gelmedi."
        ).action_problem()

    # His words and the result ------------------------------------------------

    def test_words_against_the_result(self):
        """Where his words say otherwise, it is said and asked again."""
        message = self._refused_result(
            "clean", customer_words=GOES_ON, customer_says_over=True
        )
        self.assertIn(GOES_ON, message)
        for reason in ("ok", "-", "tamam", "Çünkü"):
            with self.subTest(reason=reason):
                self._refused_result(
                    "clean",
                    customer_words=GOES_ON,
                    customer_says_over=True,
                    contradiction_reason=reason,
                )
        self.assertFalse(self.document.override_ids)

    def test_kept_as_an_override(self):
        """Who notes it all the same says why, and it stands beside the overrides."""
        reason = "He spoke of the other topic, this one has gone"
        control = self._control(
            self.document,
            "customer",
            customer_words=GOES_ON,
            contradiction_reason=reason,
        )
        control.action_clean()
        override = self.document.override_ids
        self.assertEqual((override.reason, override.user_id), (reason, self.agent))
        self.assertIn(GOES_ON, override.gate_name)
        self.assertFalse(override.gate_id or override.is_in_force)
        bodies = " ".join(self.document.message_ids.mapped("body"))
        self.assertIn(reason, bodies)

    def test_problem_though_it_is_over(self):
        """The other way round it is asked, too."""
        words = "Sorun çözüldü, teşekkürler"
        self._refused_result("problem", customer_words=words)
        self._control(
            self.document,
            "customer",
            customer_words=words,
            contradiction_reason="The report of today is empty again",
        ).action_problem()
        self.assertEqual(len(self.document.override_ids), 1)
        self.assertEqual(self.document.customer_says_over, "no")

    def test_reason_without_a_contradiction(self):
        """Where his words fit the result nothing is kept."""
        self._control(
            self.document, "customer", contradiction_reason="Nothing speaks against it"
        ).action_clean()
        self.assertFalse(self.document.override_ids)

    def test_in_four_languages(self):
        """Whatever he speaks: going on and over are told apart, also when denied."""
        going_on = (
            "Sorun hâlâ devam ediyor",
            "SORUN DEVAM EDİYOR",
            "Hic memnun degiliz",
            "Raporlar bize gelmiyor",
            "Daha bitmedi",
            "It is still going on",
            "We're not satisfied at all",
            "The feed isn't working",
            "Nothing has changed",
            "No estamos satisfechos",
            "El problema persiste",
            "Todavía no funciona",
            "Wir sind nicht zufrieden",
            "Das Problem besteht weiterhin",
            "Es funktioniert nicht",
            "Bitti demek mümkün değil",
            "Hayır, kapatmayın",
            "Rezalet, sizinle bir daha çalışmayacağız",
            "Çok berbat",
        )
        refuses = (
            "Açıklamanızı kabul etmiyoruz",
            "kabul etmiyorum bu açıklamayı",
            "İkna olmadık",
            "Açıklama tatmin edici değil",
            "Yetersiz buluyoruz",
            "We do not accept that",
            "We're not convinced",
            "No aceptamos la explicación",
            "Eso no nos convence",
            "Das akzeptieren wir nicht",
            "Die Erklärung reicht uns nicht",
        )
        over = (
            "Sorun çözüldü",
            "Memnunuz, teşekkürler",
            "Artık devam etmiyor",
            "Konu bizim için kapandı",
            "It's over, thank you",
            "We are satisfied",
            "Está resuelto",
            "Estamos contentos",
            "Es ist vorbei",
            "Wir sind zufrieden",
        )
        neither = (
            "It is better now.",
            "So be it.",
            "Yarın sabah yine bakacağız",
            "Bir süre daha bakalım",
            "Açıklamanızı kabul ediyoruz",
            "İkna olduk, teşekkürler",
            "We accept that",
            "Aceptamos la explicación",
            "Wir akzeptieren das",
            "",
        )
        expressions = self.env["crisis.expression"].with_user(self.agent)
        said = {"goes_on": going_on, "refuses": refuses, "over": over, "": neither}
        for wanted, texts in said.items():
            for text in texts:
                with self.subTest(text=text):
                    self.assertEqual(expressions._said(text), wanted)

    def test_list_is_the_managers(self):
        """What customers say is a list that managers edit; it counts at once."""
        expressions = self.env["crisis.expression"]
        self.assertFalse(expressions._said("Burnumuzdan soluyoruz"))
        expressions.with_user(self.manager).create({"name": "burnumuzdan soluyoruz"})
        self.assertEqual(expressions._said("Burnumuzdan soluyoruz!"), "goes_on")

    # Whose word it is --------------------------------------------------------

    def test_word_of_somebody_else(self):
        """A colleague or a stranger does not speak for the customer."""
        stranger = self.env["res.partner"].create({"name": "A journalist"})
        for partner in (stranger, self.agent.partner_id):
            message = self._refused_result(
                "clean", asked_partner_id=partner.id, customer_says_over=True
            )
            self.assertIn("does not speak for", message)

    def test_somebody_without_an_address(self):
        """Who is called needs no mail address to speak for his company."""
        secretary = self.env["res.partner"].create(
            {"name": "The secretary", "parent_id": self.customer.id}
        )
        control = self._control(
            self.document,
            "customer",
            asked_partner_id=secretary.id,
            customer_words="All is in by now, thank you.",
        )
        control.action_clean()
        self.assertEqual(control.state, "done")

    def test_mail_that_never_came(self):
        """Who is said to have answered by mail has written."""
        message = self._refused_result("clean", channel="email")
        self.assertIn("No mail of the customer", message)
        self._write_as_customer("All is in by now.")
        self._control(self.document, "customer", channel="email").action_clean()

    # Taken back --------------------------------------------------------------

    def _write_as_customer(self, text, author=None):
        self._customer_writes(
            self.document,
            Markup(text),  # noqa: S704 the texts of these tests
            author_id=(author or self.contact).id,
        )
        self.document.invalidate_recordset()

    def test_later_mail_takes_it_back(self):
        """Who writes that it goes on has not said any more that it is over."""
        self._says_over(self.document)
        self.document._write_past_reactions({"clean_customer_count": 2})
        self._write_as_customer("Raporlar yine gelmedi, sorun devam ediyor!")
        document = self.document
        self.assertEqual(document.customer_says_over, "no")
        self.assertEqual(document.clean_customer_count, 0)
        self.assertEqual(document.over_source, "message")
        self.assertIn("sorun devam ediyor", document.over_line)
        told = self.env["mail.message"].search(
            [
                ("model", "=", "crisis.document"),
                ("res_id", "=", document.id),
                ("body", "like", "now writes otherwise"),
            ]
        )
        people = self.agent.partner_id | self.supervisor.partner_id
        self.assertEqual(told.partner_ids & people, people)

    def test_thanks_take_nothing_back(self):
        """Kind words, quoted ones and those of strangers leave it as it was."""
        self._says_over(self.document)
        stranger = self.env["res.partner"].create({"name": "A journalist"})
        self._write_as_customer("Teşekkürler, her şey yolunda.")
        self._write_as_customer(
            "Thank you.<blockquote>It is still going on</blockquote>"
        )
        self._write_as_customer("It is still going on, I hear", stranger)
        self.assertEqual(self.document.customer_says_over, "yes")

    def test_pressed_over_with_other_words(self):
        """Who presses “over” and writes that it goes on has not said that it is."""
        self.document._note_over_answer("over", GOES_ON, self.contact, 0)
        self.assertEqual(self.document.customer_says_over, "no")
        self.assertEqual(self.document.clean_customer_count, 0)

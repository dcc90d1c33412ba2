from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged

from ..common import CrisisCase

WHY = "The customer says that it concerns one item only."


@tagged("post_install", "-at_install")
class TestLighten(CrisisCase):
    """Who takes the weight off a case says why, by whichever way he does it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        levels = cls.env["crisis.level"].search([])
        cls.mild, cls.severe = levels[0], levels[-1]
        levels.review_explanation = False
        cls.severe.review_explanation = True
        cls.high = levels[-2]
        cls.document = cls._file(level_id=cls.high.id)

    def _said(self):
        self.flush_tracking()
        return "\n".join(self.document.message_ids.mapped("body"))

    def _assert_asks(self, document, vals):
        before = document.level_id, document.team_id, document.user_id
        for reason in (None, "", "ok", "-", 5, False):
            given = {} if reason is None else {"change_reason": reason}
            with self.assertRaises(UserError) as refusal, self.cr.savepoint():
                document.write(vals | given)
            self.assertIn("Say why", str(refusal.exception))
            document.invalidate_recordset()
        self.assertEqual(
            (document.level_id, document.team_id, document.user_id), before
        )

    def test_lower_level(self):
        """A lower level needs a reason, which stays in the history."""
        self._assert_asks(self.document, {"level_id": self.mild.id})
        self.document.write({"level_id": self.mild.id, "change_reason": WHY})
        self.assertIn(WHY, self._said())
        self.assertIn(self.mild.name, self._said())

    def test_each_time_anew(self):
        """The reason of one change does for no other."""
        self.document.write({"level_id": self.mild.id, "change_reason": WHY})
        self.document.level_id = self.high
        self._assert_asks(self.document, {"level_id": self.mild.id})

    def test_higher_level(self):
        """When in doubt the higher one: that needs no reason."""
        self.document.level_id = self.severe
        self.assertEqual(self.document.level_id, self.severe)

    def test_team_and_responsible(self):
        """Nor are team or responsible taken away without a word."""
        self._assert_asks(self.document, {"user_id": False})
        self._assert_asks(self.document, {"team_id": False})
        self._assert_asks(self.document, {"team_id": self.other_team.id})
        self.document.write({"user_id": False, "change_reason": WHY})
        self.assertIn("Nobody is responsible", self._said())
        # another colleague takes it: it is in good hands
        self.document.with_user(self.supervisor).action_take()
        self.assertEqual(self.document.user_id, self.supervisor)

    def test_given_to_another_desk(self):
        """A case may go to another desk, with a reason."""
        vals = {"team_id": self.other_team.id, "change_reason": WHY}
        self.document.write(vals)
        self.assertEqual(self.document.team_id, self.other_team)
        self.assertIn(WHY, self._said())

    def test_below_review(self):
        """Below the level where a second person reads, it needs the supervisor."""
        self.document.level_id = self.severe
        vals = {"level_id": self.high.id, "change_reason": WHY}
        with self.assertRaises(AccessError) as refusal, self.cr.savepoint():
            self.document.write(vals)
        self.assertIn(self.supervisor.name, str(refusal.exception))
        document = self.document.with_user(self.supervisor)
        document.invalidate_recordset()
        self._assert_asks(document, {"level_id": self.high.id})
        document.write(vals)
        self.assertEqual(document.level_id, self.high)

    def test_by_category(self):
        """A category that stands for a lower level lowers it, too."""
        first, second = self.env["crisis.category"].search(
            [("protocol_id", "=", self.own.id), ("parent_id", "!=", False)], limit=2
        )
        first.level_id, second.level_id = self.high, self.mild
        self.document.category_id = first
        self._assert_asks(self.document, {"category_id": second.id})
        self.document.write({"category_id": second.id, "change_reason": WHY})
        self.assertEqual(self.document.level_id, self.mild)

    def test_first_judgement(self):
        """What nobody has judged yet gets its level from its category."""
        document = self._file()
        category = self.env["crisis.category"].search(
            [("protocol_id", "=", self.own.id)], limit=1
        )
        category.level_id = self.mild
        document.category_id = category
        self.assertEqual(document.level_id, self.mild)

    def test_import(self):
        """An import says why, too, in a column of its own."""
        columns = [".id", "level_id/.id"]
        row = [str(self.document.id), str(self.mild.id)]
        result = self.document.load(columns, [row])
        self.assertIn("Say why", result["messages"][0]["message"])
        result = self.document.load([*columns, "change_reason"], [[*row, WHY]])
        self.assertEqual(result["ids"], self.document.ids)
        self.assertIn(WHY, self._said())

    def test_form(self):
        """The form asks as soon as something is taken away, and not before."""
        form = Form(self.document)
        self.assertFalse(form.asks_change_reason)
        form.level_id = self.mild
        self.assertTrue(form.asks_change_reason)
        form.change_reason = WHY
        form.save()
        self.assertIn(WHY, self._said())
        self.assertFalse(Form(self.document).asks_change_reason)
        filing = Form(self.env["crisis.document"].with_user(self.agent))
        filing.level_id = self.mild
        self.assertFalse(filing.asks_change_reason)

    def test_drill_and_system(self):
        """A drill is played, and the system has its own reasons."""
        drill = self._file(is_drill=True, level_id=self.severe.id)
        if drill.is_drill:
            drill.level_id = self.mild
        self.document.sudo().level_id = self.mild
        self.assertEqual(self.document.level_id, self.mild)

    # Another customer --------------------------------------------------------

    def _shell(self):
        return self.env["res.partner"].create(
            {"name": "Shell", "is_company": True, "email": "shell@shell.example.com"}
        )

    def test_another_customer(self):
        """Once words were exchanged, another customer needs a reason."""
        document, shell = self._file(contact_id=self.contact.id), self._shell()
        document.write({"partner_id": shell.id})
        document.write({"partner_id": self.customer.id, "contact_id": self.contact.id})
        document.action_log_word("We are looking into it.")
        vals = {"partner_id": shell.id}
        for reason in (None, "", "ok", "-", 5):
            given = {} if reason is None else {"change_reason": reason}
            with self.subTest(reason=reason):
                with self.assertRaisesRegex(UserError, "Say why"), self.cr.savepoint():
                    document.write(vals | given)
        document.invalidate_recordset()
        form = Form(document)
        form.partner_id = shell
        self.assertTrue(form.asks_change_reason)
        form.change_reason = WHY
        form.save()
        self.flush_tracking()
        bodies = "".join(document.message_ids.mapped("body"))
        self.assertIn(WHY, bodies)
        self.assertIn("“Akdeniz” is not the customer any more", bodies)

    def test_swapped_and_swapped_back(self):
        """What somebody else said and heard in between counts for nobody."""
        document, shell = self._file(contact_id=self.contact.id), self._shell()
        document.explanation = "<p>The keyword was misspelt in our system.</p>"
        for vals in (
            {"partner_id": shell.id, "contact_id": shell.id},
            {"contact_id": shell.id},
        ):
            with self.subTest(vals=vals):
                document.write(vals | {"change_reason": WHY})
                self._send_explanation(document)
                self._hear(document, explanation_accepted="yes")
                self._in_its_time(
                    document,
                    "customer",
                    asked_partner_id=shell.id,
                    customer_words="Evet, her şey yolunda bizde",
                    customer_says_over=True,
                ).action_clean()
                self.assertEqual(document.customer_says_over, "yes")
                self.assertEqual(document.explanation_state, "accepted")
                back = {"partner_id": self.customer.id, "contact_id": self.contact.id}
                with self.assertRaisesRegex(UserError, "Say why"), self.cr.savepoint():
                    document.write(back)
                document.write(back | {"change_reason": WHY})
                for name, value in {
                    "customer_says_over": "not_asked",
                    "over_partner_id": self.env["res.partner"],
                    "health_customer": "unknown",
                    "clean_customer_count": 0,
                    "explanation_accepted": "not_asked",
                    "date_explanation_sent": False,
                    "date_explanation_accepted": False,
                    "date_first_word": False,
                    "date_last_word": False,
                }.items():
                    self.assertEqual(document[name], value, name)
                owed = document.owed_word_ids.filtered(lambda d: d.state == "open")
                self.assertIn("first", owed.mapped("kind"))
                self.assertTrue(document.word_ids, "what was said stays on the trail")

    def test_same_customer(self):
        """His company for his person, or another person of it, loses nothing."""
        document = self._file(partner_id=self.contact.id)
        colleague = self.env["res.partner"].create(
            {"name": "Murat", "parent_id": self.customer.id, "email": "m@x.example.com"}
        )
        document.action_log_word("We are looking into it.")
        document.write({"partner_id": self.customer.id})
        document.write({"contact_id": colleague.id})
        document.write({"contact_id": self._shell().id})
        self.assertTrue(document.date_first_word)

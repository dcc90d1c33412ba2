from odoo.fields import Command
from odoo.tests import Form, tagged

from ...tools.person_names import names_in
from .common_closing_report import ClosingReportCase


@tagged("post_install", "-at_install")
class TestClosingReportNames(ClosingReportCase):
    """Writer and reviewer see which colleagues the customer would read of."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.colleague.name = "Gülşah Nur Işık"
        cls.report = cls._report(cause="Nobody has looked.")

    def _line(self, user=None):
        self.report.invalidate_recordset()
        return self.report.with_user(user or self.agent).names_line

    def test_wherever_it_stands(self):
        """In each of the texts, in full or without the middle name."""
        self.assertFalse(self._line())
        for values in (
            {"cause": "Gülşah Nur Işık'ın hatası"},
            {"changes": "GÜLŞAH IŞIK does it no more."},
            {"happened": "<p><b>Gulsah</b> Isik, our editor</p>"},
            {"name": "Gülşah Işık"},
            {"step_ids": [Command.create({"name": "Gülşah Işık called you."})]},
        ):
            with self.subTest(values), self.cr.savepoint() as savepoint:
                self.report.write(values)
                for user in (self.agent, self.supervisor):
                    self.assertIn("in the text: Gülşah Nur Işık.", self._line(user))
                savepoint.rollback()
                self.env.invalidate_all()

    def test_seen_while_writing(self):
        with Form(self.report) as form:
            form.cause = "Gülşah Işık forgot it."
            self.assertIn("Gülşah Nur Işık", form.names_line)
            form.cause = "It was forgotten."
            self.assertFalse(form.names_line)

    def test_who_is_none_of_ours(self):
        """The customer's people are named; so is who only works elsewhere."""
        self.foreign_agent.name = "Else Where"
        partner = self.document._customer_contact()
        self.report.cause = f"{partner.name} told Else Where."
        self.assertFalse(self._line())

    def test_who_has_left(self):
        self.colleague.sudo().active = False
        self.report.cause = "Gülşah Işık has left."
        self.assertTrue(self._line())

    def test_keeps_nobody_from_sending(self):
        """It is a hint: the reviewer decides. Sent, it is of no use any more."""
        self.report.cause = "Gülşah Işık forgot it."
        self.report.action_ask_review()
        self.report.with_user(self.supervisor).action_review()
        self.assertTrue(self._line())
        with self.mock_mail_gateway():
            self._composer()._action_send_mail()
        self.assertEqual(self.report.state, "sent")
        self.assertFalse(self._line())

    def test_number_of_statements(self):
        """Many reports cost no more than one."""
        reports = self.report
        self._line()
        for _number in range(3):
            reports |= self._report(self._over(), cause="Gülşah Işık forgot it.")
        counts = []
        for some in (reports[:1], reports):
            self.env.flush_all()
            self.env.invalidate_all()
            some.mapped("step_ids.name")
            some.mapped("company_id.name")
            before = self.cr.sql_log_count
            some.mapped("names_line")
            counts.append(self.cr.sql_log_count - before)
        self.assertEqual(*counts)

    def test_names(self):
        people = ["Ayşe Yıldız", "Deniz", "Jean-Luc Picard", "Li Wu"]
        for text, found in (
            ("Deniz kenarında", []),
            ("with jean luc picard.", ["Jean-Luc Picard"]),
            ("Ayşe and Yıldız", []),
            ("Lila Li Wuster", []),
            ("Li  Wu's and AYSE YILDIZ", ["Ayşe Yıldız", "Li Wu"]),
            ("", []),
        ):
            with self.subTest(text):
                self.assertEqual(names_in([text], people), found)

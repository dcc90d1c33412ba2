from datetime import datetime

import psycopg2

from odoo.tests import tagged
from odoo.tools import mute_logger

from ..common import CrisisCase


@tagged("post_install", "-at_install")
class TestNumbering(CrisisCase):
    """Each document has a number, per company and year."""

    def _number(self, reference):
        """Return year and number of a reference."""
        _prefix, year, number = reference.split("/")
        return int(year), int(number)

    def _sequence(self, company=None):
        return self.env["ir.sequence"].search(
            [
                ("code", "=", "crisis.document"),
                ("company_id", "=", (company or self.company).id),
            ]
        )

    def test_numbers_follow_each_other(self):
        """Two documents filed one after the other have following numbers."""
        first, second = self._file(), self._file()
        year, number = self._number(first.reference)
        self.assertEqual(self._number(second.reference), (year, number + 1))

    def test_many_at_once(self):
        """Documents filed in one call are numbered in their order."""
        values = {
            "name": "Case",
            "protocol_id": self.own.id,
            "partner_id": self.customer.id,
        }
        documents = self.env["crisis.document"].with_user(self.agent)
        documents = documents.create([dict(values) for _number in range(10)])
        numbers = [self._number(d.reference)[1] for d in documents]
        self.assertEqual(numbers, list(range(numbers[0], numbers[0] + 10)))

    def test_new_year_begins_with_one(self):
        """The first document of a year is number one, the next number two."""
        with self.mock_datetime_and_now(datetime(2031, 12, 31, 12, 0)):
            last = self._file()
        with self.mock_datetime_and_now(datetime(2032, 1, 1, 12, 0)):
            first, second = self._file(), self._file()
        with self.mock_datetime_and_now(datetime(2031, 12, 31, 12, 0)):
            late = self._file()
        self.assertEqual(self._number(last.reference), (2031, 1))
        self.assertEqual(self._number(first.reference), (2032, 1))
        self.assertEqual(self._number(second.reference), (2032, 2))
        self.assertEqual(self._number(late.reference), (2031, 2))

    def test_year_of_the_agent_s_clock(self):
        """New year is when it is midnight where the agent works."""
        self.agent.tz = "Europe/Istanbul"
        self.other_agent.tz = "America/New_York"
        with self.mock_datetime_and_now(datetime(2031, 12, 31, 22, 0)):
            east, west = self._file(), self._file(self.other_agent)
        self.assertEqual(self._number(east.reference)[0], 2032)
        self.assertEqual(self._number(west.reference)[0], 2031)

    def test_each_company_counts_for_itself(self):
        """A document of another company takes no number of ours."""
        first = self._number(self._file().reference)
        theirs = self._file(self.foreign_agent)
        second = self._number(self._file().reference)
        self.assertEqual(theirs.company_id, self.company_2)
        self.assertEqual(second[1], first[1] + 1)

    def test_new_company(self):
        """A new company has its own numbering from the start, exactly one."""
        company = self.env["res.company"].create({"name": "Third"})
        sequence = self._sequence(company)
        self.assertEqual(len(sequence), 1)
        company._create_crisis_sequences()
        self.assertEqual(self._sequence(company), sequence)
        document = self._file(self.env.user, company_id=company.id, user_id=False)
        self.assertEqual(self._number(document.reference)[1], 1)

    def test_several_companies_in_one_call(self):
        """Documents of two companies in one call are numbered apart."""
        values = {
            "name": "Case",
            "protocol_id": self.own.id,
            "partner_id": self.customer.id,
        }
        companies = self.company, self.company_2, self.company, self.company_2
        documents = self.env["crisis.document"].create(
            [values | {"company_id": company.id} for company in companies]
        )
        numbers = [self._number(document.reference)[1] for document in documents]
        self.assertEqual(numbers[2], numbers[0] + 1)
        self.assertEqual(numbers[3], numbers[1] + 1)

    def test_given_number_is_kept(self):
        """An import keeps the old numbers, and uses none of the new ones."""
        first = self._number(self._file().reference)
        self.assertEqual(self._file(reference="OLD-17").reference, "OLD-17")
        self.assertEqual(self._number(self._file().reference)[1], first[1] + 1)

    def test_number_is_unique_in_its_company(self):
        """A number is given once per company, and it is said in our words."""
        self._file(reference="OLD-17")
        self._file(self.foreign_agent, reference="OLD-17")
        with (
            mute_logger("odoo.sql_db"),
            self.assertRaises(psycopg2.IntegrityError) as refusal,
            self.cr.savepoint(),
        ):
            self._file(reference="OLD-17")
        said = self.env["crisis.document"]._sql_error_to_message(refusal.exception)
        self.assertIn("This reference is taken", said)

    def test_copy_gets_its_own_number(self):
        """A copied document starts afresh, with a number of its own."""
        document = self._file()
        self.assertNotEqual(document.copy().reference, document.reference)

    def test_numbering_that_was_changed(self):
        """An administrator may change the numbering; filing goes on."""
        for change in (
            {"prefix": "CASE-", "padding": 2},
            {"use_date_range": False},
            {"implementation": "no_gap"},
            {"use_date_range": True},
        ):
            self._sequence().write(change)
            with self.subTest(**change):
                first, second = self._file().reference, self._file().reference
                self.assertTrue(first.startswith("CASE-"))
                self.assertNotEqual(first, second)

    def test_numbering_that_was_lost(self):
        """If the numbering was archived or deleted, filing goes on all the same."""
        used = [self._file().reference for _number in range(3)]
        for lose in (lambda s: s.write({"active": False}), lambda s: s.unlink()):
            lose(self._sequence())
            with mute_logger("odoo.sql_db"):
                reference = self._file().reference
            self.assertNotIn(reference, used)
            used.append(reference)

    def test_agents_have_no_right_on_sequences(self):
        """Filing needs no right on Odoo's sequences, nor gives it."""
        document = self._file()
        self.assertTrue(document.reference)
        self.assertFalse(self._sequence().with_user(self.agent).has_access("write"))

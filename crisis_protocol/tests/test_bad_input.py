import psycopg2

from odoo.exceptions import UserError
from odoo.tests import tagged

from .common_bad_input import BadInputCase

UNKNOWN = 99_999_999
LINKS = (
    "protocol_id",
    "partner_id",
    "category_id",
    "level_id",
    "stage_id",
    "team_id",
    "user_id",
    "contact_id",
    "company_id",
)
REQUIRED = ("protocol_id", "partner_id", "level_id", "stage_id", "company_id")


@tagged("post_install", "-at_install")
class TestBadLinks(BadInputCase):
    """Ids that lead nowhere, or to where they must not."""

    def test_unknown_id(self):
        """An id of nothing is refused, whatever it should have linked to."""
        for name in LINKS:
            for value in (UNKNOWN, -1):
                self._assert_refused((UserError, psycopg2.Error), **{name: value})

    def test_id_beyond_all_numbers(self):
        """An id larger than the database can hold is refused."""
        for name in LINKS:
            self._assert_refused((UserError, psycopg2.Error), **{name: 2**40})

    def test_unknown_in_a_list(self):
        """A list with an id of nothing is refused as a whole."""
        for name in ("media_ids", "bulletin_ids", "not_applicable_ids", "task_ids"):
            value = [(6, 0, [UNKNOWN])]
            self._assert_refused((UserError, psycopg2.Error), **{name: value})

    def test_wrong_type_when_filing(self):
        """Words and lists in place of an id end in no error of our own making."""
        for name in LINKS:
            for value in ("abc", [1, 2]):
                with self.subTest(name=name, value=value):
                    error = self._error_of(lambda n=name, v=value: self._file(**{n: v}))
                    self.assertNotIn("singleton", str(error))

    def test_wrong_type_when_writing(self):
        """What is required can't be emptied by nonsense, either."""
        for name in REQUIRED:
            for value in ("abc", [1, 2], False):
                with self.subTest(name=name, value=value):
                    error = self._error_of(
                        lambda n=name, v=value: self.document.write({n: v})
                    )
                    self.assertIsNotNone(error)
                    self.assertNotIn("singleton", str(error))
                    self.assertNotIn("“False”", str(error))

    def test_category_of_another_protocol(self):
        """A category goes with its protocol only, and both are named."""
        other = self.env.ref("crisis_protocol.category_customer_news_out")
        self._assert_refused(category_id=other.id)
        error = self._error_of(lambda: self._file(category_id=other.id))
        self.assertIn(other.display_name, str(error))
        self.assertIn(self.own.name, str(error))

    def test_stage_of_another_protocol(self):
        """A stage goes with its protocol only, and both are named."""
        other = self._stage("customer_production")
        self._assert_refused(stage_id=other.id)
        error = self._error_of(lambda: self.document.write({"stage_id": other.id}))
        self.assertIn(other.name, str(error))
        self.assertIn(self.own.name, str(error))

    def test_question_of_another_protocol(self):
        """Only questions of the document's protocol can be said not to apply."""
        other = self.customer_protocol.question_ids[0]
        self._assert_refused(
            not_applicable_ids=[(6, 0, other.ids)],
            not_applicable_reason="It makes no sense here.",
        )

    def test_grade_where_there_is_none(self):
        """What we caused has no grade."""
        self._assert_refused(grade="crisis")

    def test_unknown_field(self):
        """A field that does not exist is refused, not ignored."""
        self._assert_refused(ValueError, cause="unknown")

    def test_other_parts_need_their_own(self):
        """An override needs a document, a gate of its protocol and words."""
        overrides = self.env["crisis.override"].with_user(self.supervisor)
        gate = self._gate("own_category")
        good = {
            "document_id": self.document.id,
            "gate_id": gate.id,
            "reason": "He is on holiday",
        }
        foreign = self._gate("customer_category")
        for bad in (
            {"gate_id": False},
            {"gate_id": UNKNOWN},
            {"gate_id": foreign.id},
            {"document_id": False},
            {"document_id": UNKNOWN},
            {"reason": False},
            {"reason": "  "},
            {"reason": 5},
        ):
            with self.subTest(**bad):
                error = self._error_of(lambda b=bad: overrides.create(good | b))
                self.assertIsInstance(error, (UserError, psycopg2.Error))

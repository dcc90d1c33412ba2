from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import tagged

from ..common import CrisisCase


@tagged("post_install", "-at_install")
class TestEarlier(CrisisCase):
    """What an earlier case of this customer told already is proposed (S0-57)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.media = cls.env["crisis.media"].search([], limit=2)
        cls.told = {
            "protocol_id": cls.customer_protocol.id,
            "presentation": "A table",
            "media_ids": [Command.set(cls.media.ids)],
            "inform_oral": "yes",
            "inform_oral_note": "Ms Kaya",
            "description": "<p>The old story</p>",
        }

    def _new(self, user=None, **vals):
        return self._file(user, protocol_id=self.customer_protocol.id, **vals)

    def test_proposed_and_taken(self):
        """One press takes over what lasts; what belongs to one case is asked anew."""
        earlier = self._file(**self.told)
        document = self._new()
        told = document.earlier_told
        for words in ("A table", "Ms Kaya", self.media[0].name, earlier.reference):
            self.assertIn(words, told)
        self.assertNotIn("The old story", told)
        document.action_take_earlier()
        self.assertEqual(document.presentation, "A table")
        self.assertEqual(document.media_ids, self.media)
        self.assertEqual(document.inform_oral_note, "Ms Kaya")
        self.assertFalse(document.description)
        self.assertIn(earlier.reference, document.message_ids[:1].body)
        document.invalidate_recordset()
        self.assertFalse(document.earlier_told)
        with self.assertRaises(UserError):
            document.action_take_earlier()

    def test_newest_first_and_nothing_over_answers(self):
        """The last case counts, and what is answered here stays."""
        self._file(**self.told)
        self._file(**self.told | {"presentation": "A chart", "media_ids": False})
        document = self._new(inform_oral="no")
        self.assertIn("A chart", document.earlier_told)
        document.action_take_earlier()
        self.assertEqual(document.presentation, "A chart")
        self.assertEqual(document.media_ids, self.media)
        self.assertEqual(document.inform_oral, "no")
        self.assertFalse(document.inform_oral_note)

    def test_of_the_same_customer_only(self):
        """Neither of another customer, nor of another company, nor hidden cases."""
        other = self.env["res.partner"].create({"name": "Ege"})
        self._file(**self.told | {"partner_id": other.id})
        self._file(self.other_agent, **self.told)
        self._file(self.foreign_agent, **self.told | {"company_id": self.company_2.id})
        document = self._new()
        self.assertFalse(document.earlier_told)
        contact = self.contact
        self._file(**self.told | {"partner_id": contact.id})
        document.invalidate_recordset()
        self.assertIn("A table", document.earlier_told)

    def test_own_questions(self):
        """The protocol's own questions are proposed, too."""
        self.customer_protocol.question_definition = [
            {"name": "how", "type": "char", "string": "How?"}
        ]
        self._file(**self.told | {"properties": {"how": "By hand"}})
        document = self._new()
        self.assertIn("By hand", document.earlier_told)
        document.action_take_earlier()
        self.assertEqual(document.properties["how"], "By hand")

    def test_cheap(self):
        """Opening the form costs two queries more, however many cases there were."""
        for _number in range(12):
            self._file(**self.told)
        document = self._new()
        self.env.flush_all()
        self.env.invalidate_all()
        # read before what is counted
        document.missing_question_ids.mapped("name")
        document.mapped("commercial_partner_id.name")
        document.mapped("company_id.name")
        with self.assertQueryCount(5):
            self.assertIn("A table", document.earlier_told)

from odoo.exceptions import UserError, ValidationError
from odoo.tests import tagged

from ..common import CrisisCase

DASH = "-"
TEXTS = ("description", "customer_effect", "explanation", "remedy", "root_cause")


@tagged("post_install", "-at_install")
class TestWay(CrisisCase):
    """From filing to the end: by deeds it is a way, by dashes it is none (S0-50)."""

    def _hurry(self, document):
        """Do as an agent in a hurry: the least that each screen takes."""
        document.write(
            {
                "category_id": self.env["crisis.category"]
                .search([("protocol_id", "=", document.protocol_id.id)], limit=1)
                .id,
                "grade": document.grade and "crisis",
                **dict.fromkeys([*TEXTS, "timing", "presentation", "keywords"], DASH),
                "has_bulletin": "no",
                "has_picture": "no",
                "has_video": "no",
                "after_hours_follow": "no",
                "after_hours_route": "no",
                "inform_written": "no",
                "inform_oral": "no",
                "media_ids": self.env["crisis.media"].search([], limit=1).ids,
                "date_occurred": "2026-03-02 08:00:00",
                "customer_says_over": "yes",
            }
        )
        document.action_log_word("We are looking into it.")
        self._confirm_notices(document)

    def _assert_no_way(self, document):
        """No way leads on by dashes; return what the refusals say."""
        said = []
        for reason in (None, DASH, "ok", "tamam"):
            values = {"production_needed": "no", "production_reason": reason}
            with self.assertRaises(UserError) as refusal, self.cr.savepoint():
                document.write(values)
            said.append(str(refusal.exception))
            for question in document.missing_question_ids:
                waived = {
                    "not_applicable_ids": question.ids,
                    "not_applicable_reason": reason,
                }
                with self.assertRaises(UserError), self.cr.savepoint():
                    document.write(waived)
        document.invalidate_recordset()
        for note in (DASH, "tamam"):
            for kind in ("system", "customer"):
                vals = {"note": note} if kind == "system" else {"customer_words": note}
                with self.assertRaises(UserError), self.cr.savepoint():
                    self._control(document, kind, **vals).action_clean()
                document.invalidate_recordset()
        for _stage in document.protocol_id._path_stages():
            if not document._missing_gates(document.next_stage_id):
                document.action_next_stage()
        return document._unmet_message(
            {document: document._missing_gates(document.protocol_id._path_stages()[-1])}
        )

    def test_own_way_of_dashes(self):
        """What we caused ourselves does not get to its end by dashes."""
        document = self._file()
        self._hurry(document)
        message = self._assert_no_way(document)
        self.assertFalse(document.is_closed)
        for name in ("own_description", "own_effect", "own_production"):
            self.assertIn(self._gate(name).name, message)
        for name in ("own_explanation", "own_remedy", "own_cause", "own_controls"):
            self.assertIn(self._gate(name).name, message)
        for name in ("explanation", "remedy", "root_cause", "customer_effect"):
            self.assertIn(f"{document._label(name)}: “-” says nothing.", message)

    def test_customer_way_of_dashes(self):
        """Nor a crisis of the customer: no task, no decision, no notice, no reason."""
        document = self._file(protocol_id=self.customer_protocol.id, grade="crisis")
        self._hurry(document)
        with self.assertRaises(ValidationError), self.cr.savepoint():
            self._decide(document, name=DASH, reason=DASH)
        message = self._assert_no_way(document)
        self.assertFalse(document.is_closed)
        self.assertEqual(document.stage_id, self._stage("customer_information"))
        self.assertFalse(document.override_ids)
        for name in ("information", "effect", "decision", "production", "explanation"):
            self.assertIn(self._gate(f"customer_{name}").name, message)

    def test_own_way_of_deeds(self):
        """What we caused ends by the deeds that its gates ask for."""
        document = self._bring_to_end(self._file(contact_id=self.contact.id))
        self.assertEqual(document.stage_id, self._stage("own_closed"))
        self.assertTrue(document.explanation_message_id)
        self.assertEqual(document.explanation_state, "accepted")
        self.assertEqual(document.item_ids.mapped("state"), ["sent"])
        deliveries = document.delivery_ids.filtered(lambda d: d.kind == "delivery")
        self.assertTrue(deliveries.told_message_id)
        self.assertFalse(document.override_ids)

    def test_customer_way_of_deeds(self):
        """So does a crisis of the customer."""
        document = self._bring_to_end(
            self._file(
                protocol_id=self.customer_protocol.id,
                grade="crisis",
                contact_id=self.contact.id,
            )
        )
        self.assertEqual(document.stage_id, self._stage("customer_closed"))
        self.assertTrue(document.decision_ids)
        deliveries = document.delivery_ids.filtered(lambda d: d.kind == "delivery")
        self.assertTrue(deliveries.told_message_id)
        self.assertFalse(document.override_ids)

from odoo.exceptions import AccessError
from odoo.tests import Form, tagged

from ..common import CrisisCase


@tagged("post_install", "-at_install")
class TestStageMove(CrisisCase):
    """The dialog that asks why a case moves back, out, or past a gate."""

    def test_back_offers_what_lies_behind(self):
        """The dialog offers the stages behind, the nearest first."""
        document = self._at("own_follow_up")
        move = self.env["crisis.stage.move"].with_user(self.agent)
        with Form(
            move.with_context(default_document_id=document.id, default_kind="back")
        ) as form:
            self.assertEqual(form.stage_id, self._stage("own_remedy"))
            form.reason = "It was a false alarm."
        behind = ["reported", "assessment", "remedy"]
        self.assertEqual(
            form.record.allowed_stage_ids.mapped("id"),
            [self._stage(f"own_{name}").id for name in behind],
        )

    def test_reopening_proposes_an_open_stage(self):
        """Whoever reopens a case wants it open, wherever it had ended."""
        for stage, proposed in (
            ("own_closed", "own_follow_up"),
            ("own_not_crisis", "own_reported"),
        ):
            document = self._file()
            if stage == "own_closed":
                document = self._at(stage)
            else:
                out = {
                    "stage_id": self._stage(stage).id,
                    "stage_reason": "It was a false alarm.",
                }
                document.write(out)
            move = self._new_move(document, "back", "The trouble goes on.", self.agent)
            self.assertFalse(move.stage_id.is_closed)
            self.assertFalse(any(move.allowed_stage_ids.mapped("is_closed")))
            move.stage_id = self._stage(proposed)
            move.action_move()
            self.assertFalse(document.is_closed)

    def test_dialog_shows_what_is_missing(self):
        """A supervisor sees what he lets pass before he says why."""
        document = self._file()
        move = self.env["crisis.stage.move"].with_user(self.supervisor)
        with Form(
            move.with_context(default_document_id=document.id, default_kind="override")
        ) as form:
            self.assertEqual(form.stage_id, self._stage("own_assessment"))
            self.assertIn(self._gate("own_category").name, form.missing)
            self.assertNotIn(self._gate("own_cause").name, form.missing)
            form.stage_id = self._stage("own_closed")
            self.assertIn(self._gate("own_cause").name, form.missing)
            form.reason = "It was a false alarm."

    def test_dialog_refuses_a_foreign_stage(self):
        """A dialog filled in by the API can't leave the protocol either."""
        document = self._at("own_remedy")
        for kind in ("back", "exit", "override"):
            move = (
                self.env["crisis.stage.move"]
                .with_user(self.supervisor)
                .create(
                    {
                        "document_id": document.id,
                        "kind": kind,
                        "stage_id": self._stage("customer_information").id,
                        "reason": "We look into it tomorrow.",
                    }
                )
            )
            self._refused(document, move.action_move)
            self.assertFalse(document._passed_gates())

    def test_dialog_kind_and_stage_must_fit(self):
        """“Back” is no way to go on: the gates ahead hold in the dialog too."""
        document = self._file()
        move = (
            self.env["crisis.stage.move"]
            .with_user(self.agent)
            .create(
                {
                    "document_id": document.id,
                    "kind": "back",
                    "stage_id": self._stage("own_closed").id,
                    "reason": "We look into it tomorrow.",
                }
            )
        )
        self._refused(document, move.action_move)

    def test_dialog_needs_a_reason(self):
        """No kind of move is made for a reason of spaces."""
        document = self._at("own_remedy")
        for kind in ("back", "exit", "override"):
            for reason in (False, "", " \n ", "-", "ok", "tamam"):
                move = self._new_move(document, kind, reason, self.supervisor)
                self._refused(document, move.action_move)

    def test_dialog_moves_each_way(self):
        """Back, out and past a gate: each goes where it says, with the reason kept."""
        ways = {
            "back": ("own_assessment", self.agent),
            "exit": ("own_not_crisis", self.agent),
            "override": ("own_follow_up", self.supervisor),
        }
        for kind, (stage, user) in ways.items():
            document = self._at("own_remedy")
            document.remedy = False
            self._new_move(
                document, kind, " We look into it tomorrow. ", user
            ).action_move()
            self.assertEqual(document.stage_id, self._stage(stage))
            kept = document._passed_gates().reason or document.stage_reason
            self.assertEqual(kept, "We look into it tomorrow.")

    def _new_move(self, document, kind, reason, user):
        """The dialog as the API fills it in, with the stage that it proposes."""
        return (
            self.env["crisis.stage.move"]
            .with_user(user)
            .create({"document_id": document.id, "kind": kind, "reason": reason})
        )

    def test_dialog_of_a_document_out_of_sight(self):
        """The dialog gives no way to a document that one may not see."""
        document = self._at("own_remedy")
        self.env.invalidate_all()
        with self.assertRaises(AccessError), self.cr.savepoint():
            self._new_move(
                document, "exit", "A false alarm", self.other_agent
            ).action_move()
        document.invalidate_recordset()
        self.assertEqual(document.stage_id, self._stage("own_remedy"))

from odoo.exceptions import UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from ..common_race import RaceCase

LINES = "Mecra\tBaşlık\n" + "".join(f"Race {n % 3}\tTitle {n}\n" for n in range(9))


@tagged("post_install", "-at_install")
class TestItemsInARace(RaceCase):
    """Two who work on the items of one case, or type the same outlet, at once."""

    def setUp(self):
        # before that of the cases is, so that it comes after: items need their outlets
        self.addCleanup(self._forget_outlets)
        super().setUp()
        with self._session() as env:
            self.document_ids = [self._file(env).id for _number in range(2)]

    def _forget_outlets(self):
        with self._session() as env:
            env["crisis.outlet"].search([("name", "like", "Race %")]).unlink()

    def _paste(self, env, number=0):
        values = {"document_id": self.document_ids[number], "text": LINES}
        return env["crisis.item.paste"].create(values).action_add()

    @mute_logger("odoo.sql_db", "odoo.service.model")
    def test_same_lines(self):
        """Who pastes the same lines second adds nothing twice."""
        outcomes = self._together(self._paste)
        refused = [out for out in outcomes if isinstance(out, Exception)]
        self.assertEqual([type(error) for error in refused], [UserError])
        with self._session() as env:
            document = env["crisis.document"].browse(self.document_ids[0])
            self.assertEqual((document.item_count, len(document.item_ids)), (9, 9))

    @mute_logger("odoo.sql_db", "odoo.service.model")
    def test_same_new_outlets(self):
        """Both are served who note items of the same new outlets in two cases."""
        with self._sessions() as people:
            for number, env in enumerate(people):
                self._click(env, lambda env, number=number: self._paste(env, number))
        with self._session() as env:
            documents = env["crisis.document"].browse(self.document_ids)
            self.assertEqual(documents.mapped("item_count"), [9, 9])
            self.assertEqual(len(documents.item_ids.outlet_id), 3)

    @mute_logger("odoo.sql_db", "odoo.service.model")
    def test_closed_meanwhile(self):
        """Nothing is added to a case that has ended since it was looked at."""

        def end(env):
            stage = env.ref("crisis_protocol.stage_own_not_crisis")
            document = env["crisis.document"].browse(self.document_ids[0])
            return document.write(
                {"stage_id": stage.id, "stage_reason": "It was a false alarm."}
            )

        with self._sessions() as (one, other):
            self._click(one, end)
            with self.assertRaisesRegex(UserError, "has ended"):
                self._click(other, self._paste)
        with self._session() as env:
            document = env["crisis.document"].browse(self.document_ids[0])
            self.assertFalse(document.item_ids)

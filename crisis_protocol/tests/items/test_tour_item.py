from odoo.tests import tagged

from ..duties.common_tour_duty import DutyTourCase


@tagged("post_install", "-at_install")
class TestTourItem(DutyTourCase):
    def test_paste_of_200_items(self):
        """Of 200 lines three are faulty: two are mended, one is left out."""
        case = self._file()
        self.start_tour(
            f"/odoo/crises/{case.id}",
            "crisis_item_paste_tour",
            login=self.agent.login,
            timeout=90,
        )
        items = case.item_ids
        self.assertEqual(len(items), 199)
        self.assertNotIn("Item number 60", items.mapped("name"))
        mended = items.filtered(lambda item: item.name == "Item number 120")
        self.assertEqual(str(mended.date), "2026-02-28")
        self.assertEqual(mended.link, "https://news.example.com/120")
        self.assertEqual(mended.outlet_id.name, "Channel 5")
        self.assertEqual(set(items.mapped("kind")), {"missing"})
        self.assertEqual(items.create_uid, self.agent)
        recovered = items.filtered("date_recovered")
        self.assertEqual(len(recovered), 4)
        self.assertEqual(recovered.recovered_by_id, self.agent)
        self.assertEqual((case.item_open_count, case.recovered_share), (195, 2))

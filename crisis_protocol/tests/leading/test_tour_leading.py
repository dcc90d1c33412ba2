from odoo.tests import tagged

from ..duties.common_tour_duty import DutyTourCase


@tagged("post_install", "-at_install")
class TestTourLeading(DutyTourCase):
    def test_more_customers_hit(self):
        """An agent adds two customers to a case; each gets a case that follows."""
        customers = self.env["res.partner"].create(
            [
                {"name": name, "is_company": True, "email": f"{name}@example.com"}
                for name in ("Bora", "Cemre")
            ]
        )
        case = self._file(name="The system is down")
        self.start_tour(
            f"/odoo/crises/{case.id}",
            "crisis_leading_tour",
            login=self.agent.login,
            timeout=90,
        )
        led = case.led_ids
        self.assertEqual(led.partner_id, customers)
        self.assertEqual(set(led.mapped("name")), {case.name})
        self.assertEqual((led.user_id, led.team_id), (self.agent, self.team))
        self.assertEqual(led.level_id, case.level_id)

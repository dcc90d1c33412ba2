from odoo.exceptions import ValidationError
from odoo.tests import tagged

from .common_gate import GateCase

# Each holds for every case there can be, and looks as if it asked for something.
DISGUISED = [
    "[('reference', '!=', False)]",
    "[('information_progress', '>=', 0)]",
    "[('item_open_count', '>=', 0)]",
    "[('message_ids', '!=', False)]",
    "[('health_own', 'in', ['unknown', 'good', 'strained', 'bad'])]",
    "[('customer_says_over', 'in', ['yes', 'no', 'not_asked'])]",
    "[('name', '!=', 'zzz')]",
    "[('name', 'like', '%')]",
    "[('name', 'not like', 'qqqqq')]",
    "[('root_cause', '!=', 'x')]",
    "[('explanation_version', '!=', 99)]",
    "[('clean_customer_count', '>', -1)]",
    "['|', ('clean_customer_count', '>', 0), ('clean_customer_count', '=', 0)]",
    "[('task_ids', 'not any', [('id', '=', -1)])]",
    "['|', ('task_ids', '=', False), ('task_ids', '!=', False)]",
    "[('stage_id', 'any', [('id', '!=', False)])]",
    "[('stage_id.name', '!=', '')]",
    "[('level_id.name', '!=', False)]",
    "[('partner_id.name', '!=', False)]",
    "[('company_id', '!=', False)]",
    "[('create_date', '>', '2000-01-01')]",
    "[('display_name', '!=', False)]",
    "['|', ('grade', '=', 'watch'), ('grade', '!=', 'watch')]",
]
# There can be a case for which these do not hold.
ASKING = [
    "[('name', 'ilike', 'news')]",
    "[('root_cause', '!=', False)]",
    "[('root_cause', '=', False)]",
    "[('information_progress', '>=', 80)]",
    "[('item_open_count', '=', 0)]",
    "[('explanation_version', '!=', 0)]",
    "[('health_own', '!=', 'bad')]",
    "[('task_ids', 'not any', [('is_closed', '=', False)])]",
    "[('task_ids', 'any', [('name', '=', 'Search')])]",
    "[('media_ids', 'not any', [('name', '=', 'Radio X')])]",
    "[('level_id.review_explanation', '=', False)]",
    "[('partner_id.email', '!=', False)]",
    "[('create_date', '<', '-1d')]",
    "[('date_last_word', '>=', '-2d')]",
    "[('user_id', '!=', False)]",
    "[('team_id', '!=', False)]",
]


@tagged("post_install", "-at_install")
class TestGateAsks(GateCase):
    """A gate that holds for every case is refused, however it is dressed up."""

    def test_disguised(self):
        """What every case has anyway, and what nobody would write, is no condition."""
        DISGUISED.append(f"[('protocol_id', '=', {self.own.id})]")
        for domain in DISGUISED:
            with self.subTest(domain), self.cr.savepoint() as undo:
                with self.assertRaisesRegex(ValidationError, "asks for nothing"):
                    self._new_gate(domain)
                undo.rollback()

    def test_asking(self):
        """What may be missing, or may still come up, is one, also if it holds now."""
        for domain in ASKING:
            with self.subTest(domain):
                gate = self._new_gate(domain, name=f"Gate {domain}")
                self.assertTrue(gate.exists())

    def test_shipped(self):
        """All that is shipped can be saved again as it is."""
        gates = self.env["crisis.gate"].search([])
        self.assertTrue(gates)
        gates._check_domain()

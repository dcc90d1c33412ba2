from ..common import CrisisCase


class GateCase(CrisisCase):
    """A stage whose only gates are those that a test gives it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.assessment = cls._stage("own_assessment")
        cls.assessment.gate_ids.action_archive()

    def _new_gate(self, domain, **vals):
        values = {"name": "Not so", "stage_id": self.assessment.id, "domain": domain}
        return self.env["crisis.gate"].with_user(self.manager).create(values | vals)

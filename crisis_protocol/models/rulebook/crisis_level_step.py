from odoo import api, fields, models
from odoo.exceptions import ValidationError


class CrisisLevelStep(models.Model):
    """A rung of the ladder: who is told when something is late, and after how long."""

    _name = "crisis.level.step"
    _description = "Step of the Ladder"
    _order = "level_id, minutes, id"
    _rec_name = "target"

    level_id = fields.Many2one(
        "crisis.level", required=True, ondelete="cascade", index=True
    )
    minutes = fields.Integer(
        "After (min)",
        required=True,
        help="Minutes on the level's clock after the time when it was due. 0: at that "
        "time. Negative: so many minutes before, by the wall clock.",
    )
    target = fields.Selection(
        [
            ("owner", "Whose duty it is"),
            ("responsible", "Responsible of the case"),
            ("supervisor", "Supervisor of the team"),
            ("managers", "Managers concerned"),
        ],
        "Whom to Tell",
        required=True,
        default="owner",
    )

    @api.constrains("minutes")
    def _check_minutes(self):
        for step in self:
            if abs(step.minutes) > 43200:
                raise ValidationError(
                    self.env._("A step of the ladder can't be more than 30 days away.")
                )

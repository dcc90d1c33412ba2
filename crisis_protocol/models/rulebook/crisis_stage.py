from odoo import api, fields, models
from odoo.exceptions import ValidationError


class CrisisStage(models.Model):
    """A step of a protocol: what it asks of the agent, and what lets a case in."""

    _name = "crisis.stage"
    _description = "Crisis Stage"
    _order = "protocol_id, sequence, id"

    name = fields.Char(required=True, translate=True)
    protocol_id = fields.Many2one(
        "crisis.protocol", required=True, ondelete="cascade", index=True
    )
    sequence = fields.Integer(default=10)
    fold = fields.Boolean("Folded in Kanban")
    is_closed = fields.Boolean("Closes the Case")
    is_exit = fields.Boolean(
        "Way Out",
        help="Beside the path, like “Not a crisis”: reached from any stage without "
        "passing the gates of others, but only with a reason.",
    )
    is_watch = fields.Boolean(
        "Watch",
        help="For what is likely but has not happened: only documents of grade "
        "“Watch” start here.",
    )
    guidance = fields.Html(
        translate=True, help="What the protocol tells the agent to do in this stage."
    )
    gate_ids = fields.One2many("crisis.gate", "stage_id", "Gates", copy=True)
    mail_template_id = fields.Many2one(
        "mail.template",
        "Message to the Customer",
        domain=[("model", "=", "crisis.document")],
        ondelete="set null",
        help="Opened for the agent to adapt when the case enters the stage. It is "
        "never sent by itself.",
    )
    message_template_ids = fields.Many2many(
        "mail.template",
        "crisis_stage_message_rel",
        string="Further Messages",
        domain=[("model", "=", "crisis.document")],
        help="What else may be written to the customer in this stage; one press in the "
        "message window.",
    )
    activity_plan_id = fields.Many2one(
        "mail.activity.plan",
        domain=[("res_model", "=", "crisis.document")],
        ondelete="set null",
        help="Launched each time a case enters the stage.",
    )
    rotting_threshold_days = fields.Integer(
        "Days to Rot",
        default=0,
        help="A case that stays longer in this stage is marked. 0: never.",
    )

    _rotting_threshold_positive = models.Constraint(
        "CHECK (rotting_threshold_days >= 0)", "The days to rot cannot be negative."
    )

    @api.depends("name", "protocol_id.name")
    @api.depends_context("formatted_display_name")
    def _compute_display_name(self):
        """Where one is chosen, also whose it is: protocols have stages alike."""
        formatted = self.env.context.get("formatted_display_name")
        for stage in self:
            stage.display_name = stage.name
            if formatted and stage.protocol_id:
                stage.display_name = f"{stage.name} \t--{stage.protocol_id.name}--"

    @api.constrains("is_exit", "is_closed", "is_watch")
    def _check_kind(self):
        for stage in self:
            if stage.is_exit and not stage.is_closed:
                raise ValidationError(
                    self.env._(
                        "“%s” is a way out, so it must also close the case.",
                        stage.name,
                    )
                )
            if stage.is_watch and stage.is_closed:
                raise ValidationError(
                    self.env._(
                        "“%s” can't both wait for a crisis and close it.", stage.name
                    )
                )

    @api.constrains("protocol_id")
    def _check_documents_follow(self):
        """A stage in use can't go to another protocol and take cases with it."""
        # also those of other companies, which the manager may not read
        documents = self.env["crisis.document"].sudo().with_context(active_test=False)
        for stage in self:
            strayed = documents.search_count(
                [
                    ("stage_id", "=", stage.id),
                    ("protocol_id", "!=", stage.protocol_id.id),
                ],
                limit=1,
            )
            if strayed:
                raise ValidationError(
                    self.env._(
                        "“%s” has documents and stays with its protocol. Make a new "
                        "stage instead.",
                        stage.name,
                    )
                )

    def _is_after(self, other):
        """Tell whether this stage comes later on the path of its protocol."""
        return (self.sequence, self.id) > (other.sequence, other.id)

    def _is_before(self, other):
        return other._is_after(self)

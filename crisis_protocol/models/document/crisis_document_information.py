from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ...tools.constants import ANSWERS


class CrisisDocument(models.Model):
    """What the protocol wants to know of the customer (S0-55…58, S0-72…82)."""

    _inherit = "crisis.document"

    has_bulletin = fields.Selection(
        ANSWERS, "Bulletin", default="not_asked", copy=False, in_brief=True
    )
    has_picture = fields.Selection(
        ANSWERS, "Picture", default="not_asked", copy=False, in_brief=True
    )
    has_video = fields.Selection(
        ANSWERS, "Video", default="not_asked", copy=False, in_brief=True
    )
    bulletin_ids = fields.Many2many(
        "ir.attachment",
        "crisis_document_bulletin_rel",
        string="Bulletins",
        copy=False,
        in_brief=True,
        is_material=True,
    )
    picture_ids = fields.Many2many(
        "ir.attachment",
        "crisis_document_picture_rel",
        string="Pictures",
        copy=False,
        in_brief=True,
        is_material=True,
    )
    video_ids = fields.Many2many(
        "ir.attachment",
        "crisis_document_video_rel",
        string="Videos",
        copy=False,
        in_brief=True,
        is_material=True,
    )
    material_note = fields.Text(
        "Where the Material Is",
        copy=False,
        help="A link or a place, where it did not come as a file.",
        in_brief=True,
        is_fact=True,
    )
    media_ids = fields.Many2many(
        "crisis.media", string="Media Wanted", in_brief=True, lasts=True
    )
    keywords = fields.Text(
        help="What to search for: names, events, ways they may be written.",
        in_brief=True,
        is_fact=True,
    )
    exclusions = fields.Text(
        help="What looks alike but is to be left out.", in_brief=True, is_fact=True
    )
    presentation = fields.Text(
        help="How the customer wants to receive it.",
        in_brief=True,
        lasts=True,
        is_fact=True,
    )
    timing = fields.Text(
        help="What the customer expects, in his own words.",
        in_brief=True,
        lasts=True,
        is_fact=True,
    )
    date_first_delivery = fields.Datetime(
        "First Delivery", copy=False, plans_duties=True, in_brief=True
    )
    repeat_hours = fields.Float(
        "Repeat Every",
        copy=False,
        help="Hours between deliveries. 0: once.",
        plans_duties=True,
        in_brief=True,
    )
    date_repeat_until = fields.Datetime(
        "Until", copy=False, plans_duties=True, in_brief=True
    )
    after_hours_follow = fields.Selection(
        ANSWERS,
        "Follow After Hours",
        default="not_asked",
        copy=False,
        in_brief=True,
        lasts=True,
    )
    after_hours_route = fields.Selection(
        ANSWERS,
        "Route After Hours",
        default="not_asked",
        copy=False,
        in_brief=True,
        lasts=True,
    )
    after_hours_note = fields.Text(
        "After Hours: What and to Whom", in_brief=True, is_fact=True
    )
    inform_written = fields.Selection(
        ANSWERS,
        "Inform in Writing Outside Odoo",
        default="not_asked",
        copy=False,
        plans_duties=True,
        lasts=True,
    )
    inform_written_note = fields.Text(
        "In Writing: Whom", plans_duties=True, is_fact=True
    )
    inform_oral = fields.Selection(
        ANSWERS,
        "Inform Orally Outside Odoo",
        default="not_asked",
        copy=False,
        plans_duties=True,
        lasts=True,
    )
    inform_oral_note = fields.Text("Orally: Whom", plans_duties=True, is_fact=True)
    properties = fields.Properties(
        "Own Questions", definition="protocol_id.question_definition", copy=False
    )
    not_applicable_ids = fields.Many2many(
        "crisis.question",
        "crisis_document_not_applicable_rel",
        string="Does Not Apply",
        domain="[('protocol_id', '=', protocol_id)]",
        copy=False,
        help="Questions that make no sense in this case. They count as answered.",
    )
    information_asked = fields.Char(
        compute="_compute_information_asked", export_string_translation=False
    )
    information_progress = fields.Integer(
        "Information Known",
        compute="_compute_information_progress",
        store=True,
        aggregator="avg",
        help="Share of the protocol's questions that are answered, in percent.",
    )
    missing_question_ids = fields.Many2many(
        "crisis.question", string="Open Questions", compute="_compute_missing_questions"
    )
    missing_information = fields.Html(
        "Still to Ask", compute="_compute_missing_questions", sanitize=False
    )

    _repeat_positive = models.Constraint(
        "CHECK (repeat_hours >= 0 AND repeat_hours <= 8760)",
        "The hours between deliveries must be between 0 and a year.",
    )

    @api.depends("protocol_id")
    def _compute_information_asked(self):
        """List the fields that the protocol asks for, for the view to show them."""
        for document in self:
            names = document.protocol_id.question_ids.mapped("field_name")
            document.information_asked = " ".join(filter(None, names))

    @api.depends(lambda self: self._information_depends())
    def _compute_information_progress(self):
        for document in self:
            asked = document.protocol_id.question_ids
            known = len(asked) - len(document._missing_questions())
            document.information_progress = 100 * known // len(asked) if asked else 100

    @api.depends(lambda self: self._information_depends())
    def _compute_missing_questions(self):
        for document in self:
            missing = document._missing_questions()
            document.missing_question_ids = missing
            document.missing_information = bool(missing) and document._list_html(
                missing.mapped("name")
            )

    def _information_depends(self):
        askable = self.env["crisis.question"]._fields["field_name"].selection
        return [
            "protocol_id",
            "properties",
            "not_applicable_ids",
            *(name for name, _label in askable),
        ]

    def _missing_questions(self):
        """Return the questions of the protocol that nobody has answered yet."""
        self.ensure_one()
        waived = self.not_applicable_ids._origin
        return self.protocol_id.question_ids.filtered(
            lambda question: question not in waived and not question._is_answered(self)
        )

    def _adopt_material_filed(self, filed):
        names = {name for vals in filed.values() for name in vals}
        if not names.isdisjoint(self._marked("is_material")):
            self._adopt_material()

    def _adopt_material_changed(self, change):
        if not change.handed_in.keys().isdisjoint(self._marked("is_material")):
            self._adopt_material()

    def _adopt_material(self):
        """Tie files that were uploaded before the document was saved to it.

        Until then only their uploader can read them: colleagues and production
        would see none. Nobody gets hold of the files of others this way.
        """
        for document in self:
            # among them are files of colleagues, which he may not read
            document.sudo()._material().filtered(
                lambda file: file.res_model == self._name
                and not file.res_id
                and file.create_uid == self.env.user
            ).res_id = document.id

    def _material(self):
        """Return the files that the customer gave."""
        return self.bulletin_ids | self.picture_ids | self.video_ids

    @api.constrains("date_first_delivery", "date_repeat_until")
    def _check_delivery_dates(self):
        for document in self:
            first, until = document.date_first_delivery, document.date_repeat_until
            if first and until and until < first:
                raise ValidationError(
                    self.env._("The last delivery can't be before the first one.")
                )

    @api.constrains("not_applicable_ids", "protocol_id")
    def _check_not_applicable(self):
        for document in self:
            if document.not_applicable_ids.protocol_id - document.protocol_id:
                raise ValidationError(
                    self.env._("Choose only questions of this document's protocol.")
                )

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Domain


class CrisisDocument(models.Model):
    """A case that is played: everything runs for real, but nobody outside is told.

    It is one from the start and for ever: a real case can't be hidden as a drill, nor
    can a drill become real. Drills and real cases have nothing to do with each other.
    """

    _inherit = "crisis.document"

    is_drill = fields.Boolean(
        "Drill",
        readonly=True,
        help="Played for practice. No message leaves to a customer, and no figure "
        "counts it.",
    )

    # whoever leaves drills out looks for them first
    _drill_idx = models.Index("(id) WHERE is_drill IS TRUE")

    @api.depends("is_drill")
    @api.depends_context("lang")
    def _compute_display_name(self):
        """Say it wherever the case is named: in mails, activities, duties, links."""
        result = super()._compute_display_name()
        mark = self._drill_mark()
        for document in self.filtered("is_drill"):
            # the number mostly says it already
            if mark not in (document.reference or ""):
                document.display_name = f"{mark} · {document.display_name}"
        return result

    # ------------------------------------------------------------------
    # From the start, and for ever
    # ------------------------------------------------------------------

    def _keep_drill(self, vals):
        """Refuse to turn a drill into a real case, or the other way round.

        :raise UserError: for whoever tries it, the system included
        """
        if "is_drill" not in vals:
            return vals
        self._check_stays_drill(vals["is_drill"])
        return {name: vals[name] for name in vals if name != "is_drill"}

    def copy_data(self, default=None):
        """Copy a drill as a drill, and a real case as a real one.

        :raise UserError: if the copy shall be the other
        """
        if "is_drill" in (default or {}):
            self._check_stays_drill(default["is_drill"])
        return super().copy_data(default=default)

    def _check_stays_drill(self, is_drill):
        if any(document.is_drill != bool(is_drill) for document in self):
            raise UserError(
                self.env._(
                    "A drill is one from the start and stays one. File another case."
                )
            )

    @api.constrains("is_drill", "leading_id")
    def _check_drill_leading(self):
        # the others may be cases of desks whose cases he may not read
        for document in self.sudo():
            others = document.leading_id | document.led_ids
            if any(other.is_drill != document.is_drill for other in others):
                raise ValidationError(
                    self.env._(
                        "%s: a drill follows and leads drills only, and a real case "
                        "real ones.",
                        document.reference,
                    )
                )

    @api.constrains("is_drill", "partner_id", "contact_id")
    def _check_drill_customer(self):
        for document in self.filtered(lambda document: not document.is_drill):
            # the company of a contact may be one that he may not read
            people = (document.partner_id | document.contact_id).sudo()
            people |= people.commercial_partner_id
            made_up = people.filtered("crisis_is_drill")[:1]
            if made_up:
                raise ValidationError(
                    self.env._(
                        "%s exists in drills only. Choose the customer who reports it.",
                        made_up.display_name,
                    )
                )

    @api.ondelete(at_uninstall=False)
    def _unlink_no_ordered_drill(self):
        """What production was ordered would stay, and look like real work."""
        # who deletes a case need not see its tasks
        for document in self.sudo():
            if document.is_drill and document.with_context(active_test=False).task_ids:
                raise UserError(
                    self.env._(
                        "Production works on %s, so it is kept. End the drill instead.",
                        document.display_name,
                    )
                )

    def _duplicate_domain(self):
        domain = super()._duplicate_domain()
        if not domain:
            return domain
        if story := self.drill_story_id:
            # a story has one customer, however often it is played
            domain &= Domain("drill_story_id", "!=", story.id)
        return domain & Domain("is_drill", "=", self.is_drill)

    # ------------------------------------------------------------------
    # What belongs to drills
    # ------------------------------------------------------------------

    @api.model
    def _drills_of(self, model_name, record_ids):
        """Return {id: drill} of those records that belong to a drill.

        :param str model_name: of cases, of tasks, or of what hangs on a case
        :param list record_ids: some may not exist any more
        """
        # first without a look into the database: most mails are about other things
        if not record_ids or not self._hangs_on_case(model_name):
            return {}
        # whoever writes there need not see the case, and yet nothing leaves
        records = self.env[model_name].sudo().browse(record_ids).exists()
        if model_name == self._name:
            cases = {record: record for record in records}
        elif model_name == "project.task":
            cases = {record: record._crisis_case_of_order() for record in records}
        else:
            cases = {record: record.document_id for record in records}
        return {record.id: case for record, case in cases.items() if case.is_drill}

    @api.model
    def _hangs_on_case(self, model_name):
        if model_name in (self._name, "project.task"):
            return True
        model = self.env.get(model_name)
        if model is None or model._abstract:
            return False
        field = model._fields.get("document_id")
        return field is not None and field.comodel_name == self._name

    def _log_not_sent(self, names):
        """Say in the chatter who outside would have got it, had it been real.

        :param list names: of people, or their addresses
        """
        # whoever wrote, on an order too, need not see the case
        document = self.sudo()._in_desk_language()
        document._message_log(
            body=document.env._("Drill: not sent to %s", ", ".join(names)),
            author_id=self.env.ref("base.partner_root").id,
        )

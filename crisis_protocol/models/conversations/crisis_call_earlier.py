from odoo import api, fields, models
from odoo.fields import Domain

# So many are offered: more would not be read before a call.
OFFERED = 20


class CrisisCall(models.Model):
    """The objections of earlier cases, offered to who prepares a call."""

    _inherit = "crisis.call"

    earlier_objection_ids = fields.Many2many(
        "crisis.call.objection",
        string="From Earlier Cases",
        compute="_compute_earlier_objection_ids",
        help="Of cases of the same category that you may see, with their answers.",
    )

    @api.depends("document_id", "objection_ids.name")
    @api.depends_context("uid")
    def _compute_earlier_objection_ids(self):
        for call in self:
            known = {objection._key() for objection in call.objection_ids}
            call.earlier_objection_ids = call._earlier_objections().filtered(
                lambda objection, known=known: objection._key() not in known
            )[:OFFERED]

    def _earlier_objections(self):
        """Return the answered objections of this branch, each wording once."""
        document = self.document_id
        objections = self.env["crisis.call.objection"]
        branch = document.category_id.parent_id or document.category_id
        if not branch:
            return objections
        domain = Domain(
            [
                ("answer", "!=", False),
                ("document_id", "!=", document.id),
                ("document_id.is_drill", "=", document.is_drill),
                ("document_id.protocol_id", "=", document.protocol_id.id),
                ("document_id.category_id", "child_of", branch.id),
            ]
        )
        # far more than is offered, as many say the same
        found = objections.search(domain, order="id desc", limit=10 * OFFERED)
        wordings = found.grouped(lambda objection: objection._key())
        return objections.browse([same[0].id for same in wordings.values()])

    def action_take_objections(self):
        """Take over all that earlier cases offer (S2-11…13), and go on preparing."""
        self.ensure_one()
        self._take_objections(self.earlier_objection_ids)
        # a button that returns nothing would close the dialog
        return self.action_open()

    def _take_objections(self, objections):
        """Copy objections with their answers, each wording once.

        :raise UserError: if the call is over
        """
        self.ensure_one()
        objections.check_access("read")
        known = {objection._key() for objection in self.objection_ids}
        vals_list = []
        for objection in objections:
            if objection._key() not in known:
                known.add(objection._key())
                vals_list.append(
                    {
                        "call_id": self.id,
                        "kind": objection.kind,
                        "name": objection.name,
                        "answer": objection.answer,
                    }
                )
        self.env["crisis.call.objection"].create(vals_list)

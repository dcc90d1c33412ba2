from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import clean_context

from ..tools.constants import MAX_TEXT
from ..tools.inside import Inside
from ..tools.sent_ids import ids_of_text


class CrisisDeclare(models.TransientModel):
    """Asks what it takes to make a case of tasks or tickets, or to add them to one."""

    _name = "crisis.declare"
    _description = "Declare a Crisis"

    res_model = fields.Char(required=True, export_string_translation=False)
    res_ids = fields.Char(required=True, export_string_translation=False)
    source_names = fields.Char("Reported In", compute="_compute_sources")
    company_id = fields.Many2one("res.company", compute="_compute_sources")
    mode = fields.Selection(
        [("new", "A new case"), ("add", "Part of an open case")],
        "File As",
        required=True,
        default="new",
    )
    partner_id = fields.Many2one(
        "res.partner",
        "Customer",
        compute="_compute_proposal",
        compute_sudo=False,
        store=True,
        readonly=False,
        precompute=True,
        domain="[('company_id', 'in', (False, company_id))]",
    )
    protocol_id = fields.Many2one(
        "crisis.protocol",
        compute="_compute_proposal",
        compute_sudo=False,
        store=True,
        readonly=False,
        precompute=True,
        domain="[('company_id', 'in', (False, company_id))]",
    )
    name = fields.Char(
        "Topic",
        compute="_compute_proposal",
        compute_sudo=False,
        store=True,
        readonly=False,
        precompute=True,
    )
    case_ids = fields.Many2many(
        "crisis.document", string="Open Cases", compute="_compute_case_ids"
    )
    document_id = fields.Many2one(
        "crisis.document",
        "Case",
        compute="_compute_document_id",
        compute_sudo=False,
        store=True,
        readonly=False,
        precompute=True,
        domain="[('is_closed', '=', False), ('company_id', '=', company_id), "
        "('is_drill', '=', False)]",
    )
    others = fields.Char(compute="_compute_others", export_string_translation=False)
    post_on_sources = fields.Boolean(
        "Post Words There Too",
        help="What the customer is told also stands there. Nobody gets it twice.",
    )
    close_sources = fields.Boolean(
        "Close With the Case", help="When the case is over, these are closed, too."
    )

    def _sources(self):
        """Return the records, of a kind that may become a crisis."""
        self.ensure_one()
        kinds = {model._name for model in self._kinds()}
        if self.res_model not in kinds:
            raise UserError(self.env._("Choose what has become a crisis."))
        sources = self.env[self.res_model].browse(ids_of_text(self.res_ids)).exists()
        if not sources:
            raise UserError(self.env._("Choose what has become a crisis."))
        sources.check_access("read")
        return sources

    @api.model
    def _kinds(self):
        return self.env["crisis.source.mixin"]._source_models()

    @api.depends("res_model", "res_ids")
    def _compute_sources(self):
        for wizard in self:
            sources = wizard._sources()
            wizard.source_names = ", ".join(sources.mapped("display_name"))
            wizard.company_id = sources._crisis_companies()[:1]

    @api.depends("res_model", "res_ids")
    def _compute_proposal(self):
        for wizard in self:
            sources = wizard._sources()
            reporters = [source._crisis_partner() for source in sources]
            known = next(filter(None, reporters), self.env["res.partner"])
            wizard.partner_id = known.commercial_partner_id
            wizard.protocol_id = wizard._known_protocol() or wizard._usual_protocol()
            wizard.name = (sources[:1]._crisis_values()["name"] or "")[:250]

    def _known_protocol(self):
        """Return the protocol that one of the records knows, if this company has it."""
        known = [source._crisis_protocol() for source in self._sources()]
        own = [p for p in known if p and p.company_id <= self.company_id]
        return own[0] if own else self.env["crisis.protocol"]

    def _usual_protocol(self):
        """Return the protocol of the user's own desk, as for a mail to it."""
        teams = self.env["crisis.team"].search(
            [("company_id", "=", self.company_id.id)]
        )
        own = teams.filtered(lambda team: team._has(self.env.user))
        return self.env["crisis.document"]._mail_protocol(own[:1], self.company_id)

    @api.depends("partner_id", "company_id")
    def _compute_case_ids(self):
        for wizard in self:
            customer = wizard.partner_id.commercial_partner_id
            wizard.case_ids = self.env["crisis.document"].search(
                [
                    ("commercial_partner_id", "in", customer.ids),
                    ("company_id", "=", wizard.company_id.id),
                    ("is_closed", "=", False),
                    ("is_drill", "=", False),
                ],
                limit=10,
            )

    @api.depends("mode", "case_ids")
    def _compute_document_id(self):
        for wizard in self:
            if wizard.mode == "new":
                wizard.document_id = False
            elif not wizard.document_id:
                wizard.document_id = wizard.case_ids._origin[:1]

    @api.depends("partner_id", "document_id")
    def _compute_others(self):
        """Name those that another customer reported: the agent may not have seen it."""
        for wizard in self:
            customer = (wizard.document_id or wizard).partner_id.commercial_partner_id
            others = wizard._sources().filtered(
                lambda source, own=customer: (
                    source._crisis_partner().commercial_partner_id - own
                )
            )
            names = others.mapped("display_name") if customer else ()
            wizard.others = ", ".join(names)

    def action_declare(self):
        """Make the case, or take the one chosen, and open it.

        Pressed twice, or by two at once, it makes one case all the same.

        :raise UserError: if one of the records can't be part of it
        """
        self.ensure_one()
        sources = self._sources()
        sources._lock_rows()
        present = sources._with_open_case().crisis_case_id.sudo(False)
        is_done = len(present) == 1 and sources == sources._with_open_case()
        if (
            is_done
            and present.has_access("read")
            and self.document_id
            in (
                present,
                present.browse(),
            )
        ):
            return sources[:1].action_open_crisis_case()
        sources._check_declarable()
        case = self._chosen_case() if self.mode == "add" else self._new_case(sources)
        noting = sources.with_context(crisis_new_case=Inside(self.mode == "new"))
        noting.write({"crisis_case_id": case.id})
        return sources[:1].action_open_crisis_case()

    def _chosen_case(self):
        if not self.document_id:
            raise UserError(self.env._("Choose the case that it is part of."))
        return self.document_id

    def _new_case(self, sources):
        missing = [
            self._fields[name]._description_string(self.env)
            for name in ("partner_id", "protocol_id", "name")
            if not self[name]
        ]
        if missing:
            raise UserError(self.env._("Still missing: %s", ", ".join(missing)))
        text = sources._crisis_description() or ""
        values = sources[:1]._crisis_values() | {
            "name": self.name,
            "protocol_id": self.protocol_id.id,
            "partner_id": self.partner_id.id,
            "company_id": self.company_id.id,
            # what is too long to file stays where it is
            "description": text if len(text) <= MAX_TEXT else False,
            "post_on_sources": self.post_on_sources,
            "close_sources": self.close_sources,
        }
        reporter = sources[:1]._crisis_partner()
        if self.partner_id in (reporter | reporter.commercial_partner_id):
            values["contact_id"] = reporter.id
        cases = self.env["crisis.document"].with_company(self.company_id)
        context = clean_context(self.env.context)
        return cases.with_context(context).create(values)  # pylint: disable=context-overridden

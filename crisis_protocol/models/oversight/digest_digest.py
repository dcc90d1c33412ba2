from odoo import fields, models
from odoo.exceptions import AccessError
from odoo.fields import Domain

NOTHING = "–"


class DigestDigest(models.Model):
    """What runs, whether we keep our word and how fast we speak, in Odoo's digest.

    Drills are left out. No figure has an arrow: more crises are nothing to be green
    about.
    """

    _inherit = "digest.digest"

    kpi_crisis_open = fields.Boolean("Open Crises")
    kpi_crisis_open_value = fields.Integer(
        compute="_compute_kpi_crisis_open_value",
        groups="crisis_protocol.group_crisis_agent",
        export_string_translation=False,
        help="Cases that were open at some time in the period.",
    )
    kpi_crisis_promises_kept = fields.Boolean("Promises Kept")
    kpi_crisis_promises_kept_value = fields.Char(
        compute="_compute_kpi_crisis_promises_kept_value",
        groups="crisis_protocol.group_crisis_agent",
        export_string_translation=False,
        help="Share of the promised words due in the period that were given in time.",
    )
    kpi_crisis_first_word = fields.Boolean("Hours to the First Word")
    kpi_crisis_first_word_value = fields.Char(
        compute="_compute_kpi_crisis_first_word_value",
        groups="crisis_protocol.group_crisis_agent",
        export_string_translation=False,
        help="Average from filing, of the first words given in the period, as h:mm.",
    )

    def _compute_kpi_crisis_open_value(self):
        start, end = self._crisis_period()
        for digest in self:
            domain = (
                digest._crisis_domain()
                & Domain("create_date", "<", end)
                & (Domain("is_closed", "=", False) | Domain("date_closed", ">=", start))
            )
            documents = self.env["crisis.document"].with_context(active_test=False)
            digest.kpi_crisis_open_value = documents.search_count(domain)

    def _compute_kpi_crisis_promises_kept_value(self):
        start, end = self._crisis_period()
        for digest in self:
            domain = (
                Domain("document_id", "any", digest._crisis_domain())
                & Domain("date_due", ">=", start)
                & Domain("date_due", "<", end)
                & Domain("outcome", "in", ["kept", "late", "broken"])
            )
            counts = dict(
                self.env["crisis.promise"]._read_group(domain, ["outcome"], ["__count"])
            )
            total = sum(counts.values())
            digest.kpi_crisis_promises_kept_value = (
                f"{100 * counts.get('kept', 0) / total:.0f}%" if total else NOTHING
            )

    def _compute_kpi_crisis_first_word_value(self):
        start, end = self._crisis_period()
        for digest in self:
            domain = (
                digest._crisis_domain()
                & Domain("date_first_word", ">=", start)
                & Domain("date_first_word", "<", end)
            )
            documents = self.env["crisis.document"].with_context(active_test=False)
            [(hours,)] = documents._read_group(domain, [], ["hours_to_first_word:avg"])
            minutes = round((hours or 0) * 60)
            digest.kpi_crisis_first_word_value = (
                f"{minutes // 60}:{minutes % 60:02}" if hours else NOTHING
            )

    def _crisis_period(self):
        """Return from when until when is counted, naive UTC.

        :raise AccessError: for who may not see crises; his digest is without them
        """
        if not self.env.user.has_group("crisis_protocol.group_crisis_agent"):
            raise AccessError(self.env._("You have no access to crisis documents."))
        start, end, _companies = self._get_kpi_compute_parameters()
        return start, end

    def _crisis_domain(self):
        company = self.company_id or self.env.company
        return Domain("company_id", "=", company.id) & Domain("is_drill", "=", False)

    def _get_margin_value(self, value, previous_value=0.0):
        if isinstance(value, str):
            return 0.0
        return super()._get_margin_value(value, previous_value)

    def _compute_kpis(self, company, user):
        kpis = super()._compute_kpis(company, user)
        for kpi in kpis:
            if kpi["kpi_name"] == "kpi_crisis_open":
                for column in ("kpi_col1", "kpi_col2", "kpi_col3"):
                    kpi[column]["margin"] = 0.0
        return kpis

    def _compute_kpis_actions(self, company, user):
        actions = super()._compute_kpis_actions(company, user)
        menu = self.env.ref("crisis_protocol.menu_crisis_root").id
        for name, action in (
            ("kpi_crisis_open", "crisis_document_action"),
            ("kpi_crisis_promises_kept", "crisis_duty_report_action"),
            ("kpi_crisis_first_word", "crisis_document_action"),
        ):
            actions[name] = f"crisis_protocol.{action}?menu_id={menu}"
        return actions

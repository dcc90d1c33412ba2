from odoo import api, fields, models

# The code of the numbers of drills.
DRILLS = "crisis.document.drill"


class ResCompany(models.Model):
    _inherit = "res.company"

    crisis_duplicate_days = fields.Integer(
        "Days to Look Back for Duplicates",
        default=7,
        help="While filing, cases of the same customer and category are shown.",
    )

    _crisis_duplicate_days_positive = models.Constraint(
        "CHECK (crisis_duplicate_days >= 0)", "The days cannot be negative."
    )

    @api.model_create_multi
    def create(self, vals_list):
        companies = super().create(vals_list)
        companies._create_crisis_sequences()
        return companies

    def _create_crisis_sequences(self):
        """Give each company its own numbering of documents, starting anew each year."""
        # numbers are the system's: who makes a company has no right on them
        sequences = self.env["ir.sequence"].sudo()
        known = sequences.with_context(active_test=False)
        known = known.search([("code", "=", "crisis.document")]).company_id
        sequences.create(
            [
                {
                    "name": f"Crisis documents of {company.name}",
                    "code": "crisis.document",
                    "prefix": "K/%(range_year)s/",
                    "padding": 4,
                    "use_date_range": True,
                    "company_id": company.id,
                }
                for company in self - known
            ]
        )

    def _create_drill_sequence(self):
        """Give the company's drills a row of their own, with a word that says so.

        The word stays, whoever plays first: it is that of the company's first desk.
        """
        desks = self.env["crisis.team"]
        desk = desks.search([("company_id", "=", self.id)], limit=1)
        lang = desk.supervisor_id.lang or self.env.lang
        mark = self.env["crisis.document"].with_context(lang=lang)._drill_mark()
        self.env["ir.sequence"].create(
            {
                "name": f"Crisis drills of {self.name}",
                "code": DRILLS,
                "prefix": f"{mark}/%(range_year)s/",
                "padding": 4,
                "use_date_range": True,
                "company_id": self.id,
            }
        )

    def _next_crisis_references(self, count, is_drill=False):
        """Return that many new reference numbers of this company.

        Called with the system's rights: the sequences are its own, and no number is
        given twice, whoever may see the case that has it.
        """
        self.ensure_one()
        code = DRILLS if is_drill else "crisis.document"
        domain = [("code", "=", code), ("company_id", "=", self.id)]
        sequences = self.env["ir.sequence"].with_context(active_test=False)
        needed = ["prefix", "suffix", "padding", "implementation", "use_date_range"]
        sequence = sequences.search_fetch(domain, needed, limit=1)
        if not sequence:
            if is_drill:
                self._create_drill_sequence()
            else:
                self._create_crisis_sequences()
            sequence = sequences.search_fetch(domain, needed, limit=1)
        taken = self._taken_references(references := sequence._next_batch(count))
        while taken:  # a sequence made anew starts at one
            references = [ref for ref in references if ref not in taken]
            fresh = sequence._next_batch(count - len(references))
            references += fresh
            taken = self._taken_references(fresh)
        return references

    def _taken_references(self, references):
        documents = self.env["crisis.document"].with_context(active_test=False)
        domain = [("company_id", "=", self.id), ("reference", "in", references)]
        return set(documents.search(domain).mapped("reference"))

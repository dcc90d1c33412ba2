from odoo.tests import tagged

from ..oversight.common_report import ReportCase


@tagged("post_install", "-at_install")
class TestDutyOutcome(ReportCase):
    """Whether a duty was done in time is worked out by one rule, wherever it shows."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.case = cls._case("2026-02-02 08:00:00", team_id=cls.team.id)
        cls.cases = cls.case

    def _put_off(self, case, outcome, **vals):
        """A control planned for 9:00 and put off to 13:00."""
        control = self._duty(
            "crisis.control",
            case,
            outcome,
            kind="system",
            date_planned=self._hours(case, 1),
            **vals,
        )
        control._write_as_system({"date_due": self._hours(case, 5)})
        return control

    def test_drill_counts_as_the_figures_do(self):
        """Putting a control off does not make it punctual, in a drill either."""
        self._put_off(self.case, "on_time")
        late = self._put_off(self.case, "late", late=120)
        self._put_off(self.case, "missed")
        share = self._figures(self.manager, None, "control_share:avg")
        self.assertEqual(share, {None: 33.3})
        lines = self.case._duty_lines()
        self.assertIn("Controls made in time: 1 of 3", lines)
        self.assertTrue(late.is_late)

    def test_case_and_duties_kept_agree(self):
        """The analysis of cases and the list of duties count the same controls."""
        for outcome in ("on_time", "late", "missed", "open", "cancelled"):
            self._put_off(self.case, outcome)
        seen = self._figures(
            self.manager, None, "on_time_share:avg", model="crisis.duty.report"
        )
        self.assertEqual(seen, self._figures(self.manager, None, "control_share:avg"))

    def test_record_and_sql_agree(self):
        """Both halves of the rule say the same of each kind, however it ended."""
        self._order(self.case, self.unit)
        task = self.case.task_ids
        self._drop_planned(self.case)
        planned, told = self._hours(self.case, 1), self._hours(self.case, 2)
        kinds = {
            "crisis.promise": [{"promised_by_id": self.agent.id}],
            "crisis.control": [{"kind": "system"}, {"kind": "customer"}],
            "crisis.notice": [
                {"description": "Unit"},
                {"description": "Told in time", "date_told": planned},
                {"description": "Told too late", "date_told": told},
            ],
            "crisis.delivery": [{"task_id": task.id}],
            "crisis.handover": [{}],
            "crisis.lead": [{}],
            "crisis.mail.duty": [{"kind": "not_arrived"}, {"kind": "after_close"}],
        }
        for name, several in kinds.items():
            for vals in several:
                self._each_end(name, vals, planned, told)
        rows = self.env["crisis.duty.report"].search(
            [("document_id", "=", self.case.id)]
        )
        found = rows.grouped(self._model_of)
        for name in kinds:
            duties = self.case[self.env[name]._document_field]
            outcomes = sorted(duty._measured()[0] for duty in duties)
            self.assertEqual(sorted(found[name].mapped("outcome")), outcomes, name)
            self.assertTrue({"on_time", "late"} <= set(outcomes), name)

    def _each_end(self, name, vals, planned, moved):
        """Duties by hand, and planned ones that were put off, that ended each way."""
        for plan in ({}, {"date_planned": planned}):
            for outcome in ("on_time", "late", "missed", "cancelled"):
                duty = self._duty(name, self.case, outcome, **vals | plan)
                if plan:
                    duty._write_as_system({"date_due": moved})
                self.env.flush_all()

    def _model_of(self, row):
        for model in self.env["crisis.duty.mixin"]._duty_models():
            if row.kind in model._figure_kinds():
                return model._name

    def test_every_kind_is_called_something(self):
        """What the figures offer to filter by is what their rows can be."""
        labels = dict(
            self.env["crisis.duty.report"]
            .with_context(lang="en_US")
            .fields_get(["kind"])["kind"]["selection"]
        )
        self.assertEqual(
            labels,
            {
                "control_system": "Control 1: inside",
                "control_customer": "Control 2: ask the customer",
                "relapse": "Relapse check",
                "receipt": "Receipt of an order",
                "delivery": "Delivery",
                "handover": "Hand-over",
                "lead": "Taking the Lead",
                "notice": "Notice",
                "promise": "Promise to the customer",
                "word_answer": "Answer to the customer",
                "word_first": "First word to the customer",
                "word_next": "Next word to the customer",
                "word_explanation": "Explanation to the customer",
                "word_acceptance": "Whether he accepts the explanation",
                "after_close": "The customer wrote after the close",
                "not_arrived": "A message did not arrive",
            },
        )

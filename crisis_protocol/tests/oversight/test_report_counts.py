from odoo.exceptions import AccessError
from odoo.tests import tagged

from .common_report import ReportCase


@tagged("post_install", "-at_install")
class TestReportCounts(ReportCase):
    """How much somebody writes and does is a figure on him, too (S2-37)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._file_two()
        for user, case in ((cls.agent, cls.a), (cls.colleague, cls.b)):
            for body in ("<p>One.</p>", "<p>Two.</p>"):
                case.with_user(user).message_post(
                    body=body,
                    partner_ids=case.partner_id.ids,
                    message_type="comment",
                    subtype_xmlid="mail.mt_comment",
                )
        cls.env.flush_all()

    def _ours(self):
        return [("document_id", "in", self.cases.ids)]

    def _models(self, user):
        for name in ("crisis.word", "crisis.timeline"):
            yield self.env[name].with_user(user)

    def _ways_to_compare(self):
        """Ways to learn how much a colleague writes or does: (domain, groupby)."""
        theirs = ("user_id", "=", self.colleague.id)
        a, b = (("document_id", "=", case.id) for case in self.cases)
        return (
            (self._ours(), ["user_id"]),
            (self._ours(), ["document_id.user_id"]),
            ([], ["user_id", "date:month"]),
            ([*self._ours(), theirs], []),
            ([*self._ours(), theirs], ["date:month"]),
            ([("document_id.user_id", "=", self.colleague.id)], []),
            ([("document_id", "any", [theirs])], []),
            (["|", a, b], ["user_id"]),
            (["!", a], ["user_id"]),
            (["|", a, theirs], []),
        )

    def test_compared_by_nobody_but_managers(self):
        for domain, groupby in self._ways_to_compare():
            for model in self._models(self.supervisor):
                with self.subTest(model=model._name, domain=domain, groupby=groupby):
                    with self.assertRaises(AccessError):
                        model.formatted_read_group(domain, groupby, ["__count"])
                    with self.assertRaises(AccessError):
                        model.formatted_read_grouping_sets(
                            domain, [groupby, []], ["__count"]
                        )
                    if not groupby:
                        with self.assertRaises(AccessError):
                            model.search_count(domain)
            for model in self._models(self.manager):
                model.formatted_read_group(domain, groupby, ["__count"])
                model.search_count(domain)

    def test_oneself(self):
        """Everybody may count what he did himself."""
        for model in self._models(self.agent):
            domain = [*self._ours(), ("user_id", "=", self.agent.id)]
            (row,) = model.formatted_read_group(domain, [], ["__count"])
            with self.subTest(model=model._name):
                self.assertTrue(row["__count"])
                self.assertEqual(model.search_count(domain), row["__count"])

    def test_screens_of_the_desk(self):
        """The timeline of one case is filtered and grouped as its screen offers."""
        model = self.env["crisis.timeline"].with_user(self.agent)
        one = [("document_id", "=", self.a.id)]
        for domain in (one, [("document_id", "in", self.a.ids)]):
            for groupby in (["date:day"], ["kind"], ["user_id"]):
                with self.subTest(domain=domain, groupby=groupby):
                    found = model.web_read_group(domain, groupby, ["__count"])
                    self.assertTrue(found["groups"])
        picked = [*one, ("user_id", "=", self.supervisor.id)]
        spec = {"title": {}, "user_id": {}}
        model.web_search_read(picked, spec, limit=1)
        model.web_search_read([*one, ("user_id", "ilike", "a")], spec, limit=1)
        for plain in self._models(self.agent):
            self.assertTrue(plain.search_count(self._ours()))
            self.assertTrue(plain.search([("user_id", "=", self.colleague.id)]))
            plain.formatted_read_group(self._ours(), ["document_id"], ["__count"])

    def test_gates_passed_and_reports_returned(self):
        """Nor is who lets through how many, and whose text is given back."""
        overrides = self.env["crisis.override"].with_user(self.supervisor)
        reports = self.env["crisis.closing.report"].with_user(self.supervisor)
        given_back = [("review_note", "!=", False)]
        theirs = [("user_id", "=", self.colleague.id)]
        for model, domain, groupby in (
            (overrides, [], ["user_id"]),
            (overrides, theirs, []),
            (reports, given_back, ["author_id"]),
            (reports, [*given_back, ("author_id", "=", self.colleague.id)], []),
        ):
            with self.subTest(model=model._name, domain=domain):
                with self.assertRaises(AccessError):
                    model.formatted_read_group(domain, groupby, ["__count"])
                model.with_user(self.manager).formatted_read_group(
                    domain, groupby, ["__count"]
                )
        reports.formatted_read_group([], ["author_id"], ["__count"])
        overrides.formatted_read_group([], ["gate_id"], ["__count"])
        overrides.web_search_read(theirs, {"reason": {}}, limit=1)

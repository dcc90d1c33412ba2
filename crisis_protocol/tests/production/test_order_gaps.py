from datetime import datetime

from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import Form, tagged

from .common_order_making import OrderMakingCase

MONDAY = datetime(2026, 3, 2, 9, 0)


@tagged("post_install", "-at_install")
class TestOrderGaps(OrderMakingCase):
    """Which units are proposed, and what is missing is said before (S0-60)."""

    def _gaps(self, document, units=None):
        return document._production_gaps(units or self.monitoring)

    def test_one_press(self):
        """The units that cover the media are proposed; one press makes the orders."""
        document = self._customer_case()
        dialog = self._dialog(document)
        self.assertEqual(dialog.unit_ids, self.monitoring)
        self.assertFalse(dialog.gaps)
        dialog.action_inform()
        self.assertEqual(document.sudo().task_ids.crisis_unit_id, self.monitoring)
        self.assertNotIn("although", document.message_ids[0].body)

    def test_who_is_at_work_is_not_proposed_again(self):
        """A unit with an open order is proposed no more, until that is finished."""
        document = self._customer_case()
        order = self._inform(self.monitoring, document)
        self.assertFalse(self._dialog(document).unit_ids)
        self.assertIn(
            "Watchers has an open order already.", self._gaps(document, self.monitoring)
        )
        order.with_user(self.production).state = "1_done"
        self.assertEqual(self._dialog(document).unit_ids, self.monitoring)

    def test_nothing_proposed_where_no_media_are_wanted(self):
        """Without media the agent chooses himself."""
        self.assertFalse(self._dialog(self._customer_case(media_ids=False)).unit_ids)

    def test_units_read_what_was_missed(self):
        """What they are to search for stands in what they read before and after."""
        document = self._customer_case()
        items = self.env["crisis.item"].with_user(self.agent)
        lost, back = items.create(
            [
                {"document_id": document.id, "name": "The new terminal"},
                {"document_id": document.id, "name": "The old harbour"},
            ]
        )
        back.action_recovered()
        dialog = self._dialog(document)
        self.assertIn(lost.name, dialog.brief)
        self.assertNotIn("The old harbour", dialog.brief)
        order = self._inform(self.monitoring, document)
        self.assertIn(lost.name, order.sudo().crisis_brief)

    def test_nothing_falls_to_production(self):
        """One press from the line on top: production has nothing to do, and why."""
        document = self._file().with_user(self.agent)
        action = document.action_waive_production()
        waives = self.env["crisis.waive"].with_user(self.agent)
        waive = waives.with_context(**action["context"]).create({"reason": "-"})
        with self.assertRaises(UserError), self.cr.savepoint():
            waive.action_waive()
        waive.reason = "The report was right, only the mail went to a wrong address."
        waive.action_waive()
        self.assertEqual(document.production_needed, "no")
        kept = document.sudo().override_ids.filtered(lambda o: o.kind == "production")
        self.assertEqual(kept.user_id, self.agent)

    def test_where_items_were_missed(self):
        """Who covers what was missed is asked, and who missed it, until it is there."""
        document = self._file()
        self.assertFalse(self._dialog(document).unit_ids)
        outlet = self.env["crisis.outlet"].create(
            {"name": "Channel of the test", "media_id": self.radio.id}
        )
        items = self.env["crisis.item"].with_user(self.agent)
        on_radio, misspelt = items.create(
            [
                {"document_id": document.id, "name": "Alpha", "outlet_id": outlet.id},
                {"document_id": document.id, "name": "Beta", "unit_id": self.report.id},
            ]
        )
        self.assertEqual(self._dialog(document).unit_ids, self.monitoring | self.report)
        on_radio.action_recovered()
        self.assertEqual(self._dialog(document).unit_ids, self.report)

    def test_unit_for_the_kind_of_crisis(self):
        """Where no media are asked for, the kind of crisis says whose work it is."""
        kind = self.env.ref("crisis_protocol.category_own_report")
        finer = self.env.ref("crisis_protocol.category_own_report_gap")
        writers = self._new_unit("Writers", category_ids=kind.ids)
        checkers = self._new_unit("Checkers", category_ids=finer.ids)
        self.assertFalse(self._dialog(self._file()).unit_ids)
        for category, units in ((kind, writers), (finer, writers | checkers)):
            document = self._file(category_id=category.id)
            self.assertEqual(self._dialog(document).unit_ids, units)

    def test_unit_of_another_company(self):
        """A unit of another company is neither proposed nor counts as covering."""
        self._new_unit("Theirs", company_id=self.company_2.id, media_ids=self.press.ids)
        document = self._customer_case(media_ids=[Command.set(self.press.ids)])
        self.assertFalse(self._dialog(document).unit_ids)
        self.assertIn("No unit covers: Our press.", self._gaps(document))

    def test_media_that_nobody_covers(self):
        """What no unit covers is said, and what a unit covers that is not asked."""
        document = self._customer_case(
            media_ids=[Command.set((self.television | self.press).ids)]
        )
        self.assertEqual(self._gaps(document), ["No unit covers: Our press."])
        self.assertIn(
            "Our television: Watchers covers it, but is not chosen.",
            self._gaps(document, self.report),
        )
        self._inform(self.monitoring, document)
        self.assertEqual(
            self._gaps(document, self.report), ["No unit covers: Our press."]
        )

    def test_unit_that_is_not_set_up(self):
        """Nobody assigned, no project, a template out of use: each is said."""
        document = self._customer_case()
        self.monitoring.user_ids = False
        self.watch.active = False
        self.team.project_id = False
        said = "\n".join(self._gaps(document))
        self.assertIn("Nobody is assigned in Watchers.", said)
        self.assertIn("The task template of Watchers is not in use", said)
        self.assertIn("There is no project for the tasks of Watchers.", said)

    def test_somebody_who_left_is_nobody(self):
        """An archived user does no work."""
        self.production.active = False
        self.env.invalidate_all()
        self.assertIn(
            "Nobody is assigned in Watchers.", self._gaps(self._customer_case())
        )

    def test_missing_project_forbids(self):
        """Without a project nothing is made at all."""
        self.team.project_id = False
        document = self._customer_case()
        with self.assertRaisesRegex(UserError, "Watchers"):
            self._dialog(document).action_inform()
        self.assertFalse(document.sudo().task_ids)

    def test_brief_that_says_nothing(self):
        """What monitoring needs to know is asked for, of other units it is not."""
        document = self._customer_case(
            description=False, media_ids=False, keywords=False
        )
        happened = "It is not said what happened."
        self.assertEqual(
            self._gaps(document),
            [
                happened,
                "It is not said which media to watch.",
                "It is not said what to search for.",
            ],
        )
        self.assertEqual(self._gaps(document, self.report), [happened])
        # where we caused the crisis, nobody has to say what to watch
        self.assertEqual(self._gaps(self.document), [happened])

    def test_material_without_a_file(self):
        """Material that was announced and is not there is said, kind by kind."""
        document = self._customer_case(has_bulletin="yes", has_video="yes")
        self.assertEqual(
            self._gaps(document), ["Announced, but no file yet: Bulletin, Video."]
        )
        file = self.env["ir.attachment"].create({"name": "a.pdf", "raw": b"a"})
        document.sudo().bulletin_ids = file
        self.assertEqual(self._gaps(document), ["Announced, but no file yet: Video."])

    def test_deliveries(self):
        """A first delivery that is over and repeats without an end are said."""
        document = self._customer_case(
            date_first_delivery="2026-03-02 10:00:00", repeat_hours=1
        )
        with self.mock_datetime_and_now(MONDAY):
            self.assertEqual(
                self._gaps(document), ["The deliveries repeat without an end."]
            )
        document.date_repeat_until = "2026-03-02 18:00:00"
        with self.mock_datetime_and_now(MONDAY.replace(hour=11)):
            (gap,) = self._gaps(document)
        self.assertIn("The first delivery is in the past", gap)

    def test_deliveries_that_are_over(self):
        """A row that ends before anybody could deliver asks for nothing: it is said."""
        document = self._customer_case(
            repeat_hours=1, date_repeat_until="2026-03-02 08:00:00"
        )
        said = "The deliveries end before the first one."
        self.assertIn(said, self._gaps(document))
        document.date_repeat_until = False
        self.assertNotIn(said, self._gaps(document))

    def test_ordered_all_the_same(self):
        """The agent may go on; the case keeps what was known to be missing."""
        document = self._customer_case(
            keywords=False, media_ids=[Command.set((self.press | self.radio).ids)]
        )
        dialog = self._dialog(document)
        self.assertIn("No unit covers: Our press.", dialog.gaps)
        dialog.action_inform()
        body = document.message_ids[0].body
        self.assertIn("Ordered although", body)
        self.assertIn("No unit covers: Our press.", body)
        self.assertIn("It is not said what to search for.", body)

    def test_gaps_follow_the_choice(self):
        """The list of gaps changes with the units that are chosen."""
        document = self._customer_case()
        action = document.action_inform_production()
        wizards = self.env[action["res_model"]].with_user(self.agent)
        with Form(wizards.with_context(**action["context"])) as form:
            self.assertFalse(form.gaps)
            form.unit_ids.clear()
            self.assertIn("covers it, but is not chosen", form.gaps)
            form.unit_ids.add(self.monitoring)
            self.assertFalse(form.gaps)

    def test_names_are_escaped(self):
        """Names stay text in the list of gaps."""
        self.press.name = "<script>steal()</script>"
        document = self._customer_case(media_ids=[Command.set(self.press.ids)])
        self.assertNotIn("<script", self._dialog(document).gaps)

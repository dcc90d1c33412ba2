from datetime import date

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common_item import ItemCase

HEAD = "Mecra\tTarih\tBaşlık\tLink\tSayfa\n"


@tagged("post_install", "-at_install")
class TestItemPaste(ItemCase):
    """Many lines at once: shown first, then all of them or none."""

    def _lines(self, count, start=0):
        return HEAD + "".join(
            f"Outlet {n % 7}\t21.11.2026\tTitle {n}\thttps://a.example.com/{n}\t{n}\n"
            for n in range(start, start + count)
        )

    def test_pasted(self):
        """A list becomes items, with what was chosen for all of them."""
        wizard = self._paste(self._lines(20), cause_id=self.cause, unit_id=self.unit)
        self.assertEqual(wizard.new_count, 20)
        self.assertFalse(self.document.item_ids)
        wizard.action_add()
        items = self.document.item_ids
        self.assertEqual(len(items), 20)
        self.assertEqual(len(items.outlet_id), 7)
        self.assertEqual(items.cause_id, self.cause)
        self.assertEqual(items.unit_id, self.unit)
        self.assertEqual(set(items.mapped("date")), {date(2026, 11, 21)})
        # the unit where they went wrong was told after that
        bodies = " ".join(self.document.message_ids.mapped("body"))
        self.assertIn("20 items added", bodies)
        self.assertEqual(items.create_uid, self.agent)

    def test_preview(self):
        """The preview shows each line as it was read, and what is wrong with it."""
        wizard = self._paste(HEAD + "Sabah\t31.02.2026\t<b>Fire</b>\t\t5\n")
        self.assertIn("Line 2: “31.02.2026” is no date.", wizard.preview)
        self.assertIn("&lt;b&gt;Fire", wizard.preview)
        self.assertEqual((wizard.error_count, wizard.new_count), (1, 0))
        self.assertFalse(self._paste("").preview)

    def test_errors_stop_all(self):
        """With one bad line nothing is added, until it is mended or left out."""
        text = self._lines(2) + "Sabah\t31.02.2026\tFire\t\t5\n"
        wizard = self._paste(text)
        with self.assertRaisesRegex(UserError, "Line 4: “31.02.2026” is no date"):
            wizard.action_add()
        self.assertFalse(self.document.item_ids)
        wizard.text = text.replace("31.02", "28.02")
        wizard.action_add()
        self.assertEqual(len(self.document.item_ids), 3)

    def test_errors_left_out(self):
        """Bad lines are left out when that is said, anew for each text."""
        text = self._lines(2) + "Sabah\t31.02.2026\tFire\t\t5\n"
        self._paste(text, leave_out_errors=True).action_add()
        self.assertEqual(len(self.document.item_ids), 2)
        model = self.env["crisis.item.paste"].with_user(self.agent)
        values = {"leave_out_errors": True, "text": text}
        changed = model.new(values | {"document_id": self.document.id})
        changed._onchange_text()
        self.assertFalse(changed.leave_out_errors)

    def test_duplicates(self):
        """Lines that say the same, or are in the case, are shown and left out."""
        self._paste(self._lines(3)).action_add()
        again = self._lines(5) + "Outlet\t\tx\thttps://www.a.example.com/4/?utm_a=1\t\n"
        wizard = self._paste(again)
        self.assertEqual((wizard.known_count, wizard.new_count), (4, 2))
        self.assertIn("Is in this case already.", wizard.preview)
        self.assertIn("The same as line 6.", wizard.preview)
        wizard.action_add()
        self.assertEqual(len(self.document.item_ids), 5)
        with self.assertRaisesRegex(UserError, "nothing to add"):
            self._paste(self._lines(5)).action_add()
        self._paste(self._lines(5), add_known=True).action_add()
        self.assertEqual(len(self.document.item_ids), 10)

    def test_in_other_cases(self):
        """Items of the customer's other cases are pointed out, and taken."""
        other = self._file()
        self._paste(self._lines(1), document=other).action_add()
        stranger = self._file(
            partner_id=self.env["res.partner"].create({"name": "Bozkir"}).id
        )
        self._paste(self._lines(1), document=stranger).action_add()
        wizard = self._paste(self._lines(1))
        self.assertIn(f"Is also in {other.reference}.", wizard.preview)
        self.assertNotIn(stranger.reference, wizard.preview)
        self.assertEqual((wizard.known_count, wizard.new_count), (0, 1))

    def test_outlets_are_found(self):
        """Spellings of one outlet become one, new ones learn their medium."""
        tv = self.env.ref("crisis_protocol.media_tv")
        text = (
            HEAD + "KANAL IŞIK\t\tOne\t\t\nKanal Işık\t\tTwo\t\t\nkanal isik\t\tThree"
        )
        self._paste(text, media_id=tv).action_add()
        self.assertEqual(len(self.document.item_ids.outlet_id), 1)
        self.assertEqual(self.document.item_ids.outlet_id.media_id, tv)
        self.assertEqual(self.document.item_ids.media_id, tv)

    def test_media_of_text(self):
        """The text may name the medium; one that is not known is told."""
        text = "Mecra\tMedya\tBaşlık\nA\ttelevision\tOne\nB\tPigeons\tTwo"
        wizard = self._paste(text)
        self.assertIn("“Pigeons” is no medium", wizard.preview)
        wizard.action_add()
        one = self.document.item_ids.filtered(lambda item: item.name == "One")
        self.assertEqual(one.media_id, self.env.ref("crisis_protocol.media_tv"))

    def test_wrong_values(self):
        """A list of wrong values needs the wrong and the right ones."""
        wizard = self._paste("Reach\t1.200\t1.500\nNews\t12\t14", kind="value")
        self.assertFalse(wizard.error_count)
        wizard.action_add()
        self.assertEqual(
            set(self.document.item_ids.mapped("right_value")), {"1.500", "14"}
        )

    def test_too_much(self):
        """More than can be looked at is refused with words, also in the dialog."""
        wizard = self._paste(self._lines(2001))
        self.assertIn("at most 2000 lines", wizard.preview)
        with self.assertRaisesRegex(UserError, "at most 2000 lines"):
            wizard.action_add()

    def test_who_may(self):
        """Who may not write on the case can't paste either."""
        values = {"document_id": self.document.id, "text": self._lines(1)}
        for user in (self.production, self.other_agent):
            with self.subTest(user.name), self.assertRaises(AccessError):
                model = self.env["crisis.item.paste"].with_user(user)
                model.create(values).action_add()

    def test_cost(self):
        """A thousand lines cost about the statements of a hundred."""

        def cost(count, start):
            wizard = self._paste(self._lines(count, start))
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            wizard.action_add()
            self.env.flush_all()
            return self.cr.sql_log_count - before

        cost(2, 0)
        few, many = cost(100, 100), cost(1000, 1000)
        # rows are written a hundred at a time
        self.assertLessEqual(many - few, 12)
        items = self.document.item_ids
        self.env.flush_all()
        before = self.cr.sql_log_count
        items.action_recovered()
        self.env.flush_all()
        self.assertLessEqual(self.cr.sql_log_count - before, 25)

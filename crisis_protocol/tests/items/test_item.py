from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import Form, tagged

from .common_item import ItemCase


@tagged("post_install", "-at_install")
class TestItem(ItemCase):
    """One missed or wrong item, and what may be done to it."""

    def test_known(self):
        """An item can be found again, or it is none."""
        for vals in (
            {"name": False},
            {"name": "  "},
            {"name": "\u200b\x01"},  # nobody would see it
            {"name": False, "outlet_id": self._outlet("Sabah").id},
        ):
            with self.subTest(**vals), self.assertRaisesRegex(ValidationError, "which"):
                self._item(**vals)
        item = self._item(
            name=False, outlet_id=self._outlet("Sabah").id, date="2026-11-21"
        )
        self.assertIn("Sabah", item.display_name)

    def _outlet(self, name):
        outlets = self.env["crisis.outlet"].with_user(self.agent)
        return outlets.browse(outlets.name_create(name)[0])

    def test_wrong_value(self):
        """A wrong value goes with the right one."""
        with self.assertRaisesRegex(ValidationError, "right one"):
            self._item(kind="value", wrong_value="12")
        item = self._item(kind="value", wrong_value="12", right_value="14")
        with self.assertRaises(ValidationError):
            item.right_value = " "

    def test_texts(self):
        """Texts are trimmed, a link can be opened, and nothing dangerous is one."""
        item = self._item(name="  Two \n lines ", link="www.sabah.com.tr/a")
        self.assertEqual(item.name, "Two lines")
        self.assertEqual(item.link, "https://www.sabah.com.tr/a")
        for link in ("javascript:alert(1)", "no link", "https://"):
            with self.subTest(link), self.assertRaisesRegex(UserError, "no link"):
                item.link = link
        with self.assertRaisesRegex(UserError, "longer"):
            item.name = "x" * 501

    def test_outlet_is_one(self):
        """However an outlet is written, it is the same one, and it is found."""
        outlet = self._outlet("Hürriyet  Pazar")
        self.assertEqual(outlet.name, "Hürriyet Pazar")
        self.assertEqual(self._outlet("HÜRRİYET PAZAR"), outlet)
        self.assertEqual(self._outlet("hurriyet pazar"), outlet)
        outlet.sudo().active = False
        self.assertEqual(self._outlet("Hürriyet Pazar"), outlet)
        outlet.sudo().active = True
        found = outlet.name_search("HURRİYET")
        self.assertIn(outlet.id, [row[0] for row in found])
        with self.assertRaises(AccessError):
            outlet.name = "Mine"

    def test_outlet_has_a_name(self):
        """An outlet has a name, and one that a list can show."""
        for name in ("  ", "x" * 5000):
            with self.assertRaisesRegex(ValidationError, "1 to 120"):
                self._outlet(name)

    def test_medium_of_outlet(self):
        """The medium comes from the outlet, and may be said otherwise."""
        outlet = self._outlet("Kanal Deniz")
        tv = self.env.ref("crisis_protocol.media_tv")
        outlet.sudo().media_id = tv
        self.assertEqual(self._item(outlet_id=outlet.id).media_id, tv)
        radio = self.env.ref("crisis_protocol.media_radio")
        item = self._item(outlet_id=outlet.id, media_id=radio.id)
        self.assertEqual(item.media_id, radio)

    def test_counts(self):
        """The case knows how many there are, are missing, and wait to be sent."""
        items = self._items(4)
        items[:3].action_recovered()
        items[0].action_sent()
        counts = ("item_count", "item_open_count", "item_unsent_count")
        self.assertEqual([self.document[name] for name in counts], [4, 1, 2])
        self.assertEqual(self.document.recovered_share, 75)
        items[3].unlink()
        self.assertEqual([self.document[name] for name in counts], [3, 0, 2])
        self.assertEqual(self.document.recovered_share, 100)
        self.assertEqual(self._file().recovered_share, 0)

    def test_counted_when_filed_with_items(self):
        """Items that are filed with their case are counted like those added later."""
        document = self._file(item_ids=[Command.create({"name": "The new terminal"})])
        self.env.flush_all()
        document.invalidate_recordset()
        self.assertEqual((document.item_count, document.item_open_count), (1, 1))

    def test_list_of_the_case(self):
        """The list of a case is written in, and has the buttons of the case."""
        action = self.document.action_open_items()
        view_id = dict((kind, view) for view, kind in action["views"])["list"]
        model = self.env["crisis.item"].with_user(self.agent)
        model = model.with_context(**action["context"])
        with Form(model, view=view_id) as form:
            form.name = "The new terminal"
        self.assertEqual(self.document.item_ids, form.record)
        self.assertEqual(model.action_paste()["res_model"], "crisis.item.paste")
        with self.assertRaisesRegex(UserError, "nothing to send"):
            model.action_write_customer()
        form.record.action_recovered()
        composer = model.action_write_customer()
        self.assertEqual(composer["context"]["default_res_ids"], self.document.ids)

    def test_share_is_rounded_down(self):
        """100 % means that nothing is left."""
        self._items(300)[1:].action_recovered()
        self.assertEqual(self.document.recovered_share, 99)

    def test_pivot(self):
        """The share recovered can be worked out by outlet, unit and cause."""
        self._items(4, cause_id=self.cause.id, unit_id=self.unit.id)[
            :3
        ].action_recovered()
        for name in ("cause_id", "unit_id", "outlet_id", "kind"):
            [(_group, count, share)] = self.env["crisis.item"]._read_group(
                [("document_id", "=", self.document.id)],
                [name],
                ["__count", "recovered_share:avg"],
            )
            self.assertEqual((count, share), (4, 75))

    def test_gates(self):
        """The case does not close before all is recovered and sent."""
        document = self._at("own_follow_up")
        item = self._item(document_id=document.id)

        def close():
            document.stage_id = self._stage("own_closed")

        self.assertIn(self._gate("own_items").name, self._refused(document, close))
        self.assertEqual(document.next_step_kind, "items")
        item.action_recovered()
        refusal = self._refused(document, close)
        self.assertNotIn(self._gate("own_items").name, refusal)
        self.assertIn(self._gate("own_items_sent").name, refusal)
        item.action_sent()
        close()
        self.assertTrue(document.is_closed)

    def test_no_items_no_gate(self):
        """Where nothing was missed, nothing is asked for."""
        document = self._at("own_follow_up")
        document.stage_id = self._stage("own_closed")
        self.assertTrue(document.is_closed)

    def test_closed(self):
        """After the end nothing changes any more."""
        item = self._item()
        self._end()
        for act in (
            lambda: self._item(name="Another"),
            lambda: item.write({"name": "Other"}),
            item.action_recovered,
            item.action_sent,
            item.unlink,
            self.document.action_paste_items,
        ):
            with self.assertRaisesRegex(UserError, "has ended"):
                act()

    def test_delete(self):
        """Who typed a line may delete it, or a supervisor; it is told."""
        item, other = self._items(2)
        with self.assertRaisesRegex(UserError, "supervisor may delete"):
            item.with_user(self.colleague).unlink()
        item.unlink()
        self.assertIn("Item 0", self._last_note().body)
        other.action_recovered()
        with self.assertRaisesRegex(UserError, "has been recovered"):
            other.unlink()
        other.action_take_back()
        other.with_user(self.supervisor).unlink()
        self.assertFalse(self.document.item_ids)

    def test_kept_by_odoo(self):
        """Marks can't be written by hand, nor a line moved to another case."""
        item = self._item(state="sent", date_sent="2026-01-01", sent_by_id=1)
        item.write({"document_id": self._file().id, "date_recovered": "2026-01-01"})
        item.invalidate_recordset()
        self.assertEqual(item.state, "open")
        self.assertFalse(item.date_recovered or item.date_sent)
        self.assertEqual(item.document_id, self.document)

    def test_added_together(self):
        """Many at once are told in one note, one alone is not told."""
        before = len(self.document.message_ids)
        self._item()
        self.assertEqual(len(self.document.message_ids), before)
        self._items(5)
        self.assertEqual(len(self.document.message_ids), before + 1)
        self.assertIn("5 items added", self._last_note().body)
        self.assertEqual(self._last_note().author_id, self.agent.partner_id)

    def test_access(self):
        """Items are seen by those who see the case, and by nobody else."""
        item = self._item()
        for user in (self.agent, self.colleague, self.supervisor, self.manager):
            self.assertTrue(item.with_user(user).name)
        for user in (
            self.production,
            self.other_agent,
            self.other_supervisor,
            self.foreign_manager,
        ):
            with self.subTest(user.name), self.assertRaises(AccessError):
                item.with_user(user).read(["name"])
            with self.subTest(user.name), self.assertRaises(AccessError):
                self._item(user=user)
        self.assertFalse(
            self.env["crisis.item"]
            .with_user(self.other_agent)
            .search([("document_id", "=", self.document.id)])
        )

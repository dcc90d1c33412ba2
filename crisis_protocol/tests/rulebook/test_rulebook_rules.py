from psycopg2 import IntegrityError

from odoo.exceptions import UserError, ValidationError
from odoo.fields import Command
from odoo.tests import tagged
from odoo.tools import mute_logger

from ..common import CrisisCase


@tagged("post_install", "-at_install")
class TestRulebookRules(CrisisCase):
    """What a manager can't set, because it would make no sense."""

    def _create(self, model, **vals):
        return self.env[model].with_user(self.manager).create(vals)

    def _invalid(self, action, words=None):
        with self.assertRaises(ValidationError) as refusal, self.cr.savepoint():
            action()
        if words:
            self.assertIn(words, str(refusal.exception))

    def _forbidden(self, model, action):
        """The database refuses, in words that the user is shown."""
        with mute_logger("odoo.sql_db"), self.assertRaises(IntegrityError) as refusal:
            with self.cr.savepoint():
                action()
                self.env.flush_all()
        words = self.env[model]._sql_error_to_message(refusal.exception)
        self.assertNotIn("violates", words)

    # Stages ---------------------------------------------------------------

    def test_way_out_closes(self):
        """A way out ends the case, or it would be lost beside the path."""
        vals = {"name": "Aside", "protocol_id": self.own.id, "is_exit": True}
        self._invalid(lambda: self._create("crisis.stage", **vals), "Aside")
        self.assertTrue(self._create("crisis.stage", **vals, is_closed=True))

    def test_watch_is_open(self):
        """A stage can't wait for a crisis and close it."""
        vals = {"name": "Wait", "protocol_id": self.own.id, "is_watch": True}
        self._invalid(lambda: self._create("crisis.stage", **vals, is_closed=True))

    def test_days_to_rot(self):
        """Days can't be negative."""
        stage = self._stage("own_reported")
        values = {"rotting_threshold_days": -1}
        self._forbidden("crisis.stage", lambda: stage.write(values))

    def test_stage_in_use_stays(self):
        """A stage with documents, archived ones too, keeps its protocol."""
        stage = self._stage("own_closed").with_user(self.manager)
        document = self._at("own_closed")
        values = {"protocol_id": self.customer_protocol.id}
        self._invalid(lambda: stage.write(values), stage.name)
        document.with_user(self.supervisor).action_archive()
        self._invalid(lambda: stage.write(values), stage.name)
        unused = self._create("crisis.stage", name="New", protocol_id=self.own.id)
        unused.write(values)
        self.assertEqual(unused.protocol_id, self.customer_protocol)

    def test_stage_in_use_is_not_deleted(self):
        """A stage with documents can't be deleted, nor its protocol."""
        self._file()
        stage = self._stage("own_reported").with_user(self.manager)
        with mute_logger("odoo.sql_db"):
            for record in (stage, self.own.with_user(self.manager)):
                with self.assertRaises(IntegrityError), self.cr.savepoint():
                    record.unlink()

    # Categories -------------------------------------------------------------

    def _category(self, **vals):
        return self._create("crisis.category", name="Sort", **vals)

    def test_two_levels_of_categories(self):
        """Categories are two levels deep, not more, not in circles."""
        root = self._category(protocol_id=self.own.id)
        leaf = self._category(parent_id=root.id)
        self.assertEqual(leaf.protocol_id, self.own)
        self.assertEqual(leaf.display_name, "Sort / Sort")
        self._invalid(lambda: self._category(parent_id=leaf.id))
        other = self._category(protocol_id=self.own.id)
        self._invalid(lambda: root.write({"parent_id": other.id}))
        with self.assertRaises(UserError), self.cr.savepoint():
            other.write({"parent_id": other.id})

    def test_category_follows_its_parent(self):
        """Parent and child belong to one protocol."""
        root = self._category(protocol_id=self.own.id)
        values = {"parent_id": root.id, "protocol_id": self.customer_protocol.id}
        self._invalid(lambda: self._category(**values))
        leaf = self._category(parent_id=root.id)
        self._invalid(lambda: leaf.write({"protocol_id": self.customer_protocol.id}))

    def test_category_that_moves(self):
        """A branch goes to another protocol as a whole, or not at all."""
        root = self._category(protocol_id=self.own.id)
        leaf = self._category(parent_id=root.id)
        try:
            with self.cr.savepoint():
                root.protocol_id = self.customer_protocol
        except ValidationError:
            self.env.invalidate_all()
        self.assertEqual(leaf.protocol_id, root.protocol_id)

    def test_category_in_use_stays(self):
        """A category with documents does not leave their protocol."""
        root = self._category(protocol_id=self.own.id)
        self._file(category_id=root.id)
        self._invalid(lambda: root.write({"protocol_id": self.customer_protocol.id}))

    def test_category_of_another_protocol(self):
        """A document takes a category of its own protocol."""
        foreign = self.env.ref("crisis_protocol.category_customer_news")
        self._invalid(lambda: self._file(category_id=foreign.id), foreign.name)
        document = self._file()
        self._invalid(lambda: document.write({"category_id": foreign.id}), foreign.name)

    # Questions -----------------------------------------------------------

    def test_each_question_once(self):
        """A protocol asks for a thing once."""
        vals = {"name": "When?", "protocol_id": self.own.id, "field_name": "timing"}
        self._forbidden(
            "crisis.question", lambda: self._create("crisis.question", **vals)
        )

    def test_question_asks_for_something(self):
        """A question without an answer's place is refused."""
        vals = {"name": "Why?", "protocol_id": self.own.id}
        self._forbidden(
            "crisis.question", lambda: self._create("crisis.question", **vals)
        )

    # Levels ---------------------------------------------------------------

    def test_each_interval_has_a_minute(self):
        """No interval of a level is zero or less."""
        level = self.env.ref("crisis_protocol.level_severe").with_user(self.manager)
        for name in (
            "first_word_minutes",
            "customer_word_minutes",
            "explanation_minutes",
            "acceptance_minutes",
            "control_system_minutes",
            "control_customer_minutes",
            "notice_minutes",
            "production_minutes",
        ):
            for minutes in (0, -5):
                values = {name: minutes}
                self._forbidden("crisis.level", lambda v=values: level.write(v))

    def test_level_in_use_stays(self):
        """A level that documents have can't be deleted; archived it stays with them."""
        document = self._file(level_id=self.env.ref("crisis_protocol.level_severe").id)
        level = document.level_id.with_user(self.manager)
        with mute_logger("odoo.sql_db"):
            with self.assertRaises(IntegrityError), self.cr.savepoint():
                level.unlink()
        level.action_archive()
        document.description = "<p>More</p>"
        self.assertEqual(document.level_id, level)

    # A third protocol --------------------------------------------------------

    def test_third_protocol(self):
        """A manager builds a protocol with stages and gates; agents go through it."""
        protocol = self._create(
            "crisis.protocol",
            name="Rumour",
            origin="own",
            stage_ids=[
                Command.create({"name": "Heard", "sequence": 1}),
                Command.create(
                    {
                        "name": "Checked",
                        "sequence": 2,
                        "gate_ids": [
                            Command.create(
                                {
                                    "name": "Nobody has said since when",
                                    "domain": "[('date_occurred', '!=', False)]",
                                }
                            )
                        ],
                    }
                ),
                Command.create({"name": "Over", "sequence": 3, "is_closed": True}),
            ],
        )
        document = self._file(protocol_id=protocol.id)
        self.assertEqual(document.stage_id.name, "Heard")
        message = self._refused(document, document.action_next_stage)
        self.assertIn("Nobody has said since when", message)
        document.date_occurred = "2026-03-02 08:00:00"
        document.action_next_stage()
        document.action_next_stage()
        self.assertTrue(document.is_closed)

    def test_protocol_without_stages(self):
        """Filing under a protocol that has no open stage says so clearly."""
        empty = self._create("crisis.protocol", name="Empty", origin="own")
        with self.assertRaisesRegex(UserError, "Empty"), self.cr.savepoint():
            self._file(protocol_id=empty.id)

from odoo import Command
from odoo.tests import Form, tagged

from ..duties.common_duty import CrisisDutyCase

# What the job notes for itself, and nobody may make or change.
NOBODYS = {"crisis.alert"}
LONG_AGO = "2020-01-01 00:00:00"
# A value of each type that no field of a new record has by itself.
ODD = {
    "boolean": True,
    "char": "Handed in",
    "date": "2020-01-01",
    "datetime": LONG_AGO,
    "float": 77.0,
    "html": "<p>Handed in</p>",
    "integer": 77,
    "text": "Handed in",
}


@tagged("post_install", "-at_install")
class TestPersonalDefaults(CrisisDutyCase):
    """A personal default is a value handed in: what Odoo keeps, it keeps."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.lines = [
            cls.env[name]
            for name in cls.env.registry
            if name.startswith("crisis.") and cls._is_line(cls.env[name])
        ]

    @staticmethod
    def _is_line(model):
        """Whether records of this model hang on a case and are stored."""
        field = model._fields.get("document_id")
        on_case = field is not None and field.comodel_name == "crisis.document"
        is_stored = model._auto and not model._abstract and not model._transient
        return on_case and is_stored and model._name not in NOBODYS

    def _odd(self, field):
        """Return a value that stands in nothing new, or None if there is none."""
        if field.type == "selection":
            values = field.get_values(self.env)
            plain = field.default and field.default(self.env[field.model_name])
            return next((value for value in values if value != plain), None)
        if field.type == "many2one":
            found = self.env[field.comodel_name].sudo().search([], limit=1)
            return found.id or None
        return ODD.get(field.type)

    def _habits(self, model, is_kept):
        """Make what Odoo keeps, or does not, the agent's habit; return the values."""
        defaults = self.env["ir.default"].with_user(self.agent)
        habits = {}
        for name, field in model._fields.items():
            if not field.store or name in ("id", *model._said_once) or field.related:
                continue
            if name in ("create_uid", "create_date", "write_uid", "write_date"):
                continue
            odd = self._odd(field) if (name in model._kept_names()) == is_kept else None
            if odd is not None:
                defaults.set(model._name, name, odd, user_id=True)
                habits[name] = odd
        return habits

    @staticmethod
    def _value(record, name):
        field = record._fields[name]
        value = field.convert_to_write(record.sudo()[name], record)
        return value and str(value) if field.type in ("date", "datetime") else value

    def _assert_untouched(self, record, habits, like=None):
        """The record has nothing that was handed in, but what it has anyway.

        :param like: a record that was made before anybody had habits
        """
        for name, odd in habits.items():
            if like and self._value(like, name) == odd:
                continue
            self.assertNotEqual(self._value(record, name), odd, name)

    def test_lines_have_the_door(self):
        """Every model that hangs on a case has it, those to come as well."""
        self.assertGreater(len(self.lines), 12)
        for model in [self.env["crisis.document"], *self.lines]:
            self.assertTrue(hasattr(model, "_kept_names"), model._name)

    def test_filing(self):
        """What Odoo keeps of a case is nobody's habit: form, API, import, client."""
        document = self.env["crisis.document"].with_user(self.agent)
        like = self._file()
        habits = self._habits(document, is_kept=True)
        self.assertLessEqual(
            {"date_last_word", "clean_system_count", "is_under_way"}, habits.keys()
        )
        values = {
            "name": "Nothing comes",
            "protocol_id": self.own.id,
            "partner_id": self.customer.id,
        }
        self._assert_untouched(self._file(), habits, like)
        context = {f"default_{name}": odd for name, odd in habits.items()}
        by_context = document.with_context(**context).create(values)
        self._assert_untouched(by_context, habits, like)
        self._assert_untouched(document.create(values | habits), habits, like)
        saved = document.web_save(values | habits, {"id": {}})
        self._assert_untouched(document.browse(saved[0]["id"]), habits, like)
        header = ["name", "protocol_id/.id", "partner_id/.id", "date_last_word"]
        row = ["Imported", str(self.own.id), str(self.customer.id), LONG_AGO]
        result = document.load(header, [row])
        self._assert_untouched(document.browse(result["ids"]), habits, like)
        with Form(document) as form:
            form.name = "By form"
            form.protocol_id = self.own
            form.partner_id = self.customer
        self._assert_untouched(form.record, habits, like)

    def test_writing(self):
        """Nor does anybody write what Odoo keeps, as value or as line."""
        document = self._file()
        kept = {"date_last_word": LONG_AGO, "clean_system_count": 7}
        document.write(kept)
        self._assert_untouched(document, kept)
        control = {"kind": "system", "date_due": LONG_AGO, "state": "done"}
        for vals in (
            {"control_ids": [Command.create(control)]},
            {"control_ids": [Command.update(document.control_ids[0].id, control)]},
            {"control_ids": [Command.clear()]},
        ):
            before = document.control_ids
            document.write(vals)
            document.invalidate_recordset()
            self.assertEqual(document.control_ids, before)
            self.assertEqual(set(before.mapped("state")), {"open"})

    def test_lines_of_the_system(self):
        """What Odoo makes for the agent takes over none of his habits at all."""
        habits = {}
        for model in self.kinds:
            model = model.with_user(self.agent)
            habits[model._name] = self._habits(model, is_kept=True)
            habits[model._name] |= self._habits(model, is_kept=False)
        document = self._file()
        made = self._duties(document)
        self.assertTrue(made)
        for duty in made:
            checked = {
                name: odd
                for name, odd in habits[duty._name].items()
                # each kind says these of each one, and it may be the same by chance
                if name not in ("kind", "way", "source", "channel", "user_id")
                and duty._fields[name].type != "many2one"
            }
            self._assert_untouched(duty, checked)

    def test_lines_by_hand(self):
        """Nor does a line that the agent makes himself begin as done or told."""
        document = self._file()
        duties = {
            "crisis.promise": {"date_due": "2026-03-02 11:00:00"},
            "crisis.notice": {"description": "The driver", "way": "oral"},
            "crisis.decision": {
                "name": "Wait",
                "reason": "We look into it tomorrow.",
                "effect": "none",
            },
            "crisis.call": {"goal": "Say how it stands"},
            "crisis.item": {"name": "Missed on channel 5"},
            "crisis.stakeholder": {"partner_id": self.contact.id},
        }
        for name, vals in duties.items():
            model = self.env[name].with_user(self.agent)
            like = model.create({"document_id": document.id} | vals)
            kept = self._habits(model, is_kept=True)
            line = model.create({"document_id": document.id} | vals)
            self._assert_untouched(line, kept, like)

    def test_what_shows_a_duty(self):
        """A habit hides no activity of a duty, nor does an order begin as done."""
        defaults = self.env["ir.default"].with_user(self.agent)
        defaults.set("mail.activity", "active", False, user_id=True)
        defaults.set("project.task", "state", "1_done", user_id=True)
        document = self._file()
        shown = document.sudo().control_ids.activity_id
        self.assertEqual(len(shown), 2)
        document.write({"name": "Another topic", "level_id": self.level.id})
        every = self.env["mail.activity"].sudo().with_context(active_test=False)
        of_case = [("res_model", "=", document._name), ("res_id", "=", document.id)]
        types = [("activity_type_id", "in", shown.activity_type_id.ids)]
        self.assertEqual(every.search(of_case + types), shown)
        order = self._order(document)
        self.assertTrue(order.crisis_is_order)
        self.assertTrue(document.sudo().delivery_ids)

    def test_objection_keeps_its_case(self):
        """An objection belongs to the case of its call, whatever is written."""
        document, other = self._file(), self._file()
        call = self.env["crisis.call"].with_user(self.agent)
        call = call.create({"document_id": document.id})
        objections = self.env["crisis.call.objection"].with_user(self.agent)
        values = {"name": "Again?", "call_id": call.id, "document_id": other.id}
        objection = objections.create(values)
        objection.write({"document_id": other.id})
        self.assertEqual(objection.document_id, document)

    def test_no_close_by_habit(self):
        """The way that worked: habits of meters and states close no case."""
        document = self.env["crisis.document"].with_user(self.agent)
        self._habits(document, is_kept=True)
        for model in self.kinds:
            self._habits(model.with_user(self.agent), is_kept=True)
        case = self._file()
        self.assertFalse(case.controls_clean)
        self.assertFalse(case.date_last_word)
        self.assertEqual(set(case.control_ids.mapped("state")), {"open"})
        self.assertTrue(case._missing_gates(self._stage("own_closed")))

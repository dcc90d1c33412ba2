import inspect

# Always the same calls; all of them are tens of thousands.
import random
import re
from copy import deepcopy
from functools import partial
from pathlib import Path

import psycopg2

from odoo.exceptions import UserError
from odoo.modules import get_module_path
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common_access import AccessCase, Undo
from .common_public import own_public_methods

# Always the same calls; all of them are tens of thousands.
SEED, CALLS = 12, 500
ODD = (
    None,
    False,
    True,
    0,
    -1,
    2**40,
    1.5,
    "",
    "x",
    "1",
    "1,x",
    "2026-02-30",
    [],
    [None],
    ["x"],
    [1, 2],
    [[6, 0, ["x"]]],
    [[0, 0, {"name": 5}]],
    {},
    {"a": 1},
)
WAYS = ("create", "default", "search", "onchange", "write")
# What these answer to the same call is no fault of ours.
PLAIN = ("project.task", "res.partner", "mail.activity", "res.users", "mail.message")
# Of these nothing is stored as it came.
LEFT_OUT = ("properties", "properties_definition", "json")
KEY = re.compile(r'context\.get\(\s*"(\w+)"')
# What Odoo says of a key of the context that some field depends on.
UNHASHABLE = "Can only create cache keys from hashable values"
# What Odoo says of a search for what is worked out.
UNSTORED = "because it is not stored"


def _context_keys():
    """Return what our code reads of the context, wherever it does."""
    root = Path(get_module_path("crisis_protocol"))
    files = [p for p in root.rglob("*.py") if "tests" not in p.parts]
    return sorted({key for path in files for key in KEY.findall(path.read_text())})


@tagged("post_install", "-at_install")
class TestOddArguments(AccessCase):
    """Whatever a client sends is refused in words, or as Odoo itself refuses it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.random = random.Random(SEED)
        cls.plain_faults = {}
        cls.manager.group_ids += cls.env.ref("project.group_project_manager")
        cls.document = cls._file(cls.manager, team_id=cls.team.id).sudo()
        on_case = {"document_id": cls.document.id}
        cls.env["project.task"].create(
            {
                "name": "Order",
                "project_id": cls.project.id,
                "crisis_document_id": cls.document.id,
                "crisis_unit_id": cls.unit.id,
            }
        )
        cls.env["crisis.call"].create(
            on_case | {"objection_ids": [(0, 0, {"name": "Why?"})]}
        )
        cls.env["crisis.item"].create(on_case | {"name": "The item"})
        cls.env["crisis.stakeholder"].create(on_case | {"partner_id": cls.contact.id})
        cls.env.flush_all()

    # ------------------------------------------------------------------
    # What is called
    # ------------------------------------------------------------------

    def _models(self):
        """Return all models of ours, as a manager has them."""
        return [
            self.env[name].with_user(self.manager)
            for name in sorted(self.env.registry)
            if name.startswith("crisis.") and not self.env[name]._abstract
        ]

    def _record(self, model):
        if model._transient or not model.has_access("write"):
            return model
        return model.search([], limit=1)

    def _call(self, way, model, name, value):
        """Hand a value to a field of a model, in one of the ways."""
        match way:
            case "create":
                model.create({name: deepcopy(value)})
            case "default":
                model.with_context(**{f"default_{name}": value}).default_get([name])
            case "search":
                model.search([(name, "=", value)])
            case "onchange":
                values = {name: deepcopy(value)}
                self._record(model).onchange(values, [name], {name: {}})
            case "write":
                self._record(model).write({name: deepcopy(value)})

    def _fault(self, act):
        """Return the traceback that a call ends with, or None; nothing of it stays."""
        try:
            with mute_logger("odoo.sql_db"), self.cr.savepoint():
                act()
                self.env.flush_all()
                raise Undo
        except (Undo, UserError, psycopg2.IntegrityError):
            return None  # a constraint of the database is put into words by Odoo
        except Exception as error:
            return error
        finally:
            self.env.invalidate_all()

    @staticmethod
    def _kind(error):
        """Return what kind of traceback it is."""
        is_database = isinstance(error, psycopg2.Error)
        return "database" if is_database else type(error).__name__

    def _plain_kinds(self, way, field, value):
        """Return the tracebacks of plain models for the same call."""
        kind = field.type
        key = way, kind, repr(value)
        if key not in self.plain_faults:
            found = set()
            for plain_name in PLAIN:
                model = self.env[plain_name].with_user(self.env.ref("base.user_admin"))
                names = [
                    name
                    for name, plain in model._fields.items()
                    if plain.type == kind and not name.startswith("crisis_")
                ]
                for name in names[:6]:
                    error = self._fault(partial(self._call, way, model, name, value))
                    found |= {self._kind(error)} if error else set()
            self.plain_faults[key] = found
        return self.plain_faults[key] | self._alike_kinds(way, field, value)

    def _alike_kinds(self, way, field, value):
        """Return the traceback of a plain model to which the same mixin brings it."""
        model = self.env["project.project"]
        alike = model._fields.get(field.name)
        if not alike or alike._module != field._module:
            return set()
        model = model.with_user(self.env.ref("base.user_admin"))
        error = self._fault(partial(self._call, way, model, field.name, value))
        return {self._kind(error)} if error else set()

    # ------------------------------------------------------------------
    # Tests
    # ------------------------------------------------------------------

    def test_fields(self):
        """No odd value of a field ends worse than with a task or a contact."""
        calls = [
            (model, field, way, value)
            for model in self._models()
            for field in model._fields.values()
            if field.type not in LEFT_OUT
            for way in WAYS
            for value in ODD
        ]
        faults = []
        for model, field, way, value in self.random.sample(calls, CALLS):
            error = self._fault(partial(self._call, way, model, field.name, value))
            if error and UNSTORED in str(error):
                continue
            if error and self._kind(error) not in self._plain_kinds(way, field, value):
                faults.append((str(field), way, value, repr(error)[:200]))
        self.assertFalse(faults)

    def test_methods(self):
        """No public method of ours ends in a traceback for what it is handed."""
        keys, calls = _context_keys(), []
        for model in [*self._models(), self.env["project.task"]]:
            model = model.with_user(self.manager)
            for name, method in own_public_methods(model):
                parameters = [*inspect.signature(method).parameters.values()][1:]
                count = sum(p.kind in (0, 1) for p in parameters)
                for key in (None, *keys):
                    args = self.random.choices(ODD, k=count)
                    context = {key: self.random.choice(ODD)} if key else {}
                    calls.append((model, name, args, context))
        faults = []
        for model, name, args, context in self.random.sample(calls, CALLS):
            method = getattr(self._record(model).with_context(**context), name)
            error = self._fault(partial(method, *deepcopy(args)))
            if error and not self._is_plain(name, args, error):
                faults.append((model._name, name, args, context, repr(error)[:200]))
        self.assertFalse(faults)

    def _is_plain(self, name, args, error):
        """Whether a task or a contact of plain Odoo answers the same."""
        text = str(error)
        if "Expected singleton" in text or UNHASHABLE in text:
            return True
        records = [
            self.env[plain].search([], limit=1)
            for plain in PLAIN
            if hasattr(self.env[plain], name)
        ]
        # what a record is made of comes as a dictionary, whatever is in it
        return any(
            self._fault(partial(getattr(record, name), *deepcopy(args)))
            for record in records
        )

    def test_names(self):
        """Each model of ours can be searched by name."""
        for model in self._models():
            if model.has_access("read"):
                with self.subTest(model=model._name):
                    self.assertIsInstance(model.name_search("x"), list)

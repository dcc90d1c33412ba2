import ast
from pathlib import Path

from odoo.modules import get_module_path
from odoo.tests import BaseCase, tagged

ADDON = Path(get_module_path("crisis_protocol"))
MODELS = ADDON / "models"
# Calls of what stands only in rooms below. The list may only get shorter.
EXCEPTIONS = set()


def _imported(path):
    """Return the names of `from . import (…)`, in the written order."""
    return [
        alias.name
        for node in ast.parse(path.read_text()).body
        if isinstance(node, ast.ImportFrom)
        for alias in node.names
    ]


ROOMS = _imported(MODELS / "__init__.py")


def _files():
    """Yield (room, path, tree) of each file with models."""
    for room in ROOMS:
        for path in sorted((MODELS / room).glob("*.py")):
            if path.name != "__init__.py":
                yield room, path, ast.parse(path.read_text())


def _methods(node):
    return [part for part in node.body if isinstance(part, ast.FunctionDef)]


def _model(node):
    """Return which model a class makes or extends."""
    said = {
        part.targets[0].id: ast.literal_eval(part.value)
        for part in node.body
        if isinstance(part, ast.Assign)
        and getattr(part.targets[0], "id", "") in ("_name", "_inherit")
    }
    inherits = said.get("_inherit", node.name)
    first = inherits if isinstance(inherits, str) else inherits[0]
    return said.get("_name", first)


def _is_hook(method):
    """Whether a method does nothing yet, or returns a plain value."""
    *_words, last = method.body
    is_plain = isinstance(last, ast.Return) and isinstance(
        last.value, (ast.Constant, ast.List, ast.Dict, ast.Tuple)
    )
    return len(method.body) <= 2 and (is_plain or isinstance(last, ast.Expr))


@tagged("post_install", "-at_install")
class TestLayers(BaseCase):
    """A room uses itself and those above it in the list, never those below."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.files = list(_files())
        cls.defined = {}
        for room, _path, tree in cls.files:
            for node in ast.walk(tree):
                if isinstance(node, ast.FunctionDef):
                    cls.defined.setdefault(node.name, set()).add(ROOMS.index(room))

    def test_rooms_are_all_there_are(self):
        """Every room is in the list, and every file in a room and in its list."""
        folders = {path.name for path in MODELS.iterdir() if path.is_dir()}
        self.assertEqual(folders - {"__pycache__"}, set(ROOMS))
        loose = {path.name for path in MODELS.glob("*.py")}
        self.assertEqual(loose, {"__init__.py"})
        for room in ROOMS:
            files = {path.stem for path in (MODELS / room).glob("*.py")}
            named = _imported(MODELS / room / "__init__.py")
            self.assertEqual(files - {"__init__"}, set(named), room)

    def test_same_names_everywhere(self):
        """Views and tests lie in rooms of the same names."""
        for place in ("views", "tests"):
            folders = {path.name for path in (ADDON / place).iterdir() if path.is_dir()}
            self.assertLessEqual(folders - {"__pycache__"}, set(ROOMS), place)

    def test_tests_are_named(self):
        """Odoo finds each test: its room names it, and `tests` names the room."""
        for room in [""] + [
            room for room in ROOMS if (ADDON / "tests" / room).is_dir()
        ]:
            place = ADDON / "tests" / room
            files = {path.stem for path in place.glob("test_*.py")}
            named = {name for name in _imported(place / "__init__.py") if name != "*"}
            self.assertEqual(files, named, room)
        rooms = {
            node.module
            for node in ast.parse((ADDON / "tests" / "__init__.py").read_text()).body
            if isinstance(node, ast.ImportFrom) and node.module
        }
        self.assertEqual(
            rooms, {room for room in ROOMS if (ADDON / "tests" / room).is_dir()}
        )

    def test_each_says_what_it_is_for(self):
        """The docstring of a room names the rooms it may use, which are those above."""
        for number, room in enumerate(ROOMS):
            tree = ast.parse((MODELS / room / "__init__.py").read_text())
            text = ast.get_docstring(tree) or ""
            named = [other for other in ROOMS if f"`{other}`" in text]
            self.assertEqual(named, ROOMS[:number], room)
            self.assertGreater(len(text.partition("\n")[0]), 20, room)

    def test_no_method_hides_another(self):
        """Two files that mean the same method of a model call each other.

        Without that the lower one takes the place of the upper one, and nobody is told.
        What an upper room leaves empty is there to be filled in.
        """
        found = {}
        for _room, path, tree in self.files:
            for node in tree.body:
                if isinstance(node, ast.ClassDef):
                    for method in _methods(node):
                        key = _model(node), method.name
                        found.setdefault(key, []).append((path.name, method))
        for key, places in found.items():
            whole = [
                name
                for name, method in places
                if "super(" not in ast.unparse(method) and not _is_hook(method)
            ]
            self.assertLessEqual(len(whole), 1, f"{key}: {whole}")

    def test_no_model_imports_another(self):
        """A constant that is imported from a model would register that model early."""
        wrong = []
        for _room, path, tree in self.files:
            for node in ast.walk(tree):
                if isinstance(node, ast.ImportFrom) and node.level in (1, 2):
                    wrong.append(f"{path.name}: {node.module}")
        self.assertEqual(wrong, [])

    def test_private_calls_go_up(self):
        """No room calls a private method that stands only in rooms below it."""
        found = set()
        for room, path, tree in self.files:
            for node in ast.walk(tree):
                name = self._private(node)
                rooms = self.defined.get(name)
                if rooms and min(rooms) > ROOMS.index(room):
                    found.add((f"{room}/{path.name}", name))
        self.assertEqual(found, EXCEPTIONS)

    @staticmethod
    def _private(node):
        """Return the private method that a node calls, or None."""
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            name = node.func.attr
            if name.startswith("_") and not name.startswith("__"):
                return name
        return None

import ast
from functools import partial
from pathlib import Path
from unittest.mock import patch

from odoo.modules import get_module_path
from odoo.tests import tagged

from ..duties.common_control import ControlCase

MODELS = Path(get_module_path("crisis_protocol"), "models")
# What the path of a case is made of: each stands once, in `crisis_document.py`.
TUPLES = {
    "_filing_door",
    "_filing_steps",
    "_change_door",
    "_snapshots",
    "_change_steps",
    "_word_steps",
    "_wordless_steps",
    "_not_arrived_steps",
    "_customer_word_steps",
    "_stage_entry_steps",
    "_end_steps",
    "_reopening_steps",
    "_control_steps",
    "_delivery_steps",
    "_following_steps",
    "_leaving_steps",
}
ONCE = TUPLES | {"create", "write", "_write_past_reactions", "_run_steps"}


def _classes(tree):
    return [node for node in tree.body if isinstance(node, ast.ClassDef)]


def _names(node):
    """Return what `_name` and `_inherit` of a class say."""
    named = {}
    for part in node.body:
        if isinstance(part, ast.Assign) and part.targets[0].id in ("_name", "_inherit"):
            named[part.targets[0].id] = ast.literal_eval(part.value)
    return named


def _extends_case(node):
    named = _names(node)
    inherits = named.get("_inherit", ())
    inherits = [inherits] if isinstance(inherits, str) else inherits
    return named.get("_name", "") == "crisis.document" or (
        "_name" not in named and "crisis.document" in inherits
    )


@tagged("post_install", "-at_install")
class TestPath(ControlCase):
    """What happens to a case, and in which order, is read in one place."""

    def _defined(self):
        """Return {method of the case: the files that define it}."""
        found = {}
        for path in sorted(MODELS.rglob("*.py")):
            for node in _classes(ast.parse(path.read_text())):
                if not _extends_case(node):
                    continue
                for part in node.body:
                    if isinstance(part, ast.FunctionDef):
                        found.setdefault(part.name, []).append(path.name)
        return found

    def test_stands_once(self):
        """There is one `create`, one `write` and one tuple for each event."""
        defined = self._defined()
        for name in sorted(ONCE):
            self.assertEqual(defined[name], ["crisis_document.py"], name)

    def test_tuples_are_all_there_are(self):
        """A tuple of steps that somebody adds is held by these tests, too."""
        tree = ast.parse((MODELS / "document" / "crisis_document.py").read_text())
        (case,) = _classes(tree)
        found = {
            part.name
            for part in case.body
            if isinstance(part, ast.FunctionDef)
            and isinstance(part.body[-1], ast.Return)
            and isinstance(part.body[-1].value, ast.Tuple)
        }
        self.assertEqual(found, TUPLES)

    def test_steps_are_methods(self):
        """Each name in a tuple is that of a method, and stands in it once."""
        documents = self.env["crisis.document"]
        for name in sorted(TUPLES):
            steps = getattr(documents, name)()
            self.assertEqual(len(set(steps)), len(steps), name)
            for step in steps:
                self.assertTrue(callable(getattr(documents, step, None)), step)

    def _run(self, steps, act):
        """Return the names of these steps in the order in which the act runs them."""
        ran = []
        model_class = self.env.registry["crisis.document"]

        def recording(name):
            original = getattr(model_class, name)

            def step(self, *args, **kwargs):
                ran.append(name)
                return original(self, *args, **kwargs)

            return step

        patches = [patch.object(model_class, name, recording(name)) for name in steps]
        for one in patches:
            one.start()
        try:
            act()
        finally:
            for one in patches:
                one.stop()
        return ran

    def _assert_order(self, tuple_name, act):
        steps = getattr(self.env["crisis.document"], tuple_name)()
        ran = self._run(steps, act)
        # a step may itself write, and so let boards look again
        last = list(dict.fromkeys(reversed(ran)))[::-1]
        self.assertEqual(last, list(steps), tuple_name)

    def test_filing_runs_as_written(self):
        """What a new case sets off happens in the written order."""
        self._assert_order("_filing_door", self._file_at_start)
        self._assert_order("_filing_steps", self._file_at_start)

    def test_change_runs_as_written(self):
        """What a change sets off happens in the written order."""
        document = self._file_at_start()
        for number, name in enumerate(("_change_door", "_snapshots", "_change_steps")):
            vals = {"name": f"Another topic {number}"}
            self._assert_order(name, lambda vals=vals: document.write(vals))

    def test_word_runs_as_written(self):
        """What a word to the customer sets off happens in the written order."""
        document = self._file_at_start()
        act = partial(document.action_log_word, "We search.")
        self._assert_order("_word_steps", act)

    def test_answer_runs_as_written(self):
        """What a word of the customer sets off happens in the written order."""
        document = self._file_at_start()
        self._assert_order(
            "_customer_word_steps",
            lambda: self._customer_writes(document),
        )

    def test_end_and_reopening_run_as_written(self):
        """What the close and the way back set off happen in the written order."""
        for name in ("_stage_entry_steps", "_end_steps"):
            with self._minute(0):
                document = self._at("own_follow_up", level_id=self.level.id)
            self._assert_order(name, document.action_next_stage)
        self.assertTrue(document.is_closed)
        back = {
            "stage_id": self._stage("own_follow_up").id,
            "stage_reason": "The trouble has come back.",
        }
        self._assert_order("_reopening_steps", lambda: document.write(back))

    def test_control_runs_as_written(self):
        """What the result of a control sets off happens in the written order."""
        document = self._file_at_start()
        self._assert_order(
            "_control_steps", lambda: self._result(document, "system", "clean", 50)
        )

    def test_following_runs_as_written(self):
        """What it sets off to follow, and to follow no longer, is in order, too."""
        lead, document = (
            self._file_at_start(),
            self._file_at_start(partner_id=self._neighbour().id),
        )
        self._assert_order(
            "_following_steps", lambda: document.write({"leading_id": lead.id})
        )
        self._assert_order(
            "_leaving_steps", lambda: document._follow_no_longer("Another cause")
        )

    def test_classes_come_as_written(self):
        """The classes of the case extend one another in the order of the imports.

        A constant that is imported from another model would register it early.
        """
        written = []
        for room in self._imported(MODELS / "__init__.py"):
            for name in self._imported(MODELS / room / "__init__.py"):
                path = MODELS / room / f"{name}.py"
                nodes = _classes(ast.parse(path.read_text()))
                written += [path.stem for node in nodes if _extends_case(node)]
        real = [
            base.__module__.rpartition(".")[2]
            for base in reversed(self.env.registry["crisis.document"].__mro__)
            if base.__module__.startswith("odoo.addons.crisis_protocol.models")
            and base.__name__ == "CrisisDocument"
        ]
        self.assertEqual(real, written)

    @staticmethod
    def _imported(path):
        tree = ast.parse(path.read_text())
        return [
            alias.name
            for node in tree.body
            if isinstance(node, ast.ImportFrom)
            for alias in node.names
        ]

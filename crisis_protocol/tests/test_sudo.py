import ast
import io
import re
import tokenize
from pathlib import Path

from odoo.modules import get_module_path
from odoo.tests import BaseCase, tagged

ADDON = Path(get_module_path("crisis_protocol"))
PLACES = (
    *(ADDON / name for name in ("models", "wizard", "controllers", "tools")),
    ADDON.parent / "crisis_protocol_helpdesk_mgmt" / "models",
)
# What a docstring says of rights, where it gives the reason itself.
SPEAKS_OF_RIGHTS = re.compile(
    r"\b(system|rights?|whoever|everybody|nobody|odoo itself)\b", re.IGNORECASE
)
LINES_ABOVE = 3
# Calls without a reason, as (file, method). The list may only get shorter.
EXCEPTIONS = set()


def _comments(text):
    """Return the numbers of the lines with a comment that is not for a tool."""
    return {
        token.start[0]
        for token in tokenize.generate_tokens(io.StringIO(text).readline)
        if token.type == tokenize.COMMENT
        and not re.match(r"#\s*(noqa|pylint|type):?", token.string)
    }


def _is_sudo(node):
    """Whether a node takes the system's rights; `sudo(False)` gives them back."""
    if not isinstance(node, ast.Call):
        return False
    if any(keyword.arg == "su" for keyword in node.keywords):
        return True
    is_named = isinstance(node.func, ast.Attribute) and node.func.attr == "sudo"
    return is_named and not any(
        isinstance(arg, ast.Constant) and arg.value is False for arg in node.args
    )


def _without_reason(text):
    """Yield the name of each function that takes rights and does not say why.

    The reason is a comment on the line or up to three above, within the function, or
    the docstring of the function.
    """
    comments = _comments(text)
    for function in ast.walk(ast.parse(text)):
        if not isinstance(function, ast.FunctionDef):
            continue
        if SPEAKS_OF_RIGHTS.search(ast.get_docstring(function) or ""):
            continue
        for node in filter(_is_sudo, ast.walk(function)):
            # a call may span lines: `sudo` itself stands on the last of its function
            last = node.func.end_lineno
            first = max(function.lineno + 1, last - LINES_ABOVE)
            if comments.isdisjoint(range(first, last + 1)):
                yield function.name


@tagged("post_install", "-at_install")
class TestSudo(BaseCase):
    """The system's rights are taken where the user's don't do, and it is said why."""

    def test_each_has_its_reason(self):
        """Beside each `sudo()` stands why, or the method says whose doing it is."""
        found = {
            (path.name, name)
            for place in PLACES
            for path in place.rglob("*.py")
            for name in _without_reason(path.read_text())
        }
        self.assertEqual(found, EXCEPTIONS)

    def test_it_sees(self):
        """What has no reason is found, and what has one is not."""
        found = {
            "return self.sudo().name": True,
            "return self.env(su=True)": True,
            "return self.sudo(False).name": False,
            "return self.sudo().name  # who left may not be read": False,
            "# who left may not be read\n    return self.sudo().name": False,
            "return self.sudo().name  # noqa: E501": True,
            'return self.sudo()["# no comment"]': True,
            '"""Whoever asks."""\n    return self.sudo().name': False,
            '"""Return the name."""\n    return self.sudo().name': True,
        }
        for body, is_found in found.items():
            with self.subTest(body=body):
                text = f"def name(self):\n    {body}\n"
                self.assertEqual(bool([*_without_reason(text)]), is_found)

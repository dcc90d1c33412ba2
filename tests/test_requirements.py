"""docs/requirements.md says what is demanded and what proves it; it says the truth.

Nothing here needs a database: the page and the code are read as text.
"""

import ast
import re
from collections import Counter, defaultdict
from pathlib import Path
from typing import NamedTuple

REPO = Path(__file__).resolve().parents[1]
PAGE = REPO / "docs" / "requirements.md"
ROOMS = ("crisis_protocol*", "dev_tools", "tests")
PAPERS = ("README.md", "CONTRIBUTING.md", "CHANGELOG.md")
WRITTEN_IN = {".py", ".xml", ".js", ".scss", ".md"}

BUILT, IN_PART, TO_COME, NOT_OURS = "built", "in part", "to come", "not ours"
STATES = {BUILT, IN_PART, TO_COME, NOT_OURS}
# What each text demands: they are closed, so that no line gets lost.
DEMANDS = {"S0": 82, "S1": 34, "S2": 40, "S3": 66, "S4": 47}

# S0-43, S0-43…46, and what goes on without the text: S0-01…17, 52…54
CODES = re.compile(r"\bS(\d)-(\d\d)(?:…(\d\d))?((?:,\s+\d\d(?:…\d\d)?(?![\w.:]))*)")
MORE = re.compile(r"(\d\d)(?:…(\d\d))?")
ROW = re.compile(r"\| (S\d-\d\d) \| (.+) \| (.+) \| (.*) \|")
TEST = re.compile(r"`(test_\w+(?:\.\w+)+)`")


class Demand(NamedTuple):
    code: str
    words: str
    state: str
    proof: str

    @property
    def tests(self):
        return TEST.findall(self.proof)

    @property
    def said(self):
        """What is said beside the tests."""
        return TEST.sub("", self.proof).strip(" ,;")


def demands():
    lines = [line for line in PAGE.read_text().splitlines() if line.startswith("| S")]
    rows = [ROW.fullmatch(line) for line in lines]
    unread = [line for line, row in zip(lines, rows, strict=True) if not row]
    # the head of the table of states begins like a row
    assert unread == ["| State | Means |"], f"Not read: {unread}"
    return [Demand(*row.groups()) for row in rows if row]


def codes_of(text):
    """Yield (code, offset) of each code in a text, ranges counted out."""
    for match in CODES.finditer(text):
        source, first, last, more = match.groups()
        for begin, end in [(first, last), *MORE.findall(more)]:
            for number in range(int(begin), int(end or begin) + 1):
                yield f"S{source}-{number:02}", match.start()


def used():
    """Return {code: places} of all that refers to a demand."""
    places = defaultdict(list)
    files = [REPO / name for name in PAPERS]
    for pattern in ROOMS:
        for room in REPO.glob(pattern):
            files += sorted(room.rglob("*"))
    for path in files:
        if path.suffix not in WRITTEN_IN or path.resolve() == Path(__file__).resolve():
            continue
        text = path.read_text()
        for code, offset in codes_of(text):
            line = text.count("\n", 0, offset) + 1
            places[code].append(f"{path.relative_to(REPO)}:{line}")
    return places


def existing_tests():
    """Return the name of each test: module.Class.method, whatever folder it is in."""
    files = [*REPO.glob("tests/test_*.py")]
    files += REPO.glob("crisis_protocol*/tests/**/test_*.py")
    names = set()
    for path in files:
        module = ast.parse(path.read_text())
        names |= {f"{path.stem}.{name}" for name in _tests_in(module)}
        for node in module.body:
            if isinstance(node, ast.ClassDef):
                methods = _tests_in(node)
                names |= {f"{path.stem}.{node.name}.{name}" for name in methods}
    return names


def _tests_in(node):
    return [
        child.name
        for child in node.body
        if isinstance(child, ast.FunctionDef) and child.name.startswith("test_")
    ]


def test_each_demand_stands_there_once():
    """No demand of the texts is missing, and none stands there twice."""
    codes = Counter(demand.code for demand in demands())
    wanted = [
        f"{source}-{number:02}"
        for source, count in DEMANDS.items()
        for number in range(1, count + 1)
    ]
    assert codes == Counter(wanted)


def test_ranges_are_counted_out():
    """What a docstring names in short is each of its codes."""
    texts = {
        "(S0-43)": ["S0-43"],
        "S0-06…08).": ["S0-06", "S0-07", "S0-08"],
        "S0-01…02, 52…53)": ["S0-01", "S0-02", "S0-52", "S0-53"],
        "S0-29, S0-47…48, S2-35": ["S0-29", "S0-47", "S0-48", "S2-35"],
        "S0-29, 30": ["S0-29", "S0-30"],
        "S0-29, 10:00, and RS0-31": ["S0-29"],
    }
    for text, expected in texts.items():
        assert [code for code, _offset in codes_of(text)] == expected


def test_every_code_that_is_used_exists():
    """A code in the code leads somewhere."""
    known = {demand.code for demand in demands()}
    places = used()
    assert places, "no code was found at all"
    wrong = {code: where for code, where in places.items() if code not in known}
    assert not wrong, f"Not in docs/requirements.md: {wrong}"


def test_every_test_that_is_named_exists():
    """A proof that was renamed or deleted is no proof."""
    known = existing_tests()
    gone = [
        f"{demand.code}: {name}"
        for demand in demands()
        for name in demand.tests
        if name not in known
    ]
    assert not gone, f"No such test: {gone}"


def test_every_demand_has_a_state():
    """Built or not is said of each, and nothing but that."""
    wrong = {d.code: d.state for d in demands() if d.state not in STATES}
    assert not wrong


def test_what_is_built_is_proven():
    """What is built, wholly or in part, has a test; what is missing is said."""
    for demand in demands():
        if demand.state == BUILT:
            assert demand.tests and not demand.said, demand
        elif demand.state == IN_PART:
            assert demand.tests, demand
            assert re.fullmatch(r"missing: .+", demand.said), demand
        else:
            assert not demand.tests, f"A test proves it: is it not built? {demand}"
            assert demand.said, f"Say why, or with what it comes: {demand}"


def test_what_the_code_claims_is_not_to_come():
    """Code that says which demand it meets has met it, at least in part."""
    places = used()
    claimed = {
        demand.code: places[demand.code]
        for demand in demands()
        if demand.state in (TO_COME, NOT_OURS) and demand.code in places
    }
    assert not claimed, f"Claimed in the code: {claimed}"

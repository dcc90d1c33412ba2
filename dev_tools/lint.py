"""`./dev lint`: the linters of the Odoo community, called directly."""

import argparse
import subprocess

from . import database, environment, odoo, ports, postgres, settings, setup, ui

# README.md is what this repository documents itself with; a translation may well
# equal its source (`./dev i18n --check` looks at the format of .po files).
NOT_WANTED = "prefer-readme-rst,po-pretty-format"
# What pylint-odoo lets tests do, as long as they lie in `tests` itself.
FREE_IN_TESTS = "translation-required,context-overridden"
TEST_ROOM = r".*/tests/[a-z_]+/.*"
# The classes of Odoo's own lint that look at any addon, and are quick.
ODOO_CLASSES = (
    "ManifestLinter",
    "PotLinter",
    "TestIndex",
    "TestLintOverrideSignatures",
    "TestNaming",
    "TestOnchangeDomains",
    "TestTestHoles",
)
ODOO_DATABASE = "crisis_lint"
FIRST_PORT = 8300


def main(arguments):
    parser = argparse.ArgumentParser(prog="./dev lint")
    parser.add_argument("--odoo", action="store_true", help="Odoo's own lint tests too")
    options = parser.parse_args(arguments)
    setup.packages()
    # pylint keeps one core busy for as long as Odoo's tests take on another
    checks = [(name, _start(command)) for name, command in _checks()]
    try:
        odoo_passes = not options.odoo or _odoo_passes()
        failed = [name for name, check in checks if not _passes(name, check)]
    finally:
        _stop(check for _name, check in checks)
    if not odoo_passes:
        failed.append("Odoo's lint tests")
    if failed:
        ui.say(f"Lint failed: {', '.join(failed)}.")
        return 1
    ui.say("Lint passed.")
    return 0


def _checks():
    addons = settings.addons()
    tested = [str(settings.TEST_ADDONS / name) for name in settings.test_addons()]
    translations = sorted(settings.REPO.glob("*/i18n/*.po*"))
    python = ["dev", "dev_tools", "conftest.py", "tests", *addons]
    yield "ruff check", ["ruff", "check", "--no-cache", "--quiet", *python]
    yield "ruff format", ["ruff", "format", "--no-cache", "--check", *python]
    pylint = ["pylint", "--rcfile=.pylintrc"]
    apart = f"--ignore-paths={TEST_ROOM}"
    yield "pylint-odoo", [*pylint, apart, *addons, *tested]
    rooms = sorted(settings.REPO.glob("*/tests/*/__init__.py"))
    rooms = [str(path.parent.relative_to(settings.REPO)) for path in rooms]
    yield "pylint-odoo of tests", [*pylint, f"--disable={FREE_IN_TESTS}", *rooms]
    hooks = [f"--disable={NOT_WANTED}"]
    yield "oca-checks-odoo-module", ["oca-checks-odoo-module", *hooks, *addons, *tested]
    if translations:
        yield "oca-checks-po", ["oca-checks-po", *hooks, *translations]


def _start(command):
    program = environment.venv_bin() / command[0]
    return subprocess.Popen(
        [program, *command[1:]],
        cwd=settings.REPO,
        env=environment.child(),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


def _passes(name, check):
    output, _errors = check.communicate()
    print(output, end="", flush=True)
    ui.say(f"- {name}: {'ok' if check.returncode == 0 else 'FAILED'}")
    return check.returncode == 0


def _stop(checks):
    """None of them outlives a command that failed or was interrupted."""
    for check in checks:
        check.kill()
        check.wait()


def _odoo_passes():
    """Odoo's lint tests look at every installed module, so ours must be installed.

    The glue is not: OCA's helpdesk, which has to be there, does not hold to them.
    """
    setup.odoo()
    log = ui.log_file("lint_odoo")
    tags = ",".join(f"/test_lint:{name}" for name in ODOO_CLASSES)
    with postgres.running(), database.reserved(ODOO_DATABASE) as name:
        database.copy(name)
        odoo.modules(name, log, install=[settings.ADDON])
        try:
            with ui.step(f"Odoo's lint tests (log: {settings.shown(log)})"):
                # a test run listens even when told --no-http
                port = str(ports.free(FIRST_PORT))
                extra = ["--test-tags", tags, "--http-port", port]
                odoo.modules(name, log, install=["test_lint"], extra=extra)
        except ui.Failure as failure:
            ui.say(f"{failure}")
            return False
        finally:
            database.drop(name)
    return True

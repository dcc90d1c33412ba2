"""`./dev test`: install the addon with Odoo, then run the tests with pytest.

Without a file named, as many run side by side as the machine has cores (at most four),
each on its own copy of the database.

The core is tested without helpdesk, the glue in a database that has both. There the
core's tests are run again that touch what the glue changes, and those of the addons
that only tests install (`tests/addons`).
"""

import argparse
import os
import subprocess

from . import database, environment, odoo, postgres, settings, setup, ui

CORE_PLACES = (f"{settings.ADDON}/tests", "tests")
GLUE_PLACE = f"{settings.GLUE}/tests"
ADDONS_PLACE = str(settings.TEST_ADDONS.relative_to(settings.REPO))
# The glue adds a kind of source, fields to the document and a button to its form.
# All the rest of the core it leaves alone: `--with-helpdesk` proves it by hand.
AGAIN = tuple(
    f"{settings.ADDON}/tests/{name}.py"
    for name in (
        "sources/test_source",
        "sources/test_source_words",
        "test_access",
        "messages/test_mail_in",
    )
)
MOST_WORKERS = 4
NO_TESTS = 5  # what pytest returns if it finds none


def main(arguments):
    parser = argparse.ArgumentParser(
        prog="./dev test",
        allow_abbrev=False,
        epilog="All other arguments go to pytest: -k name, -x, a file, --cov ...",
    )
    parser.add_argument(
        "--reuse",
        action="store_true",
        help="update the last test database instead of making a fresh one",
    )
    parser.add_argument(
        "--with-helpdesk",
        action="store_true",
        help="test the core where helpdesk and the glue are installed",
    )
    options, rest = parser.parse_known_args(arguments)
    setup.odoo_to_test()
    with postgres.running():
        codes = [
            _run(template, options.reuse, rest, places)
            for template, places in _runs(rest, options.with_helpdesk)
        ]
    # one of two that has no test of this name is no failure
    found = [code for code in codes if code != NO_TESTS]
    return max(found, default=NO_TESTS)


def _runs(arguments, with_helpdesk):
    """Yield each kind of database with the places to test there."""
    named = [text for text in arguments if _is_place(text)]
    glue = [text for text in named if text.startswith((settings.GLUE, ADDONS_PLACE))]
    core = [text for text in named if text not in glue]
    if not named:
        core = [place for place in CORE_PLACES if _is_place(place)]
        glue = [GLUE_PLACE]
        if not with_helpdesk:
            glue += [ADDONS_PLACE, *AGAIN]
    if with_helpdesk:
        core, glue = [], [*core, *glue]
    if core:
        yield database.CLEAN, core
    if glue:
        yield database.HELPDESK, glue


def _run(template, reuse, arguments, places):
    suffix = settings.WITH_HELPDESK if template.oca else ""
    addons = settings.test_addons() if _tests_addons(places) else []
    config = template.config
    if addons:
        suffix += "_addons"
        config["addons_path"] = (*config["addons_path"], settings.TEST_ADDONS)
    with database.reserved(settings.TEST_DATABASE + suffix) as name:
        _prepare(name, template, reuse, [settings.ADDON, *addons], config)
        return _pytest(name, config, arguments, places)


def _prepare(name, template, reuse, addons, config):
    log = ui.log_file(f"{name}_install")
    if reuse and database.exists(name):
        with ui.step(f"Updating {settings.ADDON} in {name}"):
            odoo.modules(name, log, update=[settings.ADDON], **config)
    else:
        database.ensure_template(template)
        with ui.step(f"Installing {settings.ADDON} in a fresh {name}"):
            database.copy(name, template)
            odoo.modules(name, log, install=addons, **config)
    odoo.check_log(log, "The installation")


def _pytest(name, config, arguments, places):
    log = ui.log_file(name)
    config = odoo.write_config(name, logfile=log, **config)
    command = [environment.python(), "-m", "pytest"]
    command += ["-c", settings.REPO / "pytest.ini", "--rootdir", settings.REPO]
    command += ["--odoo-config", config, "--odoo-log-level", "info", "--odoo-http"]
    options = [text for text in arguments if not _is_place(text)]
    if not _tests_addons(places):
        options.append(f"--ignore={ADDONS_PLACE}")
    command += [*_workers(arguments), *options, *places]
    env = environment.child()
    # the workers copy their database with PostgreSQL's own programs
    env["PATH"] = os.pathsep.join([env["PATH"], *map(str, postgres.programs())])
    ui.say(f"Testing on {name} (Odoo's log: {settings.shown(log)})")
    return subprocess.run(
        list(map(str, command)), cwd=settings.REPO, env=env
    ).returncode


def _workers(arguments):
    """Run the whole suite side by side, one test file after the other in each."""
    is_whole = not any(_is_place(text) or text[:2] == "-k" for text in arguments)
    number = min(os.cpu_count() or 1, MOST_WORKERS)
    if not is_whole or number == 1 or not postgres.programs():
        return []
    return ["-n", str(number), "--dist", "loadfile"]


def _tests_addons(places):
    return any(place.startswith(ADDONS_PLACE) for place in places)


def _is_place(text):
    return (settings.REPO / text.partition("::")[0]).exists() and text[0] != "-"

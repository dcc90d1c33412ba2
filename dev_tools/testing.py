"""`./dev test`: install the addon with Odoo, then run the tests with pytest.

Without a file named, as many run side by side as the machine has cores (at most four),
each on its own copy of the database.
"""

import argparse
import os
import subprocess

from . import database, environment, odoo, postgres, settings, setup, ui

PLACES = (f"{settings.ADDON}/tests", "tests")
MOST_WORKERS = 4


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
    options, pytest_arguments = parser.parse_known_args(arguments)
    setup.odoo_and_browser()
    with postgres.running(), database.reserved(settings.TEST_DATABASE) as name:
        _prepare(name, options.reuse)
        return _pytest(name, pytest_arguments)


def _prepare(name, reuse):
    log = ui.log_file(f"{name}_install")
    if reuse and database.exists(name):
        with ui.step(f"Updating {settings.ADDON} in {name}"):
            odoo.modules(name, log, update=[settings.ADDON])
    else:
        database.ensure_template()
        with ui.step(f"Installing {settings.ADDON} in a fresh {name}"):
            database.copy(name)
            odoo.modules(name, log, install=[settings.ADDON])
    odoo.check_log(log, "The installation")


def _pytest(name, arguments):
    log = ui.log_file(name)
    config = odoo.write_config(name, logfile=log)
    command = [environment.python(), "-m", "pytest"]
    command += ["-c", settings.REPO / "pytest.ini", "--rootdir", settings.REPO]
    command += ["--odoo-config", config, "--odoo-log-level", "info", "--odoo-http"]
    command += [*_workers(arguments), *arguments, *_places(arguments)]
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


def _places(arguments):
    """All tests, unless the developer named files."""
    named = [text for text in arguments if _is_place(text)]
    return [] if named else [place for place in PLACES if _is_place(place)]


def _is_place(text):
    return (settings.REPO / text.partition("::")[0]).exists() and text[0] != "-"

"""`./dev bench`: the databases to measure on, then the measuring (dev_tools/bench).

Each size of the data has a database of its own, with the addon and its peer in it.
They are kept: samples are rolled back, so only a changed addon makes them anew.
"""

import argparse
import hashlib
import subprocess
from contextlib import contextmanager

from . import database, environment, oca, odoo, postgres, settings, setup, state, ui

DATABASES = {
    1_000: "crisis_bench",
    10_000: "crisis_bench_10k",
    100_000: "crisis_bench_100k",
}
LARGE = 100_000
ADDONS_PATH = (oca.ADDONS, settings.REPO)
# The glue would install itself beside the peer, and burden what both sides do.
WITHOUT_GLUE = ("--skip-auto-install",)
# What the data is made by, and what of the addon can't change it.
MAKERS = ("data", "bulk", "clone", "duties", "facts", "history", "tickets")
IRRELEVANT = ("i18n", "static", "tests", "demo", "__pycache__")


def main(arguments):
    options = _options(arguments)
    setup.odoo()
    with _alone(), postgres.running():
        sizes = [size for size in DATABASES if size < LARGE or not options.quick]
        for size in sizes:
            _ensure(size)
            # what the last run rolled back is still in the tables
            postgres.query("VACUUM ANALYZE", DATABASES[size])
        return _measure(sizes, options)


def _options(arguments):
    parser = argparse.ArgumentParser(prog="./dev bench")
    parser.add_argument(
        "case", nargs="*", help="only the cases whose name holds one of these words"
    )
    parser.add_argument(
        "--quick", action="store_true", help=f"without the {LARGE:,} documents"
    )
    parser.add_argument(
        "--statements", action="store_true", help="name the statements of each case"
    )
    parser.add_argument(
        "--explain", action="store_true", help="and the plan of its slowest query"
    )
    return parser.parse_args(arguments)


@contextmanager
def _alone():
    """Two measurements at once would measure each other."""
    with state.open_lock("bench") as file:
        if not state.try_lock(file):
            raise ui.Failure("Another ./dev bench is running; wait for its end.")
        yield


def _ensure(size):
    name, wanted = DATABASES[size], _key()
    if state.is_stamped(name, wanted) and database.exists(name):
        return
    state.unstamp(name)
    database.ensure_template(database.BENCH)
    log = ui.log_file(name)
    with ui.step(f"Database {name} with {size:,} documents"):
        database.copy(name, database.BENCH)
        install = {"install": [settings.ADDON], "extra": WITHOUT_GLUE}
        odoo.modules(name, log, **install, addons_path=ADDONS_PATH)
        _run(log, "fill", _config(name), size)
    state.stamp(name, wanted)


def _key():
    """Changes with the addon's code and data, and with the making of the data."""
    facts = (database.key(database.BENCH), *WITHOUT_GLUE)
    digest = hashlib.sha256("".join(facts).encode())
    addon = settings.REPO / settings.ADDON
    for path in sorted(addon.rglob("*")):
        if path.is_file() and not set(path.parts) & set(IRRELEVANT):
            digest.update(path.read_bytes())
    for name in MAKERS:
        digest.update((settings.TOOLS / "bench" / f"{name}.py").read_bytes())
    return digest.hexdigest()


def _run(log, *arguments):
    command = [environment.python(), "-m", "dev_tools.bench", *arguments]
    ui.run(command, log, env=environment.child(), cwd=settings.REPO)


def _measure(sizes, options):
    command = [environment.python(), "-m", "dev_tools.bench", "measure"]
    command += [_config(DATABASES[sizes[0]])]
    command += [f"--database={size}:{DATABASES[size]}" for size in sizes]
    for flag in ("statements", "explain"):
        command += [f"--{flag}"] if getattr(options, flag) else []
    command += [f"--case={word}" for word in options.case]
    return subprocess.run(
        list(map(str, command)), cwd=settings.REPO, env=environment.child()
    ).returncode


def _config(name):
    return odoo.write_config(name, addons_path=ADDONS_PATH)

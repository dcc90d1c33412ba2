"""Running Odoo's command line on a database, and reading its log."""

import json
import re
import subprocess

from . import environment, settings, ui

DATA = settings.DEV / "data"
_TROUBLE = re.compile(r"^\S+ \S+ \d+ (?:WARNING|ERROR|CRITICAL) ")
_LINE = re.compile(r"^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d")


def write_config(database, addons_path=(settings.REPO,), **options):
    """A configuration file of its own for each database."""
    folder = settings.DEV / "conf"
    folder.mkdir(parents=True, exist_ok=True)
    given = environment.database_settings()
    values = {
        "addons_path": ",".join(map(str, addons_path)),
        "data_dir": DATA,
        "db_host": given.get("PGHOST"),
        "db_name": database,
        "db_port": given.get("PGPORT"),
        "db_user": given.get("PGUSER"),
        "dbfilter": f"^{database}$",
        "http_interface": "127.0.0.1",
        "list_db": False,
        "max_cron_threads": 0,
        "screenshots": settings.DEV / "screenshots",
    } | options
    lines = [
        f"{name} = {value}"
        for name, value in sorted(values.items())
        if value is not None and value != ""
    ]
    path = folder / f"{database}.conf"
    path.write_text("\n".join(["[options]", *lines, ""]))
    return path


def command(*arguments):
    return [environment.python(), "-m", "odoo", *arguments]


def modules(database, log, install=(), update=(), extra=(), **config):
    """Install or update modules and stop; the log tells what happened."""
    arguments = ["-c", write_config(database, **config), "-d", database]
    arguments += ["--no-http", "--stop-after-init"]
    if install:
        arguments += ["-i", ",".join(install)]
    if update:
        arguments += ["-u", ",".join(update)]
    ui.run(command(*arguments, *extra), log, env=environment.child(), cwd=settings.DEV)


def uninstall(database, module, log, **config):
    path = write_config(database, **config)
    arguments = command("module", "uninstall", "-c", path, "-d", database, module)
    ui.run(arguments, log, env=environment.child(), cwd=settings.DEV)


def shell(database, script, log, **config):
    """Run Python statements with `env` at hand."""
    path = write_config(database, **config)
    arguments = command("shell", "-c", path, "-d", database, "--no-http")
    done = subprocess.run(
        list(map(str, arguments)),
        input=script,
        env=environment.child(),
        cwd=settings.DEV,
        capture_output=True,
        text=True,
    )
    with open(log, "a") as out:
        out.write(done.stdout + done.stderr)
    if done.returncode or "Traceback (most recent call last)" in done.stderr:
        ui.fail_with_log("A script in the Odoo shell failed.", log)
    return done.stdout


def shell_result(database, expression, log, **config):
    """The JSON value of a Python expression with `env` at hand."""
    mark = "result-of-expression:"
    script = f"import json\nprint({mark!r} + json.dumps({expression}))\n"
    output = shell(database, script, log, **config)
    return json.loads(output.rpartition(mark)[2].splitlines()[0])


def troubles(log):
    """Warnings and errors in an Odoo log, each with the lines that belong to it."""
    found, belongs = [], False
    for line in log.read_text(errors="replace").splitlines():
        if _LINE.match(line):
            belongs = bool(_TROUBLE.match(line))
        if belongs:
            found.append(line)
    return found


def check_log(log, what):
    """Odoo ends with 0 although demo data failed or a warning was logged."""
    lines = troubles(log)
    if lines:
        text = "\n".join(f"    {line}" for line in lines)
        raise ui.Failure(
            f"{what} logged warnings or errors:\n{text}\n  Log: {settings.shown(log)}"
        )

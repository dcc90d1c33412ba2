"""`./dev i18n`: the terms to translate, exported and merged, or checked.

Odoo's export answers what there is to translate. The .po files are merged here
instead of exported, so that they keep their translations, their order follows the
.pot, and a second run changes nothing.
"""

import argparse
import subprocess

from . import database, environment, odoo, postgres, settings, setup, ui

DATABASE = "crisis_i18n"


def main(arguments):
    parser = argparse.ArgumentParser(prog="./dev i18n")
    parser.add_argument(
        "--check", action="store_true", help="write nothing; fail on what is missing"
    )
    parser.add_argument(
        "--same",
        action="store_true",
        help="also list translations that equal their source (for information)",
    )
    options = parser.parse_args(arguments)
    setup.odoo()
    with postgres.running(), database.reserved(DATABASE) as name:
        _export(name)
    return max([_merge(addon, options) for addon in settings.addons()])


def _export(name):
    """Terms of everything the addons bring, demo data included, as Odoo does it."""
    log = ui.log_file("i18n")
    template = database.HELPDESK
    database.ensure_template(template)
    with ui.step(f"Exporting terms (log: {settings.shown(log)})"):
        database.copy(name, template)
        odoo.modules(name, log, install=settings.addons(), **template.config)
        config = odoo.write_config(name, **template.config)
        for addon in settings.addons():
            command = odoo.command("i18n", "export", "-c", config, "-d", name)
            command += ["-l", "pot", "-o", _exported(addon), addon]
            ui.run(command, log, env=environment.child(), cwd=settings.DEV)
        database.drop(name)


def _exported(addon):
    return settings.DEV / f"{addon}.pot"


def _merge(addon, options):
    ui.say(f"{addon}:")
    folder = settings.REPO / addon / "i18n"
    # polib lives in the venv, this process does not
    command = [environment.python(), "-m", "dev_tools.po_files"]
    command += [_exported(addon), folder]
    command += ["--check"] * options.check + ["--same"] * options.same
    command += settings.LANGUAGES
    return subprocess.run(
        list(map(str, command)), cwd=settings.REPO, env=environment.child()
    ).returncode

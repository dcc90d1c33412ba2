"""`./dev shell`: Odoo's Python prompt on a database."""

import argparse
import subprocess

from . import database, environment, odoo, postgres, settings, setup, ui


def main(arguments):
    parser = argparse.ArgumentParser(prog="./dev shell")
    parser.add_argument("-d", "--database", default=settings.DEMO_DATABASE)
    name = parser.parse_args(arguments).database
    setup.odoo()
    with postgres.running():
        if not database.exists(name):
            known = ", ".join(database.names()) or "none yet: `./dev run` makes one"
            raise ui.Failure(f"There is no database {name} (there is: {known}).")
        with_helpdesk = name.endswith(settings.WITH_HELPDESK)
        template = database.HELPDESK if with_helpdesk else database.CLEAN
        config = odoo.write_config(name, **template.config)
        command = odoo.command("shell", "-c", config, "-d", name)
        command = [str(part) for part in [*command, "--no-http"]]
        return subprocess.run(
            command, env=environment.child(), cwd=settings.REPO
        ).returncode

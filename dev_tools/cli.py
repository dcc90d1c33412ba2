"""The commands of `./dev`."""

import importlib
import signal

from . import settings, ui

HELP = f"""\
Usage: ./dev COMMAND [options]       (./dev COMMAND --help tells more)

  run [--port N] [--detach]  serve the addon with demo data, in English, Turkish,
                             Spanish and German; mail goes to a folder;
                             --helpdesk: with OCA's helpdesk, in another database
  stop                       stop a detached server and the private PostgreSQL
  test [--reuse] [pytest ..] install the addon in a fresh database and run its tests;
                             --reuse updates the last test database (quicker);
                             --with-helpdesk: the core's tests beside the glue, too
  lint [--odoo]              check the code; --odoo: with Odoo's own lint tests, too
  i18n [--check]             export the terms to translate; --check: is all complete?
  shell [-d DB]              Python prompt with Odoo's `env`, on the demo database
  bench [...]                measure the addon beside its peers
  reset [--all]              drop the demo and test databases; --all: everything
  help                       this text

The first run fetches Odoo, Python packages and (test) a browser, and needs a
network; later ones don't. All of it lies in {settings.shown(settings.DEV)}.

Environment:
  CRISIS_DEV_DIR  another folder for all that
  ODOO_DIR        use the Odoo {settings.ODOO_SERIES} source in this folder
  ODOO_SOURCE     where Odoo comes from otherwise: debian or git
  ODOO_REPOSITORY clone it from here instead of GitHub
  CRISIS_PGHOST, CRISIS_PGPORT, CRISIS_PGUSER, CRISIS_PGPASSWORD
                  use this PostgreSQL instead of a private one
"""
# command -> module and function; imported when called, to start quickly
COMMANDS = {
    "bench": ("bench_entry", "main"),
    "i18n": ("i18n", "main"),
    "lint": ("lint", "main"),
    "reset": ("reset", "main"),
    "run": ("serve", "main"),
    "shell": ("shell", "main"),
    "stop": ("serve", "stop"),
    "test": ("testing", "main"),
}


def main(arguments):
    name, *rest = arguments or ["help"]
    if name in ("help", "-h", "--help"):
        print(HELP)
        return 0
    if name not in COMMANDS:
        ui.say(f"Error: there is no command `{name}`; `./dev help` lists them all.")
        return 2
    module, function = COMMANDS[name]
    # a kill, or a closed terminal, is to clean up as Ctrl-C does
    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.default_int_handler)
    try:
        command = importlib.import_module(f".{module}", __package__)
        return getattr(command, function)(rest)
    except ui.Failure as failure:
        ui.say(f"Error: {failure}")
        return 1
    except KeyboardInterrupt:
        ui.say("Interrupted.")
        return 130

"""`./dev reset`: forget the demo and test databases, or everything."""

import argparse
import os

from . import database, environment, postgres, serve, settings, setup, state, ui


def main(arguments):
    parser = argparse.ArgumentParser(prog="./dev reset")
    parser.add_argument("--all", action="store_true", help="all that ./dev ever made")
    options = parser.parse_args(arguments)
    if not settings.DEV.exists():
        ui.say("There is nothing to reset.")
        return 0
    serve.stop([])
    return _everything() if options.all else _databases()


def _databases(keep=database.TEMPLATE_PREFIX):
    setup.packages()
    with postgres.running():
        for name in database.names():
            if not (keep and name.startswith(keep)):
                ui.say(f"Dropping {name}")
                database.drop(name)
                state.unstamp(name)
    state.remove_tree(serve.MAIL)
    return 0


def _everything():
    if environment.given_server():
        _databases(keep=None)
    postgres.remove()
    # renamed first: an interrupted deletion leaves nothing half usable behind
    doomed = settings.DEV.with_name(f"{settings.DEV.name}.{os.getpid()}.old")
    settings.DEV.rename(doomed)
    with ui.step(f"Deleting {settings.shown(settings.DEV)}"):
        state.remove_tree(doomed)
    return 0

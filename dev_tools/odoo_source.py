"""Odoo's source: a given folder, Debian's package, or a clone."""

import os
import re
import shutil
from pathlib import Path

from . import debian, settings, state, ui

HOME = settings.DEV / "odoo"
REPOSITORY = "https://github.com/odoo/odoo.git"


def ensure():
    """The folder that holds the `odoo` package, fetched when it is missing."""
    given = os.environ.get("ODOO_DIR")
    if given:
        return _checked(Path(given).expanduser().resolve())
    wanted = _wanted()
    here = state.read_stamp("odoo")
    if not here or wanted not in (None, here):
        state.unstamp("odoo")
        state.stamp("odoo", _fetch([wanted] if wanted else _usable()))
    return _checked(HOME)


def _wanted():
    wanted = os.environ.get("ODOO_SOURCE") or None
    if wanted not in (None, *SOURCES):
        raise ui.Failure(f"ODOO_SOURCE is `debian` or `git`, not `{wanted}`.")
    return wanted


def _usable():
    """Debian's package first: it is signed, small, and does not move daily."""
    usable = {"debian": debian.is_usable(), "git": bool(shutil.which("git"))}
    return [name for name in SOURCES if usable[name]]


def _fetch(names):
    """Fetch from the first source that works; tells which it was."""
    for name in names:
        part = HOME.with_name("odoo.part")
        state.remove_tree(part)
        try:
            SOURCES[name](part)
        except ui.Failure as failure:
            ui.say(f"  {failure}")
            continue
        state.remove_tree(HOME)
        part.rename(HOME)
        return name
    tried = " and ".join(names) or "neither Debian's packages nor git are here"
    raise ui.Failure(
        f"Odoo {settings.ODOO_SERIES} could not be fetched (tried: {tried}). "
        "Name a folder that has it: ODOO_DIR=/path/to/odoo ./dev ..."
    )


def _clone(target):
    log = ui.log_file("odoo")
    url = os.environ.get("ODOO_REPOSITORY") or REPOSITORY
    command = ["git", "clone", "--depth", "1", "--single-branch"]
    command += ["--branch", settings.ODOO_SERIES, url, target]
    env = os.environ | {"GIT_TERMINAL_PROMPT": "0"}
    with ui.step(f"Cloning Odoo (log: {settings.shown(log)})"):
        ui.run(command, log, ui.network_hint, env=env)


SOURCES = {"debian": debian.fetch_odoo, "git": _clone}


def _checked(folder):
    for root in (folder, folder.parent, folder / debian.PACKAGES):
        release = root / "odoo" / "release.py"
        if release.exists():
            break
    else:
        raise ui.Failure(f"There is no Odoo in {folder} (no odoo/release.py).")
    found = re.search(r"^version_info = \((\d+), (\d+)", release.read_text(), re.M)
    series = ".".join(found.groups()) if found else "unknown"
    if series != settings.ODOO_SERIES:
        raise ui.Failure(f"{root} is Odoo {series}, not {settings.ODOO_SERIES}.")
    return root

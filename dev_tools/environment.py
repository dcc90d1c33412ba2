"""The environment every child process gets, whatever the caller's looks like."""

import os
from pathlib import Path

from . import settings

# PYTHONDONTWRITEBYTECODE makes each start of Odoo three seconds slower.
# The rest would silently point Odoo or PostgreSQL somewhere else.
_DROPPED = (
    "PYTHONDONTWRITEBYTECODE",
    "PYTHONPATH",
    "PYTHONHOME",
    "VIRTUAL_ENV",
    "ODOO_RC",
    "OPENERP_SERVER",
)
_GIVEN_SERVER = ("HOST", "PORT", "USER", "PASSWORD")


def given_server():
    """libpq variables of a PostgreSQL the developer named with CRISIS_PG*."""
    return {
        f"PG{name}": os.environ[f"CRISIS_PG{name}"]
        for name in _GIVEN_SERVER
        if os.environ.get(f"CRISIS_PG{name}")
    }


def database_settings():
    return given_server() or {"PGHOST": str(settings.SOCKET_DIR), "PGUSER": "odoo"}


def child():
    """A cleaned copy of the environment, with our venv and browser on the PATH."""
    env = {
        name: value
        for name, value in os.environ.items()
        if name not in _DROPPED and not name.startswith("PG")
    }
    env.update(database_settings())
    folders = [venv_bin(), settings.DEV / "browser", env.get("PATH", os.defpath)]
    env["PATH"] = os.pathsep.join(map(str, folders))
    return env


def venv_bin():
    return settings.DEV / "venv" / "bin"


def python():
    return Path(venv_bin() / "python")

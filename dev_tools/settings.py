"""Names, versions and places that the other modules share."""

import hashlib
import os
import tempfile
from pathlib import Path

REPO = Path(__file__).resolve().parent.parent
TOOLS = REPO / "dev_tools"
DEV = Path(os.environ.get("CRISIS_DEV_DIR") or REPO / ".dev").resolve()
LOGS = DEV / "log"

ADDON = "crisis_protocol"
# Joins it to OCA's helpdesk; installs itself where that is present.
GLUE = f"{ADDON}_helpdesk_mgmt"
# Addons that prove what others can build on ours. Nobody else installs them.
TEST_ADDONS = REPO / "tests" / "addons"
ODOO_SERIES = "19.0"
# Odoo 19 supports these; the locked packages have wheels for all of them.
PYTHON_VERSIONS = ((3, 10), (3, 11), (3, 12), (3, 13))
# file name in i18n/ -> Odoo's language code
LANGUAGES = {"tr": "tr_TR", "es": "es_ES", "de": "de_DE"}

DEMO_DATABASE = "crisis_demo"
TEST_DATABASE = "crisis_test"
# appended to the names of databases that have helpdesk and glue in them
WITH_HELPDESK = "_helpdesk"

# Made by the addon's demo data; password = login.
DEMO_LOGINS = (
    ("admin", "administrator"),
    ("ayse", "agent"),
    ("burak", "production"),
    ("deniz", "supervisor"),
    ("meryem", "manager"),
)

_KEY = hashlib.sha256(str(DEV).encode()).hexdigest()[:10]
# A socket's path may have 107 bytes at most, so it can't live in the repository.
SOCKET_DIR = Path(tempfile.gettempdir()) / f"crisis-{_KEY}-{os.getuid()}"
# Used if DEV is closed to the user PostgreSQL has to run as (see postgres.py).
OUTSIDE_CLUSTER = Path("/var/tmp") / f"crisis-pg-{_KEY}-{os.getuid()}"


def addons():
    """Names of the addons in this repository, the product first."""
    return sorted(_addons_in(REPO), key=lambda name: name != ADDON)


def test_addons():
    """Names of the addons that only tests install."""
    return _addons_in(TEST_ADDONS)


def _addons_in(folder):
    return sorted(path.parent.name for path in folder.glob("*/__manifest__.py"))


def shown(path):
    """The path as the user would type it: relative to the repository if inside."""
    path = Path(path)
    return str(path.relative_to(REPO)) if path.is_relative_to(REPO) else str(path)

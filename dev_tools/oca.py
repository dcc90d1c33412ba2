"""OCA's helpdesk: a peer to measure against, and what the glue addon glues to.

It lies in a folder of its own, so that only those databases see it that ask.
"""

from . import settings, state, ui, venv

HOME = settings.DEV / "oca"
ADDONS = HOME / "odoo" / "addons"
LOCK = "requirements-oca.txt"
VERSION = (settings.TOOLS / LOCK).read_text()


def ensure():
    if state.is_stamped("oca", VERSION):
        return
    log = ui.log_file("oca")
    state.remove_tree(HOME)
    with ui.step("Installing OCA's helpdesk_mgmt"):
        # without dependencies: it requires a distribution `odoo`, not on PyPI
        venv.install(log, LOCK, options=("--no-deps", "--target", HOME))
    state.stamp("oca", VERSION)

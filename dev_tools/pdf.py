"""wkhtmltopdf, with which Odoo prints: the machine's, or Debian's."""

import shutil

from . import apt, environment, ui

NAME = "wkhtmltopdf"
# Without fonts that have Turkish letters the pages are empty boxes.
APT_PACKAGES = (NAME, "fonts-liberation", "fonts-dejavu-core")
WANTED = "apt install wkhtmltopdf fonts-liberation (Debian), or any on the PATH"


def ensure():
    """Have it for the tests that print real pages: none of them is skipped."""
    _try_to_install()
    if not is_there():
        raise ui.Failure(f"The tests of printed pages need wkhtmltopdf: {WANTED}.")


def offer():
    """Have it for the demo server if possible; without it only printing is missing."""
    _try_to_install()
    if not is_there():
        ui.say(f"  No wkhtmltopdf: pages can't be printed as PDF. {WANTED}.")


def is_there():
    return bool(shutil.which(NAME, path=environment.child()["PATH"]))


def _try_to_install():
    if is_there() or not apt.is_allowed():
        return
    try:
        apt.install(NAME, *APT_PACKAGES)
    except ui.Failure as failure:
        ui.say(f"  {failure}")

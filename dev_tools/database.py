"""Databases: slow templates made once, quick copies of them for everything else.

A template holds Odoo's own modules and ready asset bundles. Copying it takes a
second; installing the same from scratch takes a minute.
"""

import hashlib
import itertools
import json
import os
import re
import shutil
from contextlib import contextmanager
from dataclasses import dataclass

from . import oca, odoo, odoo_source, postgres, settings, state, ui

TEMPLATE_PREFIX = "crisis_template_"
OURS = re.compile(
    r"crisis_(demo(_helpdesk)?|bench(_\d+k)?|template_[a-z]+"
    r"|(i18n|lifecycle|lint|test|wheel)(_helpdesk)?(_addons)?(_\d+)?(-gw\d+)?)"
)


@dataclass(frozen=True)
class Template:
    name: str
    modules: tuple
    demo: bool = True
    # Odoo leaves English out if other languages come first
    languages: tuple = ("en_US", *settings.LANGUAGES.values())
    # asset bundles are worth their time only where a browser comes
    assets: bool = True
    oca: bool = False

    @property
    def addons_path(self):
        return (oca.ADDONS,) if self.oca else ()

    @property
    def config(self):
        """What Odoo has to be told to work on a copy of it."""
        return {"addons_path": (*self.addons_path, settings.REPO)}


CLEAN = Template("test", modules=("project",))
# Whatever is installed here brings the glue with it.
HELPDESK = Template(
    "helpdesk",
    modules=(
        "project",
        "helpdesk_mgmt",
        "helpdesk_mgmt_rating",
        "helpdesk_ticket_close_inactive",
        "helpdesk_ticket_partner_response",
    ),
    assets=False,
    oca=True,
)
BENCH = Template(
    "bench",
    modules=("project", "helpdesk_mgmt"),
    demo=False,
    languages=(),
    assets=False,
    oca=True,
)


def ensure_template(template=CLEAN):
    """The name of the template's database, built if it is missing or outdated."""
    name = f"{TEMPLATE_PREFIX}{template.name}"
    wanted = key(template)
    with state.setup_lock():
        if template.oca:
            oca.ensure()
        if not (state.is_stamped(name, wanted) and exists(name)):
            state.unstamp(name)
            drop(name)
            _build(template, name)
            state.stamp(name, wanted)
    return name


def key(template=CLEAN):
    """Changes whenever databases made of the template should be made anew."""
    root = odoo_source.ensure()
    release = (root / "odoo" / "release.py").stat()
    facts = [repr(template), str(root), release.st_mtime, release.st_size]
    facts += [oca.VERSION] if template.oca else []
    return hashlib.sha256(json.dumps(facts).encode()).hexdigest()


@contextmanager
def reserved(name):
    """This name or the next one that no other command is working on right now."""
    for number in itertools.count(1):
        numbered = f"{name}_{number}" if number > 1 else name
        with state.open_lock(numbered) as file:
            if state.try_lock(file):
                yield numbered
                return


def copy(name, template=CLEAN):
    """A fresh copy of a template, replacing the database of that name."""
    source = ensure_template(template)
    drop(name)
    postgres.query(f'CREATE DATABASE "{name}" TEMPLATE "{source}"')
    store = _filestore(source)
    if store.exists():
        # stored files are never changed in place, so links are as good as copies
        shutil.copytree(store, _filestore(name), copy_function=_link)
    return name


def drop(name):
    postgres.query(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
    state.remove_tree(_filestore(name))


def exists(name):
    return name in names()


def names():
    """The databases of this tool, whatever else the server holds."""
    rows = postgres.query("SELECT datname FROM pg_database")
    return sorted(row[0] for row in rows if OURS.fullmatch(row[0]))


def _build(template, name):
    log = ui.log_file(name)
    path = template.addons_path
    extra = ["--with-demo"] if template.demo else []
    if template.languages:
        extra.append(f"--load-language={','.join(template.languages)}")
    modules = ", ".join(template.modules)
    log_name = settings.shown(log)
    with ui.step(f"Template database with {modules}, about 40 s (log: {log_name})"):
        config = {"addons_path": path}
        odoo.modules(name, log, install=template.modules, extra=extra, **config)
    if template.assets:
        with ui.step("Asset bundles of the template, about 20 s"):
            script = "env['ir.qweb']._pregenerate_assets_bundles()\nenv.cr.commit()\n"
            odoo.shell(name, script, log, **config)


def _filestore(name):
    return odoo.DATA / "filestore" / name


def _link(source, target):
    try:
        os.link(source, target)
    except OSError:
        shutil.copy2(source, target)

"""The set-up that commands share: each calls for what it needs."""

from . import browser, odoo_source, state, venv


def packages():
    with state.setup_lock():
        venv.ensure()


def odoo():
    with state.setup_lock():
        venv.ensure()
        venv.add_odoo(odoo_source.ensure())


def odoo_and_browser():
    odoo()
    with state.setup_lock():
        browser.ensure()

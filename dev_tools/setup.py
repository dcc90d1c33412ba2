"""The set-up that commands share: each calls for what it needs."""

from . import browser, odoo_source, pdf, state, venv


def packages():
    with state.setup_lock():
        venv.ensure()


def odoo():
    with state.setup_lock():
        venv.ensure()
        venv.add_odoo(odoo_source.ensure())


def odoo_to_test():
    """Odoo, and the programs without which tests would be skipped."""
    odoo()
    with state.setup_lock():
        browser.ensure()
        pdf.ensure()


def odoo_to_run():
    """Odoo, and what it can do without."""
    odoo()
    with state.setup_lock():
        pdf.offer()

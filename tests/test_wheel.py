"""The addons as users get them: built, installed, removed without this repository."""

import shutil
import subprocess
import sys
import zipfile

import pytest

from dev_tools import database, environment, oca, odoo, postgres, settings, ui


@pytest.fixture(scope="module")
def wheels(tmp_path_factory):
    """Built from plain copies, as from an unpacked release: no git, no network."""
    folder = tmp_path_factory.mktemp("wheel")
    ignored = shutil.ignore_patterns("__pycache__")
    command = [sys.executable, "-m", "pip", "wheel", "-q", "--no-deps", "--no-index"]
    command += ["--no-build-isolation", "-w", folder]
    for addon in settings.addons():
        shutil.copytree(settings.REPO / addon, folder / addon, ignore=ignored)
        command.append(folder / addon)
    env = environment.child() | {"WHOOL_POST_VERSION_STRATEGY_OVERRIDE": "none"}
    subprocess.run(command, check=True, env=env)
    built = {path.name.split("-")[0]: path for path in folder.glob("*.whl")}
    return {addon: built[f"odoo_addon_{addon}"] for addon in settings.addons()}


@pytest.fixture(scope="module")
def addons_path(wheels, tmp_path_factory):
    target = tmp_path_factory.mktemp("site")
    command = [sys.executable, "-m", "pip", "install", "-q", "--no-deps", "--no-index"]
    subprocess.run([*command, "--target", target, *wheels.values()], check=True)
    return target / "odoo" / "addons"


@pytest.fixture
def clean_database():
    with database.reserved("crisis_wheel") as name:
        yield database.copy(name)
        database.drop(name)


@pytest.fixture
def helpdesk_database():
    name = f"crisis_wheel{settings.WITH_HELPDESK}"
    with database.reserved(name) as name:
        yield database.copy(name, database.HELPDESK)
        database.drop(name)


@pytest.mark.parametrize("addon", settings.addons())
def test_wheel_has_the_name_and_holds_the_addon_only(addon, wheels):
    with zipfile.ZipFile(wheels[addon]) as archive:
        names = archive.namelist()
        (metadata,) = (name for name in names if name.endswith("/METADATA"))
        headers = archive.read(metadata).decode()
    assert "Name: odoo-addon-crisis" in headers.replace("_", "-")
    home = f"odoo/addons/{addon}/"
    files = [name for name in names if ".dist-info/" not in name]
    assert f"{home}__manifest__.py" in files
    assert not [name for name in files if not name.startswith(home)]
    assert not [name for name in files if "__pycache__" in name]


def test_wheel_installs_and_uninstalls_cleanly(addons_path, clean_database):
    config = {"addons_path": [addons_path]}
    log = ui.log_file(clean_database)

    odoo.modules(clean_database, log, install=[settings.ADDON], **config)
    odoo.check_log(log, "Installing the wheel")
    assert _module_state(clean_database) == "installed"
    assert _tables(clean_database)

    odoo.uninstall(clean_database, settings.ADDON, log, **config)
    odoo.check_log(log, "Uninstalling the wheel")
    assert _module_state(clean_database) == "uninstalled"
    assert _tables(clean_database) == []


def test_glue_comes_and_goes_by_itself(addons_path, helpdesk_database):
    config = {"addons_path": [oca.ADDONS, addons_path]}
    log = ui.log_file(helpdesk_database)

    odoo.modules(helpdesk_database, log, install=[settings.ADDON], **config)
    odoo.check_log(log, "Installing the wheels beside OCA's helpdesk")
    assert _module_state(helpdesk_database, settings.GLUE) == "installed"
    assert _has_link(helpdesk_database)

    odoo.uninstall(helpdesk_database, settings.GLUE, log, **config)
    odoo.check_log(log, "Uninstalling the glue")
    assert _module_state(helpdesk_database, settings.GLUE) == "uninstalled"
    assert _module_state(helpdesk_database) == "installed"
    assert not _has_link(helpdesk_database)
    of_glue = f"SELECT model FROM ir_model_data WHERE module = '{settings.GLUE}'"
    assert not postgres.query(of_glue, helpdesk_database)


def _module_state(name, addon=settings.ADDON):
    statement = f"SELECT state FROM ir_module_module WHERE name = '{addon}'"
    return postgres.query(statement, name)[0][0]


def _has_link(name):
    statement = (
        "SELECT 1 FROM information_schema.columns WHERE table_name = 'helpdesk_ticket'"
        " AND column_name = 'crisis_case_id'"
    )
    return bool(postgres.query(statement, name))


def _tables(name):
    statement = "SELECT tablename FROM pg_tables WHERE tablename LIKE 'crisis\\_%'"
    return [table for (table,) in postgres.query(statement, name)]

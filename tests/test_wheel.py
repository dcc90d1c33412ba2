"""The addon as users get it: built, installed and removed without this repository."""

import shutil
import subprocess
import sys
import zipfile

import pytest

from dev_tools import database, environment, odoo, postgres, settings, ui


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    """Built from a plain copy, as from an unpacked release: no git, no network."""
    folder = tmp_path_factory.mktemp("wheel")
    source = folder / settings.ADDON
    ignored = shutil.ignore_patterns("__pycache__")
    shutil.copytree(settings.REPO / settings.ADDON, source, ignore=ignored)
    command = [sys.executable, "-m", "pip", "wheel", "-q", "--no-deps", "--no-index"]
    command += ["--no-build-isolation", "-w", folder, source]
    env = environment.child() | {"WHOOL_POST_VERSION_STRATEGY_OVERRIDE": "none"}
    subprocess.run(command, check=True, env=env)
    (built,) = folder.glob("*.whl")
    return built


@pytest.fixture(scope="module")
def addons_path(wheel, tmp_path_factory):
    target = tmp_path_factory.mktemp("site")
    command = [sys.executable, "-m", "pip", "install", "-q", "--no-deps", "--no-index"]
    subprocess.run([*command, "--target", target, wheel], check=True)
    return target / "odoo" / "addons"


@pytest.fixture
def clean_database():
    with database.reserved("crisis_wheel") as name:
        yield database.copy(name)
        database.drop(name)


def test_wheel_has_the_name_and_holds_the_addon_only(wheel):
    with zipfile.ZipFile(wheel) as archive:
        names = archive.namelist()
        (metadata,) = (name for name in names if name.endswith("/METADATA"))
        headers = archive.read(metadata).decode()
    assert "Name: odoo-addon-crisis" in headers.replace("_", "-")
    home = f"odoo/addons/{settings.ADDON}/"
    addon = [name for name in names if ".dist-info/" not in name]
    assert f"{home}__manifest__.py" in addon
    assert not [name for name in addon if not name.startswith(home)]
    assert not [name for name in addon if "__pycache__" in name]


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


def _module_state(name):
    statement = f"SELECT state FROM ir_module_module WHERE name = '{settings.ADDON}'"
    return postgres.query(statement, name)[0][0]


def _tables(name):
    statement = "SELECT tablename FROM pg_tables WHERE tablename LIKE 'crisis\\_%'"
    return [table for (table,) in postgres.query(statement, name)]

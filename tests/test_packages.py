"""Where uv can't be used, pip installs the locked packages, or says why it can't."""

import hashlib
import zipfile

import pytest

from dev_tools import ui, venv


def _wheel(folder, name, version, *lines):
    """Make a wheel that holds no more than its name and what it needs."""
    path = folder / f"{name}-{version}-py3-none-any.whl"
    metadata = ["Metadata-Version: 2.1", f"Name: {name}", f"Version: {version}"]
    files = {
        "METADATA": "\n".join([*metadata, *lines, ""]),
        "WHEEL": "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
        "RECORD": "",
    }
    with zipfile.ZipFile(path, "w") as file:
        for file_name, text in files.items():
            file.writestr(f"{name}-{version}.dist-info/{file_name}", text)
    return f"{name}=={version} --hash=sha256:{_digest(path)}\n"


def _digest(path):
    return hashlib.sha256(path.read_bytes()).hexdigest()


@pytest.fixture
def packages(tmp_path, monkeypatch):
    """A folder with packages and their lock, on a machine that has no uv."""
    monkeypatch.setattr(venv, "VENV", tmp_path / "no-uv")
    monkeypatch.setenv("PIP_CONFIG_FILE", "/dev/null")
    for name in ("PIP_FIND_LINKS", "PIP_EXTRA_INDEX_URL", "PIP_CONSTRAINT"):
        monkeypatch.delenv(name, raising=False)
    lines = [
        # as pytest-cov wants coverage[toml], of which there are newer versions
        _wheel(tmp_path, "wants", "1.0", "Requires-Dist: wanted[toml]>=1"),
        _wheel(tmp_path, "wanted", "1.0", "Provides-Extra: toml"),
    ]
    _wheel(tmp_path, "wanted", "1.1", "Provides-Extra: toml")
    (tmp_path / "lock.txt").write_text("".join(lines))
    return tmp_path


def _install(folder, *options):
    log = folder / "install.log"
    log.touch()
    options = (*options, "--target", folder / "installed")
    venv.install(log, folder / "lock.txt", options=options)
    return log.read_text()


def _refusal(folder, *options):
    with pytest.raises(ui.Failure) as refused:
        _install(folder, *options)
    return str(refused.value)


def test_pip_takes_the_lock_for_all_there_is(packages):
    log = _install(packages, "--no-index", "--find-links", packages)
    assert "--no-deps" in log  # newer versions of pip do without
    installed = {path.name for path in (packages / "installed").glob("*.dist-info")}
    assert installed == {"wants-1.0.dist-info", "wanted-1.0.dist-info"}


def test_reason_is_shown_and_the_network_is_not_blamed(packages):
    _wheel(packages, "wanted", "1.0", "Summary: another one")
    said = _refusal(packages, "--no-index", "--find-links", packages)
    assert "DO NOT MATCH THE HASHES" in said
    assert "run the same command again" in said
    assert "network" not in said


def test_network_is_named_where_it_failed(packages, monkeypatch):
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    nobody_there = "http://127.0.0.1:9/simple"
    said = _refusal(packages, "--index-url", nobody_there, "--retries", "1")
    assert "The network can't be reached" in said

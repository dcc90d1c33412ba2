"""What the tools of this repository read: apt's sources, Odoo's log, .po files."""

import os
import re

import polib
import pytest

from odoo.tests.common import get_db_name
from odoo.tools import config

from dev_tools import apt, debian, lint, odoo, pdf, po_files, settings, state, ui

DEB822 = """\
Types: deb
# a comment
URIs: http://mirror.example/debian
Suites: bookworm bookworm-updates
Components: main contrib
Signed-By: /usr/share/keyrings/debian-archive-keyring.gpg

Types: deb
URIs: http://mirror.example/debian-security
Suites: bookworm-security
Components: main

Enabled: no
Types: deb
URIs: http://off.example/debian
Suites: bookworm
Components: main
"""
ONE_LINE = """\
# deb http://comment.example/debian bookworm main
deb [arch=amd64 signed-by=/x.gpg] http://mirror.example/debian bookworm main
deb-src http://source.example/debian bookworm main
deb http://vendor.example/tool stable tool
deb cdrom:[Debian]/ bookworm main
"""
LOG = """\
2026-01-01 10:00:00,000 1 INFO db odoo.modules: all is well
2026-01-01 10:00:01,000 1 WARNING db odoo.modules: demo data failed
Traceback (most recent call last):
ValueError: no
2026-01-01 10:00:02,000 1 INFO db odoo.modules: the word ERROR is not enough
"""


def test_mirror_is_found_in_both_formats_of_apt_sources():
    wanted = ["http://mirror.example/debian"]
    assert list(debian.deb822_entries(DEB822)) == wanted
    assert list(debian.one_line_entries(ONE_LINE)) == wanted


def test_troubles_in_a_log_come_with_their_traceback(tmp_path):
    log = tmp_path / "odoo.log"
    log.write_text(LOG)
    assert odoo.troubles(log) == LOG.splitlines()[1:4]


def test_translations_are_kept_and_what_is_missing_is_said(tmp_path, capsys):
    exported = polib.POFile()
    for msgid in ("%(name)s is late", "Desk", "Team"):
        exported.append(polib.POEntry(msgid=msgid))
    path = tmp_path / "tr.po"
    path.write_text(
        'msgid "%(name)s is late"\nmsgstr "%(isim)s gecikti"\n\n'
        'msgid "Team"\nmsgstr "Ekip"\n\nmsgid "Gone"\nmsgstr "Gitti"\n'
    )
    merged = po_files.merged(path, exported, "tr")
    assert [entry.msgstr for entry in merged] == ["%(isim)s gecikti", "", "Ekip"]
    assert po_files.check({path: merged}) == 1
    said = capsys.readouterr().out.splitlines()
    assert said == [
        "tr.po: new term: 'Desk'",
        "tr.po: gone term: 'Gone'",
        "tr.po is not up to date: run `./dev i18n`.",
        "tr.po: other placeholders or tags: '%(name)s is late'",
        "tr.po: untranslated: 'Desk'",
    ]


def test_writing_twice_changes_nothing(tmp_path):
    path = tmp_path / "tr.po"
    exported = polib.POFile()
    exported.append(polib.POEntry(msgid="Team", occurrences=[("model:x", "")]))
    po_files.write({path: po_files.merged(path, exported, "tr")})
    first = path.read_text()
    po_files.write({path: po_files.merged(path, exported, "tr")})
    assert path.read_text() == first


def test_workers_do_not_sweep_away_each_others_files():
    worker = os.getenv("PYTEST_XDIST_WORKER", "")
    store = config.filestore(get_db_name())
    assert worker in store
    assert os.path.isdir(store)


@pytest.fixture
def machine(monkeypatch):
    """A machine without wkhtmltopdf, on which apt would bring it."""
    installed = []
    monkeypatch.setattr(pdf, "is_there", lambda: pdf.NAME in installed)
    monkeypatch.setattr(apt, "is_allowed", lambda: True)
    monkeypatch.setattr(apt, "install", lambda _for, *names: installed.extend(names))
    return installed


def test_what_prints_is_installed_with_fonts_where_allowed(machine):
    pdf.ensure()
    assert {"wkhtmltopdf", "fonts-liberation"} <= set(machine)
    before = list(machine)
    pdf.ensure()
    assert machine == before  # once is enough


def test_tests_stop_without_what_prints_and_the_server_runs(
    machine, monkeypatch, capsys
):
    monkeypatch.setattr(apt, "is_allowed", lambda: False)
    with pytest.raises(ui.Failure, match="apt install wkhtmltopdf"):
        pdf.ensure()
    pdf.offer()
    assert "can't be printed" in capsys.readouterr().err
    assert machine == []


def test_server_runs_where_apt_brings_nothing(machine, monkeypatch, capsys):
    def no_network(_purpose, *_packages):
        raise ui.Failure("apt-get failed")

    monkeypatch.setattr(apt, "install", no_network)
    pdf.offer()
    told = capsys.readouterr().err
    assert "apt-get failed" in told
    assert "can't be printed" in told


def test_progress_and_other_words_have_lines_of_their_own(
    tmp_path, monkeypatch, capsys
):
    monkeypatch.setattr(settings, "DEV", tmp_path)
    monkeypatch.setattr(state.fcntl, "flock", lambda *_: None)  # free at last
    monkeypatch.setattr(state, "try_lock", lambda _file: False)
    with ui.step("Installing"), state.setup_lock(), ui.step("Building"):
        pass
    said = re.sub(r"\d+\.\d s", "0.0 s", capsys.readouterr().err)
    assert said.splitlines() == [
        "- Installing ...",
        "Another ./dev is setting things up; waiting for it ...",
        "- Building ... 0.0 s",
        "- Installing ... 0.0 s",
    ]


def test_undisturbed_progress_takes_one_line(capsys):
    with pytest.raises(ValueError), ui.step("Breaking"):
        raise ValueError
    with ui.step("Working"):
        pass
    ui.say("Done.")
    said = re.sub(r"\d+\.\d s", "0.0 s", capsys.readouterr().err)
    assert said == "- Breaking ... failed\n- Working ... 0.0 s\nDone.\n"


WAITS_FOR_ODOO = """
import pathlib, sys, time
end = time.monotonic() + 60
while not pathlib.Path(sys.argv[1]).exists() and time.monotonic() < end:
    time.sleep(0.1)
print(sys.argv[2])
sys.exit(sys.argv[2] != "good" or time.monotonic() > end)
"""


@pytest.fixture
def odoo_began(tmp_path, monkeypatch):
    """A file for which two checks wait, of which one then finds something."""
    path = tmp_path / "began"
    commands = [
        (name, ["python", "-c", WAITS_FOR_ODOO, path, name]) for name in ("good", "bad")
    ]
    monkeypatch.setattr(lint.setup, "packages", lambda: None)
    monkeypatch.setattr(lint, "_checks", lambda: commands)
    return path


def test_checks_run_beside_odoo_and_tell_in_order(odoo_began, monkeypatch, capsys):
    monkeypatch.setattr(lint, "_odoo_passes", lambda: bool(odoo_began.touch()))
    assert lint.main(["--odoo"]) == 1
    told = capsys.readouterr()
    assert told.out == "good\nbad\n"
    assert told.err.splitlines() == [
        "- good: ok",
        "- bad: FAILED",
        "Lint failed: bad, Odoo's lint tests.",
    ]


def test_no_check_outlives_lint(odoo_began, monkeypatch):
    def interrupted():
        raise KeyboardInterrupt

    start, started = lint._start, []

    def recorded(command):
        started.append(start(command))
        return started[-1]

    monkeypatch.setattr(lint, "_start", recorded)
    monkeypatch.setattr(lint, "_odoo_passes", interrupted)
    with pytest.raises(KeyboardInterrupt):
        lint.main(["--odoo"])
    assert [check.returncode for check in started] == [-9, -9]

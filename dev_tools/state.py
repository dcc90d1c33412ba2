"""The state folder: made on demand, guarded by locks, finished steps stamped."""

import fcntl
import shutil
from contextlib import contextmanager

from . import settings, ui


def make_folder():
    settings.DEV.mkdir(parents=True, exist_ok=True)
    (settings.DEV / ".gitignore").write_text("*\n")


def open_lock(name):
    return open(settings.DEV / f"{name}.lock", "a")


def try_lock(file, mode=fcntl.LOCK_EX):
    """Take a lock without waiting; tells whether it was free."""
    try:
        fcntl.flock(file, mode | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


@contextmanager
def setup_lock():
    """Two commands at once must not build the same thing twice."""
    make_folder()
    with open_lock("setup") as file:
        if not try_lock(file):
            ui.say("Another ./dev is setting things up; waiting for it ...")
            fcntl.flock(file, fcntl.LOCK_EX)
        yield


def _stamp(name):
    return settings.DEV / "stamps" / name


def is_stamped(name, value):
    """Was this step finished for exactly this input?"""
    return read_stamp(name) == value


def read_stamp(name):
    path = _stamp(name)
    return path.read_text() if path.exists() else None


def stamp(name, value):
    path = _stamp(name)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(value)


def unstamp(name):
    _stamp(name).unlink(missing_ok=True)


def remove_tree(path):
    """Delete a folder or link that may be missing."""
    if path.is_symlink() or path.is_file():
        path.unlink()
    elif path.exists():
        shutil.rmtree(path)

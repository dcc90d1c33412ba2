"""The virtual environment: locked packages, and Odoo put on its path.

The locks are made with (in this folder, odoo19 first, once per file):
    uv pip compile --universal --python-version 3.10 --generate-hashes \\
        --no-emit-index-url --no-header [-c requirements-odoo19.txt] \\
        requirements-X.in -o requirements-X.txt
"""

import hashlib
import shutil
import subprocess
import sys

from . import apt, environment, settings, state, ui

VENV = settings.DEV / "venv"
LOCKS = ("requirements-odoo19.txt", "requirements-dev.txt")
UV = "uv==0.13.9"


def ensure():
    """Build the virtual environment unless it already matches the locks."""
    interpreter = _interpreter()
    key = _key(interpreter)
    if state.is_stamped("venv", key):
        return
    state.unstamp("venv")
    if not _has_venv(interpreter) and apt.is_allowed():
        apt.install("Python's venv", "python3-venv")
    log = ui.log_file("venv")
    with ui.step(f"Installing Python packages (log: {settings.shown(log)})"):
        _create(interpreter, log)
        install(log, *LOCKS)
    state.stamp("venv", key)


def add_odoo(root):
    """Let this environment import Odoo: also for tools that know no --addons-path."""
    (packages,) = VENV.glob("lib/python3*/site-packages")
    link = packages / "zz_odoo.pth"
    if not link.exists() or link.read_text() != f"{root}\n":
        link.write_text(f"{root}\n")


def install(log, *locks, options=()):
    """Install lock files with uv, or with pip where uv can't do it."""
    files = [part for lock in locks for part in ("-r", settings.TOOLS / lock)]
    env = environment.child() | {"UV_PYTHON_DOWNLOADS": "never"}
    arguments = ["--require-hashes", *options, *files]
    uv = [VENV / "bin" / "uv", "pip", "install", "--no-cache", "--system-certs"]
    uv += ["--python", environment.python()]
    pip = [environment.python(), "-m", "pip", "install", "--no-cache-dir"]
    # The lock names all that is needed. Where it names a package that another wants
    # with an extra (coverage[toml]), pip before 24 would take it for missing.
    pip += ["--no-deps"]
    try:
        ui.run([*uv, *arguments], log, env=env)
    except (OSError, ui.Failure):
        ui.run([*pip, *arguments], log, _why, env=env)


def _why(output):
    return ui.network_hint(output) or (
        "Neither uv nor pip could install the packages. Mend what these last lines of "
        "pip say, then run the same command again:"
    )


def _create(interpreter, log):
    env = environment.child()
    state.remove_tree(VENV)
    hint = "On Debian and Ubuntu: apt install python3-venv"
    ui.run([interpreter, "-m", "venv", VENV], log, hint, env=env)
    pip = [environment.python(), "-m", "pip", "install", "-q", UV]
    with open(log, "a") as out:
        subprocess.run(pip, stdout=out, stderr=out, env=env, check=False)


def _has_venv(interpreter):
    """Debian packs the part of Python that makes environments separately."""
    done = subprocess.run([interpreter, "-c", "import ensurepip"], capture_output=True)
    return done.returncode == 0


def _interpreter():
    """This Python if Odoo runs on it, else the newest fitting one on the PATH."""
    if sys.version_info[:2] in settings.PYTHON_VERSIONS:
        return sys.executable
    for major, minor in reversed(settings.PYTHON_VERSIONS):
        found = shutil.which(f"python{major}.{minor}")
        if found:
            return found
    raise ui.Failure("Odoo 19 needs Python 3.10 to 3.13 and none is installed.")


def _key(interpreter):
    digest = hashlib.sha256(str(interpreter).encode())
    digest.update(sys.version.encode())
    for lock in LOCKS:
        digest.update((settings.TOOLS / lock).read_bytes())
    return digest.hexdigest()

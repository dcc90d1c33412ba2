"""PostgreSQL: a private cluster on a Unix socket, or the one CRISIS_PG* names.

The private cluster has no port and no password, so nothing on the machine can
clash with it. PostgreSQL refuses to run as root: a user namespace makes it see
another uid while the files stay root's. Where namespaces are forbidden (chroot,
some containers) it runs as a real other user instead.
"""

import fcntl
import json
import os
import pwd
import re
import shutil
import subprocess
from contextlib import contextmanager
from pathlib import Path

from . import environment, settings, state, ui, venv

NAMESPACE = ["unshare", "--user", "--map-user=1000", "--map-group=1000"]
OPTIONS = (
    "listen_addresses=''",
    # the data can be made again at any time: no need to wait for the disk
    "fsync=off",
    "synchronous_commit=off",
    "full_page_writes=off",
)
EMBEDDED = settings.DEV / "pgsql"
MINIMUM = 13

# Runs in the venv, because only that has a PostgreSQL driver.
QUERY = """
import json, sys, psycopg2
database, statement = json.load(sys.stdin)
connection = psycopg2.connect(dbname=database)
connection.autocommit = True
cursor = connection.cursor()
cursor.execute(statement)
print(json.dumps(cursor.fetchall() if cursor.description else []))
"""


def query(statement, database="postgres"):
    """Run one SQL statement outside of a transaction; returns its rows."""
    done = subprocess.run(
        [environment.python(), "-c", QUERY],
        input=json.dumps([database, statement]),
        capture_output=True,
        text=True,
        env=environment.child(),
    )
    if done.returncode:
        reason = done.stderr.rpartition("psycopg2.")[2].strip()
        raise ui.Failure(f"PostgreSQL: {reason}")
    return json.loads(done.stdout)


@contextmanager
def running():
    """PostgreSQL for the time of a command.

    Whoever started the private cluster stops it again, unless another ./dev is
    using it: each command holds a shared lock while it does.
    """
    if environment.given_server():
        _check_given()
        yield
        return
    with use() as users:
        started = _ensure_started()
        try:
            yield
        finally:
            if started and state.try_lock(users):
                stop()


@contextmanager
def use():
    """The lock that keeps the private cluster from being stopped."""
    with state.open_lock("postgres") as users:
        fcntl.flock(users, fcntl.LOCK_SH)
        yield users


def stop():
    """Stop the private cluster; tells whether it was running."""
    if not (settings.DEV / "postgres.json").exists():
        return False
    cluster = _cluster()
    if not _is_ready(cluster):
        return False
    log = ui.log_file("postgres-stop")
    _pg_ctl(cluster, ["-m", "fast", "stop"], log)
    return True


def remove():
    """Stop the cluster and forget it (its folder may lie outside of DEV)."""
    stop()
    state.remove_tree(settings.OUTSIDE_CLUSTER)
    state.remove_tree(settings.SOCKET_DIR)


def _check_given():
    version = int(query("SHOW server_version_num")[0][0]) // 10000
    if version < MINIMUM:
        raise ui.Failure(f"Odoo needs PostgreSQL {MINIMUM}; CRISIS_PG* is {version}.")
    ((allowed, name),) = query(
        "SELECT rolcreatedb AND rolname != 'postgres', rolname "
        "FROM pg_roles WHERE rolname = current_user"
    )
    if not allowed:
        raise ui.Failure(
            f"The PostgreSQL user `{name}` must be allowed to create databases and "
            "must not be called postgres: CREATE ROLE odoo LOGIN CREATEDB;"
        )


def _ensure_started():
    """Tells whether this call started it."""
    with state.setup_lock():
        cluster = _cluster()
        if _is_ready(cluster):
            return False
        log = ui.log_file("postgres")
        with ui.step("Starting PostgreSQL"):
            if not (cluster["data"] / "PG_VERSION").exists():
                _create(cluster, log)
            _start(cluster, log)
        return True


def _create(cluster, log):
    part = cluster["data"].with_name(cluster["data"].name + ".part")
    state.remove_tree(part)
    part.mkdir(parents=True, mode=0o700)
    _hand_over(cluster, part)
    command = [cluster["bin"] / "initdb", "-D", part, "-A", "trust", "-U", "odoo"]
    command += ["-E", "UTF8", "--locale=C.UTF-8", "--no-sync"]
    ui.run(cluster["prefix"] + command, log, cwd="/")
    part.rename(cluster["data"])


def _start(cluster, log):
    settings.SOCKET_DIR.mkdir(mode=0o700, exist_ok=True)
    _hand_over(cluster, settings.SOCKET_DIR)
    server_log = cluster["data"] / "server.log"
    options = [*OPTIONS, f"unix_socket_directories={settings.SOCKET_DIR}"]
    flags = " ".join(f"-c {option}" for option in options)
    _pg_ctl(cluster, ["-l", server_log, "-o", flags, "start"], log)


def _pg_ctl(cluster, arguments, log):
    command = [cluster["bin"] / "pg_ctl", "-D", cluster["data"], "-w", *arguments]
    ui.run(cluster["prefix"] + command, log, cwd="/")


def _is_ready(cluster):
    # not `pg_ctl status`: it takes a killed, unreaped server for a running one
    command = [cluster["bin"] / "pg_isready", "-q", "-h", settings.SOCKET_DIR]
    return subprocess.run(command).returncode == 0


def _hand_over(cluster, folder):
    """Give a folder to the user the server runs as."""
    if cluster["owner"]:
        shutil.chown(folder, cluster["owner"], pwd.getpwnam(cluster["owner"]).pw_gid)


def _cluster():
    """How the cluster runs; decided once, because a change would orphan it."""
    memory = settings.DEV / "postgres.json"
    if memory.exists():
        cluster = json.loads(memory.read_text())
        if (Path(cluster["bin"]) / "initdb").exists():
            return cluster | {
                "bin": Path(cluster["bin"]),
                "data": Path(cluster["data"]),
            }
    cluster = _decide()
    memory.write_text(json.dumps(cluster, default=str, indent=1))
    return cluster


def _decide():
    cluster = {
        "bin": _binaries(),
        "data": settings.DEV / "postgres",
        "prefix": [],
        "owner": None,
    }
    if os.getuid():
        return cluster
    if _works([*NAMESPACE, "true"]):
        return cluster | {"prefix": NAMESPACE}
    for owner in ("postgres", "nobody"):
        prefix = ["setpriv", f"--reuid={owner}", "--clear-groups"]
        try:
            prefix.append(f"--regid={pwd.getpwnam(owner).pw_gid}")
        except KeyError:
            continue
        if _works([*prefix, "true"]):
            reachable = _works([*prefix, "test", "-x", str(settings.DEV)])
            data = cluster["data"] if reachable else settings.OUTSIDE_CLUSTER
            return cluster | {"prefix": prefix, "owner": owner, "data": data}
    raise ui.Failure(
        "PostgreSQL does not run as root and no other user can be used here: run "
        "./dev as an ordinary user, or name a server with CRISIS_PGHOST."
    )


def _works(command):
    try:
        return subprocess.run(command, capture_output=True, cwd="/").returncode == 0
    except FileNotFoundError:
        return False


def programs():
    """Return the folders with `createdb` and `dropdb`; none if there are none."""
    on_path = shutil.which("createdb")
    folders = [Path(on_path).parent] if on_path else []
    if not folders and not environment.given_server():
        folders = [_binaries()]
    return [folder for folder in folders if (folder / "dropdb").exists()]


def _binaries():
    """The newest installed server programs, else a private copy from PyPI."""
    folders = [*Path("/usr/lib/postgresql").glob("*/bin")]
    folders += [*Path("/opt/homebrew/opt").glob("postgresql@*/bin")]
    on_path = shutil.which("initdb")
    if on_path:
        folders.append(Path(on_path).resolve().parent)
    folders = [folder for folder in folders if _version(folder) >= MINIMUM]
    return max(folders, key=_version) if folders else _embedded()


def _version(folder):
    programs = ("initdb", "pg_ctl", "pg_isready", "postgres")
    if not all((folder / program).exists() for program in programs):
        return 0
    done = subprocess.run(
        [folder / "postgres", "--version"], capture_output=True, text=True
    )
    found = re.search(r"(\d+)", done.stdout)
    return int(found[1]) if found else 0


def _embedded():
    if not EMBEDDED.exists():
        log = ui.log_file("postgres-install")
        with ui.step("No PostgreSQL server here: installing a private one"):
            part = EMBEDDED.with_name("pgsql.part")
            state.remove_tree(part)
            # without dependencies: its Python part is not used
            options = ("--no-deps", "--target", part)
            venv.install(log, "requirements-postgres.txt", options=options)
            part.rename(EMBEDDED)
    for folder in EMBEDDED.glob("**/pginstall/bin"):
        return folder
    raise ui.Failure("Install a PostgreSQL server (Debian: apt install postgresql).")

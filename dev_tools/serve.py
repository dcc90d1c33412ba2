"""`./dev run` and `./dev stop`: the demo server, its mail folder, its database."""

import argparse
import json
import os
import signal
import subprocess
import time
import urllib.error
import urllib.request
from dataclasses import dataclass
from pathlib import Path

from . import database, environment, odoo, ports, postgres, settings, setup, state, ui

FIRST_PORT, FIRST_MAIL_PORT = 8069, 8225
START_SECONDS, STOP_SECONDS = 120, 20
MAIL = settings.DEV / "mail"
# Which server is up: its address and its processes.
MEMORY = settings.DEV / "run.json"


def main(arguments):
    parser = argparse.ArgumentParser(prog="./dev run")
    parser.add_argument("--port", type=int, help="default: 8069 or the next free one")
    parser.add_argument(
        "--detach", action="store_true", help="return when it is up; ./dev stop ends it"
    )
    parser.add_argument(
        "--helpdesk",
        action="store_true",
        help="with OCA's helpdesk and the glue to it, in a database of their own",
    )
    options = parser.parse_args(arguments)
    setup.odoo_to_run()
    site = Site.of(options.helpdesk)
    with state.open_lock("run") as lock, postgres.running():
        if not state.try_lock(lock):
            url = _remembered().get("url", "its address")
            raise ui.Failure(f"It already runs at {url}; `./dev stop` ends it.")
        _end_processes()
        port = ports.free(FIRST_PORT, options.port)
        _prepare_database(site, port)
        return _serve(site, port, lock, options.detach)


def stop(arguments):
    argparse.ArgumentParser(prog="./dev stop").parse_args(arguments)
    state.make_folder()
    ui.say("Demo server stopped." if _end_processes() else "No demo server was up.")
    with state.open_lock("postgres") as users:
        if not state.try_lock(users):
            ui.say("PostgreSQL stays up: another ./dev uses it.")
        elif postgres.stop():
            ui.say("PostgreSQL stopped.")
    return 0


@dataclass(frozen=True)
class Site:
    """A demo database and what it is made of."""

    name: str
    template: database.Template

    @classmethod
    def of(cls, helpdesk):
        if helpdesk:
            name = settings.DEMO_DATABASE + settings.WITH_HELPDESK
            return cls(name, database.HELPDESK)
        return cls(settings.DEMO_DATABASE, database.CLEAN)


def _prepare_database(site, port):
    name, log = site.name, ui.log_file("run_prepare")
    config = site.template.config
    wanted = database.key(site.template)
    if state.is_stamped(name, wanted) and database.exists(name):
        with ui.step(f"Updating {settings.ADDON} in {name}"):
            odoo.modules(name, log, update=[settings.ADDON], **config)
    else:
        state.unstamp(name)
        database.ensure_template(site.template)
        with ui.step(f"Making the demo database {name}"):
            database.copy(name, site.template)
            odoo.modules(name, log, install=[settings.ADDON], **config)
        state.stamp(name, wanted)
    for line in odoo.troubles(log):
        ui.say(f"  {line}")
    postgres.query(
        f"UPDATE ir_config_parameter SET value = 'http://localhost:{port}' "
        "WHERE key = 'web.base.url'",
        name,
    )


def _serve(site, port, lock, detach):
    url = f"http://localhost:{port}"
    processes = []
    try:
        mail_port = ports.free(FIRST_MAIL_PORT)
        processes.append(_start_mail(mail_port))
        log = ui.log_file("run")
        processes.append(_start_odoo(site, port, mail_port, log, lock))
        _remember(url, processes)
        with ui.step("Starting the server"):
            _wait_until_ready(processes[-1], url, log)
        _greet(url, log, detach)
        if detach:
            processes.clear()
            return 0
        return processes[-1].wait()
    except KeyboardInterrupt:
        ui.say("\nStopping ...")
        return 0
    finally:
        _stop([process.pid for process in processes])
        for process in processes:
            process.wait()


def _start_mail(port):
    """Odoo sends real SMTP; every mail lands in a Maildir folder."""
    command = [environment.python(), "-m", "aiosmtpd", "-n"]
    command += ["-l", f"127.0.0.1:{port}", "-c", "aiosmtpd.handlers.Mailbox", MAIL]
    return _spawn(command, ui.log_file("mail"))


def _start_odoo(site, port, mail_port, log, lock):
    config = odoo.write_config(
        site.name,
        **site.template.config,
        http_port=port,
        max_cron_threads=1,
        smtp_server="127.0.0.1",
        smtp_port=mail_port,
        email_from="crisis-desk@example.com",
    )
    # The server keeps both locks as long as it lives, with or without this process.
    with postgres.use() as users:
        inherited = (lock.fileno(), users.fileno())
        return _spawn(odoo.command("-c", config), log, pass_fds=inherited)


def _spawn(command, log, **options):
    with open(log, "a") as out:
        return subprocess.Popen(
            list(map(str, command)),
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=out,
            cwd=settings.DEV,
            env=environment.child(),
            # Ctrl-C is for us alone: we end the server in order
            start_new_session=True,
            **options,
        )


def _wait_until_ready(process, url, log):
    end = time.monotonic() + START_SECONDS
    while time.monotonic() < end:
        if process.poll() is not None:
            ui.fail_with_log("The server ended while starting.", log)
        if _answers(f"{url}/web/login"):
            return
        time.sleep(0.2)
    ui.fail_with_log(f"The server did not answer within {START_SECONDS} s.", log)


def _answers(url):
    try:
        # no proxy: the server is on this machine
        opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        with opener.open(url, timeout=60) as response:
            return response.status == 200
    except (urllib.error.URLError, OSError):
        return False


def _greet(url, log, detach):
    logins = "\n".join(
        f"    {login:8} ({role})" for login, role in settings.DEMO_LOGINS
    )
    print(
        f"\nCrisis Protocol runs at {url}\n"
        f"  Log in with (the password is the login):\n{logins}\n"
        f"  Mail goes to {settings.shown(MAIL)}/new, "
        f"the log to {settings.shown(log)}\n"
        + ("  `./dev stop` ends it.\n" if detach else "  Ctrl-C ends it.\n"),
        flush=True,
    )


def _remember(url, processes):
    facts = {"url": url, "processes": [process.pid for process in processes]}
    MEMORY.write_text(json.dumps(facts))


def _remembered():
    return json.loads(MEMORY.read_text()) if MEMORY.exists() else {}


def _end_processes():
    """End what an earlier run left behind; tells whether there was anything."""
    pids = [pid for pid in _remembered().get("processes", ()) if _is_ours(pid)]
    _stop(pids)
    MEMORY.unlink(missing_ok=True)
    return bool(pids)


def _is_ours(pid):
    """A number may have gone to another process since: look at its command line."""
    command_line = Path(f"/proc/{pid}/cmdline")
    if Path("/proc/self").exists():
        # empty for a process that has ended and only waits to be reaped
        return command_line.exists() and str(settings.DEV) in command_line.read_text()
    command = ["ps", "-ww", "-o", "args=", "-p", str(pid)]
    found = subprocess.run(command, capture_output=True, text=True)
    return str(settings.DEV) in found.stdout


def _stop(pids):
    for number in (signal.SIGTERM, signal.SIGKILL):
        end = time.monotonic() + STOP_SECONDS
        pids = [pid for pid in pids if _is_ours(pid)]
        for pid in pids:
            os.kill(pid, number)
        while any(map(_is_ours, pids)) and time.monotonic() < end:
            time.sleep(0.1)

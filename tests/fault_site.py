"""Servers that may be killed: a PostgreSQL and Odoos of their own, and a mail server.

Nothing of it is shared with the other tests, so that restarting it hurts nobody.
"""

import email
import email.policy
import os
import re
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections import Counter
from contextlib import contextmanager
from pathlib import Path

import psycopg2
from aiosmtpd.controller import Controller

from odoo.tests import get_db_name

from dev_tools import environment, odoo, postgres, settings, ui

NAME = "crisis_fault"
HOST = "127.0.0.1"
PATIENCE = 90


def wait_until(condition, what, meanwhile=lambda: None):
    """Wait for something to come true; what does not come is a failure."""
    end = time.monotonic() + PATIENCE
    while not (found := condition()):
        assert time.monotonic() < end, f"Waited {PATIENCE} s in vain until {what}"
        meanwhile()
        time.sleep(0.2)
    return found


class Cluster:
    """A PostgreSQL of our own, in a folder of its own."""

    # a restart must lose nothing that was committed; the machine itself stays up
    OPTIONS = ("listen_addresses=''", "fsync=off", "full_page_writes=off")

    def __init__(self):
        self.folder = Path(tempfile.mkdtemp(prefix="crisis-fault-"))
        self.log = ui.log_file("fault_postgres")
        self._facts = postgres._cluster() | {"data": self.folder / "data"}
        postgres._hand_over(self._facts, self.folder)
        postgres._create(self._facts, self.log)
        options = [*self.OPTIONS, f"unix_socket_directories={self.folder}"]
        flags = " ".join(f"-c {option}" for option in options)
        server_log = self.folder / "server.log"
        self._control("-l", server_log, "-o", flags, "start")

    def crash_and_start(self):
        """End without any goodbye, as in a power cut, and come back."""
        self._control("-m", "immediate", "restart")

    def remove(self):
        self._control("-m", "immediate", "stop")
        shutil.rmtree(self.folder)

    def _control(self, *arguments):
        postgres._pg_ctl(self._facts, arguments, self.log)

    def connect(self, database=NAME):
        return psycopg2.connect(host=self.folder, user="odoo", dbname=database)

    def fill(self, monkeypatch):
        """Make the database, and let everything that is started from now on use it.

        A copy of the one that is tested. Where that is on a server of another kind
        than ours, or PostgreSQL came without its tools, all is made from scratch.
        """
        folder = self._facts["bin"]
        can_copy = (folder / "pg_dump").exists() and not environment.given_server()
        dump = [folder / "pg_dump", "-Fc", "-Z0", "-f", self.folder / "dump"]
        if can_copy:
            ui.run([*dump, get_db_name()], self.log, env=environment.child())
        for name in ("CRISIS_PGPORT", "CRISIS_PGPASSWORD"):
            monkeypatch.delenv(name, raising=False)
        monkeypatch.setenv("CRISIS_PGHOST", str(self.folder))
        monkeypatch.setenv("CRISIS_PGUSER", "odoo")
        if can_copy:
            self.query(f'CREATE DATABASE "{NAME}"', "postgres")
            restore = [folder / "pg_restore", "-j2", "-d", NAME, self.folder / "dump"]
            ui.run(restore, self.log, env=environment.child())
        else:
            odoo.modules(NAME, self.log, install=[settings.ADDON], **self.config())

    def query(self, statement, database=NAME):
        connection = self.connect(database)
        connection.autocommit = True
        try:
            with connection.cursor() as cursor:
                cursor.execute(statement)
                return cursor.fetchall() if cursor.description else []
        finally:
            connection.close()

    def config(self):
        return {"data_dir": self.folder / "odoo"}

    @contextmanager
    def hold(self, table, row_id):
        """Keep a row locked; yields how to ask which Odoo waits for it by now."""
        connection = self.connect()
        try:
            with connection.cursor() as cursor:
                cursor.execute(
                    f"SELECT pg_backend_pid() FROM {table} WHERE id = %s FOR UPDATE",
                    [row_id],
                )
                (pid,) = cursor.fetchone()
            waiting = (
                "SELECT application_name FROM pg_stat_activity"
                f" WHERE {pid} = ANY(pg_blocking_pids(pid))"
            )
            yield lambda: [name for (name,) in self.query(waiting)]
        finally:
            connection.close()

    def sessions_of(self, name):
        return self.query(
            f"SELECT pid FROM pg_stat_activity WHERE application_name = '{name}'"
        )


class Odoo:
    """A server with two processes for scheduled jobs, as in production."""

    def __init__(self, name, cluster, mail_port):
        self.name = name
        self.log = ui.log_file(name)
        config = odoo.write_config(
            NAME,
            **cluster.config(),
            email_from="crisis-desk@example.com",
            http_enable=False,
            max_cron_threads=2,
            smtp_port=mail_port,
            smtp_server=HOST,
            workers=1,
        )
        command = odoo.command("-c", config, f"--db_app_name={name}")
        with open(self.log, "a") as out:
            self._process = subprocess.Popen(
                list(map(str, command)),
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=out,
                cwd=cluster.folder,
                env=environment.child(),
                # a group of its own, to be killed with all its workers
                start_new_session=True,
            )

    def kill(self):
        """End it at once; it can clean up nothing."""
        assert self._process.poll() is None, f"{self.name} ended: {self.log}"
        os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()

    def set_aside(self):
        """Return what it said of cases that it took for failing."""
        lines = self.log.read_text().splitlines()
        return [line for line in lines if "is set aside" in line]

    def end(self):
        """End it, whatever has become of it."""
        if self._process.poll() is None:
            self.kill()


class MailServer:
    """A port that refuses every connection until somebody opens it."""

    def __init__(self):
        self.mails = []
        # bound but not listening: taken by us, and refused to all others
        self._reserved = socket.socket()
        self._reserved.bind((HOST, 0))
        self.port = self._reserved.getsockname()[1]
        self._controller = None

    def open(self):
        self._reserved.close()
        self._controller = Controller(self, hostname=HOST, port=self.port)
        self._controller.start()

    def close(self):
        self._reserved.close()
        if self._controller:
            self._controller.stop()

    async def handle_DATA(self, server, session, envelope):  # noqa: N802 aiosmtpd's
        self.mails.append(envelope)
        return "250 OK"

    def cases(self, among):
        """Return {receiver: how often each of these cases stands in his mails}."""
        found = {}
        for mail in self.mails:
            told = [case for case in cases_in(_html(mail)) if case in among]
            for receiver in mail.rcpt_tos if told else []:
                found.setdefault(receiver, Counter()).update(told)
        return found

    def message_ids(self, receivers):
        """Return the ids of the mails that came for these addresses."""
        mails = [mail for mail in self.mails if set(mail.rcpt_tos) & set(receivers)]
        return [email.message_from_bytes(mail.content)["Message-Id"] for mail in mails]


def cases_in(html):
    """Return the ids of the cases that a text has links to."""
    return [int(number) for number in re.findall(r'/odoo/crises/(\d+)"', html)]


def _html(mail):
    message = email.message_from_bytes(mail.content, policy=email.policy.default)
    return message.get_body(("html",)).get_content()

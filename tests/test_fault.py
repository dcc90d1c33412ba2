"""The scheduled job while everything around it breaks, for real.

Two Odoo servers work on one database with due duties. One is killed and PostgreSQL
crashes, each in the middle of a batch that is half written; the mail server refuses
all the time. Afterwards it is counted: every duty was stepped once, every case told of
once, every mail delivered once. Alone: ./dev test --reuse tests/test_fault.py
"""

from collections import Counter
from pathlib import Path

import pytest
from fault_cases import BATCH, COUNT
from fault_job import Job
from fault_site import NAME, Cluster, MailServer, Odoo, wait_until

from odoo.addons.crisis_protocol.models.watch import crisis_document_cron

from dev_tools import odoo

FILE_CASES = f"""
import sys
sys.path.insert(0, {str(Path(__file__).parent)!r})
from fault_cases import file_cases
file_cases(env)
"""


@pytest.fixture
def cluster(monkeypatch):
    cluster = Cluster()
    try:
        cluster.fill(monkeypatch)
        odoo.shell(NAME, FILE_CASES, cluster.log, **cluster.config())
        yield cluster
    finally:
        cluster.remove()


@pytest.fixture
def mail_server():
    server = MailServer()
    yield server
    server.close()


@pytest.fixture
def start(cluster, mail_server):
    servers = {}

    def start(name):
        servers[name] = Odoo(name, cluster, mail_server.port)
        return servers[name]

    yield start
    for server in servers.values():
        server.end()


def test_nothing_is_lost_and_nothing_done_twice(cluster, mail_server, start):
    job = Job(cluster)
    duties = [duty for _case, duty, *_rest in job.duties()]
    assert len(duties) == COUNT
    assert crisis_document_cron.BATCH == BATCH
    # whoever comes to one of these waits, in the middle of a batch
    in_second, in_third = duties[BATCH + BATCH // 2], duties[2 * BATCH + 10]

    with cluster.hold("crisis_control", in_third) as waits_in_third:
        with cluster.hold("crisis_control", in_second) as waits_in_second:
            servers = {name: start(name) for name in ("fault_a", "fault_b")}
            (killed,) = wait_until(waits_in_second, "one is at work", job.poke)
            # where time is short, a batch is smaller
            assert BATCH <= job.told_of() <= BATCH + BATCH // 2
            servers[killed].kill()
        wait_until(lambda: not cluster.sessions_of(killed), "the dead one is gone")
        assert BATCH <= job.told_of() <= BATCH + BATCH // 2

        (other,) = wait_until(waits_in_third, "the other one goes on", job.poke)
        assert {killed, other} == servers.keys()
        told = job.told_of()
        assert 2 * BATCH <= told <= 2 * BATCH + 10
        # whom to tell is noted with each batch, and told at the end
        assert not job.messages()
        cluster.crash_and_start()
    assert job.told_of() == told

    servers["fault_c"] = start("fault_c")
    wait_until(lambda: job.told_of() >= COUNT, "all is told", job.poke)
    job.run_again()
    assert job.refused() or job.unsent()
    assert not mail_server.mails

    mail_server.open()
    job.run_again()
    wait_until(lambda: not job.unsent(), "all mails are sent", job.poke)
    _assert_all_done_once(job, mail_server)
    for _time in range(2):
        job.run_again()
    _assert_all_done_once(job, mail_server)
    # an outage of the database is not taken for a failure of the cases
    assert not [line for server in servers.values() for line in server.set_aside()]


def _assert_all_done_once(job, mail_server):
    duties = job.duties()
    cases = Counter(case for case, *_rest in duties)
    assert set(cases.values()) == {1}
    # every rung is taken, and nothing was set aside
    assert {(step, error) for *_rest, step, error in duties} == {(None, None)}

    alerts = job.alerts()
    assert Counter(case for case, _body in alerts) == cases
    assert {body.count("<li>") for _case, body in alerts} == {1}

    messages = job.messages()
    assert {status for _who, _way, status, *_rest in messages} == {"sent"}
    batches = Counter((who, date) for who, _way, _status, date, _body in messages)
    assert set(batches.values()) == {1}, "one message for each receiver in each run"
    assert job.told_in_odoo() == cases

    owners = {}
    for case, _duty, login, *_rest in duties:
        address = f"{login.removeprefix('fault_')}@example.com"
        owners.setdefault(address, Counter())[case] += 1
    # (the cases of the demo data may have become due by now, too)
    assert mail_server.cases(cases) == owners
    mails = [who for who, way, *_rest in messages if way == "email"]
    message_ids = mail_server.message_ids(owners)
    assert len(message_ids) == len(set(message_ids)) == len(mails)

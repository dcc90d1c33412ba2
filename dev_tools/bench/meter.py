"""How a case is measured: what survives a noisy machine.

Both sides of a case run in one process on one database, in turn. Each sample is a
transaction of its own with a cold record cache: the work, the flush, the pre-commit
hooks (tracking, notifications), then a rollback. Statements, rows and Python calls
are exact; CPU time is what this thread and its PostgreSQL backend used; the clock
on the wall is only told.
"""

import cProfile
import gc
import time
from contextlib import contextmanager
from dataclasses import dataclass, fields
from pathlib import Path
from statistics import median

from odoo.api import SUPERUSER_ID, Environment
from odoo.modules.registry import Registry

from .facts import facts

REPETITIONS = 5
# No more repetitions of a case that took so long: its statements are known by then.
PATIENCE = 12.0

ROWS = """
SELECT COALESCE(sum(n_tup_ins + n_tup_upd + n_tup_del), 0)::int,
       COALESCE(sum(seq_tup_read), 0)::int,
       COALESCE(sum(n_tup_ins) FILTER (WHERE relname = 'mail_mail'), 0)::int
  FROM pg_stat_xact_user_tables
"""


@dataclass(frozen=True)
class Work:
    """One side of a case, ready to run; only `run` is measured.

    :param check: raises an error if `run` has not done what it is measured for
    """

    run: callable
    prepare: callable = None
    check: callable = None


@dataclass(frozen=True)
class Figures:
    sql: float
    dml: float
    seq: float
    python: float
    postgres: float
    wall: float
    mails: float
    commits: float
    calls: float = 0

    @property
    def cpu(self):
        return self.python + self.postgres


@dataclass(frozen=True)
class Result:
    case: object
    size: int
    ours: Figures
    peer: Figures
    samples: int
    is_exact: bool


class Meter:
    """One connection to one database, on which all samples run."""

    def __init__(self, database):
        self.cr = Registry(database).cursor()
        # one backend does all the work, so that its CPU time is all of it
        self.cr.execute("SET max_parallel_workers_per_gather = 0")
        self.cr.execute("SELECT pg_backend_pid()")
        self.process = Path(f"/proc/{self.cr.fetchone()[0]}")
        self.cr.commit()
        self.facts = facts(self.env(SUPERUSER_ID))
        self.commits = 0
        # what the present case wants to find, each part with the point after it
        self.worlds = []
        self.end()
        self.cr.commit, self.cr.rollback = self._pretend_commit, self._refuse_rollback

    def __enter__(self):
        gc.collect()
        gc.freeze()
        gc.disable()
        return self

    def __exit__(self, *_exception):
        gc.enable()
        self.worlds = []
        self.end()
        del self.cr.rollback
        self.cr.close()

    def env(self, uid):
        """An environment as the web client's requests have."""
        context = {"lang": "en_US", "tz": "Europe/Istanbul"}
        return Environment(self.cr, uid, context)

    def end(self):
        """Undo everything, and forget every cached record, user and setting."""
        if self.worlds:
            self.cr.postcommit.clear()
            self.worlds[-1][1].rollback()
        else:
            type(self.cr).rollback(self.cr)
        self.forget()

    def forget(self):
        self.cr.cache.clear()
        self.cr.transaction = None
        self.cr._now = None

    def _pretend_commit(self):
        """All of a commit but itself: what works in batches commits each of them."""
        self.cr.flush()
        self.cr.clear()
        self.cr.postcommit.clear()
        self.commits += 1

    def _refuse_rollback(self):
        raise RuntimeError("What is measured has failed; the log above may say why.")

    def enter(self, case, size):
        """Let both sides find what the case wants, keeping what the last one had."""
        present = [make for make, _savepoint in self.worlds]
        while present != list(case.world[: len(present)]):
            present.pop()
            self.worlds.pop()
        self.end()
        for make in case.world[len(present) :]:
            make(self.env(SUPERUSER_ID), self.facts, size)
            self.worlds.append((make, self.cr.savepoint()))
            self.forget()

    def works(self, case):
        """Both sides of the case, set up but not run yet."""
        return {name: self._work(case, name) for name in ("ours", "peer")}

    def _work(self, case, name):
        side = getattr(case, name)
        uid = getattr(self.facts, side.user)
        work = side.setup(self.env(uid), self.facts)
        self.end()
        return uid, work

    def measure(self, case, size):
        """The result of a case, and how long it took to get it."""
        start = time.monotonic()
        works = self.works(case)
        samples = {name: [] for name in works}
        if case.warm_up:
            for uid, work in works.values():
                self.sample(uid, work)
        for turn in range(REPETITIONS):
            order = list(works.items())
            for name, (uid, work) in order[turn % 2 :] + order[: turn % 2]:
                samples[name].append(self.sample(uid, work))
            if time.monotonic() - start > PATIENCE:
                break
        result = Result(
            case=case,
            size=size,
            samples=turn + 1,
            is_exact=all(_is_exact(taken) for taken in samples.values()),
            **{
                name: self._figures(samples[name], *works[name] if case.warm_up else ())
                for name in works
            },
        )
        return result, time.monotonic() - start

    def _figures(self, samples, uid=None, work=None):
        middle = {
            field.name: median(getattr(sample, field.name) for sample in samples)
            for field in fields(Figures)
        }
        if work:
            middle["calls"] = self.calls(uid, work)
        return Figures(**middle)

    def sample(self, uid, work):
        with self.transaction(uid, work) as env:
            rows = self._rows()
            gc.collect()
            sql, wall = self.cr.sql_log_count, time.perf_counter()
            postgres, python = self._postgres(), time.thread_time()
            work.run(env)
            self.cr.flush()
            python = time.thread_time() - python
            postgres = self._postgres() - postgres
            wall, sql = time.perf_counter() - wall, self.cr.sql_log_count - sql
            dml, seq, mails = (b - a for a, b in zip(rows, self._rows(), strict=True))
            commits = self.commits
            if work.check:
                work.check(self.env(SUPERUSER_ID))
        return Figures(
            sql=sql,
            dml=dml,
            seq=seq,
            python=python * 1e3,
            postgres=postgres / 1e6,
            wall=wall * 1e3,
            mails=mails,
            commits=commits,
        )

    def calls(self, uid, work):
        """How many Python and C functions are called: CPU time without its noise."""
        with self.transaction(uid, work) as env:
            profile = cProfile.Profile()
            profile.enable()
            work.run(env)
            self.cr.flush()
            profile.disable()
        return sum(entry.callcount for entry in profile.getstats())

    @contextmanager
    def transaction(self, uid, work):
        """A prepared transaction with cold caches, undone at the end."""
        try:
            if work.prepare:
                work.prepare(self.env(SUPERUSER_ID))
                self.cr.flush()
            self.forget()
            self.commits = 0
            yield self.env(uid)
        finally:
            self.end()

    def _rows(self):
        self.cr.execute(ROWS)
        return self.cr.fetchone()

    def _postgres(self):
        """Nanoseconds the backend was on a CPU; 0 where that can't be told."""
        try:
            # on a server elsewhere, the number is another process here
            is_backend = (self.process / "comm").read_text().startswith("postgres")
            schedstat = (self.process / "schedstat").read_text()
        except OSError:
            return 0
        return int(schedstat.split()[0]) if is_backend else 0


def _is_exact(samples):
    return len({sample.sql for sample in samples}) == 1

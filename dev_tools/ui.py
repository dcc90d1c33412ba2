"""Talking to the developer: progress, plain errors, logs in files."""

import re
import subprocess
import sys
import threading
import time
from contextlib import contextmanager

from . import settings

TAIL = 20
# What curl (git), apt, pip, uv and npm say, none of which tells by its exit code.
_NO_NETWORK = re.compile(
    r"Temporary failure (in name resolution|resolving)|Name or service not known"
    r"|nodename nor servname|Could not resolve|Failed to resolve|dns error"
    r"|Network is unreachable|No route to host|Could not connect|Failed to connect"
    r"|Failed to establish a new connection|(Connect|Read)Timeout|timed out"
    r"|ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ETIMEDOUT|Tunnel connection failed"
)


class Failure(Exception):
    """Something the developer can act on; shown without a traceback."""


class _Line:
    """The line the cursor stands on, and the step it belongs to, if to any."""

    step = None
    lock = threading.Lock()


def say(text=""):
    """Progress goes to stderr, so that a command's own output can be piped."""
    _print(text, step=None)


@contextmanager
def step(text):
    """Announce a step and the time it took, with a sign of life every 10 s."""
    begin = f"- {text} ..."
    _print("", step=begin)
    start = time.monotonic()
    finished = threading.Event()

    def tick():
        while not finished.wait(10):
            _print(f" {time.monotonic() - start:.0f} s ...", step=begin)

    ticking = threading.Thread(target=tick, daemon=True)
    ticking.start()
    end = " failed"
    try:
        yield
        end = f" {time.monotonic() - start:.1f} s"
    finally:
        finished.set()
        ticking.join()  # or else its last sign may come after the end
        _print(f"{end}\n", step=begin)


def _print(text, step):
    """Go on with a step's line, or begin it again where other words came between."""
    with _Line.lock:
        if step != _Line.step:
            newline = "\n" if _Line.step else ""
            text = f"{newline}{step or ''}{text}"
        _Line.step = None if text.endswith("\n") else step
        end = "" if step else "\n"
        print(text, end=end, file=sys.stderr, flush=True)


def log_file(name):
    """A fresh log file for a step."""
    settings.LOGS.mkdir(parents=True, exist_ok=True)
    path = settings.LOGS / f"{name}.log"
    path.write_text("")
    return path


def run(command, log, hint="", **options):
    """Run a command with its output in the log; a Failure shows the log's end.

    The hint says what to do; a function makes it of what the command said last.
    """
    with open(log, "a") as out:
        out.write(f"$ {' '.join(map(str, command))}\n")
        out.flush()
        start = out.tell()
        done = subprocess.run(
            [str(part) for part in command],
            stdin=options.pop("stdin", subprocess.DEVNULL),
            stdout=out,
            stderr=subprocess.STDOUT,
            **options,
        )
    if done.returncode:
        if callable(hint):
            hint = hint("\n".join(_last_lines(log, start)))
        name = " ".join(str(part) for part in command[:3])
        fail_with_log(f"`{name} ...` ended with {done.returncode}.", log, hint)


def network_hint(output):
    """Speak of the network only where the output does."""
    if _NO_NETWORK.search(output):
        return "The network can't be reached: check the connection, or the proxy."
    return ""


def fail_with_log(message, log, hint=""):
    tail = "\n".join(f"    {line}" for line in _last_lines(log))
    advice = f"\n{hint}" if hint else ""
    raise Failure(f"{message}{advice}\n{tail}\n  Log: {settings.shown(log)}")


def _last_lines(log, start=0):
    text = log.read_bytes()[start:].decode(errors="replace")
    return text.splitlines()[-TAIL:]

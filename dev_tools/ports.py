"""Free ports on this machine. Odoo itself dies with a traceback on a taken one."""

import socket

from . import ui

TRIED = 50


def free(first, wanted=None):
    """The wanted port if there is one, else the first free one from `first` on."""
    if wanted:
        if _is_free(wanted):
            return wanted
        raise ui.Failure(
            f"Port {wanted} is in use: name another with --port, or leave it out."
        )
    for port in range(first, first + TRIED):
        if _is_free(port):
            return port
    raise ui.Failure(f"Ports {first} to {first + TRIED - 1} are all in use.")


def _is_free(port):
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except (OverflowError, PermissionError):
            reason = f"Port {port} can't be used: take one from 1024 to 65535."
            raise ui.Failure(reason) from None
        except OSError:
            return False
    return True

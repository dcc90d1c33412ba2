"""Debian's and Ubuntu's packages, where we are allowed to install them."""

import os
import shutil

from . import environment, settings, ui


def is_allowed():
    return os.getuid() == 0 and bool(shutil.which("apt-get"))


def install(purpose, *packages):
    log = ui.log_file("apt")
    env = environment.child() | {"DEBIAN_FRONTEND": "noninteractive"}
    with ui.step(f"Installing {purpose} with apt (log: {settings.shown(log)})"):
        ui.run(["apt-get", "update", "-q"], log, env=env)
        command = ["apt-get", "install", "-q", "-y", "--no-install-recommends"]
        ui.run([*command, *packages], log, env=env)

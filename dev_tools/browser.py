"""Chromium for the browser tests: the machine's, Debian's, or one from npm."""

import shutil

from . import apt, environment, settings, state, ui

# The names Odoo's test browser looks for.
NAMES = ("google-chrome", "chromium", "chromium-browser", "google-chrome-stable")
APT_PACKAGES = ("chromium", "fonts-liberation", "fonts-dejavu-core")
NPM_PACKAGE = "@sparticuz/chromium@147.0.0"
HOME = settings.DEV / "browser"
# The npm package holds the browser and the libraries it needs, compressed.
UNPACK = """
const fs = require("fs"), path = require("path"), zlib = require("zlib");
const [source, target] = process.argv.slice(1);
for (const name of ["chromium", "al2023.tar", "swiftshader.tar", "fonts.tar"])
  fs.writeFileSync(
    path.join(target, name),
    zlib.brotliDecompressSync(fs.readFileSync(path.join(source, name + ".br"))));
"""
WRAPPER = """#!/bin/sh
here=$(dirname "$0")
export LD_LIBRARY_PATH="$here/lib${LD_LIBRARY_PATH:+:$LD_LIBRARY_PATH}"
exec "$here/program/chromium" "$@"
"""


def ensure():
    """Have a Chromium on the PATH that environment.child() makes."""
    ways = (
        (apt.is_allowed(), _install_with_apt),
        (bool(shutil.which("npm") and shutil.which("node")), _install_from_npm),
    )
    for is_possible, install in ways:
        if is_possible and not _found():
            try:
                install()
            except ui.Failure as failure:
                ui.say(f"  {failure}")
    if not _found():
        raise ui.Failure(
            "The browser tests need Chromium: apt install chromium (Debian), or any "
            "Google Chrome on the PATH."
        )


def _found():
    path = environment.child()["PATH"]
    return any(shutil.which(name, path=path) for name in NAMES)


def _install_with_apt():
    apt.install("Chromium", *APT_PACKAGES)


def _install_from_npm():
    log = ui.log_file("chromium")
    part = HOME.with_name("browser.part")
    state.remove_tree(part)
    (part / "program").mkdir(parents=True)
    env = environment.child()
    with ui.step(f"Installing Chromium from npm (log: {settings.shown(log)})"):
        command = ["npm", "install", "--no-save", "--ignore-scripts", "--no-audit"]
        ui.run([*command, "--prefix", part / "npm", NPM_PACKAGE], log, env=env)
        source = part / "npm" / "node_modules" / "@sparticuz" / "chromium" / "bin"
        program = part / "program"
        ui.run(["node", "-e", UNPACK, source, program], log, env=env)
        for archive in program.glob("*.tar"):
            ui.run(["tar", "-x", "-C", program, "-f", archive], log)
            archive.unlink()
        shutil.rmtree(part / "npm")
        (program / "chromium").chmod(0o755)
        (part / "chromium").write_text(WRAPPER)
        (part / "chromium").chmod(0o755)
        state.remove_tree(HOME)
        part.rename(HOME)

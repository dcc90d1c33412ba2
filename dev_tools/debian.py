"""Odoo from Debian's archive, unpacked privately: no root, no system change.

apt runs with a configuration of its own in the state folder. It takes the mirror
from the machine's apt sources and checks signatures with Debian's keyring.
"""

import re
import shutil
import subprocess
from pathlib import Path

from . import settings, state, ui

PACKAGES = Path("usr/lib/python3/dist-packages")
APT = Path("/etc/apt")
KEYRING = Path("/usr/share/keyrings/debian-archive-keyring.gpg")
# odoo-19 is in sid only. Its fonts and scripts come from trixie, because sid's
# Font Awesome no longer has the file names Odoo links to.
WANTED = (
    "odoo-19/sid",
    "fonts-font-awesome/trixie",
    "fonts-glyphicons-halflings/trixie",
    "fonts-inconsolata/trixie",
    "fonts-montserrat/trixie",
    "fonts-ocr-b/trixie",
    "fonts-roboto-unhinted/trixie",
    "libjs-jquery/trixie",
    "libjs-jquery-form/trixie",
    "libjs-underscore/trixie",
)
# The package is 1.2 GB unpacked; without the languages and the localizations
# that we never load it is a quarter. `dist-packages/addons` is a packaging slip.
UNUSED = (
    "./etc",
    *(f"./{PACKAGES}/{name}" for name in ("addons", "doc", "setup")),
    "*/addons/l10n_*",
    "*/i18n/??_*.po",
    "*/i18n/??@*.po",
    "*/i18n/???.po",
    "*/i18n/[!ted]?.po",
    "*/i18n/t[!r].po",
    "*/i18n/e[!s].po",
    "*/i18n/d[!e].po",
)
# Stripped by Debian although mail's manifest lists it: without the file every
# page logs an error, and a tour fails on that.
STRIPPED = PACKAGES / (
    "odoo/addons/mail/static/lib/selfie_segmentation/selfie_segmentation.js"
)


def is_usable():
    tools = ("apt-get", "apt-config", "dpkg", "dpkg-deb", "tar")
    return all(map(shutil.which, tools)) and KEYRING.exists() and bool(mirrors())


def fetch_odoo(target):
    """Download and unpack into the target folder."""
    if not is_usable():
        raise ui.Failure("Debian's packages can't be used: no apt or no Debian mirror.")
    home = settings.DEV / "apt"
    state.remove_tree(home)
    log = ui.log_file("odoo")
    with ui.step(f"Downloading Odoo from Debian (log: {settings.shown(log)})"):
        env = _configure(home, log)
        command = ["apt-get", "download", "-q", *WANTED]
        ui.run(command, log, cwd=home / "deb", env=env)
    with ui.step("Unpacking Odoo"):
        for package in sorted((home / "deb").glob("*.deb")):
            _unpack(package, target)
        stub = target / STRIPPED
        stub.parent.mkdir(parents=True, exist_ok=True)
        stub.write_text(
            "// Not in Debian's package; only blurs a video's background.\n"
        )
    state.remove_tree(home)


def mirrors():
    """Addresses in the machine's apt sources that may carry Debian itself."""
    found = []
    for path in [APT / "sources.list", *sorted((APT / "sources.list.d").glob("*"))]:
        if path.suffix == ".list" and path.is_file():
            found += one_line_entries(path.read_text())
        elif path.suffix == ".sources":
            found += deb822_entries(path.read_text())
    # other vendors' archives may look alike: the likely ones first, the
    # signature decides (see _configure)
    unique = list(dict.fromkeys(found))
    return sorted(unique, key=lambda uri: not uri.rstrip("/").endswith("/debian"))


def one_line_entries(text):
    """`deb [options] URI suite component ...`"""
    for line in text.splitlines():
        match = re.match(r"deb\s+(?:\[[^]]*\]\s+)?(\S+)\s+(\S+)\s+(.*)", line.strip())
        if match and _is_main(match[1], match[2].split(), match[3].split()):
            yield match[1]


def deb822_entries(text):
    """Paragraphs of `Key: value` lines."""
    text = re.sub(r"^#.*\n?", "", text, flags=re.M)
    for paragraph in re.split(r"\n\s*\n", text):
        fields = dict(
            re.findall(r"^([\w-]+):((?:.*\n?)(?:[ \t].*\n?)*)", paragraph, re.M)
        )
        fields = {name.lower(): value.split() for name, value in fields.items()}
        if "deb" not in fields.get("types", ()) or fields.get("enabled") == ["no"]:
            continue
        for uri in fields.get("uris", ()):
            suites, components = fields.get("suites", ()), fields.get("components", ())
            if _is_main(uri, suites, components):
                yield uri


def _is_main(uri, suites, components):
    plain = any(re.fullmatch(r"[a-z]+", suite) for suite in suites)
    remote = uri.startswith(("http:", "https:", "file:"))
    return remote and plain and "main" in components and "security" not in uri


def _configure(home, log):
    """Write a private apt configuration; the first mirror that proves itself wins."""
    for folder in ("state/lists/partial", "cache/archives/partial", "deb"):
        (home / folder).mkdir(parents=True)
    (home / "status").touch()
    config = home / "apt.conf"
    config.write_text(_apt_conf(home))
    env = {"APT_CONFIG": str(config), "PATH": "/usr/sbin:/usr/bin:/sbin:/bin"}
    for mirror in mirrors():
        sources = "".join(
            f"deb [signed-by={KEYRING}] {mirror} {suite} main\n"
            for suite in ("sid", "trixie")
        )
        (home / "sources.list").write_text(sources)
        try:
            ui.run(["apt-get", "update", "-q", "--error-on=any"], log, env=env)
        except ui.Failure:
            continue
        return env
    raise ui.Failure(f"No Debian mirror answered. Log: {settings.shown(log)}")


def _apt_conf(home):
    architecture = _output("dpkg", "--print-architecture")
    proxies = re.findall(r"^Acquire::https?::.*$", _output("apt-config", "dump"), re.M)
    return "\n".join(
        [
            f'Dir "{home}";',
            f'Dir::State "state"; Dir::State::status "{home}/status";',
            'Dir::Cache "cache";',
            f'Dir::Etc "{home}"; Dir::Etc::SourceList "sources.list";',
            'Dir::Etc::SourceParts "/dev/null"; Dir::Etc::Parts "/dev/null";',
            'Dir::Etc::Preferences "/dev/null";',
            'Dir::Etc::PreferencesParts "/dev/null";',
            f'APT::Architecture "{architecture}";',
            f'APT::Architectures {{ "{architecture}"; }};',
            'APT::Sandbox::User "";',
            'Acquire::Languages "none"; Acquire::Retries "3";',
            # a mirror may be a snapshot older than this machine's clock
            'Acquire::Check-Valid-Until "false";',
            *proxies,
            "",
        ]
    )


def _output(*command):
    return subprocess.run(command, capture_output=True, text=True).stdout.strip()


def _unpack(package, target):
    target.mkdir(parents=True, exist_ok=True)
    command = ["tar", "-x", "--no-same-owner", "-C", target]
    command += [f"--exclude={pattern}" for pattern in UNUSED]
    with subprocess.Popen(
        ["dpkg-deb", "--fsys-tarfile", package], stdout=subprocess.PIPE
    ) as reader:
        unpacked = subprocess.run(command, stdin=reader.stdout)
    if reader.returncode or unpacked.returncode:
        raise ui.Failure(f"{package.name} could not be unpacked: is the disk full?")

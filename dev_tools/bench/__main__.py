"""Entry of `./dev bench`, in the venv: `python -m dev_tools.bench fill|measure`."""

import argparse
import logging
import sys

import odoo
from odoo.api import SUPERUSER_ID, Environment
from odoo.modules.registry import Registry

from . import cases, data, meter, report, statements


def main():
    options = _options()
    odoo.tools.config.parse_config(["-c", options.config], setup_logging=True)
    logging.getLogger("odoo").setLevel(logging.WARNING)
    return options.run(options)


def _options():
    parser = argparse.ArgumentParser(prog="./dev bench")
    commands = parser.add_subparsers(required=True)
    fill = commands.add_parser("fill")
    fill.add_argument("config")
    fill.add_argument("size", type=int)
    fill.set_defaults(run=_fill)
    measure = commands.add_parser("measure")
    measure.add_argument("config")
    measure.add_argument("--case", action="append", default=[])
    measure.add_argument("--database", action="append", type=_sized)
    measure.add_argument("--statements", action="store_true")
    measure.add_argument("--explain", action="store_true")
    measure.set_defaults(run=_measure)
    return parser.parse_args()


def _sized(text):
    size, _colon, name = text.partition(":")
    return int(size), name


def _fill(options):
    (database,) = odoo.tools.config["db_name"]
    registry = Registry.new(database, update_module=True, install_modules=data.MODULES)
    with registry.cursor() as cr:
        data.fill(Environment(cr, SUPERUSER_ID, {}), options.size)
    return 0


def _measure(options):
    results = []
    for size, database in options.database:
        chosen = cases.chosen(options.case, size)
        if chosen:
            with meter.Meter(database) as gauge:
                results += [_one(gauge, case, size, options) for case in chosen]
    if not results:
        print("There is no such case. These are:", *cases.names(), sep="\n  ")
        return 2
    print(report.text(results))
    return 0


def _one(gauge, case, size, options):
    print(f"- {case.name}, {size:,} documents ...", end="", file=sys.stderr, flush=True)
    gauge.enter(case, size)
    result, seconds = gauge.measure(case, size)
    ratio = f"{result.ours.sql:.0f} to {result.peer.sql:.0f} statements"
    print(f" {seconds:.1f} s, {ratio}", file=sys.stderr, flush=True)
    if options.statements or options.explain:
        print(statements.text(gauge, case, size, options.explain), flush=True)
    return result


if __name__ == "__main__":
    sys.exit(main())

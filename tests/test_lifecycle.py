"""The addon's life in a database: installed, used, updated, and removed again.

One database goes through it all, since each step takes a process of Odoo's own; the
tests look at what stood in it after each.
"""

from pathlib import Path

import pytest

from dev_tools import database, odoo, postgres, settings, ui

USE, USE_SIXTH, CHECK_SIXTH, CHECK = (
    Path(__file__).with_name(f"lifecycle_{part}.py").read_text()
    for part in ("use", "use_sixth", "check_sixth", "check")
)
# An addon that brings a kind of duty of its own.
SIXTH = "crisis_protocol_sixth_duty"
# As a company runs it: without demo data, and with a second language.
LIFE = database.Template(
    "life",
    modules=("project", "helpdesk_mgmt"),
    demo=False,
    languages=("en_US", "tr_TR"),
    assets=False,
    oca=True,
)
# What the user made himself, or wants kept, with what belongs to it.
KEPT = {
    "ir_attachment",
    "mail_alias",
    "mail_followers",
    "mail_followers_mail_message_subtype_rel",
    "mail_message",
    "project_project",
    "project_task",
    "project_task_user_rel",
    "res_company",
    "res_company_users_rel",
    "res_groups_users_rel",
    "res_partner",
    "resource_calendar",
    "resource_calendar_attendance",
}
# What Odoo notes of any work; names of ours in `ir_model_data` are looked at apart.
NOISE = {
    "bus_bus",
    "ir_cron_trigger",
    "ir_model_data",
    "ir_module_category",
    "ir_module_module",
    "ir_module_module_dependency",
    "orm_signaling_default",
    "orm_signaling_registry",
    "orm_signaling_stable",
}
# Columns that name a model.
POINTERS = (
    "crisis_duty_model",
    "model",
    "model_id",
    "model_name",
    "object",
    "relation",
    "res_model",
    "resource",
)
LINES = {
    f"crisis_{name}"
    for name in (
        "control",
        "decision",
        "delivery",
        "document",
        "item",
        "notice",
        "override",
        "phrase_check",
        "promise",
        "stakeholder",
        "team",
        "unit",
    )
}


class Life:
    """A database with all of Odoo that we know of, and what stands in it."""

    def __init__(self, name):
        self.name = database.copy(name, LIFE)
        self._log = ui.log_file(name)
        # nobody listens there, so no mail leaves
        self._config = LIFE.config | {"smtp_port": 1}
        self._config["addons_path"] += (settings.TEST_ADDONS,)
        self.seen = {}
        self.look("before")
        install = [settings.ADDON, SIXTH]
        odoo.modules(name, self._log, install=install, **self._config)
        self.check_log("Installing")
        self._run(f"{USE}\n{USE_SIXTH}", "Using")
        self.look("used")
        update = [settings.ADDON, settings.GLUE]
        odoo.modules(name, self._log, update=update, **self._config)
        self.check_log("Updating")
        self.look("updated")
        odoo.uninstall(name, SIXTH, self._log, **self._config)
        self.check_log("Uninstalling another addon")
        self.look(f"without {SIXTH}")
        self._run(CHECK_SIXTH, "Working without another addon's duty")
        self.look("going on")
        for module in (settings.GLUE, settings.ADDON):
            odoo.uninstall(name, module, self._log, **self._config)
            self.look(f"without {module}")
        self.check_log("Uninstalling")
        self._run(CHECK, "Working without it")

    def _run(self, script, what):
        odoo.shell(self.name, script, self._log, **self._config)
        self.check_log(what)

    def check_log(self, what):
        odoo.check_log(self._log, what)

    def look(self, moment):
        self.seen[moment] = {
            "columns": self._columns(),
            "names": self._names(),
            "counts": self._each_table("count(*)"),
            "contents": self._each_table(
                "coalesce(md5(string_agg(r, ' ' ORDER BY r)), '')"
            ),
            "pointing": self._pointing(),
            "records": self.query(
                "SELECT module, name FROM ir_model_data WHERE module LIKE 'crisis%'"
            ),
        }

    def _pointing(self):
        """What names one of our models, as {(table.column, model)}."""
        columns = self.query(
            "SELECT table_name, column_name FROM information_schema.columns"
            " WHERE table_schema = 'public'"
            " AND data_type IN ('character varying', 'text')"
            f" AND column_name IN {POINTERS}"
        )
        return {
            (f"{table}.{column}", row[0])
            for table, column in columns
            for row in self.query(
                f'SELECT DISTINCT "{column}" FROM "{table}"'
                f" WHERE \"{column}\" LIKE 'crisis.%'"
            )
        }

    def query(self, statement):
        return postgres.query(statement, self.name)

    def _columns(self):
        rows = self.query(
            "SELECT table_name || '.' || column_name FROM information_schema.columns"
            " WHERE table_schema = 'public'"
        )
        return {row[0] for row in rows}

    def _names(self):
        """Constraints, indexes and sequences."""
        rows = self.query(
            "SELECT conname FROM pg_constraint UNION SELECT indexname FROM pg_indexes"
            " UNION SELECT sequencename FROM pg_sequences"
        )
        return {row[0] for row in rows}

    def _each_table(self, aggregate):
        """Work something out of the rows of each table, apart from who wrote when."""
        tables = self.query(
            "SELECT tablename FROM pg_tables WHERE schemaname = 'public'"
        )
        parts = [
            f"SELECT '{table}', ({aggregate})::text FROM (SELECT (to_jsonb(t)"
            f" - 'write_date' - 'write_uid')::text AS r FROM \"{table}\" t) rows"
            for (table,) in tables
        ]
        return dict(self.query(" UNION ALL ".join(parts)))


@pytest.fixture(scope="module")
def life():
    with database.reserved("crisis_lifecycle") as name:
        yield Life(name)
        database.drop(name)


def _differing(one, other):
    return {
        table: (one.get(table), other.get(table))
        for table in one.keys() | other.keys()
        if one.get(table) != other.get(table)
    }


def _is_ours(table):
    return table.startswith("crisis_")


def test_update_loses_and_changes_nothing(life):
    """Every row of ours is there after an update, with the same words in it."""
    used, updated = life.seen["used"], life.seen["updated"]
    assert used["columns"] == updated["columns"]
    assert used["names"] == updated["names"]
    assert _differing(used["counts"], updated["counts"]).keys() <= NOISE
    ours = {table for table in used["contents"] if _is_ours(table)}
    differing = _differing(used["contents"], updated["contents"])
    assert ours & differing.keys() == set()


def test_every_kind_of_line_was_used(life):
    """What this file proves, it proves of tables that have something in them."""
    counts = life.seen["used"]["counts"]
    assert {table for table in LINES if counts[table] == "0"} == set()


def test_without_the_glue_the_core_is_whole(life):
    """Taking helpdesk's glue away takes nothing of the cases."""
    used, left = life.seen["going on"], life.seen[f"without {settings.GLUE}"]
    lost = {
        table: counts
        for table, counts in _differing(used["counts"], left["counts"]).items()
        if _is_ours(table)
    }
    assert lost == {}


def test_another_addon_takes_its_duty_with_it(life):
    """No table or column, no activity, file or word on it; the cases are whole."""
    used, left = life.seen["updated"], life.seen[f"without {SIXTH}"]
    tables = _differing(used["counts"], left["counts"])
    lost = {table for table in tables if _is_ours(table)}
    assert lost == {"crisis_errand", "crisis_errand_paste", "crisis_gate"}
    assert not [name for name in left["columns"] | left["names"] if "errand" in name]
    assert ("mail_activity.crisis_duty_model", "crisis.errand") in used["pointing"]
    assert not [row for row in left["pointing"] if "errand" in row[1]]
    assert not [row for row in left["records"] if row[0] == SIXTH or "errand" in row[1]]


def test_nothing_is_left_behind(life):
    """No table, no column, no index, and no row but what the user wants kept."""
    before, left = life.seen["before"], life.seen[f"without {settings.ADDON}"]
    assert left["columns"] - before["columns"] == set()
    assert left["names"] - before["names"] == set()
    assert before["columns"] - left["columns"] == set()
    more = _differing(before["counts"], left["counts"])
    assert {table: more[table] for table in more.keys() - KEPT - NOISE} == {}


def test_nothing_points_to_what_is_gone(life):
    """No filter, file, message or setting names a model that is no more."""
    assert life.seen[f"without {settings.ADDON}"]["pointing"] == set()
    names = life.query(
        "SELECT module, name FROM ir_model_data"
        " WHERE module LIKE 'crisis%' OR (name LIKE '%crisis%' AND module <> 'base')"
    )
    assert names == []

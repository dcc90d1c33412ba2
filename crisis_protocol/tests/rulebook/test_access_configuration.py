from odoo.exceptions import AccessError
from odoo.tests import tagged

from ..common_access import VERBS, AccessCase

CONFIGURATION = (
    "protocol",
    "stage",
    "gate",
    "level",
    "category",
    "team",
    "unit",
    "question",
    "media",
)
# Production sees on its tasks the level and the unit, so it may read those.
READ_BY_PRODUCTION = ("level", "unit")
READERS = ("agent", "supervisor")
OUTSIDERS = ("plain", "portal")


@tagged("post_install", "-at_install")
class TestConfigurationAccess(AccessCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.protocol = cls.env["crisis.protocol"].create({"name": "Third protocol"})

    def _values(self, model):
        """Return what it takes to create one record of the model."""
        mine = {"name": f"New {model}"}
        of_protocol = mine | {"protocol_id": self.protocol.id}
        return {
            "stage": of_protocol,
            "category": of_protocol,
            "question": of_protocol | {"field_name": "timing"},
            "gate": mine
            | {
                "stage_id": self._stage("own_closed").id,
                "domain": "[('root_cause', '!=', False)]",
            },
        }.get(model, mine)

    def _try(self, verb, model, user):
        records = self.env[f"crisis.{model}"].with_user(user)
        if verb == "create":
            records.create(self._values(model))
            return
        record = records.sudo().create(self._values(model))
        self.env.flush_all()
        self.env.invalidate_all()
        arguments = {"read": [["name"]], "write": [{"name": "Changed"}]}
        getattr(record.with_user(user), verb)(*arguments.get(verb, ()))

    def _may_on(self, verb, model, role):
        return self._may(lambda: self._try(verb, model, getattr(self, role)))

    def test_manager_may_all(self):
        """The manager edits the whole rulebook."""
        for model in CONFIGURATION:
            for verb in VERBS:
                with self.subTest(model=model, verb=verb):
                    self.assertTrue(self._may_on(verb, model, "manager"))

    def test_agents_read_only(self):
        """Agents and supervisors read the rulebook and change nothing in it."""
        for role in READERS:
            for model in CONFIGURATION:
                for verb in VERBS:
                    with self.subTest(role=role, model=model, verb=verb):
                        self.assertEqual(
                            self._may_on(verb, model, role), verb == "read"
                        )

    def test_production_reads_level_and_unit(self):
        """Production reads of the rulebook only what stands on its tasks."""
        for model in CONFIGURATION:
            for verb in VERBS:
                expected = verb == "read" and model in READ_BY_PRODUCTION
                with self.subTest(model=model, verb=verb):
                    self.assertEqual(self._may_on(verb, model, "production"), expected)

    def test_outsiders_nothing(self):
        """A user without a role has nothing to do with the rulebook."""
        for role in OUTSIDERS:
            for model in CONFIGURATION:
                for verb in VERBS:
                    with self.subTest(role=role, model=model, verb=verb):
                        self.assertFalse(self._may_on(verb, model, role))

    def test_rulebook_of_another_company(self):
        """What belongs to one company is not seen by managers of another."""
        for model in ("protocol", "team", "unit"):
            record = self.env[f"crisis.{model}"].create(
                {"name": "Theirs", "company_id": self.company_2.id}
            )
            with self.subTest(model=model):
                read = record.with_user(self.manager).read
                self.assertFalse(self._may(lambda r=read: r(["name"])))
                theirs = record.with_user(self.foreign_manager).read
                self.assertTrue(self._may(lambda r=theirs: r(["name"])))

    def test_parts_of_another_company_s_protocol(self):
        """Stages, gates, questions and categories are seen with their protocol."""
        self.protocol.company_id = self.company_2
        for model in ("stage", "gate", "question", "category"):
            values = self._values(model)
            if model == "gate":
                stage = self.env["crisis.stage"].create(self._values("stage"))
                values["stage_id"] = stage.id
            record = self.env[f"crisis.{model}"].create(values)
            for verb, vals in (("read", ["name"]), ("write", {"name": "Ours"})):
                with self.subTest(model=model, verb=verb):
                    act = getattr(record.with_user(self.manager), verb)
                    self.assertFalse(self._may(lambda a=act, v=vals: a(v)))

    def test_manager_edits_plans_of_documents_only(self):
        """The manager edits activity plans of crisis documents, not those of others."""
        plans = self.env["mail.activity.plan"].with_user(self.manager)
        values = {"name": "After a weekend", "res_model": "crisis.document"}
        plan = plans.create(values)
        plan.write({"name": "After a holiday"})
        with self.assertRaises(AccessError):
            plans.create(values | {"res_model": "res.partner"})


@tagged("post_install", "-at_install")
class TestOverrideAccess(AccessCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.document = cls._file()
        cls.gate = cls._missing_gate(cls.document)
        cls.values = {
            "document_id": cls.document.id,
            "gate_id": cls.gate.id,
            "reason": "The customer is on holiday",
        }
        overrides = cls.env["crisis.override"].with_user(cls.supervisor)
        cls.override = overrides.create(cls.values)

    def _may_override(self, role):
        overrides = self.env["crisis.override"].with_user(getattr(self, role))
        fresh = {"document_id": self._file().id}
        return self._may(lambda: overrides.create(self.values | fresh))

    def test_who_may_override(self):
        """Supervisor and manager pass a gate; nobody else does."""
        for role in ("supervisor", "manager"):
            self.assertTrue(self._may_override(role), role)
        for role in ("plain", "portal", "production", "agent", "other_supervisor"):
            self.assertFalse(self._may_override(role), role)

    def test_superuser_on_behalf_of_an_agent(self):
        """Code run as superuser passes no gate for an agent."""
        overrides = self.env["crisis.override"].with_user(self.agent).sudo()
        self.assertFalse(self._may(lambda: overrides.create(self.values)))

    def test_nobody_changes_an_override(self):
        """An override stays as it was made, also for the one who made it."""
        for role in ("plain", "production", "agent", "supervisor", "manager"):
            override = self.override.with_user(getattr(self, role))
            with self.subTest(role=role):
                self.assertFalse(
                    self._may(
                        lambda o=override: o.write({"reason": "Quite another reason."})
                    )
                )
                self.assertFalse(self._may(override.unlink))

    def test_who_reads_an_override(self):
        """Those who read the document read its overrides."""
        for role in ("agent", "supervisor", "manager"):
            read = self.override.with_user(getattr(self, role)).read
            self.assertTrue(self._may(lambda r=read: r(["reason"])), role)
        for role in ("plain", "production", "other_agent", "foreign_manager"):
            read = self.override.with_user(getattr(self, role)).read
            self.assertFalse(self._may(lambda r=read: r(["reason"])), role)

    def test_override_cannot_be_forged(self):
        """Who passed which gate and when is kept by the system, not the caller."""
        override = (
            self.env["crisis.override"]
            .with_user(self.supervisor)
            .create(
                self.values
                | {
                    "document_id": self._file().id,
                    "user_id": self.agent.id,
                    "date": "2001-01-01",
                    "gate_name": "Forged",
                }
            )
        )
        self.assertEqual(override.user_id, self.supervisor)
        self.assertNotEqual(override.date.year, 2001)
        self.assertEqual(override.gate_name, self.gate.name)

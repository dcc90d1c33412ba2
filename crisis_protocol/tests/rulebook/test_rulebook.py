from odoo.exceptions import UserError
from odoo.tests import tagged
from odoo.tools import is_html_empty
from odoo.tools.convert import convert_file

from ..common import CrisisCase

PATHS = {
    "own": ["Reported", "Assessment", "Remedy and explanation", "Follow-up", "Closed"],
    "customer": ["Watch", "Information", "Production", "Follow-up", "Closed"],
}
RULEBOOK = [
    "crisis.protocol",
    "crisis.stage",
    "crisis.gate",
    "crisis.level",
    "crisis.level.step",
    "crisis.category",
    "crisis.question",
    "crisis.team",
    "crisis.unit",
    "crisis.media",
    "mail.activity.type",
    "mail.template",
    "project.project",
]
INTERVALS = [
    "first_word_minutes",
    "customer_word_minutes",
    "explanation_minutes",
    "acceptance_minutes",
    "control_system_minutes",
    "control_customer_minutes",
    "control_unreached_minutes",
    "silence_minutes",
    "notice_minutes",
    "production_minutes",
]


@tagged("post_install", "-at_install")
class TestRulebook(CrisisCase):
    """What is shipped, and that it is the company's from then on."""

    def _protocols(self):
        return {"own": self.own, "customer": self.customer_protocol}

    def _shipped(self, model):
        xmlids = self.env["ir.model.data"].search(
            [("module", "=", "crisis_protocol"), ("model", "=", model)]
        )
        return self.env[model].browse(xmlids.mapped("res_id")).exists()

    def test_two_protocols(self):
        """One protocol for what we caused, one for what concerns the customer."""
        for origin, protocol in self._protocols().items():
            self.assertEqual(protocol.origin, origin)
            self.assertFalse(is_html_empty(protocol.description))
            self.assertFalse(protocol.company_id, "for every company")

    def test_stages(self):
        """Each protocol has its path in order, one way out, one end."""
        for origin, protocol in self._protocols().items():
            stages = protocol.stage_ids
            path = protocol._path_stages()
            self.assertEqual(path.mapped("name"), PATHS[origin])
            self.assertEqual(
                stages.filtered("is_exit").mapped("name"), ["Not a crisis"]
            )
            self.assertEqual(path.filtered("is_closed"), path[-1])
            self.assertEqual(stages.filtered("fold"), stages.filtered("is_closed"))
        watch = self._shipped("crisis.stage").filtered("is_watch")
        self.assertEqual(watch, self._stage("customer_watch"))

    def test_open_stages_guide_the_agent(self):
        """Every open stage says what to do and when a case stays too long."""
        for stage in self._shipped("crisis.stage"):
            self.assertFalse(is_html_empty(stage.guidance), stage.name)
            self.assertEqual(bool(stage.rotting_threshold_days), not stage.is_closed)

    def test_guidance_is_shown(self):
        """The agent sees the guidance of the stage that his case is in."""
        document = self._file()
        self.assertEqual(document.stage_guidance, document.stage_id.guidance)
        self.assertIn("own words", document.stage_guidance)

    def test_levels(self):
        """Four levels, mildest first; the more severe, the shorter each interval."""
        levels = self.env["crisis.level"].search([])
        self.assertEqual(levels, self._shipped("crisis.level").sorted())
        names = ["Notable", "Serious", "Severe", "Emergency"]
        self.assertEqual(levels.mapped("name"), names)
        for name in INTERVALS:
            minutes = levels.mapped(name)
            self.assertEqual(minutes, sorted(set(minutes), reverse=True), name)
        self.assertTrue(all(levels.mapped("description")))
        priorities = levels.mapped("task_priority")
        self.assertEqual(priorities, sorted(priorities))
        clocks = levels.mapped("clock")
        self.assertEqual(clocks, ["working", "working", "always", "always"])
        needed = levels.mapped("clean_needed")
        self.assertEqual(needed, sorted(needed))
        self.assertTrue(all(level._relapse_day_list() for level in levels))

    def test_ladders(self):
        """Every level first reminds the owner; the more severe, the sooner the rest."""
        levels = self.env["crisis.level"].search([])
        order = ["owner", "responsible", "supervisor", "managers"]
        sooner = {}
        for level in levels:
            steps = level.step_ids.sorted("minutes")
            targets = steps.mapped("target")
            self.assertEqual(targets, order[: len(targets)], level.name)
            self.assertFalse(steps[0].minutes, "at once")
            self.assertIn("supervisor", targets)
            for step in steps[1:]:
                before = sooner.get(step.target, step.minutes + 1)
                self.assertLess(step.minutes, before, f"{level.name}: {step.target}")
                sooner[step.target] = step.minutes

    def test_categories(self):
        """Two levels deep, each with examples and a level; gradings only where due."""
        for origin, protocol in self._protocols().items():
            roots = protocol.root_category_ids
            leaves = roots.child_ids
            self.assertFalse(roots.parent_id)
            self.assertTrue(all(root.child_ids for root in roots))
            self.assertFalse(leaves.child_ids)
            self.assertEqual(leaves.protocol_id, protocol)
            for category in roots | leaves:
                self.assertTrue(category.examples, category.name)
                self.assertTrue(category.level_id, category.name)
            grades = set(leaves.mapped("grade"))
            self.assertEqual(
                grades, {False} if origin == "own" else {"watch", "critical"}
            )

    def test_examples_of_the_text(self):
        """The trees hold what the protocol's text names (S0-01…17, 52…54)."""
        counts = {
            self.own: {
                "System problems": 3,
                "Missed news": 3,
                "Report and analysis": 3,
                "Communication": 3,
            },
            self.customer_protocol: {"Negative news": 2, "Negative topic": 2},
        }
        for protocol, expected in counts.items():
            roots = protocol.root_category_ids
            self.assertEqual({r.name: len(r.child_ids) for r in roots}, expected)

    def test_gates_say_what_is_missing(self):
        """Every shipped gate can be worked out and stands in a stage to be entered."""
        for gate in self._shipped("crisis.gate"):
            gate._check_domain()
            self.assertTrue(gate.domain != "[]" and gate.name)
            self.assertNotEqual(gate.stage_id, gate.protocol_id._start_stage("watch"))

    def test_close_asks_for_all(self):
        """The close asks for all that must be over, proven or explained by then."""
        asked = (
            "explanation",
            "task_ids",
            "customer_says_over",
            "root_cause",
            "controls_clean",
            "promise_ids",
            "notice_ids",
        )
        for origin in PATHS:
            domains = " ".join(
                self._stage(f"{origin}_closed").gate_ids.mapped("domain")
            )
            for name in asked:
                self.assertIn(name, domains)

    def test_messages_fit_the_protocol(self):
        """Only what we caused is apologised for (S0-30…37, S0-71)."""
        apology = ("sorry", "make up for", "understanding")
        own = self._stage("own_remedy").mail_template_id.body_html
        for words in apology:
            self.assertIn(words, own)
        for stage in self.customer_protocol.stage_ids:
            for words in apology:
                self.assertNotIn(words, stage.mail_template_id.body_html or "")

    def test_team_is_ready(self):
        """The shipped desk has hours, a project, an address and a protocol."""
        team = self.env.ref("crisis_protocol.team_crisis_desk")
        self.assertTrue(team.resource_calendar_id and team.project_id)
        self.assertTrue(team.alias_name and team.protocol_id and team.supervisor_id)

    def test_update_overwrites_nothing(self):
        """The rulebook is shipped once: no record of it is loaded by an update."""
        loaded = self.env["ir.model.data"].search(
            [
                ("module", "=", "crisis_protocol"),
                ("model", "in", RULEBOOK),
                ("noupdate", "=", False),
            ]
        )
        self.assertFalse(loaded.mapped("name"))
        for model in RULEBOOK:
            self.assertTrue(self._shipped(model), model)

    def test_changes_survive_an_update(self):
        """What a manager changed is so after the next update."""
        stage = self._stage("own_assessment").with_user(self.manager)
        stage.write({"name": "Look closely", "sequence": 25})
        self._update("stage")
        self.assertEqual(stage.name, "Look closely")
        self.assertEqual(stage.sequence, 25)

    def test_what_was_dropped_stays_away(self):
        """What a manager deleted does not come back with the next update."""
        self._gate("own_cause").with_user(self.manager).unlink()
        self._update("gate")
        self.assertFalse(self.env.ref("crisis_protocol.gate_own_cause", False))

    def _update(self, name):
        """Load a data file again, as an update of the addon does."""
        path = f"data/crisis_{name}_data.xml"
        convert_file(self.env, "crisis_protocol", path, {}, mode="update")

    def test_levels_are_proposed(self):
        """The category proposes the level; the agent may choose another."""
        for category in self._shipped("crisis.category").filtered("parent_id"):
            document = self._file(
                protocol_id=category.protocol_id.id, category_id=category.id
            )
            self.assertEqual(document.level_id, category.level_id)
        notable = self.env.ref("crisis_protocol.level_notable")
        document = self._file(
            self.supervisor,
            protocol_id=category.protocol_id.id,
            category_id=category.id,
            level_id=notable.id,
            change_reason="Only one reader has noticed it.",
        )
        document.description = "<p>More</p>"
        self.assertEqual(document.level_id.name, "Notable")

    def test_no_level_left(self):
        """Without any level, filing says so clearly."""
        self.env["crisis.level"].search([]).active = False
        with self.assertRaisesRegex(UserError, "no crisis level"):
            self._file()

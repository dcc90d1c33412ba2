from functools import partial

from odoo.exceptions import AccessError
from odoo.tests import tagged

from ..common_access import CASES, VERBS
from .common_duty_access import KINDS, DutyAccessCase

READ, WORK, FILE = {"read"}, {"read", "write"}, {"read", "write", "create"}
# What may be done with the duties of a case by those who work on it.
DUTY_RIGHTS = {
    "crisis.control": WORK,
    "crisis.promise": FILE,
    "crisis.notice": FILE,
    "crisis.handover": FILE,
    "crisis.duty": WORK,
}


@tagged("post_install", "-at_install")
class TestDutyAccess(DutyAccessCase):
    """Whoever works on a case works on its duties; nobody deletes them."""

    def _check_role(self, role):
        user = getattr(self, role)
        for whose, owner in self._owners(role).items():
            _document, duties = self._with_duties(**owner)
            for name, duty in duties.items():
                rights = DUTY_RIGHTS[name] if whose in CASES[role] else ()
                for verb in VERBS:
                    with self.subTest(kind=name, whose=whose, verb=verb):
                        may = self._may(partial(self._try, verb, duty, user))
                        self.assertEqual(may, verb in rights)

    def test_plain_user(self):
        """Who has nothing to do with crises sees no duty."""
        self._check_role("plain")

    def test_portal_user(self):
        """Neither does a customer who is logged in."""
        self._check_role("portal")

    def test_production(self):
        """Production has its tasks, and no part in the duties of the desk."""
        self._check_role("production")

    def test_agent(self):
        """An agent works on the duties of his own cases and of his team's."""
        self._check_role("agent")

    def test_supervisor(self):
        """A supervisor works on those of the teams that he leads."""
        self._check_role("supervisor")

    def test_manager(self):
        """A manager works on all of his company, and on none of another."""
        self._check_role("manager")

    def test_search_finds_what_may_be_read(self):
        """A search, a count and a group show the duties that may be read."""
        owners = self._owners("agent")
        mine, _duties = self._with_duties(**owners["team"])
        theirs, _duties = self._with_duties(**owners["other"])
        for name in (*KINDS, "crisis.duty"):
            model = self.env[name].with_user(self.agent)
            domain = [("document_id", "in", (mine | theirs).ids)]
            with self.subTest(kind=name):
                found = model.search(domain)
                self.assertEqual(found.document_id, mine.with_user(self.agent))
                self.assertEqual(model.search_count(domain), len(found))
                ((count,),) = model._read_group(domain, aggregates=["__count"])
                self.assertEqual(count, len(found))

    def test_outsiders_cannot_even_search(self):
        """Outsiders do not learn what is owed, nor how promises are kept."""
        self._with_duties(**self._owners("agent")["team"])
        models = (*KINDS, "crisis.duty", "crisis.duty.report", "crisis.level.step")
        for role in ("plain", "portal", "production"):
            for name in models:
                model = self.env[name].with_user(getattr(self, role))
                with self.subTest(role=role, kind=name):
                    with self.assertRaises(AccessError):
                        model.search_count([])

    def test_who_was_asked_sees_only_his_card(self):
        """Whom a hand-over waits for, or who was told, sees that and nothing else."""
        document, duties = self._with_duties(**self._owners("agent")["team"])
        notice, handover = duties["crisis.notice"], duties["crisis.handover"]
        notice._write_as_system({"user_id": self.other_agent.id})
        handover._write_as_system({"user_id": self.other_agent.id})
        self.env.flush_all()
        self.env.invalidate_all()
        for name, duty in duties.items():
            may = self._may(partial(self._try, "read", duty, self.other_agent))
            with self.subTest(kind=name):
                self.assertEqual(may, name in ("crisis.notice", "crisis.handover"))
        self.assertFalse(
            self._may(lambda: document.with_user(self.other_agent).read(["name"]))
        )

    def test_who_stands_in_can_do_it(self):
        """Where the substitute may not see the case, somebody who may stands in."""
        self.agent.crisis_substitute_id = self.other_agent
        document = self._file()
        self.agent.out_of_office_from = self.env.cr.now().replace(microsecond=0)
        document._reconcile_duties()
        owner = document.sudo().control_ids.user_id
        self.assertEqual(len(owner), 1)
        self.assertNotEqual(owner, self.agent)
        self.env.invalidate_all()
        control = self._control(document.with_user(owner), "system")
        control.action_clean()
        self.assertEqual(control.sudo().done_by_id, owner)


@tagged("post_install", "-at_install")
class TestLadderAccess(DutyAccessCase):
    """The ladder of a level is a rule."""

    def test_ladder(self):
        """Everybody on the desk reads the ladder; managers alone change it."""
        level = self.env.ref("crisis_protocol.level_severe")
        step = self.env["crisis.level.step"].create(
            {"level_id": level.id, "minutes": 7}
        )
        rights = {"agent": READ, "supervisor": READ, "manager": set(VERBS)}
        for role in CASES:
            mine = step.with_user(getattr(self, role))
            acts = {
                "read": lambda s=mine: s.read(["minutes", "target"]),
                "write": lambda s=mine: s.write({"minutes": 8}),
                "create": lambda s=mine: s.create({"level_id": level.id, "minutes": 9}),
                "unlink": lambda s=mine: s.unlink(),
            }
            for verb, act in acts.items():
                with self.subTest(role=role, verb=verb):
                    self.assertEqual(self._may(act), verb in rights.get(role, ()))

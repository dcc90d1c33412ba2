from functools import partial

from odoo.tests import tagged

from ..common_access import CASES, VERBS, AccessCase

FILE = {"read", "write", "create"}
# What may be done with these by those who work on the case. None is ever deleted but
# an objection to a call that is still being prepared.
RIGHTS = {
    "crisis.call": FILE,
    "crisis.call.objection": set(VERBS),
    "crisis.decision": FILE,
}


@tagged("post_install", "-at_install")
class TestCallAccess(AccessCase):
    """Whoever works on a case works on its calls and decisions; nobody else does."""

    def _values(self, name, document, call, user):
        author = self.env.user if user.share else user
        return {
            "crisis.call": {"document_id": document.id, "user_id": author.id},
            "crisis.call.objection": {"call_id": call.id, "name": "Why?"},
            "crisis.decision": {
                "document_id": document.id,
                "user_id": author.id,
                "name": "Search again",
                "reason": "More items may be missing",
                "effect": "none",
            },
        }[name]

    def _lines(self, owner, user):
        """Return one line of each kind on a case that belongs to that owner."""
        document = self._file(self.env.user, **owner).sudo()
        lines, call = {}, self.env["crisis.call"]
        for name in RIGHTS:
            values = self._values(name, document, call, user)
            lines[name] = self.env[name].create(values)
            call = lines["crisis.call"]
        self.env.flush_all()
        self.env.invalidate_all()
        return document, lines

    def _try(self, verb, line, document, call, user):
        line = line.with_user(user)
        if verb == "create":
            line.create(self._values(line._name, document, call, user))
        elif verb == "write":
            changed = "goal" if line._name == "crisis.call" else "name"
            line.write({changed: "Look once more"})
        elif verb == "read":
            line.read()
        else:
            line.unlink()

    def test_roles_and_verbs(self):
        """Each role, on whose case it is, with each verb."""
        for role, cases in CASES.items():
            user = getattr(self, role)
            for whose, owner in self._owners(role).items():
                document, lines = self._lines(owner, user)
                call = lines["crisis.call"]
                for name, line in lines.items():
                    rights = RIGHTS[name] if whose in cases else ()
                    for verb in VERBS:
                        what = {"role": role, "kind": name, "whose": whose}
                        with self.subTest(**what, verb=verb):
                            act = partial(self._try, verb, line, document, call, user)
                            self.assertEqual(self._may(act), verb in rights)

    def test_buttons(self):
        """No button works on the calls of a case that one may not see."""
        document, lines = self._lines(self._owners("agent")["team"], self.agent)
        call, objection = lines["crisis.call"], lines["crisis.call.objection"]
        call.write(
            {"link": "https://example.com", "customer_words": "It looks better now."}
        )
        own = self._file(self.other_agent)
        own_call = self.env["crisis.call"].with_user(self.other_agent)
        own_call = own_call.create({"document_id": own.id})
        for user in (self.other_agent, self.foreign_manager, self.production):
            for act in (
                call.with_user(user).action_log,
                call.with_user(user).action_unreached,
                call.with_user(user).action_open_link,
                call.with_user(user).action_call,
                call.with_user(user).action_hold,
                document.with_user(user).action_prepare_call,
                document.with_user(user).action_log_call,
                objection.with_user(user)
                .with_context(crisis_call_id=own_call.id)
                .action_take,
            ):
                with self.subTest(user=user.login, act=act.__name__):
                    self.assertFalse(self._may(act))

    def test_dialog_shows_nothing(self):
        """The preparation does not tell what the case of others knows."""
        document, _lines = self._lines(self._owners("agent")["team"], self.agent)
        calls = self.env["crisis.call"].with_user(self.other_agent)
        calls = calls.with_context(
            default_document_id=document.id, crisis_preparing=True
        )
        names = ["document_id", "quote", "link", "facts"]
        self.assertFalse(self._may(lambda: calls.default_get(names)))

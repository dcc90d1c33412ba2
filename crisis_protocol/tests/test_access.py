from functools import partial

from odoo.exceptions import AccessError
from odoo.tests import tagged

from .common_access import VERBS, AccessCase

# What each role may do with a document, by whose it is.
DOCUMENT_RIGHTS = {
    "plain": {},
    "portal": {},
    "production": {},
    "agent": {
        "own": {"read", "write", "create"},
        "team": {"read", "write", "create"},
    },
    "supervisor": {"own": set(VERBS), "team": set(VERBS)},
    "manager": {"own": set(VERBS), "team": set(VERBS), "other": set(VERBS)},
}


@tagged("post_install", "-at_install")
class TestDocumentAccess(AccessCase):
    def _try(self, verb, user, owner):
        if verb == "create":
            self._file(user, **owner)
            return
        document = self._file(self.env.user, **owner)
        self.env.flush_all()
        self.env.invalidate_all()
        arguments = {"read": [["name", "description"]], "write": [{"timing": "Noon"}]}
        getattr(document.with_user(user), verb)(*arguments.get(verb, ()))

    def test_roles_and_verbs(self):
        """Each role may do with a document what its part in the protocol asks."""
        for role, rights in DOCUMENT_RIGHTS.items():
            user = getattr(self, role)
            for kind, owner in self._owners(role).items():
                for verb in VERBS:
                    with self.subTest(role=role, kind=kind, verb=verb):
                        may = self._may(partial(self._try, verb, user, owner))
                        self.assertEqual(may, verb in rights.get(kind, ()))

    def test_search_finds_what_may_be_read(self):
        """A search shows exactly the documents that may be read."""
        for role in ("agent", "supervisor", "manager"):
            documents = self.env["crisis.document"]
            visible = set()
            for kind, owner in self._owners(role).items():
                document = self._file(self.env.user, name=kind, **owner)
                documents |= document
                if "read" in DOCUMENT_RIGHTS[role].get(kind, ()):
                    visible.add(kind)
            found = documents.with_user(getattr(self, role)).search(
                [("id", "in", documents.ids)]
            )
            with self.subTest(role=role):
                self.assertEqual(set(found.mapped("name")), visible)

    def test_outsiders_cannot_even_search(self):
        """Neither a plain or production nor a portal user learns what cases exist."""
        self._file()
        for role in ("plain", "portal", "production"):
            documents = self.env["crisis.document"].with_user(getattr(self, role))
            with self.subTest(role=role):
                with self.assertRaises(AccessError):
                    documents.search_count([])
                with self.assertRaises(AccessError):
                    documents.name_search("TV news")

    def test_follower_without_group_sees_nothing(self):
        """To follow a document gives no right to read it."""
        document = self._file()
        document.message_subscribe((self.plain | self.portal).partner_id.ids)
        message = document.message_post(body="Between us")
        for user in (self.plain, self.portal):
            with self.subTest(user=user.login):
                self.assertFalse(
                    self._may(lambda u=user: document.with_user(u).read(["name"]))
                )
                self.assertFalse(
                    self._may(lambda u=user: message.with_user(u).read(["body"]))
                )

    def test_member_of_the_team_may_take_what_nobody_has(self):
        """A case of nobody in the own team can be taken by any of its agents."""
        document = self._file(self.env.user, user_id=False, team_id=self.team.id)
        document.with_user(self.agent).action_take()
        self.assertEqual(document.user_id, self.agent)

    def test_agent_cannot_grab_from_another_team(self):
        """An agent can't make himself responsible for what he may not see."""
        document = self._file(self.env.user, **self._owners("agent")["other"])
        with self.assertRaises(AccessError):
            document.with_user(self.agent).action_take()
        with self.assertRaises(AccessError):
            document.with_user(self.agent).write({"team_id": self.team.id})

    def test_private_files_of_a_document(self):
        """A file on a document is read by those who read the document, no others."""
        document = self._file()
        file = self.env["ir.attachment"].create(
            {
                "name": "bulletin.txt",
                "raw": b"secret",
                "res_model": document._name,
                "res_id": document.id,
            }
        )
        self.assertTrue(self._may(lambda: file.with_user(self.agent).read(["raw"])))
        for role in ("plain", "portal", "production", "other_agent", "foreign_manager"):
            user = getattr(self, role)
            with self.subTest(role=role):
                self.assertFalse(
                    self._may(lambda u=user: file.with_user(u).read(["raw"]))
                )

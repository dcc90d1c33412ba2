from odoo.exceptions import UserError
from odoo.tests import tagged

from .common_duty_access import KINDS, LATER, DutyAccessCase


@tagged("post_install", "-at_install")
class TestForeignDuties(DutyAccessCase):
    """No dialog and no button reaches the duties of a case that one may not see."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.strangers = cls.other_agent | cls.other_supervisor | cls.foreign_manager

    def setUp(self):
        super().setUp()
        self.document, self.duties = self._with_duties(
            user_id=self.agent.id, team_id=self.team.id
        )

    def _assert_refused(self, act, **what):
        self.env.invalidate_all()
        with self.subTest(**what):
            self.assertFalse(self._may(act), what)

    def test_cancel(self):
        """The dialog that asks for a reason cancels nothing of others."""
        for name in KINDS:
            for user in self.strangers | self.plain | self.production | self.portal:
                wizards = self.env["crisis.duty.cancel"].with_user(user)
                values = {
                    "duty_model": name,
                    "duty_id": self.duties[name].id,
                    "reason": "Somebody else does it already.",
                }
                self._assert_refused(
                    lambda w=wizards, v=values: w.create(v).action_cancel(),
                    kind=name,
                    user=user.login,
                )

    def test_cancel_is_for_duties(self):
        """The dialog ends duties, and nothing else that has a number."""
        wizards = self.env["crisis.duty.cancel"].with_user(self.manager)
        for name in ("res.users", "crisis.document", "crisis.duty", "no.such.model"):
            values = {
                "duty_model": name,
                "duty_id": 1,
                "reason": "Somebody else does it already.",
            }
            with self.subTest(model=name), self.assertRaises(UserError):
                wizards.create(values).action_cancel()

    def test_logged_word(self):
        """No word to the customer is logged on a case of others."""
        for user in self.strangers | self.plain | self.production | self.portal:
            calls = self.env["crisis.call"].with_user(user)
            values = {"document_id": self.document.id, "customer_words": "He agrees"}
            self._assert_refused(
                lambda c=calls, v=values: c.create(v).action_log(), user=user.login
            )

    def test_logged_word_shows_nothing(self):
        """The dialog does not tell who the customer's contact is."""
        for user in self.strangers:
            calls = self.env["crisis.call"].with_user(user)
            values = {"document_id": self.document.id}
            for name in ("contact_id", "date_promised"):
                self._assert_refused(
                    lambda c=calls, v=values, n=name: c.create(v).read([n]),
                    user=user.login,
                    field=name,
                )
                self._assert_refused(
                    lambda u=user: self._dialog(
                        u, "crisis.call", document_id=self.document.id
                    ),
                    user=user.login,
                    field=name,
                )

    def test_promise_in_a_message(self):
        """Nobody promises the customer of others a word, with a message or without."""
        for user in self.strangers:
            composers = self.env["mail.compose.message"].with_user(user)
            values = {
                "model": self.document._name,
                "res_ids": self.document.ids,
                "partner_ids": self.contact.ids,
                "body": "<p>Soon</p>",
                "crisis_promise_date": LATER,
            }
            self._assert_refused(
                lambda c=composers, v=values: c.create(v).action_send_mail(),
                user=user.login,
            )

    def test_buttons_of_the_case(self):
        """The buttons on a case do not work for who may not see it."""
        for user in self.strangers | self.plain | self.production:
            case = self.document.with_user(user)
            for name in (
                "action_hand_over",
                "action_do_next_duty",
                "action_acknowledge",
                "action_do_control",
                "action_log_word",
            ):
                self._assert_refused(getattr(case, name), user=user.login, button=name)

    def test_buttons_of_the_duties(self):
        """Neither do those of the duties, nor those of the list of all kinds."""
        buttons = {
            "crisis.control": ("action_clean", "action_problem", "action_unreached"),
            "crisis.notice": ("action_send", "action_told", "action_confirm"),
            "crisis.handover": ("action_give", "action_accept", "action_refuse"),
            "crisis.promise": ("action_do",),
            "crisis.duty": ("action_do", "action_cancel"),
        }
        for user in self.strangers | self.plain | self.production:
            for kind, names in buttons.items():
                duty = self.duties[kind].with_user(user)
                for name in names:
                    self._assert_refused(
                        getattr(duty, name), user=user.login, kind=kind, button=name
                    )

    def test_new_ones(self):
        """Nobody makes a duty on a case of others."""
        for name in ("crisis.promise", "crisis.notice", "crisis.handover"):
            for user in self.strangers:
                duty = self.duties[name]
                self._assert_refused(
                    lambda d=duty, u=user: self._try("create", d, u),
                    kind=name,
                    user=user.login,
                )

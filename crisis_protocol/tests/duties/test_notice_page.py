import base64
from datetime import datetime, timedelta

from odoo.tests import tagged
from odoo.tools import mute_logger
from odoo.tools.misc import hash_sign

from odoo.addons.mail.tests.common import freeze_all_time

from ...models.duties.crisis_notice_written import LINK_HOURS, SCOPE
from .common_notice_page import NoticePageCase


@tagged("post_install", "-at_install")
class TestNoticePage(NoticePageCase):
    """The receiver confirms with his link, without a login."""

    def test_looking_changes_nothing(self):
        """A mail scanner that opens the link confirms nothing, whatever it adds."""
        messages = self.document.message_ids
        for path in (self._path(), f"{self._path()}?note=Read&csrf_token=x"):
            response = self._get(path)
            self.assertEqual(response.status_code, 200)
            self.assertIn("No news since Monday", response.text)
            self.assertIn('method="post"', response.text)
        self._assert_open()
        self.assertEqual(self.document.message_ids, messages)

    def test_button_confirms(self):
        """The button does, with the words of the receiver, in his name."""
        response = self._press(note="We call their director")
        self.assertEqual(response.status_code, 200)
        self.assertNotIn("<form", response.text)
        self.assertEqual(self.notice.state, "done")
        self.assertEqual(self.notice.confirmed_by_id, self.office)
        self.assertEqual(self.notice.note, "We call their director")
        self.assertFalse(self.notice.done_by_id)
        self.assertFalse(self.notice.activity_id.active)
        message = self.document.message_ids[:1]
        self.assertEqual(message.author_id, self.office)
        self.assertIn("We call their director", message.body)

    def test_user_confirms_without_login(self):
        """A colleague on his telephone need not log in either."""
        document = self._file(level_id=self.serious.id)
        notice = self._notice(document, self.supervisor.partner_id)
        self._press(self._path(notice))
        self.assertEqual(notice.state, "done")
        self.assertEqual(notice.done_by_id, self.supervisor)

    def test_in_the_name_of_the_receiver(self):
        """Whoever is logged in at that computer, the link speaks for its receiver."""
        self.authenticate(self.agent.login, self.agent.login)
        self._press()
        self.assertEqual(self.notice.confirmed_by_id, self.office)

    def test_without_the_forms_token(self):
        """Another site can't press the button for him."""
        for data in ({"note": "Forged"}, {"note": "Forged", "csrf_token": "x"}):
            with self.subTest(data=data), mute_logger("odoo.http"):
                response = self._post(self._path(), **data)
            self.assertEqual(response.status_code, 400)
            self._assert_open()

    def test_twice(self):
        """Pressed on two pages that were open before, the first press counts."""
        path, csrf = self._path(), self._csrf()
        self._post(path, csrf_token=csrf, note="First")
        date_done, messages = self.notice.date_done, self.document.message_ids
        response = self._post(path, csrf_token=csrf, note="Second")
        self.assertEqual(response.status_code, 200)
        self.assertEqual(self.notice.date_done, date_done)
        self.assertEqual(self.notice.note, "First")
        self.assertEqual(self.document.message_ids, messages)

    def test_looked_at_again(self):
        """Who opens the link again reads that it is noted, and finds no button."""
        self._press()
        response = self._get()
        self.assertIn("Thank you", response.text)
        self.assertNotIn("<form", response.text)

    def test_endless_words(self):
        """Words without end are cut, not refused."""
        self._press(note="ş" * 5000)
        self.assertEqual(self.notice.note, "ş" * 2000)

    def test_several_cases_at_once(self):
        """One link for several cases confirms all of them."""
        second = self._file(level_id=self.mild.id, name="And the second one")
        notices = self.notice | self._open(second)
        path = self._path(notices, self.office)
        text = self._get(path).text
        self.assertIn("No news since Monday", text)
        self.assertIn("And the second one", text)
        self._press(path)
        self.assertEqual(notices.mapped("state"), ["done", "done"])

    def test_one_of_several_is_over(self):
        """What is over stays as it is; the other one is confirmed."""
        second = self._open(self._file(level_id=self.mild.id))
        path = self._path(self.notice | second, self.office)
        self.notice._confirm(self.office, "Before")
        date_done = self.notice.date_done
        self._press(path, note="After")
        self.assertEqual(second.note, "After")
        self.assertEqual(self.notice.note, "Before")
        self.assertEqual(self.notice.date_done, date_done)


@tagged("post_install", "-at_install")
class TestNoticeLink(NoticePageCase):
    """A link that is not good shows nothing and does nothing."""

    def _assert_nothing(self, path):
        self._assert_dead(self._get(path))
        self._assert_dead(self._post(path, csrf_token=self._csrf()))
        self._assert_open()

    def test_forged(self):
        """A link with other contents, or signed by nobody, is dead."""
        token = self._path().rpartition("/")[2]
        raw = base64.urlsafe_b64decode(token + "===")
        other = self._open(self.document) | self._by_hand(
            self.document, receiver_id=self.supervisor.partner_id.id
        )
        payloads = {
            "other receiver": raw[:41] + b"[3, [%d]]" % self.notice.id,
            "other notices": raw[:41] + f"[{self.office.id}, {other.ids}]".encode(),
            "later": raw[:1] + b"\xff" * 8 + raw[9:],
            "for ever": raw[:1] + b"\x00" * 8 + raw[9:],
            "other signature": raw[:9] + bytes(32) + raw[41:],
            "other version": b"\x02" + raw[1:],
        }
        for name, payload in payloads.items():
            with self.subTest(name):
                forged = base64.urlsafe_b64encode(payload).decode().rstrip("=")
                self._assert_nothing(f"/crisis/notice/{forged}")

    def test_garbage(self):
        """Whatever a stranger types is answered with the same page."""
        token = self._path().rpartition("/")[2]
        typed = {
            "cut": token[:-4],
            "begun": token[:20],
            "one letter": "a",
            "word": "hello",
            "umlaut": "çığ-ö",
            "null": "%00",
            "endless": "A" * 4000,
        }
        for name, text in typed.items():
            with self.subTest(name):
                self._assert_nothing(f"/crisis/notice/{text}")

    def test_signed_for_something_else(self):
        """What Odoo signed for another purpose is no link."""
        sudo_env = self.env(su=True)
        good = [self.office.id, self.notice.ids]
        token = hash_sign(sudo_env, f"{SCOPE}.other", good, expiration_hours=1)
        self._assert_nothing(f"/crisis/notice/{token}")

    def test_expired(self):
        """After its time a link is dead; until then it is good."""
        now = datetime.now()
        with freeze_all_time(now - timedelta(hours=LINK_HOURS, minutes=1)):
            old = self._path()
        with freeze_all_time(now - timedelta(hours=LINK_HOURS - 1)):
            young = self._path()
        self._assert_nothing(old)
        self._press(young)
        self.assertEqual(self.notice.state, "done")

    def test_link_of_another_notice(self):
        """A link opens its own notices, and confirms no other."""
        document = self._file(level_id=self.serious.id, name="For the supervisor")
        notice = self._notice(document, self.supervisor.partner_id)
        response = self._press(self._path(notice))
        self.assertEqual(notice.state, "done")
        self.assertNotIn("No news since Monday", response.text)
        self._assert_open()

    def test_receiver_was_changed(self):
        """Once somebody else is to be told, the first one's link confirms nothing."""
        notice = self._by_hand(self.document, receiver_id=self.office.id)
        path = self._path(notice)
        notice.receiver_id = self.supervisor.partner_id
        self._post(path, csrf_token=self._csrf())
        self._assert_open(notice)

    def test_receiver_is_gone(self):
        """The link of a contact that was deleted is dead, not an error."""
        gone = self.office.copy({"name": "Gone"})
        notice = self._by_hand(
            self.document, receiver_id=gone.id, description="The old press office"
        )
        path = self._path(notice)
        gone.unlink()
        self._assert_dead(self._get(path))
        self._post(path, csrf_token=self._csrf())
        self._assert_open(notice)

    def test_case_is_gone(self):
        """The link to a case that was deleted is dead, not an error."""
        document = self._file(level_id=self.mild.id, name="Filed by mistake")
        path = self._path(self._open(document))
        document.with_user(self.supervisor).unlink()
        self._assert_dead(self._get(path))

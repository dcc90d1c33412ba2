import re

from odoo.tests import HttpCase

from .common_notice import NoticeCase

CSRF = re.compile(r'name="csrf_token" value="([^"]+)"')
NO_LINK = "This link does not work any more"


class NoticePageCase(HttpCase, NoticeCase):
    """The page behind “I have read this”, as somebody without a login sees it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.team.inform_partner_ids = cls.office
        cls.document = cls._file(level_id=cls.mild.id, name="No news since Monday")
        cls.notice = cls._open(cls.document)
        cls.other = cls._file(cls.other_agent, name="Quite another case")

    def setUp(self):
        super().setUp()
        self.authenticate(None, None)

    def _path(self, notices=None, partner=None):
        notices = self.notice if notices is None else notices
        url = notices._confirmation_url(partner or notices.receiver_id)
        return url[url.index("/crisis/notice/") :]

    def _get(self, path=None):
        response = self.url_open(path or self._path())
        self.env.invalidate_all()
        return response

    def _csrf(self, path=None):
        """Return what the form of an open page carries, so that its button works."""
        return CSRF.search(self.url_open(path or self._path()).text)[1]

    def _post(self, path, **data):
        response = self.url_open(path, data=data)
        self.env.invalidate_all()
        return response

    def _press(self, path=None, **data):
        """Open the page and press its button, as a browser does."""
        path = path or self._path()
        return self._post(path, csrf_token=self._csrf(path), **data)

    def _assert_open(self, notice=None):
        notice = self.notice if notice is None else notice
        self.assertEqual(notice.state, "open")
        self.assertFalse(notice.date_done or notice.confirmed_by_id)

    def _assert_dead(self, response):
        """The page says that the link is no good, and nothing else."""
        self.assertIn(NO_LINK, response.text)
        self.assertNotIn("<form", response.text)
        for secret in (self.document.name, self.office.name, self.document.reference):
            self.assertNotIn(secret, response.text)

import re
from contextlib import contextmanager
from io import BytesIO
from unittest.mock import patch

from odoo.tests import HttpCase
from odoo.tools import config

from ..duties.common_control import ControlCase

CSRF = re.compile(r'name="csrf_token" value="([^"]+)"')
PDF = b"%PDF-1.4 bulletin"
NO_LINK = "This link does not work any more"


class PageCase(HttpCase, ControlCase):
    """The customer's pages as he sees them, without a login."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.document = cls._file(level_id=cls.level.id, name="No news since Monday")
        cls.other = cls._file(
            cls.other_agent,
            name="Quite another case",
            level_id=cls.level.id,
            partner_id=cls.env["res.partner"].create({"name": "Ege"}).id,
        )

    def setUp(self):
        super().setUp()
        self.authenticate(None, None)

    def _over(self, document=None):
        url = (document or self.document)._over_url()
        return url[url.index("/crisis/") :]

    def _information(self, document=None):
        url = (document or self.document)._information_link()
        return url[url.index("/crisis/") :]

    def _accept(self, document=None):
        url = (document or self.document)._accept_url()
        return url[url.index("/crisis/") :]

    def _get(self, path, **options):
        response = self.url_open(path, **options)
        self.env.invalidate_all()
        return response

    def _post(self, path, files=None, **data):
        response = self.url_open(path, data=data, files=files)
        self.env.invalidate_all()
        return response

    def _press(self, path, files=None, **data):
        """Open the page and press its button, as a browser does."""
        csrf = CSRF.search(self.url_open(path).text)[1]
        return self._post(path, files, csrf_token=csrf, **data)

    def _trail(self):
        """Return all that a visit could change."""
        self.env.flush_all()
        self.env.invalidate_all()
        document = self.document
        return (
            document.message_ids.ids,
            document.control_ids.mapped("state"),
            document.customer_answer,
            document.customer_says_over,
            document.health_customer,
            document.answer_ids.ids,
            document.date_last_customer_message,
            document.write_date,
        )

    def _assert_dead(self, response):
        """The page says that the link is no good, and nothing else."""
        self.assertIn(NO_LINK, response.text)
        self.assertNotIn("<form", response.text)
        for secret in (self.document.name, self.document.reference, "Elif"):
            self.assertNotIn(secret, response.text)

    @contextmanager
    def _from_address(self, address):
        """Visit from there, through the proxy that stands before a real server."""
        headers = {"X-Forwarded-For": address, "X-Forwarded-Host": "127.0.0.1"}
        self.opener.headers.update(headers)
        with patch.dict(config.options, {"proxy_mode": True}):
            yield
        for name in headers:
            self.opener.headers.pop(name)


class InformationPageCase(PageCase):
    """The page on which a customer answers what is missing about bad news."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.document = cls._file(
            name="Bad news is out",
            protocol_id=cls.customer_protocol.id,
            level_id=cls.level.id,
        )
        cls.contact.tz = "Europe/Istanbul"

    def _key(self, field_name, document=None):
        question = (document or self.document).protocol_id.question_ids
        return f"q{question.filtered(lambda q: q.field_name == field_name).id}"

    def _answer(self, files=None, document=None, **answers):
        data = {
            self._key(name.removesuffix("_note"), document)
            + ("_note" if name.endswith("_note") else ""): value
            for name, value in answers.items()
            if name != "remark"
        }
        data |= {"remark": answers["remark"]} if "remark" in answers else {}
        named = [
            (f"{self._key(name, document)}_files", (title, BytesIO(content)))
            for name, title, content in files or ()
        ]
        return self._press(self._information(document), named or None, **data)

    def _own(self, field_name):
        return self.document.answer_ids.filtered(
            lambda a: a.question_id.field_name == field_name
        )

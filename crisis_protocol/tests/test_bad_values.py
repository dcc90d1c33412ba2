import psycopg2

from odoo import fields
from odoo.exceptions import UserError
from odoo.tests import tagged

from .common_bad_input import OF_ODOO, BadInputCase

LIMIT = 250
TEN_MB = 10_000_000


@tagged("post_install", "-at_install")
class TestBadValues(BadInputCase):
    """Values that fit the column and yet make no sense."""

    def _assert_harmless(self, **vals):
        """The values are refused clearly, or nothing breaks on them afterwards."""
        for verb, error in self._both_ways(**vals):
            with self.subTest(verb=verb, **vals):
                if error:
                    self.assertIsInstance(error, (UserError, psycopg2.IntegrityError))
        with self.subTest(use="brief", **vals):
            self.assertIsNone(self._use(vals))

    def _use(self, vals):
        """Return what goes wrong when a document with these values is worked on."""

        def act():
            try:
                with self.cr.savepoint():
                    document = self._file(**vals)
            except (UserError, psycopg2.IntegrityError):
                return
            for zone in ("Europe/Istanbul", "America/New_York"):
                seen = document.with_context(tz=zone)
                seen._production_brief()
                seen._inform_production(self.unit)
                seen.web_read({"gate_preview": {}, "next_step": {}})

        return self._error_of(act)

    def test_absurd_dates(self):
        """Dates before the calendar or at its end do not break what shows them."""
        for name in ("date_occurred", "date_first_delivery", "date_repeat_until"):
            for value in ("0001-01-01 00:00:00", "9999-12-31 23:59:59"):
                self._assert_harmless(**{name: value, "repeat_hours": 1})

    def test_dates_in_the_past(self):
        """A crisis may have begun long ago; that is no mistake."""
        document = self._file(
            date_occurred="2019-05-04 10:00:00", date_first_delivery="2020-01-01"
        )
        self.assertEqual(document.date_occurred.year, 2019)
        task = document._inform_production(self.unit)
        self.assertGreater(task.date_deadline, fields.Datetime.now())

    def test_what_is_no_date(self):
        """Words in place of a date are refused."""
        for value in ("yesterday", "99999-01-01 00:00:00"):
            self._assert_refused((UserError, *OF_ODOO), date_occurred=value)

    def test_deliveries_that_end_before_they_begin(self):
        """The last delivery is not before the first one."""
        self._assert_refused(
            date_first_delivery="2026-01-02 10:00:00",
            date_repeat_until="2026-01-01 10:00:00",
        )

    def test_hours_that_are_no_number(self):
        """Neither infinity nor “not a number” is an interval."""
        for value in (float("nan"), float("inf"), 1e300):
            self._assert_harmless(repeat_hours=value)

    def test_negative_hours(self):
        """Hours between deliveries are not negative, and it is said in our words."""
        for verb, error in self._both_ways(repeat_hours=-1):
            with self.subTest(verb=verb):
                if not isinstance(error, UserError):
                    said = self.document._sql_error_to_message(error)
                    self.assertIn("between 0", said)

    def test_negative_settings(self):
        """Neither days nor minutes of the rulebook are negative."""
        level = self.env.ref("crisis_protocol.level_severe")
        for record, name, part in (
            (level, "production_minutes", "one minute"),
            (level, "first_word_minutes", "one minute"),
            (self._stage("own_remedy"), "rotting_threshold_days", "negative"),
            (self.company, "crisis_duplicate_days", "negative"),
        ):
            error = self._error_of(lambda r=record, n=name: r.write({n: -1}))
            with self.subTest(field=name):
                self.assertIn(part, record._sql_error_to_message(error))

    def test_endless_minutes(self):
        """A clock that would run for ages gives no deadline outside the calendar."""
        level = self.env["crisis.level"].create({"name": "Slow"})
        for clock in ("always", "working"):

            def act(clock=clock):
                level.write({"clock": clock, "production_minutes": 2_000_000_000})
                self._file(level_id=level.id)._inform_production(self.unit)

            with self.subTest(clock=clock):
                error = self._error_of(act)
                self.assertTrue(error is None or isinstance(error, UserError))

    def test_choices_that_are_none(self):
        """A choice that is not offered is refused, also where it is worked out."""
        for name in ("grade", "has_bulletin", "production_needed", "health_own"):
            self._assert_refused((UserError, *OF_ODOO), **{name: "nonsense"})
        self._assert_refused((UserError, *OF_ODOO), lang="xx_XX")

    def test_language_that_was_taken_off(self):
        """A contact whose language we do not have is filed for in another one."""
        self.env["res.lang"]._activate_lang("fr_FR")
        self.contact.lang = "fr_FR"
        before = self._file()
        self.assertEqual(before.lang, "fr_FR")
        self.env.cr.execute("UPDATE res_lang SET active = FALSE WHERE code = 'fr_FR'")
        self.env.registry.clear_all_caches()
        self.addCleanup(self.env.registry.clear_all_caches)
        self.env.invalidate_all()
        self.assertNotEqual(self._file().lang, "fr_FR")
        self.assertIsNone(self._error_of(lambda: before.write({"timing": "Noon"})))
        action = before.action_write_customer()
        composer = self.env["mail.compose.message"].with_user(self.agent)
        composer = composer.with_context(**action["context"]).create({})
        self.assertTrue(composer.body)

    def test_choices_of_the_rulebook(self):
        """A level or category can't hold a choice that fails when it is used."""
        level = self.env.ref("crisis_protocol.level_severe")
        category = self.env.ref("crisis_protocol.category_customer_news_out")
        for record, vals in (
            (level, {"task_priority": "9"}),
            (category, {"grade": "nonsense"}),
        ):
            with self.subTest(**vals):
                error = self._error_of(lambda r=record, v=vals: r.write(v))
                self.assertIsInstance(error, (UserError, *OF_ODOO))

    def test_own_questions_that_are_none(self):
        """Properties that the protocol does not have do no harm."""
        for value in ({"unknown": 1}, "words", [{"name": "x"}]):
            error = self._error_of(lambda v=value: self._file(properties=v))
            with self.subTest(value=value):
                self.assertTrue(
                    error is None or isinstance(error, UserError | ValueError)
                )

    def test_reason_that_is_no_text(self):
        """A reason is words: nothing else is taken for one, nor kept."""
        out = self._stage("own_not_crisis").id
        for reason in (None, False, "", "   ", "\n"):
            vals = {"stage_id": out, "stage_reason": reason}
            error = self._error_of(lambda v=vals: self.document.write(v))
            self.assertIsInstance(error, UserError)
        for reason in (5, 5.5, True, ["It was a false alarm."]):
            vals = {"stage_id": out, "stage_reason": reason}
            error = self._error_of(lambda v=vals: self.document.write(v))
            self.assertIsInstance(error, UserError)
        self.assertNotEqual(self.document.stage_id.id, out)
        reason = "It was a false alarm."
        self.document.write({"stage_id": out, "stage_reason": reason})
        self.assertEqual(self.document.stage_reason, reason)


@tagged("post_install", "-at_install")
class TestTopic(BadInputCase):
    """The topic is one short line of words, in any script."""

    def test_nothing(self):
        """No topic, or blanks of any kind, is refused."""
        for name in ("", " ", " \t\n ", "\u00a0\u2003"):
            self._assert_refused(name=name)
        error = self._error_of(lambda: self.document.write({"name": False}))
        self.assertIsNotNone(error)
        self.assertNotIsInstance(error, ValueError)

    def test_too_long(self):
        """A topic of 10 000 characters is refused; one at the limit is not."""
        self._assert_refused(name="x" * 10_000)
        self.assertEqual(len(self._file(name="ş" * LIMIT).name), LIMIT)

    def test_any_script(self):
        """Emoji, right-to-left and combining letters are kept as they are."""
        for name in (
            "🔥👩‍💻 kesinti",
            "قناة 5 لا تعمل",
            "İğdır ışık",
            "é\u0301",
            "中央电视台",
        ):
            with self.subTest(name=name):
                document = self._file(name=name)
                document.invalidate_recordset()
                self.assertEqual(document.name, name)
                found = document.search([("name", "ilike", name)])
                self.assertIn(document, found)
                task = document._inform_production(self.unit)
                self.assertIn(name, task.name)

    def test_line_breaks(self):
        """A topic of several lines does not break the subject of a mail."""
        document = self._file(name="First line\r\nBcc: x@example.com")
        template = document.stage_id.sudo().mail_template_id
        with self.mock_mail_gateway():
            template.send_mail(document.id)
            self._new_mails.send()
        self.assertTrue(self._mails, "the mail could not be sent")
        mail = self._mails[-1]["EmailMessage"]
        self.assertNotIn("Bcc", mail)
        self.assertNotIn("\n", mail["Subject"])

    def test_nul_byte(self):
        """A NUL byte is dropped or refused in words, in short and long texts."""
        for name in ("name", "timing", "root_cause", "description", "stage_reason"):
            for verb, error in self._both_ways(**{name: "a\0b"}):
                with self.subTest(verb=verb, name=name):
                    self.assertTrue(error is None or isinstance(error, UserError))

    def test_ten_megabytes(self):
        """A text of 10 MB is refused in words before anybody has to load it."""
        for name in ("timing", "root_cause", "stage_reason", "description"):
            for verb, error in self._both_ways(**{name: "<p>ş</p>" * (TEN_MB // 8)}):
                with self.subTest(verb=verb, name=name):
                    self.assertIsInstance(error, UserError)

    def test_blank_reference(self):
        """A reference of blanks is none: the next number is given."""
        reference = self._file(reference="  ").reference
        self.assertTrue(reference.strip())

from odoo.tests import tagged

from .common_page import PDF, InformationPageCase

PNG = b"\x89PNG\r\n\x1a\n picture"
SVG = b"<svg xmlns='http://www.w3.org/2000/svg'><script>steal()</script></svg>"


@tagged("post_install", "-at_install")
class TestPageInformation(InformationPageCase):
    """The customer answers what is missing, once, on his own page (S0-55…58)."""

    def test_asks_what_is_missing(self):
        """The page asks exactly what is missing, in the protocol's words."""
        self.document.timing = "By noon"
        text = self._get(self._information()).text
        for question in self.document.missing_question_ids:
            self.assertIn(question.asked, text)
        self.assertNotIn("What do you expect of the timing?", text)
        self.assertIn("What do you expect of the presentation?", text)

    def test_asks_in_words_of_his_own(self):
        """Where the agent's question is not for him, the customer reads another."""
        question = self.document.missing_question_ids[:1]
        question.sudo().customer_name = "What is in the papers?"
        text = self._get(self._information()).text
        self.assertIn("What is in the papers?", text)
        self.assertNotIn(question.name, text)
        self.assertNotIn("Odoo", text)

    def test_answers_land(self):
        """What nobody had answered stands in the fields, as his own word."""
        media = self.env["crisis.media"].search([], limit=2)
        response = self._answer(
            description="It is <b>everywhere</b>\nsince Monday",
            presentation="A table",
            media_ids=[str(medium.id) for medium in media],
            after_hours_follow="yes",
            after_hours_follow_note="The evening news, to Ms Kaya",
            inform_oral="no",
        )
        self.assertIn("This has arrived", response.text)
        document = self.document
        self.assertIn("&lt;b&gt;everywhere", document.description)
        self.assertEqual(document.presentation, "A table")
        self.assertEqual(document.media_ids, media)
        self.assertEqual(document.after_hours_follow, "yes")
        self.assertEqual(document.after_hours_note, "The evening news, to Ms Kaya")
        self.assertEqual(document.inform_oral, "no")
        self.assertEqual(set(document.answer_ids.mapped("state")), {"taken"})
        self.assertEqual(document.answer_ids.partner_id, self.contact)
        self.assertEqual(self._own("inform_oral").value, "No")

    def test_one_message_of_the_customer(self):
        """He is heard once: one message in his name, and the responsible is asked."""
        before = self.document.message_ids
        self._answer(presentation="A table", timing="By noon", remark="Please call me")
        posted = (self.document.message_ids - before).filtered(
            lambda m: m.message_type == "comment"
        )
        self.assertEqual(len(posted), 1)
        self.assertEqual(posted.author_id, self.contact)
        for words in ("A table", "By noon", "Please call me"):
            self.assertIn(words, posted.body)
        self.assertTrue(self.document.date_unanswered)
        self.assertEqual(self.document._answer_activities().user_id, self.agent)

    def test_partial_and_later(self):
        """He gives what he has and comes back; what arrived is shown, not asked."""
        self._answer(presentation="A table")
        text = self._get(self._information()).text
        self.assertIn("A table", text)
        self.assertNotIn(f'name="{self._key("presentation")}"', text)
        self._answer(timing="By noon")
        self.assertEqual(self.document.timing, "By noon")
        self.assertEqual(len(self.document.answer_ids), 2)

    def test_nothing_given(self):
        """An empty form changes nothing."""
        before = self._trail()
        self._answer(presentation="  ", remark="\n")
        self.assertEqual(self._trail(), before)

    def test_a_dash_is_no_answer(self):
        """“-” is asked about beside its question, and kept there; the rest arrives."""
        response = self._answer(presentation="-", timing="By noon")
        text = response.text
        self.assertIn("“-” tells us nothing.", text)
        self.assertIn("We have no special wish", text)
        self.assertRegex(text, rf'(?s)name="{self._key("presentation")}"[^>]*>-<')
        self.assertNotIn("we have all that we need", text)
        self.assertFalse(self.document.presentation)
        self.assertFalse(self._own("presentation"))
        self.assertEqual(self.document.timing, "By noon")
        self._answer(presentation="We have no special wish.")
        self.assertEqual(self.document.presentation, "We have no special wish.")
        self.assertFalse(
            self.document._missing_questions() & self._own("presentation").question_id
        )

    def test_a_dash_that_came_in_before(self):
        """An answer that says nothing, of an earlier day, is asked once more."""
        question = self.document.protocol_id.question_ids.filtered(
            lambda q: q.field_name == "presentation"
        )
        self.env["crisis.answer"].create(
            {
                "document_id": self.document.id,
                "question_id": question.id,
                "question": question.asked,
                "value": "-",
                "data": {"value": "-"},
                "state": "taken",
            }
        )
        self.assertIn(question, self.document._questions_to_ask())

    def test_sent_twice(self):
        """The same form sent twice is one answer."""
        path, key = self._information(), self._key("presentation")
        self._press(path, **{key: "A table"})
        before = self._trail()
        self._press(path, **{key: "A table"})
        self.assertEqual(self._trail(), before)

    def test_time_zone(self):
        """Times are his, and the page says whose they are."""
        document = self._file(level_id=self.level.id)
        self.assertIn("Europe/Istanbul", self._get(self._information(document)).text)
        self._answer(document=document, date_occurred="2026-03-02T08:30")
        self.assertEqual(str(document.date_occurred), "2026-03-02 05:30:00")

    def test_wrong_time_keeps_the_rest(self):
        """A time that can't be is said beside its question; the rest arrives."""
        document = self._file(level_id=self.level.id)
        for wrong in ("yesterday", "0001-01-01T00:00", "2026-13-45T99:99"):
            response = self._answer(document=document, date_occurred=wrong)
            self.assertIn("Write day, month and year", response.text)
        self._answer(document=document, date_occurred="no", timing="By noon")
        self.assertFalse(document.date_occurred)
        self.assertEqual(document.timing, "By noon")

    def test_files(self):
        """A bulletin and pictures arrive, readable for those who read the case."""
        self._answer(
            [
                ("has_bulletin", "../../etc/Bülten\u202efdp.pdf", PDF),
                ("has_picture", "one.png", PNG),
                ("has_picture", "two.png", PNG + b"2"),
            ]
        )
        document = self.document
        self.assertEqual(document.has_bulletin, "yes")
        self.assertEqual(document.bulletin_ids.name, "Bültenfdp.pdf")
        self.assertEqual(document.bulletin_ids.mimetype, "application/pdf")
        self.assertEqual(document.bulletin_ids.raw, PDF)
        self.assertEqual(len(document.picture_ids), 2)
        files = document._material()
        self.assertEqual(set(files.mapped("res_id")), {document.id})
        self.assertFalse(any(files.mapped("public")))
        self.assertTrue(files.with_user(self.agent).has_access("read"))
        self.assertFalse(files[:1].with_user(self.other_agent).has_access("read"))
        self.authenticate(None, None)
        self.assertEqual(self._get(f"/web/content/{files[:1].id}").status_code, 404)

    def test_hostile_files(self):
        """What a browser would run is not taken, whatever it is called."""
        hostile = [
            ("has_picture", "a.svg", SVG),
            ("has_picture", "b.png", b"<html><script>steal()</script></html>"),
            ("has_bulletin", "c.html", b"<html></html>"),
            ("has_bulletin", "d.txt", b" <!DOCTYPE html><script>"),
            ("has_bulletin", "e.exe", b"MZ"),
            ("has_bulletin", "f.pdf", b""),
            ("has_video", "g.mp4", PDF),
            ("has_video", "<script>.mp4", SVG),
        ]
        response = self._answer([*hostile, ("has_bulletin", "good.pdf", PDF)])
        for _field, name, _content in hostile[:-1]:
            self.assertIn(f"“{name}”", response.text)
        self.assertNotIn("<script>.mp4", response.text)
        self.assertEqual(self.document._material().mapped("name"), ["good.pdf"])
        self.assertEqual(self.document.has_picture, "not_asked")

    def test_too_large(self):
        """A file that is too large is named; the rest arrives."""
        files = [("has_picture", "big.png", PNG + bytes(26 * 1024 * 1024))]
        response = self._answer(files, presentation="A table")
        self.assertIn("“big.png” is too large", response.text)
        self.assertEqual(self.document.presentation, "A table")
        self.assertFalse(self.document._material())

    def test_more_files_later(self):
        """Files may follow; they add to those that are there."""
        self._answer([("has_picture", "one.png", PNG)])
        self._answer([("has_picture", "two.png", PNG + b"2")])
        self.assertEqual(len(self.document.picture_ids), 2)
        self.assertEqual(set(self._own("has_picture").mapped("state")), {"taken"})

    def test_own_questions(self):
        """The protocol's own questions have the input that fits."""
        kinds = {
            "how": ("char", "By hand"),
            "many": ("integer", "12"),
            "sure": ("boolean", "yes"),
            "when": ("date", "2026-03-04"),
            "which": ("selection", "b"),
        }
        choice = {"selection": [["a", "First"], ["b", "Second"]]}
        self.customer_protocol.question_definition = [
            {"name": name, "type": kind, "string": f"Own {name}"}
            | (choice if kind == "selection" else {})
            for name, (kind, _value) in kinds.items()
        ]
        questions = self.customer_protocol.question_ids.filtered("property_name")
        self._press(
            self._information(),
            **{f"q{q.id}": kinds[q.property_name][1] for q in questions},
        )
        given = self.document.properties
        self.assertEqual(given["how"], "By hand")
        self.assertEqual(given["many"], 12)
        self.assertIs(given["sure"], True)
        self.assertEqual(given["which"], "Second")
        answers = self.document.answer_ids
        self.assertIn("Second", answers.mapped("value"))
        self.assertEqual(set(answers.mapped("state")), {"taken"})

    def test_customers_language(self):
        """Page and labels speak the customer's language; the list the desk's."""
        self.env["res.lang"]._activate_lang("tr_TR")
        self.document.lang = "tr_TR"
        page = self.env.ref("crisis_protocol.information_page")
        page.update_field_translations(
            "arch_db", {"tr_TR": {"What we need to know": "Neyi bilmeliyiz, acaba?"}}
        )
        response = self._get(self._information(), headers={"Accept-Language": "de"})
        self.assertIn("Neyi bilmeliyiz, acaba?", response.text)
        self.assertIn('lang="tr-TR"', response.text)

    def test_does_not_apply(self):
        """What the desk has waived is not asked."""
        waived = self.customer_protocol.question_ids.filtered(
            lambda q: q.field_name == "has_video"
        )
        self._leave_out(self.document, waived)
        self.assertNotIn(waived.name, self._get(self._information()).text)

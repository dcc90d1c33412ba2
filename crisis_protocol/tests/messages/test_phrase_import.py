from odoo.tests import tagged
from odoo.tools import mute_logger
from odoo.tools.misc import file_open

from .common_phrase import PhraseCase

TEMPLATE = "crisis_protocol/static/import/phrases.csv"
OPTIONS = {"quoting": '"', "separator": ",", "has_headers": True}


@tagged("post_install", "-at_install")
class TestPhraseImport(PhraseCase):
    """Lists come as CSV files, as people write them in a spreadsheet."""

    def _import(self, content, lang="en_US", dryrun=False):
        """Import a file as the manager in the client; return what he is told."""
        importer = (
            self.env["base_import.import"]
            .with_user(self.manager)
            .with_context(lang=lang)
            .create(
                {
                    "res_model": "crisis.phrase",
                    "file": content.encode(),
                    "file_name": "phrases.csv",
                    "file_type": "text/csv",
                }
            )
        )
        preview = importer.parse_preview(dict(OPTIONS))
        self.assertNotIn("error", preview)
        matches = preview["matches"] or {}
        fields = [
            "/".join(matches.get(number, [])) or False
            for number in range(len(preview["headers"]))
        ]
        self.assertTrue(all(fields), f"{preview['headers']}: {fields}")
        return importer.execute_import(
            fields, preview["headers"], dict(OPTIONS), dryrun=dryrun
        )

    def _template(self):
        [offered] = self.phrases.get_import_templates()
        self.assertEqual(offered["template"], f"/{TEMPLATE}")
        with file_open(TEMPLATE, "r") as file:
            return file.read()

    def _without_shipped(self):
        """The file shows what is shipped: import it where that is not yet there."""
        for phrases in self.own.phrase_ids.grouped("lang_id").values():
            phrases.unlink()
        self.env.invalidate_all()

    def _translate(self):
        self.env["res.lang"]._activate_lang("tr_TR")
        for record, name in (
            (self.topic, "Sonraki söz"),
            (self.env.ref("crisis_protocol.topic_guarantee"), "Tutulamayacak söz"),
            (self.own, "Bizden kaynaklanan"),
        ):
            record.with_context(lang="tr_TR").name = name

    def test_template(self):
        """The file that is offered can be imported as it is."""
        content = self._template()
        self._without_shipped()
        result = self._import(content)
        self.assertFalse(result["messages"])
        phrases = self.phrases.browse(result["ids"])
        self.assertEqual(set(phrases.mapped("role")), {"required", "discouraged"})
        self.assertEqual(phrases.protocol_id, self.own)
        self.assertEqual(phrases[:1].topic_id, self.topic)
        self.assertTrue(phrases[:1].canned_response_id)

    def test_template_in_turkish(self):
        """It can be imported as it is by a manager who works in Turkish, too."""
        content = self._template()
        self._translate()
        self._without_shipped()
        result = self._import(content, lang="tr_TR")
        self.assertFalse(result["messages"])

    def test_names_as_the_user_reads_them(self):
        """A file names topic and protocol as the manager sees them in his language."""
        self._translate()
        names = ["name", "role", "topic_id", "protocol_id", "lang_id"]
        labels = self.phrases.with_context(lang="tr_TR").fields_get(names)
        role = dict(labels["role"]["selection"])["required"]
        content = (
            ",".join(labels[name]["string"] for name in names)
            + f"\nyola çıkıyoruz,{role},Sonraki söz,Bizden kaynaklanan,Turkish / Türkçe"
        )
        result = self._import(content, lang="tr_TR")
        self.assertFalse(result["messages"])
        phrase = self.phrases.browse(result["ids"])
        self.assertEqual(phrase.role, "required")
        self.assertEqual(phrase.topic_id, self.topic)
        self.assertEqual(phrase.lang_id.code, "tr_TR")
        document = self._file(lang="tr_TR")
        self.assertTrue(self._found(document, "Yola çıkıyorum."))

    def test_wrong_rows(self):
        """A wrong row is told with its number, and nothing is imported."""
        header = "name,role,topic_id,protocol_id,lang_id\n"
        right = f"we come,Required,{self.topic.name},{self.own.name},English (US)\n"
        for wrong in (
            right.replace("we come", "{time}"),
            right.replace("we come", ""),
            right.replace(self.topic.name, "No such topic"),
            right.replace("Required", "Perhaps"),
            right.replace("English (US)", "Klingon"),
            right,
        ):
            with self.subTest(row=wrong), mute_logger("odoo.sql_db"):
                result = self._import(header + right + wrong)
                self.assertTrue(result["messages"])
                self.assertEqual(result["messages"][-1]["rows"]["from"], 1)
                self.assertNotIn("psycopg2", str(result["messages"]))
                self.assertFalse(self._shipped(name="we come"))

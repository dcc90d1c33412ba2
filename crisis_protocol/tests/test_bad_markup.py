from odoo.tests import tagged

from .common_bad_input import BadInputCase

SCRIPT = "<script>steal()</script><img src=x onerror=steal()>"
# Where a sentence is asked for.
SAID = f"The customer says: {SCRIPT}"
OWN_COMMANDS = ("reference", "stage_reason")


@tagged("post_install", "-at_install")
class TestMarkup(BadInputCase):
    """Markup in any text stays text wherever it is shown; scripts never run."""

    def _assert_tame(self, html, shown=False):
        """Nothing runs; where `shown`, the text can be read as it was written."""
        html = str(html or "")
        self.assertNotIn("<script", html)
        self.assertNotIn("<img", html)
        if shown:
            self.assertIn("&lt;script&gt;", html)

    def _texts(self, kinds):
        """Return the names of the fields of these kinds that people fill in."""
        fields = self.env["crisis.document"]._fields.items()
        return [
            name
            for name, field in fields
            if field.type in kinds
            and field.store
            and not field.compute
            and not field.related
            and "crisis_protocol" in field._modules
            and name not in OWN_COMMANDS
            and name not in self.document._kept_names()
        ]

    def test_every_html_field(self):
        """Scripts are taken out of every rich text of every model."""
        names = self._texts(["html"])
        self.assertIn("description", names)
        document = self._file(**dict.fromkeys(names, f"<p>Words{SCRIPT}</p>"))
        document.invalidate_recordset()
        for name in names:
            with self.subTest(field=name):
                self.assertNotIn("<script", document[name])
                self.assertNotIn("onerror", document[name])
                self.assertIn("Words", document[name])

    def test_every_html_field_of_the_rulebook(self):
        """The same holds for guidance and descriptions that a manager writes."""
        for record, name in (
            (self.own, "description"),
            (self._stage("own_reported"), "guidance"),
        ):
            record.with_user(self.manager)[name] = f"<p>Words{SCRIPT}</p>"
            record.invalidate_recordset()
            with self.subTest(field=name):
                self.assertNotIn("<script", record[name])
                self.assertNotIn("onerror", record[name])

    def test_every_text_field_is_kept(self):
        """Plain texts are kept as written: it is the screen that escapes them."""
        names = self._texts(["char", "text"])
        self.assertIn("customer_effect", names)
        document = self._file(**dict.fromkeys(names, SCRIPT))
        document.invalidate_recordset()
        for name in names:
            with self.subTest(field=name):
                self.assertEqual(document[name], SCRIPT)

    def test_rich_texts_made_of_plain_ones(self):
        """What the system builds from names and texts is escaped."""
        gate = self._stage("own_assessment").gate_ids[0]
        gate.name = SCRIPT
        self._lighten(self.document, user_id=False)
        self._assert_tame(self.document.gate_preview, shown=True)
        move = self.env["crisis.stage.move"].with_user(self.supervisor)
        dialog = move.create({"document_id": self.document.id, "kind": "override"})
        self._assert_tame(dialog.missing, shown=True)
        wizard = self.env["crisis.production.inform"].with_user(self.agent)
        self.document.timing = SCRIPT
        dialog = wizard.create({"document_id": self.document.id, "note": SCRIPT})
        self._assert_tame(dialog.brief, shown=True)

    def test_name_of_the_one_who_overrode(self):
        """The name of a supervisor is escaped beside the gate he passed."""
        self.supervisor.sudo().name = SCRIPT
        gate = self._gate("own_category")
        self.env["crisis.override"].with_user(self.supervisor).create(
            {"document_id": self.document.id, "gate_id": gate.id, "reason": SAID}
        )
        self.document.invalidate_recordset()
        self._assert_tame(self.document.gate_preview, shown=True)
        self._assert_tame(self.document.message_ids[0].body, shown=True)

    def test_opened_message(self):
        """The names of customer, category, protocol and level are escaped."""
        category = self.env["crisis.category"].create(
            {"name": SCRIPT, "protocol_id": self.own.id}
        )
        level = self.env["crisis.level"].create({"name": SCRIPT})
        self.own.name = SCRIPT
        self.customer.name = SCRIPT
        document = self._file(name=SCRIPT, category_id=category.id, level_id=level.id)
        self.flush_tracking()
        for message in document.message_ids:
            self._assert_tame(message.body)
        bodies = " ".join(map(str, document.message_ids.mapped("body")))
        self.assertEqual(bodies.count("&lt;script&gt;"), 4)

    def test_announcement_of_many(self):
        """Topics are escaped where many documents are announced at once."""
        watchers = self.supervisor.partner_id
        level = self.env.ref("crisis_protocol.level_severe")
        values = {
            "name": SCRIPT,
            "protocol_id": self.own.id,
            "partner_id": self.customer.id,
            "level_id": level.id,
        }
        documents = self.env["crisis.document"].with_user(self.agent)
        documents.create([dict(values) for _number in range(3)])
        message = self.env["mail.message"].search(
            [("partner_ids", "in", watchers.ids)], limit=1, order="id desc"
        )
        self._assert_tame(message.body, shown=True)

    def test_reason_of_a_move(self):
        """The reason of a move is escaped in the chatter."""
        out = self._stage("own_not_crisis").id
        self.document.write({"stage_id": out, "stage_reason": SAID})
        self.flush_tracking()
        bodies = [str(body) for body in self.document.message_ids.mapped("body")]
        for body in bodies:
            self._assert_tame(body)
        self.assertTrue([body for body in bodies if "&lt;script&gt;" in body])

    def test_activities_ended_by_the_close(self):
        """The names of activities that the close ends are escaped."""
        self.document.activity_schedule(
            "mail.mail_activity_data_todo", summary=SCRIPT, user_id=self.agent.id
        )
        out = self._stage("own_not_crisis").id
        self.document.write({"stage_id": out, "stage_reason": "A false alarm"})
        self.flush_tracking()
        for body in self.document.message_ids.mapped("body"):
            self._assert_tame(body)

    def test_task(self):
        """Topic and texts are escaped on the task and in what it reports back."""
        self.document.name = SCRIPT
        self.unit.name = SCRIPT
        task = self.document._inform_production(self.unit)
        self.assertIn(SCRIPT, task.name)
        self._assert_tame(task.crisis_brief)
        task.sudo().state = "1_done"
        for body in self.document.message_ids.mapped("body"):
            self._assert_tame(body)

    def test_message_to_the_customer(self):
        """Topic and names are escaped in every message to the customer."""
        self.document.write({"name": SCRIPT, "timing": False})
        self.contact.name = SCRIPT
        self.own.question_ids[0].name = SCRIPT
        templates = self.env["mail.template"].search(
            [("model", "=", "crisis.document")]
        )
        for template in templates:
            values = template._generate_template(self.document.ids, ["body_html"])
            with self.subTest(template=template.name):
                self._assert_tame(values[self.document.id]["body_html"], shown=True)

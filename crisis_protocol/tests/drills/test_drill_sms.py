from unittest.mock import patch

from odoo.tests import tagged

from ..common import CrisisCase


@tagged("post_install", "-at_install")
class TestDrillSms(CrisisCase):
    """No text message of a drill is sent: each costs, and reaches a real telephone.

    Odoo's SMS comes with the tasks; we don't depend on it.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        (cls.contact | cls.customer).phone = "+90 532 000 00 00"
        cls.drill, cls.real = cls._file(is_drill=True), cls._file()
        for document in cls.drill | cls.real:
            document.contact_id = cls.contact
        cls.orders = {
            document: document._inform_production(cls.unit).sudo()
            for document in cls.drill | cls.real
        }

    def setUp(self):
        super().setUp()
        if "sms.sms" not in self.env:
            self.skipTest("There is no SMS here")
        self.sent = []
        messages = self.registry["sms.sms"]

        def send(sms, **_options):
            self.sent += sms.filtered(lambda one: one.state == "outgoing").ids

        self.startPatcher(patch.object(messages, "send", send))

    def _assert_only_real(self, way):
        """Sent this way, it is sent on the real case and on nothing of the drill."""
        for document in self.drill, self.real:
            self.sent.clear()
            before = self.env["sms.sms"].sudo().search([])
            way(document)
            made = self.env["sms.sms"].sudo().search([]) - before
            waiting = made.filtered(lambda sms: sms.state == "outgoing")
            self.assertEqual(bool(waiting), document == self.real)
            self.assertEqual(bool(self.sent), document == self.real)

    def _composer(self, document, mode, **values):
        composer = self.env["sms.composer"].with_user(self.supervisor)
        return composer.create(
            {
                "composition_mode": mode,
                "res_model": document._name,
                "res_id": document.id,
                "body": "Hello",
                **values,
            }
        )

    def test_from_the_number_on_the_case(self):
        self._assert_only_real(
            lambda document: self._composer(
                document, "comment", number_field_name="contact_phone"
            ).action_send_sms()
        )

    def test_typed_number(self):
        self._assert_only_real(
            lambda document: self._composer(
                document, "comment", recipient_single_number_itf="+905320000001"
            ).action_send_sms()
        )

    def test_to_many_cases(self):
        self._assert_only_real(
            lambda document: self._composer(
                document,
                "mass",
                res_ids=str(document.ids),
                mass_keep_log=True,
                mass_force_send=True,
            ).action_send_sms()
        )

    def test_stage_of_an_order(self):
        if not hasattr(self.env["project.task"], "_send_sms"):
            self.skipTest("There is no SMS of tasks here")
        template = self.env["sms.template"].create(
            {
                "name": "News",
                "model_id": self.env["ir.model"]._get_id("project.task"),
                "body": "It goes on.",
            }
        )
        stage = self.env["project.task.type"].create(
            {
                "name": "Told by SMS",
                "project_ids": self.project.ids,
                "sms_template_id": template.id,
            }
        )

        def move(document):
            self.orders[document].partner_id = self.contact
            self.orders[document].stage_id = stage

        self._assert_only_real(move)

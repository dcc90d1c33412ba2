from odoo.exceptions import AccessError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common_access import AccessCase


@tagged("post_install", "-at_install")
class TestPlainReader(AccessCase):
    """Who has nothing to do with crises reads all of Odoo as he did before."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        document = cls._file()
        cls.order = cls.env["project.task"].create(
            {
                "name": "Order",
                "project_id": cls.project.id,
                "crisis_document_id": document.id,
                "crisis_unit_id": cls.unit.id,
            }
        )
        cls.order.message_post(body="To be done today")
        document.message_post(body="Between us")
        cls.env.flush_all()
        cls.env.invalidate_all()

    def _touched(self):
        """Yield each model of Odoo that has fields of ours, with their names."""
        for name in sorted(self.env.registry):
            model = self.env[name]
            if model._abstract or name.startswith("crisis."):
                continue
            ours = {
                field.name
                for field in model._fields.values()
                if str(field._module).startswith("crisis_")
                or field.name.startswith("crisis_")
            }
            if ours:
                yield model, ours

    def _is_refused(self, records, names=None):
        self.env.invalidate_all()
        try:
            with mute_logger("odoo.addons.base.models.ir_rule"):
                records.read(names)
        except AccessError:
            return True
        return False

    def test_all_fields(self):
        """Reading a record without naming fields, none of ours refuses it."""
        readers = self.plain | self.production | self.portal
        read, broken = set(), set()
        for model, ours in self._touched():
            for user in readers:
                mine = model.with_user(user)
                if not mine.has_access("read"):
                    continue
                records = mine.search([], limit=20)
                if model._transient and mine.has_access("create"):
                    records = mine.create({})
                mine_of_ours = ours & {*mine.fields_get()}
                if records:
                    read.add(model._name)
                broken |= {
                    (user.login, model._name, name)
                    for name in mine_of_ours
                    if self._is_refused(records, [name])
                }
        self.assertFalse(broken)
        needed = {"mail.message", "project.task", "res.partner", "res.users"}
        self.assertLessEqual(needed, read)

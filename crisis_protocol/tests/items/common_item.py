from odoo.tests import Form

from ..common import CrisisCase


class ItemCase(CrisisCase):
    """A case of ours with a list of missed items."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.colleague = cls._new_user("colleague", "agent")
        cls.team.member_ids |= cls.colleague
        cls.document = cls._file()
        cls.cause = cls.env.ref("crisis_protocol.item_cause_keyword")

    def _item(self, user=None, **vals):
        values = {"document_id": self.document.id, "name": "The new terminal"}
        return (
            self.env["crisis.item"].with_user(user or self.agent).create(values | vals)
        )

    def _items(self, count, **vals):
        rows = [
            {"document_id": self.document.id, "name": f"Item {number}"} | vals
            for number in range(count)
        ]
        return self.env["crisis.item"].with_user(self.agent).create(rows)

    def _paste(self, text, document=None, user=None, **vals):
        """Return the dialog, filled in as a person does."""
        document = (document or self.document).with_user(user or self.agent)
        action = document.action_paste_items()
        model = self.env["crisis.item.paste"].with_user(user or self.agent)
        with Form(model.with_context(**action["context"])) as form:
            form.text = text
            for name, value in vals.items():
                setattr(form, name, value)
        return form.record

    def _last_note(self, document=None):
        document = document or self.document
        document.invalidate_recordset(["message_ids"])
        return document.message_ids[0]

    def _end(self, document=None):
        (document or self.document).write(
            {
                "stage_id": self._stage("own_not_crisis").id,
                "stage_reason": "It was a false alarm.",
            }
        )

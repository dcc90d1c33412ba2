from odoo.fields import Command

from ..duties.common_control import ControlCase


class LeadingCase(ControlCase):
    """A case of the agent that may lead, and three more customers with its cause."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.customers = cls.env["res.partner"].create(
            [
                {
                    "name": name,
                    "is_company": True,
                    "email": f"{name.lower()}@example.com",
                    "lang": "en_US",
                }
                for name in ("Bora", "Cemre", "Defne")
            ]
        )
        cls.lead = cls._file_at_start(name="The system is down")

    @classmethod
    def _follower(cls, customer=0, lead=None, **vals):
        """File the case of a further customer, which follows from the start."""
        values = {
            "partner_id": cls.customers[customer].id,
            "leading_id": (lead or cls.lead).id,
        }
        return cls._file_at_start(**values | vals)

    def _add(self, partners, user=None, **vals):
        """Choose customers in the dialog, as an agent does."""
        adds = self.env["crisis.leading.add"].with_user(user or self.agent)
        values = {
            "document_id": self.lead.id,
            "partner_ids": [Command.set(partners.ids)],
        }
        return adds.create(values | vals)

    def _led(self, lead=None):
        lead = (lead or self.lead).sudo()
        lead.invalidate_recordset()
        return lead.led_ids

    def _said(self, document):
        """Return all that stands in the chatter of a case."""
        self.flush_tracking()
        document.invalidate_recordset()
        return "\n".join(document.sudo().message_ids.mapped("body"))

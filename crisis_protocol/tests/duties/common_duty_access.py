from datetime import timedelta

from odoo import fields
from odoo.tests import Form

from ..common_access import AccessCase

LATER = str(fields.Datetime.now() + timedelta(days=3))
KINDS = ("crisis.control", "crisis.promise", "crisis.notice", "crisis.handover")


class DutyAccessCase(AccessCase):
    """One case with a duty of each kind, and who may do what with them."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.office = cls.env["res.partner"].create(
            {"name": "Press office", "email": "office@example.com"}
        )

    def _with_duties(self, **owner):
        """File a case that owes one duty of each kind; return it and them."""
        document = self._file(self.env.user, **owner).sudo()
        values = {"document_id": document.id, "date_due": LATER}
        duties = {
            "crisis.control": document.control_ids[:1],
            "crisis.promise": self.env["crisis.promise"].create(values),
            "crisis.notice": self.env["crisis.notice"].create(
                values | {"receiver_id": self.office.id}
            ),
            "crisis.handover": self.env["crisis.handover"].create(values),
        }
        self.env.flush_all()
        duties["crisis.duty"] = self.env["crisis.duty"].search(
            [("duty_model", "=", "crisis.control"), ("document_id", "=", document.id)],
            limit=1,
        )
        self.env.invalidate_all()
        return document, duties

    def _touch(self, duty, user):
        """Return what changes a duty a little, kind by kind."""
        note = {"note": "Half of the items are missing."}
        return {
            "crisis.control": note,
            "crisis.notice": note,
            "crisis.handover": {"situation": "All is well"},
        }.get(duty._name, {"user_id": user.id})

    def _try(self, verb, duty, user):
        """Do it for real, as the user."""
        duty = duty.with_user(user)
        if verb == "read":
            duty.read(["document_id", "user_id", "date_due", "state"])
        elif verb == "write":
            duty.write(self._touch(duty, user))
        elif verb == "unlink":
            duty.unlink()
        else:
            values = {"document_id": duty.document_id.sudo().id, "date_due": LATER}
            if duty._name == "crisis.notice":
                values["receiver_id"] = self.office.id
            if duty._name == "crisis.handover":
                duty.sudo()._cancel("Room for another one", is_personal=True)
            duty.create(values)

    def _dialog(self, user, model, **defaults):
        """Open a dialog as the user's browser does."""
        context = {f"default_{name}": value for name, value in defaults.items()}
        return Form(self.env[model].with_user(user).with_context(**context))

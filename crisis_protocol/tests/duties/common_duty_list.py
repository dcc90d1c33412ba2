from ast import literal_eval

from .common_duty import CrisisDutyCase


class CrisisDutyListCase(CrisisDutyCase):
    """The list of all duties as somebody sees it."""

    def _list(self, user, domain=()):
        return self.env["crisis.duty"].with_user(user).search(list(domain))

    def _lines(self, duties):
        """The lines that show these duties, whoever may see them."""
        lines = self.env["crisis.duty"].search([])
        wanted = {(duty._name, duty.id) for duty in duties}
        return lines.filtered(lambda line: (line.duty_model, line.duty_id) in wanted)

    def _action(self, name, user):
        """Return what the menu shows to the user, with the filters it comes with."""
        action = self.env["ir.actions.act_window"]._for_xml_id(
            f"crisis_protocol.crisis_duty_action_{name}"
        )
        domain = literal_eval((action["domain"] or "[]").replace("uid", str(user.id)))
        if literal_eval(action["context"]).get("search_default_open"):
            domain += [("state", "=", "open")]
        return self._list(user, domain)

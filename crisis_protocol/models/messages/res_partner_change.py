from odoo import SUPERUSER_ID, api, models

from ...tools.inside import handed_inside
from ...tools.mailboxes import mailboxes

# Who somebody is, for whom he speaks, and where he is reached.
WHO = ("name", "email", "parent_id", "is_company", "active")
# What tells whether somebody else belongs to another company by it.
BELONGS = {"parent_id", "is_company"}


class ResPartner(models.Model):
    """Who speaks for a customer, and where he is reached, is changed in the contacts.

    The cases of that customer say so, however it is changed and by whomever: what he
    is told, and what he says, rests on it.
    """

    _inherit = "res.partner"

    def write(self, vals):
        """Leave a line on the cases whose customer's people it changes."""
        before = self._crisis_known(vals.keys())
        result = super().write(vals)
        if before:
            self._crisis_tell_changes(before)
        return result

    def unlink(self):
        """Leave a line on the cases for whose customer he spoke."""
        # who is merged is told of as a whole
        is_merged = handed_inside(self.env, "crisis_merging")
        before = {} if is_merged else self._crisis_known(WHO)
        found = self._crisis_cases_by_person(before, before)
        result = super().unlink()
        self._crisis_documents()._note_contacts_gone(found, before)
        return result

    @api.model
    def _crisis_is_system(self):
        """Whether it is nobody's doing: a job, an update, a mail that came in."""
        return self.env.uid == SUPERUSER_ID

    def _crisis_known(self, names):
        """Return {person: how he is known}, if one of these fields tells it.

        Whoever is below them belongs where they do.
        """
        if self._crisis_is_system() or not self or set(WHO).isdisjoint(names):
            return {}
        # who changes a contact need not see all that hang on him
        people = self.sudo().with_context(active_test=False)
        if not BELONGS.isdisjoint(names):
            people |= people.search([("id", "child_of", self.ids)])
        return {person: person._crisis_as_known() for person in people}

    def _crisis_as_known(self):
        return {
            "name": self.name or "",
            "email": mailboxes(self.email),
            "parent_id": self.parent_id,
            "is_company": self.is_company,
            "active": self.active,
            "customer": self.commercial_partner_id,
        }

    def _crisis_tell_changes(self, before):
        """Tell the cases what is not as it was.

        :param dict before: {person: how he was known}
        """
        after = {person: person._crisis_as_known() for person in before}
        changed = {p: known for p, known in before.items() if known != after[p]}
        found = self._crisis_cases_by_person(changed, after)
        self._crisis_documents()._note_contacts_changed(found, changed, after)

    @api.model
    def _crisis_documents(self):
        # who changes a contact need not see the cases
        return self.env["crisis.document"].sudo()

    @api.model
    def _crisis_cases_by_person(self, before, after):
        """Return {case: its customer's people among them}, of those that are watched.

        :param dict before: {person: how he was known}
        :param dict after: the same, as it is now
        """
        if not before:
            return {}
        homes = {p: before[p]["customer"] | after[p]["customer"] for p in before}
        people = self.browse([person.id for person in before])
        customers = people.union(*homes.values())
        found = {}
        for case in self._crisis_documents()._watched_with(people, customers):
            found[case] = [
                person
                for person, home in homes.items()
                if person == case.contact_id or case.commercial_partner_id in home
            ]
        return found

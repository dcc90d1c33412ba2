from odoo import models

WHO = {"partner_id", "contact_id"}


class CrisisDocument(models.Model):
    """Another customer: what the old one said and heard is not the new one's.

    Each concern says in `_unsaid` how a case stands of which its customer has heard
    nothing yet, and in which he has said nothing.
    """

    _inherit = "crisis.document"

    def _customers(self):
        """Return the companies and persons that speak in the customer's name."""
        people = self.partner_id | self.contact_id
        return people._origin.commercial_partner_id

    def _speakers_before(self, vals):
        if not WHO & vals.keys():
            return None
        return {document: document._customers() for document in self}

    def _forget_old_customer(self, change):
        """Who does not speak for the customer any more has said nothing for him."""
        before = change.before["_speakers_before"]
        if before is not None:
            # who has just passed a case on may not read it any more
            self.filtered(lambda d: before[d] - d.sudo()._customers())._begin_anew()

    def _begin_anew(self):
        """The customer has heard nothing yet and said nothing."""
        for document in self:
            document._write_past_reactions(document._unsaid())

    def _unsaid(self):
        """Return the values of a case whose customer has heard and said nothing."""
        return {}

    def _was_spoken(self):
        """Whether anything was said between the customer and us."""
        return False

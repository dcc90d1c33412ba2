from odoo import fields, models

EVENTS = [
    ("confirmed", "Facts confirmed"),
    ("reviewed", "Reviewed"),
    ("returned", "Sent back"),
    ("moved", "Duty changed"),
    ("contact", "Contact changed"),
]


class CrisisMoment(models.Model):
    """Something that happened on a case, and that its fields keep only until the next.

    An explanation is confirmed, sent back, confirmed again; a unit names one time after
    another. Only Odoo keeps them, when it happens, so that the trail is whole.
    """

    _name = "crisis.moment"
    _description = "Moment of a Case"
    _inherit = "crisis.input.mixin"
    _order = "date, id"
    _rec_name = "event"

    document_id = fields.Many2one(
        "crisis.document", required=True, readonly=True, ondelete="cascade", index=True
    )
    company_id = fields.Many2one(related="document_id.company_id")
    date = fields.Datetime(required=True, readonly=True)
    event = fields.Selection(EVENTS, required=True, readonly=True)
    kind = fields.Char(
        required=True,
        readonly=True,
        export_string_translation=False,
        help="Which kind of row of the timeline it is.",
    )
    about = fields.Char(
        readonly=True,
        export_string_translation=False,
        help="The model of the text or duty that it is about.",
    )
    user_id = fields.Many2one("res.users", "Person", readonly=True, ondelete="restrict")
    partner_id = fields.Many2one(
        "res.partner",
        "Contact",
        readonly=True,
        ondelete="set null",
        index="btree_not_null",
        help="Of the customer, if it was done to a contact.",
    )
    text = fields.Text(readonly=True, help="What was said, or what changed.")


class CrisisDocument(models.Model):
    """What happened on a case stays, also where its fields have moved on."""

    _inherit = "crisis.document"

    moment_ids = fields.One2many(
        "crisis.moment", "document_id", "Moments", readonly=True, copy=False
    )

    def _keep_moment(self, event, kind, about="", text=""):
        """Keep what the current user has just done.

        :param str event: one of `EVENTS`
        :param str kind: which kind of row of the timeline it is
        :param str about: the model of the text or duty that it is about
        :param str text: what was said, or what changed
        """
        # nobody writes moments himself, so that what happened stays
        self.env["crisis.moment"].sudo().create(
            [
                {
                    "document_id": document.id,
                    "date": fields.Datetime.now(),
                    "event": event,
                    "kind": kind,
                    "about": about,
                    "user_id": self.env.uid,
                    "text": text,
                }
                for document in self
            ]
        )

from odoo import api, fields, models

from ...tools.constants import ANSWERS

# In what he said it; the first two are noted by a colleague.
OVER_SOURCES = [
    ("control", "Control 2"),
    ("call", "Call"),
    ("page", "His page"),
    ("message", "His message"),
]


class CrisisDocument(models.Model):
    """The customer's own word whether it is over, and what it rests on (S0-42, S0-50).

    Nobody writes it: it follows from what he said when he was asked, pressed or wrote.
    """

    _inherit = "crisis.document"

    customer_says_over = fields.Selection(
        ANSWERS,
        "Customer Says It Is Over",
        default="not_asked",
        readonly=True,
        copy=False,
        tracking=True,
        help="The customer's own word, asked for until the crisis has gone. It follows "
        "from control 2, a logged call, his page or his message.",
    )
    over_source = fields.Selection(OVER_SOURCES, "Said In", readonly=True, copy=False)
    date_over_said = fields.Datetime("Said On", readonly=True, copy=False)
    over_words = fields.Text("In His Words", readonly=True, copy=False)
    over_partner_id = fields.Many2one(
        "res.partner",
        "Said By",
        readonly=True,
        copy=False,
        ondelete="set null",
        index="btree_not_null",
    )
    over_user_id = fields.Many2one(
        "res.users", "Noted By", readonly=True, copy=False, ondelete="restrict"
    )
    over_control_id = fields.Many2one(
        "crisis.control",
        "Rests On",
        readonly=True,
        copy=False,
        ondelete="set null",
        index="btree_not_null",
        help="The control in which he said it.",
    )
    over_line = fields.Char("His Word", compute="_compute_over_line")

    @api.depends(
        "customer_says_over",
        "over_source",
        "date_over_said",
        "over_words",
        "over_partner_id",
        "over_user_id",
    )
    @api.depends_context("lang", "tz")
    def _compute_over_line(self):
        for document in self:
            source = document.over_source
            document.over_line = bool(source) and document._over_sentence(
                {
                    "who": document.over_partner_id.name or document.partner_id.name,
                    "time": self.env["crisis.duty.mixin"]._time(
                        document.date_over_said
                    ),
                    "words": " ".join((document.over_words or "").split()),
                    "user": document.over_user_id._crisis_name() or "–",
                }
            )

    def _over_sentence(self, said):
        if self.over_source == "control":
            return self.env._(
                "%(who)s said it in control 2 on %(time)s: “%(words)s” (noted by "
                "%(user)s).",
                **said,
            )
        if self.over_source == "call":
            return self.env._(
                "%(who)s said it in the call on %(time)s: “%(words)s” (noted by "
                "%(user)s).",
                **said,
            )
        if self.over_source == "page":
            return self.env._(
                "%(who)s said it on his page on %(time)s: “%(words)s”.", **said
            )
        return self.env._("%(who)s wrote it on %(time)s: “%(words)s”.", **said)

    def action_open_over(self):
        """Open the control that his word rests on."""
        self.ensure_one()
        self.check_access("read")
        return self.over_control_id.action_do() if self.over_control_id else False

    def _hear_control(self, control):
        """Keep what he said of it when he was asked."""
        if says := control._says_over():
            self._note_over(
                says,
                control._said_in(),
                control.asked_partner_id,
                control.customer_words,
                control,
            )

    def _note_over(self, says, source, partner, words, control=None):
        """Keep what the customer says of whether it is over, and what that rests on.

        :param str says: `yes` or `no`
        :param str source: one of `OVER_SOURCES`
        :param partner: who said it
        :param str words: his own
        :param control: the control in which he said it, if it was one
        """
        is_noted = source in ("control", "call")
        self._write_past_reactions(
            {
                "customer_says_over": says,
                "over_source": source,
                "date_over_said": fields.Datetime.now(),
                "over_words": words,
                "over_partner_id": partner.id,
                "over_user_id": is_noted and self.env.uid,
                "over_control_id": control and control.id,
            }
        )

    def _unsaid(self):
        return (
            super()._unsaid()
            | self._nothing_said()
            | {"clean_customer_count": 0, "is_customer_unreached": False}
        )

    @api.model
    def _nothing_said(self):
        """Return the values of a case in which he has said nothing of it yet."""
        return {
            "customer_says_over": "not_asked",
            "over_source": False,
            "date_over_said": False,
            "over_words": False,
            "over_partner_id": False,
            "over_user_id": False,
            "over_control_id": False,
        }

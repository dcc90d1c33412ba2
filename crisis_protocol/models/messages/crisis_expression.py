import csv

from odoo import api, fields, models, tools
from odoo.exceptions import ValidationError
from odoo.tools.misc import file_open

from ...tools.constants import WORDS_SAY
from ...tools.message_text import own_text
from ...tools.phrase_matcher import PhraseMatcher
from ...tools.word_forms import words_of


class CrisisExpression(models.Model):
    """Words by which a customer says how it stands for him (S0-42, S0-46).

    They only make Odoo ask again where they say otherwise than what is noted, and take
    back that it is over; nothing is over because such words were found.
    """

    _name = "crisis.expression"
    _description = "Customer's Expression"
    _order = "lang, says, name"

    name = fields.Char("Expression", required=True, help="Whatever its ending.")
    lang = fields.Selection(
        [("tr", "Turkish"), ("en", "English"), ("es", "Spanish"), ("de", "German")],
        "Language",
        required=True,
        default="tr",
        help="Whose endings and negations count.",
    )
    says = fields.Selection(WORDS_SAY, "It Says", required=True, default="goes_on")
    active = fields.Boolean(default=True)

    _name_unique = models.Constraint(
        "UNIQUE (lang, name)", "This expression is in the list already."
    )

    @api.constrains("name", "lang")
    def _check_name(self):
        for expression in self:
            if len(expression.name) > 200 or not words_of(expression.lang).tokens(
                expression.name
            ):
                raise ValidationError(
                    self.env._("An expression is a few words of the customer.")
                )

    @api.model_create_multi
    def create(self, vals_list):
        expressions = super().create(vals_list)
        self.env.registry.clear_cache()
        return expressions

    def write(self, vals):
        result = super().write(vals)
        self.env.registry.clear_cache()
        return result

    def unlink(self):
        result = super().unlink()
        self.env.registry.clear_cache()
        return result

    @api.model
    def _said(self, text):
        """Return what a customer's words say of how it stands.

        :param str text: plain text or HTML; quoted mail is left aside
        :return: the first of `WORDS_SAY` that is found, or "". Who says that it is over
            and that it goes on says that it goes on.
        """
        found = self._all_said(text)
        return next((says for says, _label in WORDS_SAY if says in found), "")

    @api.model
    def _all_said(self, text):
        """Return all that a customer's words say, as a set of `WORDS_SAY`.

        :param str text: plain text or HTML; quoted mail is left aside
        """
        text = own_text(text or "")
        return {
            match.name for matcher in self._matchers() for match in matcher.find(text)
        }

    @api.model
    @tools.ormcache()
    def _matchers(self):
        """Return a matcher for each language: who notes words may not write in his."""
        # kept for everybody, whoever asks first
        by_lang = self.sudo().search([("active", "=", True)]).grouped("lang")
        return tuple(
            PhraseMatcher(lang, [(e.says, e.name, False) for e in expressions])
            for lang, expressions in by_lang.items()
        )

    @api.model
    def _load_shipped(self):
        """Fill in the expressions that are shipped, once: not where there is a list.

        :raise ValueError: if the file names what is not there
        """
        if self.with_context(active_test=False).search_count([], limit=1):
            return
        with file_open("crisis_protocol/data/expressions/customer.csv", "r") as file:
            rows = [
                [f"crisis_protocol.expression_{row['lang']}_{number}", *row.values()]
                for number, row in enumerate(csv.DictReader(file), 1)
            ]
        loading = self.with_context(lang=None, noupdate=True, install_mode=True)
        result = loading.load(["id", "lang", "says", "name"], rows)
        if not result["ids"]:
            raise ValueError(result["messages"])

import csv

from odoo import api, fields, models, tools
from odoo.exceptions import ValidationError
from odoo.tools.misc import file_open

from ...tools.constants import TO_AVOID
from ...tools.inside import handed_inside
from ...tools.phrase_matcher import OPTIONAL, PhraseMatcher
from ...tools.word_forms import TIME

ROLES = [
    ("required", "Required"),
    ("recommended", "Recommended"),
    ("discouraged", "Better not"),
    ("forbidden", "Forbidden"),
]
SHIPPED = {
    "base.lang_tr": "tr",
    "base.lang_en": "en",
    "base.lang_es": "es",
    "base.lang_de": "de",
}


class CrisisPhrase(models.Model):
    """An expression that belongs in a message to the customer, or must not be there.

    The list is the protocol's own: where we caused the crisis, regret, remedy and a
    plea for understanding belong in the message; where it concerns the customer, they
    must not be there (S0-30…37, S0-71). Stock answers, blame and promises that can't
    be kept are to be avoided in both (S1-16, S2-29, S3-50, S4-42).
    """

    _name = "crisis.phrase"
    _description = "Crisis Phrase"
    _order = "protocol_id, lang_id, topic_id, sequence, id"

    name = fields.Char(
        string="Phrase",
        required=True,
        help="In any person: “I will inform you” stands for “we will inform you”, too. "
        "{time} stands for any time, such as “by 15:00” or “tomorrow”. Words in "
        "brackets are written, but need not be found: “(I) will inform you”.",
    )
    active = fields.Boolean(default=True)
    sequence = fields.Integer(default=10)
    protocol_id = fields.Many2one(
        "crisis.protocol", required=True, index=True, ondelete="cascade"
    )
    lang_id = fields.Many2one(
        "res.lang", "Language", required=True, index=True, ondelete="cascade"
    )
    role = fields.Selection(ROLES, "Use", required=True, default="recommended")
    topic_id = fields.Many2one(
        "crisis.phrase.topic",
        required=True,
        index=True,
        ondelete="restrict",
        help="Of the required phrases of one topic, one in a message is enough.",
    )
    stage_ids = fields.Many2many(
        "crisis.stage",
        string="Required In",
        domain="[('protocol_id', '=', protocol_id)]",
        copy=False,
        help="Required in these stages, recommended in all others. Empty: required in "
        "every stage.",
    )
    canned_response_id = fields.Many2one(
        "mail.canned.response", readonly=True, copy=False, index="btree_not_null"
    )

    _name_unique = models.Constraint(
        "UNIQUE (protocol_id, lang_id, name)",
        "This protocol has the phrase already. Change the one that is there.",
    )

    @api.constrains("name", "lang_id")
    def _check_name(self):
        for phrase in self:
            words = OPTIONAL.sub(" ", phrase.name or "").replace(TIME, " ")
            if not any(char.isalnum() for char in words):
                raise ValidationError(
                    self.env._("A phrase needs at least one word. Write it out.")
                )
            if len(phrase.name) > 200:
                raise ValidationError(
                    self.env._(
                        "“%s…” is too long for a phrase. Keep to the few words that "
                        "matter.",
                        phrase.name[:40],
                    )
                )

    @api.constrains("stage_ids", "protocol_id")
    def _check_stages(self):
        for phrase in self:
            if phrase.stage_ids.protocol_id - phrase.protocol_id:
                raise ValidationError(
                    self.env._(
                        "“%s” can only be required in stages of its own protocol.",
                        phrase.name,
                    )
                )

    # ------------------------------------------------------------------
    # The list
    # ------------------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        rows = [self._tidy(vals) for vals in vals_list]
        phrases = super().create(rows)
        self.env.registry.clear_cache()
        phrases._offer_for_typing()
        return phrases

    def write(self, vals):
        result = super().write(self._tidy(vals))
        self.env.registry.clear_cache()
        if {"name", "role", "active"} & vals.keys():
            self._offer_for_typing()
        return result

    def unlink(self):
        offered = self.canned_response_id
        result = super().unlink()
        self.env.registry.clear_cache()
        self._withdraw(offered)
        return result

    @api.model
    def _tidy(self, vals):
        """Keep the words of a phrase on one line, one space apart."""
        name = vals.get("name")
        if not isinstance(name, str):
            return vals
        return vals | {"name": " ".join(name.split())}

    def copy_data(self, default=None):
        vals_list = super().copy_data(default=default)
        is_other = {"name", "protocol_id", "lang_id"} & (default or {}).keys()
        if is_other or handed_inside(self.env, "crisis_copying_protocol"):
            return vals_list
        return [
            vals | {"name": self.env._("%s (copy)", phrase.name)}
            for phrase, vals in zip(self, vals_list, strict=True)
        ]

    @api.model
    def get_import_templates(self):
        """Offer a file to begin with where phrases are imported."""
        return [
            {
                "label": self.env._("Import template for phrases"),
                "template": "/crisis_protocol/static/import/phrases.csv",
            }
        ]

    @api.model
    def _load_shipped(self):
        """Fill in the protocols' own expressions, once, when the addon is installed.

        :raise ValueError: if a file names what is not there
        """
        rows = []
        for lang, code in SHIPPED.items():
            path = f"crisis_protocol/data/phrases/{code}.csv"
            with file_open(path, "r") as file:
                for number, row in enumerate(csv.DictReader(file), 1):
                    rows += [
                        self._shipped_row(protocol, lang, f"{code}_{number}", row)
                        for protocol in ("own", "customer")
                    ]
        header = ["id", "protocol_id/id", "lang_id/id", "role", "topic_id/id"]
        header += ["name", "sequence", "stage_ids/id"]
        loading = self.with_context(lang=None, noupdate=True, install_mode=True)
        result = loading.load(header, rows)
        if not result["ids"]:
            raise ValueError(result["messages"])

    @api.model
    def _shipped_row(self, protocol, lang, number, row):
        stages = row["own_stages"].split() if protocol == "own" else []
        return [
            f"crisis_protocol.phrase_{protocol}_{number}",
            f"crisis_protocol.protocol_{protocol}",
            lang,
            row[protocol],
            f"crisis_protocol.topic_{row['topic']}",
            row["phrase"],
            number.rpartition("_")[2],
            ",".join(f"crisis_protocol.stage_own_{stage}" for stage in stages),
        ]

    # ------------------------------------------------------------------
    # For those who type: canned responses
    # ------------------------------------------------------------------

    def _offer_for_typing(self):
        """Offer what may be written as a canned response: “::” and its first letters.

        One for all phrases of the same words, whatever the protocol.
        """
        usable = self.filtered(lambda p: p.active and p.role not in TO_AVOID)
        dropped = (self - usable).canned_response_id
        (self - usable).filtered("canned_response_id").canned_response_id = False
        group = self.env.ref("crisis_protocol.group_crisis_agent")
        offered = self._offered(phrase._written() for phrase in usable)
        missing = {}
        for phrase in usable:
            words = phrase._written()
            if phrase.canned_response_id.source == words:
                continue
            dropped |= phrase.canned_response_id
            if words in offered:
                phrase.canned_response_id = offered[words]
            else:
                missing.setdefault(words, self.browse())
                missing[words] |= phrase
        # they are everybody's: those of one manager another may not change
        made = self.env["mail.canned.response"].sudo()
        for response in made.create(
            [
                {"source": words, "substitution": words, "group_ids": group.ids}
                for words in missing
            ]
        ):
            missing[response.source].canned_response_id = response
        self._withdraw(dropped)

    def _written(self):
        """Return the phrase as it is written: with the words that need not be found."""
        return self.name.replace("(", "").replace(")", "")

    @api.model
    def _offered(self, words):
        """Return {words: canned response} of phrases that are offered already."""
        # also by phrases of other companies, which the manager may not read
        phrases = self.sudo().search([("canned_response_id", "!=", False)])
        by_words = {p.canned_response_id.source: p.canned_response_id for p in phrases}
        return {word: by_words[word] for word in words if word in by_words}

    @api.model
    def _withdraw(self, responses):
        """Delete canned responses that no phrase needs any more."""
        needed = self.with_context(active_test=False).search(
            [("canned_response_id", "in", responses.ids)]
        )
        # another manager may have made them
        (responses - needed.canned_response_id).sudo().unlink()

    # ------------------------------------------------------------------
    # Finding them
    # ------------------------------------------------------------------

    @api.model
    @tools.ormcache("protocol_id", "lang")
    def _matcher(self, protocol_id, lang):
        """Return (matcher, {phrase id: role}) for a protocol and a language.

        A language of the same family will do where there is no list of its own:
        `es_MX` reads that of `es_ES`.
        """
        family = (lang or "en").split("_")[0].split("@")[0]
        # kept for everybody, whoever asks first
        phrases = (
            self.sudo()
            .search([("protocol_id", "=", protocol_id)])
            .filtered(lambda phrase: phrase.lang_id.code.split("_")[0] == family)
        )
        exact = phrases.filtered(lambda phrase: phrase.lang_id.code == lang)
        phrases = exact or phrases
        named = [(p.id, p.name, p.role == "forbidden") for p in phrases]
        return PhraseMatcher(lang, named), tuple(phrases.ids)

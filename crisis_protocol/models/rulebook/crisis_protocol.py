from odoo import api, fields, models

from ...tools.inside import Inside
from ...tools.said import TEXTS
from ...tools.sentence import is_answer


class CrisisProtocol(models.Model):
    """A rulebook: the stages, gates, questions and categories of one kind of crisis."""

    _name = "crisis.protocol"
    _description = "Crisis Protocol"
    _order = "sequence, id"
    _check_company_auto = True

    name = fields.Char(required=True, translate=True)
    active = fields.Boolean(default=True)
    sequence = fields.Integer(default=10)
    color = fields.Integer()
    company_id = fields.Many2one(
        "res.company", index="btree_not_null", help="Empty: for every company."
    )
    origin = fields.Selection(
        [("own", "Caused by us"), ("customer", "Concerns the customer")],
        required=True,
        default="own",
        help="Who the crisis comes from. What concerns the customer has a grade: "
        "watch, critical or crisis.",
    )
    description = fields.Html(
        translate=True, help="What belongs here, for the agent who has to choose."
    )
    stage_ids = fields.One2many("crisis.stage", "protocol_id", "Stages", copy=True)
    question_ids = fields.One2many(
        "crisis.question", "protocol_id", "Questions", copy=True
    )
    question_definition = fields.PropertiesDefinition("Own Questions")
    phrase_check = fields.Selection(
        [("off", "Off"), ("warn", "Warn"), ("block", "Hold back")],
        "Words to the Customer",
        required=True,
        default="warn",
        help="Warn: the agent sees what is missing or to avoid, and the message "
        "leaves. Hold back: it does not leave before the required phrases are in and "
        "the forbidden ones out.",
    )
    phrase_ids = fields.One2many("crisis.phrase", "protocol_id", "Phrases", copy=True)
    root_category_ids = fields.One2many(
        "crisis.category",
        "protocol_id",
        "Categories",
        domain=[("parent_id", "=", False)],
        copy=True,
    )
    open_count = fields.Integer("Open Documents", compute="_compute_open_count")
    my_open_count = fields.Integer("My Documents", compute="_compute_open_count")

    @api.depends_context("uid", "allowed_company_ids")
    def _compute_open_count(self):
        Document = self.env["crisis.document"]
        domain = [
            ("protocol_id", "in", self.ids),
            ("is_closed", "=", False),
            ("is_drill", "=", False),
        ]
        groups = Document._read_group(domain, ["protocol_id"], ["__count"])
        counts = {protocol.id: count for protocol, count in groups}
        mine = [*domain, ("user_id", "=", self.env.uid)]
        groups = Document._read_group(mine, ["protocol_id"], ["__count"])
        my_counts = {protocol.id: count for protocol, count in groups}
        for protocol in self:
            protocol.open_count = counts.get(protocol.id, 0)
            protocol.my_open_count = my_counts.get(protocol.id, 0)

    @api.model_create_multi
    def create(self, vals_list):
        protocols = super().create(vals_list)
        protocols._sync_property_questions()
        return protocols

    def write(self, vals):
        result = super().write(vals)
        if "question_definition" in vals:
            self._sync_property_questions()
        return result

    def unlink(self):
        """Delete the phrases one by one, as they take what is offered for typing."""
        self.with_context(active_test=False).phrase_ids.unlink()
        return super().unlink()

    def copy(self, default=None):
        """Copy the phrases with the stages of the copy that they are required in."""
        copying = self.with_context(crisis_copying_protocol=Inside())
        copies = super(CrisisProtocol, copying).copy(default).with_env(self.env)
        for protocol, copied in zip(self, copies, strict=True):
            pairs = zip(
                protocol.stage_ids.sorted(), copied.stage_ids.sorted(), strict=True
            )
            twins = dict(pairs)
            phrases = {(twin.lang_id, twin.name): twin for twin in copied.phrase_ids}
            for phrase in protocol.phrase_ids.filtered("stage_ids"):
                twin = phrases[phrase.lang_id, phrase.name]
                twin.stage_ids = [twins[stage].id for stage in phrase.stage_ids]
        return copies

    def copy_data(self, default=None):
        vals_list = super().copy_data(default=default)
        if default and "name" in default:
            return vals_list
        return [
            vals | {"name": self.env._("%s (copy)", protocol.name)}
            for protocol, vals in zip(self, vals_list, strict=True)
        ]

    def action_open_documents(self):
        """Open the open documents of this protocol, stage by stage."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "crisis_protocol.crisis_document_action_by_protocol"
        )
        return action | {"display_name": self.name}

    def _start_stage(self, grade=False):
        """Return the stage in which a new document starts.

        A watch stage is for what has not happened yet: a document of another
        grade starts behind it (S0-53).
        """
        self.ensure_one()
        path = self._path_stages().filtered(lambda stage: not stage.is_closed)
        if grade != "watch":
            path = path.filtered(lambda stage: not stage.is_watch) or path
        return path[:1]

    def _path_stages(self):
        """Return the stages a case goes through, in order, ways out left aside."""
        return self.stage_ids.filtered(lambda stage: not stage.is_exit)

    def _sync_property_questions(self):
        """Keep one question for each of the protocol's own questions (properties).

        So that built-in and own questions count alike in the meter, and each can
        be said not to apply.
        """
        to_create = []
        for protocol in self:
            labels = {
                item["name"]: item.get("string") or item["name"]
                for item in protocol.question_definition or []
                if item.get("type") != "separator"
            }
            known = protocol.question_ids.filtered("property_name")
            known.filtered(
                lambda q, names=labels: q.property_name not in names
            ).unlink()
            for question in known.exists():
                label = labels.pop(question.property_name)
                if question.name != label:
                    question.name = label
            to_create += [
                {"protocol_id": protocol.id, "property_name": name, "name": label}
                for name, label in labels.items()
            ]
        self.env["crisis.question"].create(to_create)

    def _is_idle_property(self, name, value):
        """Whether the answer to an own question is a text that says nothing.

        :param str name: of the property
        :param value: the answer
        """
        self.ensure_one()
        kinds = {item["name"]: item["type"] for item in self.question_definition or []}
        return kinds.get(name) in TEXTS and bool(value) and not is_answer(value)

    def _recompute_information(self):
        """Count again for the open documents; closed ones stay as they were."""
        # also those of other companies, which the manager may not read
        documents = (
            self.env["crisis.document"]
            .sudo()
            .search([("protocol_id", "in", self.ids), ("is_closed", "=", False)])
        )
        self.env.add_to_compute(documents._fields["information_progress"], documents)

import inspect
from contextlib import suppress
from functools import partial
from unittest.mock import patch

from odoo.exceptions import AccessError
from odoo.fields import Domain
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common_access import AccessCase, Undo
from .common_public import own_public_methods

SECRETS = ("Topic of another", "Description of another", "Words of another")
PLAIN = ("Topic of ours", "Description of ours", "Words of ours")
LINKS = ("many2one", "many2many", "one2many")


@tagged("post_install", "-at_install")
class TestForeignCase(AccessCase):
    """No form, dialog or value shows a case that the user may not read.

    Every model that can be linked to a case is tried, of whichever addon: one that is
    new is tried from the day it is there.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.own_case = cls._rich(cls.agent)
        cls.foreign = {
            "other desk": cls._rich(cls.other_agent, secret="desk"),
            "other company": cls._rich(cls.foreign_agent, secret="company"),
        }
        cls.hanging = cls.env["crisis.document"]._models_of_cases()
        cls.env.flush_all()
        cls.env.invalidate_all()

    @classmethod
    def _rich(cls, user, secret=None):
        """Return a case with something of each kind on it, as the system sees it."""
        words = [f"{text} {secret}" for text in SECRETS] if secret else list(PLAIN)
        document = cls._file(
            user, name=words[0], description=f"<p>{words[1]}</p>", date_occurred=False
        )
        task = cls.env["project.task"].create(
            {
                "name": "The order",
                "project_id": cls.project.id,
                "crisis_document_id": document.id,
                "crisis_unit_id": cls.unit.id,
            }
        )
        document = document.sudo()
        on_case = {"document_id": document.id}
        call = cls.env["crisis.call"].create(
            on_case | {"objection_ids": [(0, 0, {"name": words[2]})]}
        )
        cls.env["crisis.decision"].create(
            on_case | {"name": words[2], "reason": words[2], "effect": "positive"}
        )
        cls.env["crisis.item"].create(on_case | {"name": words[2]})
        cls.env["crisis.stakeholder"].create(
            on_case | {"partner_id": cls.contact.id, "body": words[2]}
        )
        cls.env["crisis.notice"].create(
            on_case | {"receiver_id": cls.contact.id, "date_due": document.create_date}
        )
        assert task and call
        return document

    # ------------------------------------------------------------------
    # What is tried
    # ------------------------------------------------------------------

    def _linked_models(self):
        """Yield (model, field) of each link to a case or what hangs on one."""
        for name in sorted(self.env.registry):
            model = self.env[name]
            if model._abstract or not model._auto and not model._transient:
                continue
            for field in model._fields.values():
                if field.type in LINKS and field.comodel_name in self.hanging:
                    yield model, field

    def _target(self, comodel, document):
        """Return a record of a model that belongs to a case."""
        if comodel == document._name:
            return document
        model = self.env[comodel].sudo()
        paths = [
            name if field.comodel_name == document._name else f"{name}.document_id"
            for name, field in model._fields.items()
            if field.type == "many2one"
            and (
                field.comodel_name == document._name
                or "document_id" in self.env[field.comodel_name]._fields
                and field.comodel_name in self.hanging
            )
            and field.store
        ]
        domain = Domain.OR([(path, "=", document.id)] for path in paths)
        return model.search(domain, limit=1) if paths else model

    def _value(self, field, target):
        return target.id if field.type == "many2one" else [(6, 0, target.ids)]

    def _spec(self, model):
        """Return a specification that asks for all there is, and names of links."""
        named = {"fields": {"display_name": {}}}
        return {
            name: named if field.type in LINKS else {}
            for name, field in model._fields.items()
            if model._has_field_access(field, "read")
            and field.type not in ("many2one_reference", "reference", "properties")
            and name not in ("create_uid", "write_uid")
        }

    def _ways(self, model, field, target):
        """Yield (name, call) of the ways to hand a link to a model."""
        name, value = field.name, self._value(field, target)
        spec = self._spec(model)
        defaults = {f"default_{name}": value}
        if field.type != "many2one":
            defaults[f"default_{name}"] = target.ids
        opened = model.with_context(**defaults)
        alone = {name: {"fields": {"display_name": {}}}}
        yield "change", lambda: model.onchange({name: value}, [name], spec)
        yield "alone", lambda: model.onchange({name: value}, [name], alone)
        yield "open", lambda: opened.onchange({}, [], spec)
        yield "given", lambda: model.onchange({name: value}, [], spec)
        yield "default", lambda: opened.default_get(list(spec))
        yield "create", lambda: model.create({name: value}).web_read(spec)
        yield "create by default", lambda: opened.create({}).web_read(spec)
        if field.type == "many2one":
            pair = {name: {"id": target.id}}
            yield "pair", lambda: model.onchange(pair, [name], alone)
        for record in self._own(model):
            yield "write", partial(self._written, record, {name: value}, spec)
            yield "edit", partial(record.onchange, {name: value}, [name], spec)

    @staticmethod
    def _written(record, vals, spec):
        record.write(vals)
        return record.web_read(spec)

    def _own(self, model):
        """Return a record of the agent's own case."""
        if model._transient:
            return ()
        return self._target(model._name, self.own_case).with_user(self.agent)

    def _answer(self, act):
        """Return what a call answers, be it with an error; nothing of it stays."""
        said = ""
        with (
            suppress(Undo),
            mute_logger("odoo.sql_db", "odoo.http"),
            self.cr.savepoint(),
        ):
            try:
                said = repr(act())
            except Exception as error:  # whatever it is, it is looked through
                said = f"{error!r} {error}"
            raise Undo
        self.env.invalidate_all()
        return said

    # ------------------------------------------------------------------
    # Tests
    # ------------------------------------------------------------------

    def test_no_way_in(self):
        """No model answers with anything of a case that is handed to it by its id."""
        tried = 0
        for which, document in self.foreign.items():
            secrets = (*SECRETS, document.reference)
            for model, field in self._linked_models():
                target = self._target(field.comodel_name, document)
                if not target:
                    continue
                model = model.with_user(self.agent)
                target = target.with_env(model.env)
                for way, act in self._ways(model, field, target):
                    tried += 1
                    said = self._answer(act)
                    if way == "alone" and model.has_access("create"):
                        self.assertIn("AccessError", said, field)
                    with self.subTest(field=str(field), way=way, case=which):
                        for secret in secrets:
                            self.assertNotIn(secret, said)
        self.assertGreater(tried, 300)

    def test_methods(self):
        """No method that a client may call tells anything of such a case."""
        document, tried, telling = self.foreign["other desk"], 0, []
        for name in (*sorted(self.hanging), "project.task"):
            target = self._target(name, document)
            if not target:
                continue
            target = target.with_user(self.agent)
            for method, function in own_public_methods(target):
                needed = [
                    parameter
                    for parameter in inspect.signature(function).parameters.values()
                    if parameter.kind in (0, 1) and parameter.default is parameter.empty
                ][1:]
                said = self._answer(
                    lambda t=target, m=method, n=needed: getattr(t, m)(*map(str, n))
                )
                tried += 1
                # who may read an order reads the number of its case
                number = () if name == "project.task" else (document.reference,)
                if any(secret in said for secret in (*SECRETS, *number)):
                    telling.append((name, method, said))
        self.assertFalse(telling)
        self.assertGreater(tried, 60)

    def test_lines_of_other_models(self):
        """Nor does a form of Odoo that shows such a record in its lines."""
        document = self.foreign["other desk"]
        link = {"crisis_document_id": document.id}
        spec = {"tasks": {"fields": {"crisis_customer": {}, "crisis_reference": {}}}}
        self.agent.group_ids += self.env.ref("project.group_project_manager")
        project = self.project.with_user(self.agent)
        for lines in (
            [(0, 0, link)],
            [(0, "virtual_1", link)],
            [(1, self._target("project.task", self.own_case).id, link)],
        ):
            with self.assertRaises(AccessError):
                project.onchange({"tasks": lines}, ["tasks"], spec)

    def test_message_to_nowhere(self):
        """The window of a message does not name the case that it is handed."""
        composer = self.env["mail.compose.message"].with_user(self.agent)
        named = {"crisis_document_id": {"fields": {"display_name": {}}}}
        for document in self.foreign.values():
            values = {"model": document._name, "res_ids": repr(document.ids)}
            said = self._answer(
                lambda v=values: composer.onchange(v, ["res_ids"], named)
            )
            for secret in SECRETS:
                self.assertNotIn(secret, said)

    def test_own_record_stays_usable(self):
        """Who was told, or works on an order, needs no right on the case for that."""
        document = self.foreign["other desk"]
        notice = self.env["crisis.notice"].create(
            {
                "document_id": document.id,
                "user_id": self.agent.id,
                "receiver_id": self.agent.partner_id.id,
                "date_due": document.create_date,
            }
        )
        notice = notice.with_user(self.agent)
        self.assertFalse(document.with_user(self.agent).has_access("read"))
        notice.onchange({"note": "By phone"}, ["note"], {"note": {}})
        notice.onchange(
            {"document_id": document.id, "note": "By phone"}, ["note"], {"note": {}}
        )
        notice.web_save({"note": "By phone"}, {"note": {}})
        self.assertEqual(notice.note, "By phone")
        task = self._target("project.task", document).with_user(self.production)
        task.web_save({"description": "<p>Begun</p>"}, {"description": {}})
        self.assertIn("Begun", task.description)

    def test_form_of_a_foreign_record(self):
        """A record that one may not read is no way to the case it belongs to."""
        document = self.foreign["other desk"]
        for name in ("crisis.notice", "crisis.control", "crisis.decision"):
            record = self._target(name, document)
            self.assertTrue(record, name)
            record = record.with_user(self.agent)
            values = {"document_id": document.id}
            spec = {"document_id": {"fields": {"display_name": {}}}}
            with self.subTest(name), self.assertRaises(AccessError):
                record.onchange(values, ["document_id"], spec)

    def test_order_of_another_desk(self):
        """An agent takes no order away from a case that he may not read."""
        document = self.foreign["other desk"]
        task = self._target("project.task", document).with_user(self.agent)
        own = self._target("project.task", self.own_case).with_user(self.agent)
        for act in (
            lambda: task.write({"crisis_document_id": self.own_case.id}),
            lambda: task.write({"crisis_document_id": False}),
            lambda: own.write({"crisis_document_id": document.id}),
            lambda: own.copy({"crisis_document_id": document.id}),
            lambda: own.create({"name": "Mine", "crisis_document_id": document.id}),
        ):
            with self.assertRaises(AccessError) as refusal, self.cr.savepoint():
                act()
            self.assertNotIn("another", str(refusal.exception))
        self.assertEqual(task.sudo().crisis_document_id, document)
        self.assertNotIn("another", own.crisis_brief or "")

    def test_debug_mode(self):
        """Odoo names records in its refusals in debug mode, but not those of cases."""
        document = self.foreign["other desk"].with_user(self.agent)
        internal = type(self.env["res.users"])
        with patch.object(internal, "has_group", lambda _user, _group: True):
            for record in (document, document.sudo().call_ids.with_user(self.agent)):
                with self.assertRaises(AccessError) as refusal:
                    record.check_access("read")
                said = str(refusal.exception)
                self.assertIn(str(record.id), said)
                self.assertNotIn("another", said)

from datetime import timedelta

from odoo import fields

from ...tools.inside import Inside
from ..duties.common_control import ControlCase

UTC = fields.Datetime.to_datetime


class ReportCase(ControlCase):
    """Cases whose figures are set by hand, so that they can be counted by hand."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.mild = cls.level.copy({"name": "Mild level of the test"})
        cls.second_customer = cls.env["res.partner"].create({"name": "Karadeniz"})
        for user in (cls.agent, cls.supervisor, cls.manager, cls.other_agent):
            user.tz = "Europe/Istanbul"

    @classmethod
    def _case(cls, filed, user=None, **vals):
        """File a case at that moment (UTC), as superuser from then on."""
        with cls._at_time(UTC(filed)):
            document = cls._file(user, **{"level_id": cls.level.id} | vals).sudo()
        document = document.with_env(cls.env)
        cls._drop_planned(document)
        return document

    @classmethod
    def _file_two(cls):
        """File A and B: the agent's and his colleague's, of one desk."""
        cls.colleague = cls._new_user("colleague", "agent")
        cls.team.member_ids |= cls.colleague
        filed = "2026-02-02 08:00:00"
        cls.a = cls._case(filed, team_id=cls.team.id)
        cls.b = cls._case(filed, cls.colleague, team_id=cls.team.id)
        cls.cases = cls.a | cls.b

    @classmethod
    def _drop_planned(cls, documents):
        """What a case plans by itself is no figure here."""
        for kind in cls.env["crisis.duty.mixin"]._duty_models():
            planned = [("document_id", "in", documents.ids), ("state", "=", "open")]
            kind.search([*planned, ("date_planned", "!=", False)]).unlink()

    @classmethod
    def _hours(cls, document, hours):
        return document.create_date.replace(microsecond=0) + timedelta(hours=hours)

    @classmethod
    def _speed(cls, document, word=None, explained=None, closed=None, stage="closed"):
        """So many hours after filing: first word, explanation accepted, close."""
        if word:
            document._write_past_reactions(
                {"date_first_word": cls._hours(document, word)}
            )
        if explained:
            moment = cls._hours(document, explained)
            document._write_past_reactions(
                {"date_explanation_accepted": moment, "explanation_accepted": "yes"}
            )
        if closed:
            side = "own" if document.origin == "own" else "customer"
            with cls._at_time(cls._hours(document, closed)):
                document._write_past_reactions(
                    {"stage_id": cls._stage(f"{side}_{stage}").id}
                )

    @classmethod
    def _duty(cls, model, document, outcome, late=30, **vals):
        """A duty due an hour after filing, that came to this end."""
        due = cls._hours(document, 1)
        values = {"document_id": document.id, "date_due": due, "user_id": False}
        with cls._at_time(document.create_date):
            kind = cls.env[model].with_context(crisis_reconciling=Inside())
            duty = kind.create(values | vals)
        ends = {
            "on_time": {"state": "done", "date_done": due},
            "late": {"state": "done", "date_done": due + timedelta(minutes=late)},
            "missed": {"state": "missed", "date_done": due},
            "cancelled": {"state": "cancelled", "date_done": due},
            "open": {},
        }
        duty._write_as_system(ends[outcome])
        return duty

    @classmethod
    def _promises(cls, document, *outcomes, user=None, **vals):
        by = {"promised_by_id": (user or document.user_id).id}
        for outcome in outcomes:
            cls._duty("crisis.promise", document, outcome, **by | vals)

    @classmethod
    def _controls(cls, document, *outcomes, **vals):
        owner = {"kind": "system", "user_id": document.user_id.id}
        for outcome in outcomes:
            cls._duty("crisis.control", document, outcome, **owner | vals)

    @classmethod
    def _notices(cls, document, *outcomes, **vals):
        for number, outcome in enumerate(outcomes):
            told = {"description": f"Unit {number}", "way": "oral"}
            cls._duty("crisis.notice", document, outcome, **told | vals)

    @classmethod
    def _calls(cls, document, *prepared):
        for is_prepared in prepared:
            call = cls.env["crisis.call"].create(
                {"document_id": document.id, "user_id": document.user_id.id}
            )
            call._write_as_system({"state": "done", "date": cls._hours(document, 1)})
            call._write_as_system({"is_prepared": is_prepared})

    @classmethod
    def _words(cls, document, *states, user=None):
        for state in states:
            message = cls.env["mail.message"].create(
                {"model": document._name, "res_id": document.id, "body": "Hello"}
            )
            cls.env["crisis.phrase.check"].create(
                {
                    "message_id": message.id,
                    "document_id": document.id,
                    "user_id": (user or document.user_id).id,
                    "state": state,
                }
            )

    @classmethod
    def _order(cls, document, *units):
        for unit in units:
            cls.env["project.task"].create(
                {
                    "name": "Order",
                    "project_id": cls.project.id,
                    "crisis_document_id": document.id,
                    "crisis_unit_id": unit.id,
                }
            )

    def _figures(self, user, groupby, *aggregates, domain=(), model="crisis.report"):
        """Return {group: figures} as the pivot shows them to the user, rounded."""
        rows = (
            self.env[model]
            .with_user(user)
            .with_context(tz=user.tz, allowed_company_ids=user.company_ids.ids)
            ._read_group(
                [("document_id", "in", self.cases.ids), *domain],
                [groupby] if groupby else [],
                aggregates,
            )
        )
        found = {}
        for row in rows:
            key, *values = row if groupby else (None, *row)
            key = key.sudo() if hasattr(key, "sudo") else key
            key = str(key)[:7] if groupby and ":month" in groupby else key
            values = [v if v is False else round(v, 1) for v in values]
            found[key] = values[0] if len(values) == 1 else tuple(values)
        return found

from contextlib import contextmanager
from datetime import datetime, timedelta

from odoo.fields import Command
from odoo.tools import SQL

from odoo.addons.mail.tests.common import freeze_all_time

from ..common import CrisisCase

# A Monday. The clock of these tests stands at START plus so many minutes.
START = datetime(2027, 3, 1, 8, 0)
# Minutes that no test lives to see.
NEVER = 200_000
# Minutes after filing at which the one duty of a test case is due.
DUE = 60
# The rungs of the ladder of these tests, as minutes after it was due.
RUNGS = {"owner": 0, "responsible": 30, "supervisor": 60, "managers": 120}


class WatchCase(CrisisCase):
    """The scheduled job on a frozen clock, with cases of which one duty falls due.

    Nothing else is due in this database: what was there before is not looked at.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.cron = cls.env.ref("crisis_protocol.ir_cron_watch")
        cls.env.flush_all()
        cls.env.cr.execute("UPDATE crisis_document SET date_watch = NULL")
        cls.env.cr.execute("UPDATE crisis_team SET date_next_round = NULL")
        cls.env.cr.execute("UPDATE crisis_level SET date_next_report = NULL")
        cls.env.cr.execute("DELETE FROM crisis_alert")
        cls.env.invalidate_all()
        cls.team.member_ids |= cls.other_agent
        cls.level = cls._new_level("Watched", RUNGS)

    @classmethod
    def _new_level(cls, name, rungs, **vals):
        """A level at which only control 1 ever falls due, an hour after filing."""
        values = {
            "name": name,
            "clock": "always",
            "first_word_minutes": NEVER,
            "customer_word_minutes": NEVER,
            "explanation_minutes": NEVER,
            "acceptance_minutes": NEVER,
            "silence_minutes": NEVER,
            "control_system_minutes": DUE,
            "control_customer_minutes": NEVER,
            "notice_minutes": NEVER,
            "inform_supervisor": False,
            "step_ids": [
                Command.create({"minutes": minutes, "target": target})
                for target, minutes in rungs.items()
            ],
        }
        return cls.env["crisis.level"].create(values | vals)

    @classmethod
    @contextmanager
    def _at_minute(cls, minutes):
        """The clock stands still, so many minutes after the start."""
        with freeze_all_time(START + timedelta(minutes=minutes)):
            yield

    @classmethod
    def _file_watched(cls, minutes=0, count=1, **vals):
        """File cases at that minute, the agent's unless another user is named."""
        values = {
            "name": "Yesterday's TV news is missing",
            "protocol_id": cls.own.id,
            "partner_id": cls.customer.id,
            "level_id": cls.level.id,
        }
        user = vals.pop("user", cls.agent)
        with cls._at_minute(minutes):
            model = cls.env["crisis.document"].with_user(user)
            documents = model.create([values | vals for _number in range(count)])
            cls.env.flush_all()
            return documents

    @classmethod
    def _clone(cls, document, count):
        """Put so many further cases beside this one, due a year later."""
        names = [
            name
            for name, field in document._fields.items()
            if field.store and field.column_type and name not in ("id", "reference")
        ]
        columns = SQL(", ").join(map(SQL.identifier, names))
        cls.env.flush_all()
        cls.env.cr.execute(
            SQL(
                "INSERT INTO crisis_document (%s) SELECT %s FROM crisis_document,"
                " generate_series(1, %s) WHERE crisis_document.id = %s RETURNING id",
                columns,
                columns,
                count,
                document.id,
            )
        )
        clones = document.browse(row[0] for row in cls.env.cr.fetchall())
        cls.env.cr.execute(
            "UPDATE crisis_document SET date_watch = date_watch + INTERVAL '1 year'"
            " WHERE id = ANY(%s)",
            [clones.ids],
        )
        return clones

    def _duty(self, documents):
        """Return the duty that falls due on each of these cases."""
        return documents.sudo().control_ids.filtered(
            lambda c: c.kind == "system" and c.state == "open"
        )

    def _sweep(self, minutes):
        """Run the scheduled job at that minute, as the server does."""
        with self._at_minute(minutes), self.enter_registry_test_mode():
            self.assertIs(self.cron.method_direct_trigger(), True)

    def _sweep_told(self, minutes):
        """Run the job; return who was told, as users, each as often as he was."""
        before = self._notifications()
        self._sweep(minutes)
        users = self.env["res.users"].with_context(active_test=False)
        told = [
            users.search([("partner_id", "=", notification.res_partner_id.id)])
            for notification in self._notifications() - before
        ]
        return sorted(told, key=lambda user: user.login)

    def _notifications(self):
        """Return every message that went to somebody himself, inbox or mail."""
        return self.env["mail.notification"].search(
            [("mail_message_id.message_type", "=", "user_notification")]
        )

    def _alerts(self, document):
        """Return what the job has written into the chatter of the case."""
        root = self.env.ref("base.partner_root")
        return document.sudo().message_ids.filtered(
            lambda message: message.author_id == root and "Told:" in message.body
        )

    def _assert_told(self, minutes, *users):
        """Run the job: exactly these are told, each with one message."""
        wanted = sorted(users, key=lambda user: user.login)
        self.assertEqual(self._sweep_told(minutes), wanted)

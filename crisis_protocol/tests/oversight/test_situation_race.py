from datetime import timedelta
from unittest.mock import patch

from odoo import SUPERUSER_ID, fields
from odoo.tests import tagged

from ..common_race import RaceCase


@tagged("post_install", "-at_install")
class TestSituationInARace(RaceCase):
    """Two servers that wake at the same minute send one report."""

    def setUp(self):
        super().setUp()
        model = self.registry["crisis.document"]
        self.startPatcher(
            patch.object(model, "_due", lambda d, seen, limit=None: d.browse())
        )
        self.startPatcher(
            patch.object(
                self.registry["crisis.team"], "_start_handovers", lambda teams: 0
            )
        )
        with self._session() as env:
            # the levels of others in this database are none of our business
            env(su=True)["crisis.level"]._start_reports()
        with self._session() as env:
            level = env["crisis.level"].create(
                {
                    "name": "In a race",
                    "report_minutes": 60,
                    "report_user_ids": [fields.Command.set(env.user.ids)],
                }
            )
            self.level_id = level.id
            self._file(env, level_id=level.id)
        with self._session() as env:
            past = fields.Datetime.now() - timedelta(hours=3)
            env["crisis.level"].browse(self.level_id).date_next_report = past
        self.addCleanup(self._clean_up)

    def _clean_up(self):
        with self._session() as env:
            self._mails(env).unlink()
        self._clean()
        with self._session() as env:
            env(su=True)["crisis.level"].browse(self.level_id).unlink()

    def _mails(self, env):
        domain = [("model", "=", "crisis.level"), ("res_id", "=", self.level_id)]
        return env(su=True)["mail.mail"].search(domain)

    def test_one_report(self):
        """Each reader gets one, and the next time is noted once."""

        def sweep(env):
            return env(user=SUPERUSER_ID, context={})["crisis.document"]._cron_watch()

        self.assertEqual(self._together(sweep, 3), [None] * 3)
        with self._session() as env:
            readers = [mail.recipient_ids for mail in self._mails(env)]
            self.assertEqual(readers.count(env.user.partner_id), 1)
            self.assertEqual(len(readers), len(set(readers)))
            level = env["crisis.level"].browse(self.level_id)
            self.assertGreater(level.date_next_report, fields.Datetime.now())

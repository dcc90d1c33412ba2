from contextlib import ExitStack, contextmanager
from functools import partial
from threading import Thread
from unittest.mock import patch

from odoo import SUPERUSER_ID, api
from odoo.modules.registry import Registry
from odoo.service.model import retrying
from odoo.tests import BaseCase, get_db_name
from odoo.tools import SQL

TOO_LONG = 60


class RaceCase(BaseCase):
    """Several people at once, each with a database transaction of his own.

    What is written here is committed, so each test takes its documents away again.
    The people are sessions of the administrator, a crisis manager by installation.
    """

    def setUp(self):
        super().setUp()
        self.registry = Registry(get_db_name())
        # the pause before another try, up to two seconds else
        self.startPatcher(patch("odoo.service.model.random.uniform", return_value=0.01))
        with self._session() as env:
            self.partner_id = (
                env["res.partner"].create({"name": "Customer in a race"}).id
            )
        self.addCleanup(self._clean)

    @contextmanager
    def _session(self):
        """The environment of one person: committed at the end, rolled back if not."""
        with self.registry.cursor() as cr:
            cr.execute("SET LOCAL lock_timeout = '20s'")
            root = api.Environment(cr, api.SUPERUSER_ID, {})
            user = root.ref("base.user_admin")
            yield api.Environment(cr, user.id, {"lang": "en_US"})

    @contextmanager
    def _sessions(self, count=2):
        """Several people who have all looked before the first of them acts."""
        with ExitStack() as stack:
            yield [stack.enter_context(self._session()) for _number in range(count)]

    def _click(self, env, method):
        """Call as a request does: again if the database finds a conflict, committed."""
        return retrying(partial(method, env), env)

    def _together(self, method, count=2):
        """Run the method for several people at the same moment; return what comes.

        :return: list of results, exceptions included
        """
        outcomes = [None] * count
        with self._sessions(count) as environments:

            def run(number, env):
                try:
                    outcomes[number] = self._click(env, method)
                except Exception as error:  # noqa: BLE001 it is the test's to judge
                    outcomes[number] = error

            threads = [
                Thread(target=run, args=pair, daemon=True)
                for pair in enumerate(environments)
            ]
            for thread in threads:
                thread.start()
            for thread in threads:
                thread.join(TOO_LONG)
                self.assertFalse(thread.is_alive(), "waits for another one for ever")
        return outcomes

    def _file(self, env, **vals):
        values = {
            "name": "Case in a race",
            "protocol_id": env.ref("crisis_protocol.protocol_own").id,
            "partner_id": self.partner_id,
        }
        return env["crisis.document"].create(values | vals)

    def _file_ready(self):
        """Return the id of a document that may go on to the second stage."""
        with self._session() as env:
            category = env.ref("crisis_protocol.category_own_missed_item")
            document = self._file(
                env,
                user_id=env.uid,
                category_id=category.id,
                description="<p>The item on channel 5 is missing.</p>",
            )
            document.action_log_word("We are looking into it.")
            return document.id

    def _clean(self):
        """Take the cases away; a second time does no harm."""
        with self._session() as env:
            everything = env(user=SUPERUSER_ID)
            documents = everything["crisis.document"].with_context(active_test=False)
            documents = documents.search([("partner_id", "=", self.partner_id)])
            # an open duty would ask why its activity goes, and one that is over stays
            for duties in everything["crisis.duty.mixin"]._duty_models():
                duties = duties.search([("document_id", "in", documents.ids)])
                duties._write_as_system({"activity_id": False})
                env.flush_all()
                env.cr.execute(
                    SQL(
                        "DELETE FROM %s WHERE document_id = ANY(%s)",
                        SQL.identifier(duties._table),
                        documents.ids,
                    )
                )
            env.invalidate_all(flush=False)
            documents.activity_ids.unlink()
            documents.task_ids.unlink()
            documents.message_ids.unlink()
            env.cr.execute(
                "DELETE FROM mail_followers WHERE res_model = %s AND res_id = ANY(%s)",
                [documents._name, documents.ids],
            )
            # they have left their first stage, so the ORM would keep them
            env.cr.execute(
                "DELETE FROM crisis_document WHERE id = ANY(%s)", [documents.ids]
            )
            env.invalidate_all(flush=False)
            everything["res.partner"].browse(self.partner_id).exists().unlink()

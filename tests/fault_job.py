"""What the scheduled jobs of the fault test have done, as the database says."""

from collections import Counter

from fault_cases import CUSTOMER
from fault_site import NAME, cases_in, wait_until

CASES = f"""
    SELECT id FROM crisis_document WHERE partner_id = (
        SELECT id FROM res_partner WHERE name = '{CUSTOMER}')
"""


class Job:
    """The scheduled jobs and what they did, as seen in the database."""

    def __init__(self, cluster):
        self._query = cluster.query

    def poke(self):
        """Let all servers look for work now, not only within their minute."""
        self._query(f"SELECT pg_notify('cron_trigger', '{NAME}')", "postgres")

    def run_again(self):
        """The intervals of all jobs have passed; wait until each has run."""
        now = "date_trunc('second', now() AT TIME ZONE 'utc')"
        waiting = f"SELECT 1 FROM ir_cron WHERE active AND nextcall <= {now}"
        self._query(f"UPDATE ir_cron SET nextcall = {now} WHERE active")
        wait_until(lambda: not self._query(waiting), "all jobs have run", self.poke)

    def duties(self):
        """Return the due duties in the order in which the job takes their cases.

        :return: [(case, duty, login of its owner, next step, why set aside)]
        """
        return self._query(
            "SELECT document.id, duty.id, owner.login, duty.date_step,"
            " document.watch_error"
            " FROM crisis_document document"
            " JOIN crisis_control duty ON duty.document_id = document.id"
            " JOIN res_users owner ON owner.id = duty.user_id"
            f" WHERE duty.kind = 'system' AND document.id IN ({CASES})"
            " ORDER BY document.id"
        )

    def alerts(self):
        """Return what was written into the chatter, as [(case, text)]."""
        return self._query(
            "SELECT res_id, body FROM mail_message WHERE model = 'crisis.document'"
            f" AND body LIKE '%Told:%' AND res_id IN ({CASES})"
        )

    def told_of(self):
        """Return of how many cases the job has told, and committed it."""
        return len(self.alerts())

    def messages(self):
        """Return what people were told themselves.

        :return: [(address, way, status, time of the transaction, text)]
        """
        return self._query(
            "SELECT partner.email, told.notification_type, told.notification_status,"
            " message.create_date, message.body"
            " FROM mail_notification told"
            " JOIN mail_message message ON message.id = told.mail_message_id"
            " JOIN res_partner partner ON partner.id = told.res_partner_id"
            " JOIN res_users receiver ON receiver.partner_id = partner.id"
            r" WHERE receiver.login LIKE 'fault\_%'"
        )

    def told_in_odoo(self):
        """Return how often each case stands in the messages of somebody's inbox."""
        bodies = [body for _who, way, *_rest, body in self.messages() if way == "inbox"]
        return Counter(case for body in bodies for case in cases_in(body))

    def refused(self):
        return self._query(
            "SELECT id FROM mail_mail WHERE state = 'exception'"
            " AND failure_reason LIKE '%refused%'"
        )

    def unsent(self):
        return self._query(
            "SELECT id FROM mail_mail WHERE state IN ('outgoing', 'exception')"
        )

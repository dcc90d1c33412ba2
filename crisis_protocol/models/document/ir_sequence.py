import psycopg2

from odoo import fields, models
from odoo.exceptions import ConcurrencyError


class IrSequence(models.Model):
    _inherit = "ir.sequence"

    def _crisis_range(self, date):
        """Return the year's part of the sequence, made now if it is the first time.

        :raise ConcurrencyError: if somebody else makes it at the same moment; Odoo
            then does the whole request again, and finds it
        """
        domain = [
            ("sequence_id", "=", self.id),
            ("date_from", "<=", date),
            ("date_to", ">=", date),
        ]
        ranges = self.env["ir.sequence.date_range"]
        date_range = ranges.search_fetch(domain, ["date_from"], limit=1)
        if date_range:
            return date_range
        try:
            with self.env.cr.savepoint():
                return self._create_date_range_seq(date)
        except psycopg2.errors.UniqueViolation as error:
            raise ConcurrencyError(
                self.env._("Somebody else files the first case of the year.")
            ) from error

    def _next_batch(self, count):
        """Return the next numbers of a yearly sequence in one statement.

        Filing a hundred documents costs as many statements as filing one. A
        sequence that an administrator made another kind of gives them one by one.
        """
        self.ensure_one()
        if self.implementation != "standard" or not self.use_date_range:
            return [self.next_by_id() for _number in range(count)]
        date_range = self._crisis_range(fields.Date.context_today(self))
        self.env.cr.execute(
            "SELECT nextval(%s) FROM generate_series(1, %s)",
            [f"ir_sequence_{self.id:03d}_{date_range.id:03d}", count],
        )
        numbers = [number for (number,) in self.env.cr.fetchall()]
        sequence = self.with_context(ir_sequence_date_range=date_range.date_from)
        prefix, suffix = sequence._get_prefix_suffix()
        return [f"{prefix}{number:0{self.padding}d}{suffix}" for number in numbers]

from odoo import api, fields, models
from odoo.fields import Domain

# What fits on a wall; the rest is a click away.
CASES = 15
DRILLS = 5
DELIVERIES = 6
WORDS = 6
# What is shown of a word; in full it stands in the case.
WORD_LENGTH = 160

REAL = Domain("is_drill", "=", False)
OPEN = Domain("is_closed", "=", False)
IS_LATE = Domain("next_duty_date", "<", "now")
IS_SILENT = Domain("date_silence", "<", "now")
IS_UNACKNOWLEDGED = Domain("notice_ids", "any", [("state", "=", "open")]) | Domain(
    "delivery_ids", "any", [("kind", "=", "receipt"), ("state", "=", "open")]
)
NOBODY = Domain("user_id", "=", False)
PUT_AWAY = REAL & Domain("active", "in", [True, False])
AFTER_CLOSE = PUT_AWAY & Domain(
    "mail_duty_ids", "any", [("kind", "=", "after_close"), ("state", "=", "open")]
)
NOT_ARRIVED = PUT_AWAY & Domain(
    "mail_duty_ids", "any", [("kind", "=", "not_arrived"), ("state", "=", "open")]
)
OF_REAL_CASES = Domain("document_id.is_drill", "=", False)
CASE_FIELDS = [
    "reference",
    "name",
    "partner_id",
    "level_id",
    "level_color",
    "stage_id",
    "user_id",
    "next_duty_date",
    "next_duty_type_id",
    "next_duty_user_id",
    "date_silence",
]


class CrisisBoard(models.AbstractModel):
    """What runs now, on one screen (S0-29, S0-47…49, S2-35).

    Read as the user who looks: an agent sees the cases of his teams, a supervisor
    those that he leads, a manager all of the selected companies. Drills stand apart
    and count nowhere.
    """

    _name = "crisis.board"
    _description = "Crisis Board"

    @api.model
    @api.readonly
    def board_data(self):
        """Return all that the board shows to the current user.

        A *figure* is a dict with `label`, `count`, `model` and `domain`: the domain
        finds just those records that were counted. Times are naive UTC. The number
        of statements does not depend on the number of cases.

        :return: dict with `urgent` and `levels` (lists of figures), `protocols` (where
            the cases stand), `cases`, `drills`, `people`, `deliveries` and `words`
            (figures with `rows`)
        :rtype: dict
        :raise AccessError: if the user may not read crisis documents
        """
        real = OPEN & REAL
        levels, protocols = self._standing(real)
        return {
            "urgent": self._urgent(real),
            "levels": levels,
            "protocols": protocols,
            "cases": self._cases(self.env._("Open cases"), real, CASES),
            "drills": self._cases(
                self.env._("Drills"), OPEN & Domain("is_drill", "=", True), DRILLS
            ),
            "people": self._people(real),
            "deliveries": self._deliveries(),
            "words": self._words(),
        }

    def _figure(self, label, domain, count=None, model="crisis.document"):
        """Return a number and what finds the records behind it."""
        if count is None:
            count = self.env[model].search_count(domain)
        return {
            "label": label,
            "count": count,
            "model": model,
            "domain": list(domain),
        }

    # ------------------------------------------------------------------
    # Cases
    # ------------------------------------------------------------------

    def _urgent(self, real):
        """Return what should be zero."""
        figures = (
            # of a closed case the check may be late whether it came back
            ("late", self.env._("Late cases"), REAL & IS_LATE),
            ("silent", self.env._("Silent"), real & IS_SILENT),
            (
                "unacknowledged",
                self.env._("Not acknowledged"),
                real & IS_UNACKNOWLEDGED,
            ),
            ("nobody", self.env._("Nobody responsible"), real & NOBODY),
            # also of cases that were put away since
            (
                "after_close",
                self.env._("Wrote after the close"),
                AFTER_CLOSE,
            ),
            ("not_arrived", self.env._("Did not arrive"), NOT_ARRIVED),
        )
        return [
            {"name": name, **self._figure(label, domain)}
            for name, label, domain in figures
        ]

    def _standing(self, real):
        """Return how many cases there are of each level, and in which stage.

        :return: figures of the levels, the severest first, and for each protocol its
            stages in order, each with a figure for every level (None: no case)
        """
        groups = self.env["crisis.document"]._read_group(
            real, ["protocol_id", "stage_id", "level_id"], ["__count"]
        )
        totals = self._level_totals(real, groups)
        protocols = []
        for protocol in dict.fromkeys(group[0] for group in groups):
            own = [group for group in groups if group[0] == protocol]
            cells = {(stage, level): count for _p, stage, level, count in own}
            used = [level for level in totals if any(g[2] == level for g in own)]
            protocols.append(
                {
                    "id": protocol.id,
                    "name": protocol.name,
                    "levels": [level.id for level in used],
                    "stages": [
                        self._stage_row(real, stage, used, cells)
                        for stage in dict.fromkeys(group[1] for group in own)
                    ],
                }
            )
        return list(totals.values()), protocols

    def _level_totals(self, real, groups):
        counts = {}
        for _protocol, _stage, level, count in groups:
            counts[level] = counts.get(level, 0) + count
        return {
            level: {
                "id": level.id,
                "color": level.color,
                **self._figure(
                    level.name,
                    real & Domain("level_id", "=", level.id),
                    counts[level],
                ),
            }
            for level in sorted(counts, key=lambda level: (-level.sequence, -level.id))
        }

    def _stage_row(self, real, stage, levels, cells):
        here = real & Domain("stage_id", "=", stage.id)
        return {
            "id": stage.id,
            "name": stage.name,
            "cells": [
                cells.get((stage, level))
                and self._figure(
                    f"{stage.name} · {level.name}",
                    here & Domain("level_id", "=", level.id),
                    cells[stage, level],
                )
                for level in levels
            ],
        }

    def _cases(self, label, domain, limit):
        """Return how many cases there are, and those on which something is due next."""
        rows = self.env["crisis.document"].search_read(
            domain, CASE_FIELDS, limit=limit, order="next_duty_date, id"
        )
        now = fields.Datetime.now()
        for row in rows:
            silence = row.pop("date_silence")
            row["is_silent"] = bool(silence and silence < now)
        return {**self._figure(label, domain), "rows": rows}

    # ------------------------------------------------------------------
    # Deliveries and words
    # ------------------------------------------------------------------

    def _deliveries(self):
        """Return what production owes within the hour, and what came in the last."""
        every = OF_REAL_CASES & Domain("kind", "=", "delivery")
        is_open = every & Domain("state", "=", "open")
        is_done = every & Domain("state", "=", "done")
        soon = Domain("date_due", "<", "now +1H")
        late = Domain("date_due", "<", "now")
        just_done = is_done & Domain("date_done", ">=", "now -1H")
        figures = [
            {"name": name, **self._figure(label, domain, model="crisis.delivery")}
            for name, label, domain in (
                ("late", self.env._("Overdue"), is_open & late),
                ("soon", self.env._("Within the hour"), is_open & soon & ~late),
                ("done", self.env._("In the last hour"), just_done),
            )
        ]
        names = ["unit_id", "document_id", "partner_id", "date_due", "date_done"]
        model = self.env["crisis.delivery"]
        rows = model.search_read(
            is_open & soon, names, limit=DELIVERIES, order="date_due, id"
        )
        # one of each kind at least, so that good news is seen, too
        rest = max(DELIVERIES - len(rows), 2)
        rows += model.search_read(
            just_done, names, limit=rest, order="date_done desc, id desc"
        )
        return {"figures": figures, "rows": rows}

    def _words(self):
        """Return what customers with an open case were told last."""
        arrived = Domain("direction", "=", "us") & Domain("date_returned", "=", False)
        domain = arrived & Domain(
            "document_id", "any", [("is_drill", "=", False), ("is_closed", "=", False)]
        )
        model = self.env["crisis.word"]
        rows = model.search_read(
            domain,
            ["document_id", "date", "user_id", "is_oral", "text"],
            limit=WORDS,
            order="date desc, id desc",
        )
        documents = self.env["crisis.document"].browse(
            [row["document_id"][0] for row in rows]
        )
        customers = {
            document["id"]: document["partner_id"]
            for document in documents.read(["partner_id"])
        }
        for row in rows:
            row["partner_id"] = customers[row["document_id"][0]]
            row["text"] = self._shortened(row["text"])
        return {"rows": rows}

    def _shortened(self, text):
        text = " ".join((text or "").split())
        return text if len(text) <= WORD_LENGTH else f"{text[: WORD_LENGTH - 1]}…"

from markupsafe import Markup

from odoo import api, fields, models
from odoo.exceptions import UserError

from ...tools.dialog import dialog
from ...tools.said import said_reason
from ...tools.sent_ids import sent_ids

# What moves a case when it is written.
MOVING = {"stage_id", "protocol_id"}


class CrisisDocument(models.Model):
    """Where the case stands in its protocol, and what it takes to move it."""

    _inherit = "crisis.document"

    stage_id = fields.Many2one(
        "crisis.stage",
        compute="_compute_stage_id",
        store=True,
        readonly=False,
        precompute=True,
        required=True,
        copy=False,
        tracking=True,
        index=True,
        ondelete="restrict",
        domain="[('protocol_id', '=', protocol_id)]",
        group_expand="_read_group_stage_id",
    )
    is_closed = fields.Boolean(
        "Closed",
        related="stage_id.is_closed",
        store=True,
        index=True,
        plans_duties=True,
    )
    stage_guidance = fields.Html(related="stage_id.guidance", string="Guidance")
    stage_reason = fields.Text(
        "Reason of the Last Move",
        copy=False,
        help="Needed to move a case back or out of its path. Write it together with "
        "the stage.",
    )
    is_under_way = fields.Boolean(
        readonly=True,
        copy=False,
        export_string_translation=False,
        help="Whether the case has ever moved: from then on it is kept.",
    )
    date_last_stage_update = fields.Datetime(
        "In This Stage Since",
        default=lambda self: self._stage_clock(),
        readonly=True,
        copy=False,
    )
    next_stage_id = fields.Many2one("crisis.stage", compute="_compute_next_stage_id")
    can_move_back = fields.Boolean(compute="_compute_next_stage_id")

    @api.model
    def _stage_clock(self):
        """Return the time of this transaction, in seconds like that of messages."""
        return self.env.cr.now().replace(microsecond=0)

    @api.depends("protocol_id", "grade")
    def _compute_stage_id(self):
        for document in self:
            stage = document.stage_id
            protocol = document.protocol_id
            # A filed document keeps its stage; one being filed follows its grade.
            if stage.protocol_id == protocol and document._origin.id:
                continue
            start = protocol and protocol._start_stage(document.grade)
            if protocol and not start:
                raise UserError(
                    self.env._(
                        "“%s” has no stage to start in. Ask a manager to add one.",
                        protocol.name,
                    )
                )
            document.stage_id = start or False

    @api.depends("stage_id", "protocol_id.stage_ids.sequence")
    def _compute_next_stage_id(self):
        for document in self:
            path = document.protocol_id._path_stages()
            present = document.stage_id
            ahead = path.filtered(lambda stage, p=present: stage._is_after(p))
            document.next_stage_id = False if present.is_exit else ahead[:1]
            document.can_move_back = bool(document._origin.id) and (
                document.stage_id.is_exit or document.stage_id != path[:1]
            )

    @api.model
    def _read_group_stage_id(self, stages, domain):
        """Show the empty stages too, of the protocols that are looked at."""
        chosen = sent_ids(self.env.context.get("default_protocol_id"))
        protocols = self.env["crisis.protocol"].browse(chosen) | stages.protocol_id
        return self.env["crisis.stage"].search([("protocol_id", "in", protocols.ids)])

    # ------------------------------------------------------------------
    # Moving
    # ------------------------------------------------------------------

    def _check_stage_filed(self, filed):
        """Let nobody file a case past the gates of the stages before its own."""
        nowhere = self.env["crisis.stage"]
        started = self.filtered(lambda document: not document._is_at_start())
        started._check_move(
            {document: nowhere for document in started},
            {document: document.stage_reason for document in started},
        )
        started._note_exits(
            dict.fromkeys(started, nowhere),
            {document: document.stage_reason for document in started},
        )
        started._write_past_reactions({"is_under_way": True})

    def _enter_stage_filed(self, filed):
        self._enter_stage()

    def _is_at_start(self):
        return self.stage_id == self.protocol_id._start_stage(self.grade)

    def _with_tracking(self, vals):
        """Return the cases so that a change is tracked, whoever would leave that out.

        Also those of an import: the trail is whole, and the time in stages is measured
        by the tracking. Nor is anybody's reminder left out.
        """
        left_out = {"tracking_disable", "mail_notrack", "mail_activity_automation_skip"}
        if not any(self.env.context.get(key) for key in left_out):
            return self
        return self.with_context(**dict.fromkeys(left_out, False))

    def _forget_old_reason(self, vals):
        """The reason belongs to this move, not to one before."""
        if not MOVING & vals.keys():
            return vals
        if all(document.stage_id.id == vals.get("stage_id") for document in self):
            return vals
        return {"stage_reason": False} | vals

    def _stages_before(self, vals):
        if not MOVING & vals.keys():
            return None
        return {document: document.stage_id for document in self}

    def _react_to_stage(self, change):
        """Check the moves, keep that there was one, and enter the new stages."""
        sources = change.before["_stages_before"]
        if sources is None:
            return
        moved = self.filtered(lambda document: document.stage_id != sources[document])
        # Under another protocol the case starts anew, as if just filed.
        restarted = moved.filtered(
            lambda d: d.protocol_id != sources[d].protocol_id and d._is_at_start()
        )
        passed = moved - restarted
        reason = change.handed_in.get("stage_reason")
        passed._check_move(sources, dict.fromkeys(passed, reason))
        passed._note_exits(sources, dict.fromkeys(passed, reason))
        passed._write_past_reactions({"is_under_way": True})
        moved._write_past_reactions({"date_last_stage_update": self._stage_clock()})
        passed._end_overrides(sources)
        moved._show_reopened(sources)
        moved._enter_stage()

    def _show_reopened(self, sources):
        """Bring closed cases that go on back into sight, with today's questions."""
        reopened = self.filtered(lambda d: sources[d].is_closed and not d.is_closed)
        archived = reopened.filtered(lambda document: not document.active)
        archived._write_past_reactions({"active": True})
        progress = self._fields["information_progress"]
        self.env.add_to_compute(progress, reopened)

    def _keep_protocol(self, vals):
        """:raise UserError: for another protocol on a case that is under way"""
        protocol_id = vals.get("protocol_id")
        for document in self:
            is_other = protocol_id not in (None, document.protocol_id.id)
            if is_other and document.is_under_way:
                raise UserError(
                    self.env._(
                        "%s is under way and keeps its protocol. Move it to “Not a "
                        "crisis” and file a new one.",
                        document.display_name,
                    )
                )
        return vals

    def _check_move(self, sources, reasons):
        """Refuse moves that the protocol forbids, saying all that is missing.

        The check is made after the write, so that what was filled in together
        with the stage counts; a refusal undoes both.

        :param dict sources: the stage each document comes from; empty if new
        :param dict reasons: why each document moves, as far as it was said
        :raise UserError: with every unmet gate of every document
        """
        self._check_stage_of_protocol()
        forward, reasoned = self.browse(), self.browse()
        for document in self:
            source, target = sources[document], document.stage_id
            is_off_path = target.is_exit or source.is_exit
            if is_off_path or (source and target._is_before(source)):
                reasoned |= document
            if is_off_path or not source or source._is_before(target):
                forward |= document
        for document in reasoned:
            if not str(reasons[document] or "").strip():
                raise UserError(document._reason_needed_message(sources))
            said_reason(self.env, reasons[document])
        unmet = self._unmet_gates(
            sources, {document: document.stage_id for document in forward}
        )
        if unmet:
            raise UserError(self._unmet_message(unmet))
        for document in reasoned:
            document._track_set_log_message(
                Markup("<p>%s</p>") % self.env._("Reason: %s", reasons[document])
            )

    def _check_stage_of_protocol(self):
        for document in self:
            if document.stage_id.protocol_id != document.protocol_id:
                raise UserError(
                    self.env._(
                        "“%(stage)s” is not a stage of “%(protocol)s”. Choose one of "
                        "its own.",
                        stage=document.stage_id.name,
                        protocol=document.protocol_id.name,
                    )
                )

    def _reason_needed_message(self, sources):
        target = self.stage_id
        if target.is_exit:
            return self.env._(
                "To move %(document)s to “%(stage)s”, say why: open it and choose "
                "“Not a crisis” there.",
                document=self.display_name,
                stage=target.name,
            )
        return self.env._(
            "To move %(document)s back from “%(present)s” to “%(stage)s”, say why: "
            "open it and choose “Move back”.",
            document=self.display_name,
            present=sources[self].name,
            stage=target.name,
        )

    def action_next_stage(self):
        """Move one stage on; open the message to the customer that belongs there.

        An explanation that is not ready is written first: the line on top leads there.

        The button sends the stage it was shown for, so that two people who press
        it at once move the case once.

        :raise UserError: with all that is missing, or if the case has moved since
        """
        self.ensure_one()
        expected = self.env.context.get("crisis_expected_stage_id")
        if expected and expected != self.stage_id.id:
            raise UserError(
                self.env._(
                    "Somebody has moved this case to “%s” meanwhile. Look again.",
                    self.stage_id.name,
                )
            )
        if not self.next_stage_id:
            raise UserError(self.env._("This is the last stage of the protocol."))
        self.write({"stage_id": self.next_stage_id.id})
        if not self.stage_id.mail_template_id or self.is_closed:
            return True
        if self._message_waits_for():
            return True
        return self.action_write_customer()

    def _message_waits_for(self):
        """Return what has to be there before the stage's message may leave.

        :return: a sentence; empty if nothing is missing
        """
        return ""

    def action_move_back(self):
        """Ask for the stage to go back to, and why."""
        return self._open_stage_move("back")

    def action_not_a_crisis(self):
        """Ask why the case leaves its path.

        :raise AccessError: at a level with a review, for who is no supervisor
        """
        self._check_may_exit()
        return self._open_stage_move("exit")

    def action_override(self):
        """Ask a supervisor why the case may pass all the same."""
        return self._open_stage_move("override")

    def _open_stage_move(self, kind):
        self.ensure_one()
        names = {
            "back": self.env._("Reopen") if self.is_closed else self.env._("Move back"),
            "exit": self.env._("Not a crisis"),
            "override": self.env._("Pass with a reason"),
        }
        return dialog(
            self.env["crisis.stage.move"],
            names[kind],
            default_document_id=self.id,
            default_kind=kind,
        )

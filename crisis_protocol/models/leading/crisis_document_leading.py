from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from ...tools.dialog import dialog
from ...tools.inside import Inside, handed_inside


class CrisisDocument(models.Model):
    """Many customers hit by one cause: one case leads, the others follow it (S3-02).

    Each customer keeps a case of his own, with his own messages, promises and
    controls 2. What concerns the cause is done once, on the leading case; what of
    it counts for those that follow stands in the files
    `crisis_document_leading_….py`.
    """

    _inherit = "crisis.document"

    leading_id = fields.Many2one(
        "crisis.document",
        "Leading Case",
        index="btree_not_null",
        copy=False,
        check_company=True,
        ondelete="restrict",
        help="The case of another customer with the same cause. What is found out and "
        "explained there counts here, too.",
    )
    # Shown and grouped by instead of the link, which would tell the topic to those
    # who may not read the leading case.
    leading_reference = fields.Char(
        "Follows", related="leading_id.reference", store=True, related_sudo=True
    )
    led_ids = fields.One2many(
        "crisis.document", "leading_id", "Cases That Follow", copy=False, readonly=True
    )
    led_count = fields.Integer(
        "Number of Followers", compute="_compute_led_count", store=True
    )
    open_led_count = fields.Integer(
        "Open Followers", compute="_compute_led_count", store=True
    )

    @api.depends("led_ids.is_closed", "led_ids.active")
    def _compute_led_count(self):
        """Count them where they are read: in lists, on cards, by gates.

        The count also lets two people who change the group at the same moment come
        one after the other, since both write on the leading case.
        """
        for document in self:
            led = document.led_ids.filtered("active")
            document.led_count = len(led)
            document.open_led_count = len(led.filtered(lambda d: not d.is_closed))

    # ------------------------------------------------------------------
    # Who may lead whom
    # ------------------------------------------------------------------

    @api.constrains("leading_id", "protocol_id", "partner_id")
    def _check_leading(self):
        """One leads, the others follow: no chains, one protocol, other customers."""
        # the others may be cases of desks whose cases he may not read
        for document in self.sudo():
            lead = document.leading_id
            if lead.leading_id or (lead and document.led_ids):
                raise ValidationError(
                    self.env._(
                        "%s follows and is followed. Choose one leading case for all "
                        "of them.",
                        (lead if lead.leading_id else document).reference,
                    )
                )
            others = (lead | document.led_ids).protocol_id
            if others - document.protocol_id:
                raise ValidationError(
                    self.env._(
                        "%(document)s goes by the protocol “%(protocol)s”. Cases that "
                        "follow one another go by the same.",
                        document=document.reference,
                        protocol=document.protocol_id.name,
                    )
                )
            customer = document.commercial_partner_id
            if customer & (lead | document.led_ids).commercial_partner_id:
                raise ValidationError(
                    self.env._(
                        "%(document)s: a case follows the case of another customer. "
                        "What concerns %(customer)s again belongs in one case.",
                        document=document.reference,
                        customer=customer.name,
                    )
                )

    def _check_may_follow(self, lead):
        """Refuse to join what has ended, or what the user may not read.

        :raise AccessError: if the user may not read the leading case
        :raise UserError: if one of them has ended, or is graver than what leads it
        """
        lead.check_access("read")
        (self | lead)._check_open()
        for document in self:
            if lead.level_id._is_milder_than(document.level_id):
                raise UserError(
                    self.env._(
                        "%(document)s is “%(level)s”, %(lead)s only “%(lead_level)s”. "
                        "Raise the level of the leading case first, or let another "
                        "case lead.",
                        document=document.reference,
                        level=document.level_id.name,
                        lead=lead.reference,
                        lead_level=lead.level_id.name,
                    )
                )

    @api.ondelete(at_uninstall=False)
    def _unlink_only_without_followers(self):
        # also those of other desks
        for document in self.sudo():
            if document.with_context(active_test=False).led_ids:
                raise UserError(
                    self.env._(
                        "Other cases follow %s. Let them follow another one first.",
                        document.reference,
                    )
                )

    # ------------------------------------------------------------------
    # Following
    # ------------------------------------------------------------------

    def _follow_from_filing(self, filed):
        following = self.filtered("leading_id")
        for lead, followers in following.grouped("leading_id").items():
            followers._check_may_follow(lead)
        following._begin_following()

    def _groups_before(self, vals):
        if not {"leading_id", "stage_id", "root_cause"} & vals.keys():
            return None
        return {document: document._group_state() for document in self}

    def _react_to_group(self, change):
        before = change.before["_groups_before"]
        if before is None:
            return
        changed = self.filtered(lambda d: d._group_state() != before[d])
        if changed:
            changed._on_group_changed(before)

    def _check_leaving(self):
        """Who takes a case away from its leading case says why, as in the dialog.

        :raise UserError: without a reason
        """
        is_said = handed_inside(self.env, "crisis_leaving_reason")
        if self and not (self.env.su or is_said):
            raise UserError(
                self.env._(
                    "%s: choose “Follow no longer” and say why. The reason stays with "
                    "the case.",
                    ", ".join(self.mapped("reference")),
                )
            )

    def _group_state(self):
        return {
            "lead": self.leading_id,
            "is_closed": self.is_closed,
            "root_cause": self.root_cause,
        }

    def _on_group_changed(self, before):
        """Pass on what changed on a leading case; begin and end following.

        :param dict before: {document: what `_group_state` returned}
        """
        joined = self.filtered(lambda d: d.leading_id != before[d]["lead"])
        joined._check_open()
        for lead, followers in (
            joined.filtered("leading_id").grouped("leading_id").items()
        ):
            followers._check_may_follow(lead)
        left = joined.filtered(lambda d: before[d]["lead"])
        left._check_leaving()
        left._end_following({document: before[document]["lead"] for document in left})
        joined.filtered("leading_id")._begin_following()
        turned = self.filtered(lambda d: d.is_closed != before[d]["is_closed"])
        caused = self.filtered(lambda d: d.root_cause != before[d]["root_cause"])
        caused._pass_on_root_cause()
        (joined | turned._open_led())._reconcile_duties()

    def _log_following(self):
        """Say whom the cases follow."""
        bodies = {}
        # the number of the leading case may be known to all who read this one
        for lead, followers in self.sudo().grouped("leading_id").items():
            bodies |= dict.fromkeys(
                followers.ids, self.env._("Follows %s.", lead.reference)
            )
        self._message_log_batch(bodies=bodies)

    def _end_following(self, leads):
        """Give up what was the leading case's.

        :param dict leads: {document: the case that it followed}
        """
        reason = handed_inside(self.env, "crisis_leaving_reason")
        self._run_steps(self._leaving_steps(), leads, reason)

    def _follow_no_longer(self, reason):
        """Let the cases go their own way again; the reason stays with them.

        :param str reason: why
        """
        leaving = self.with_context(crisis_leaving_reason=Inside(reason))
        leaving.write({"leading_id": False})

    def _log_leaving(self, leads, reason):
        bodies = {}
        for document in self:
            # its number may be read by whoever reads a case that followed it
            lead = leads[document].sudo()
            line = self.env._("No longer follows %s.", lead.reference)
            bodies[document.id] = f"{line} {reason}" if reason else line
        self._message_log_batch(bodies=bodies)

    def _open_led(self):
        """Return the open cases that follow these, with the system's eyes."""
        leads = self.sudo().filtered("led_count")
        return leads.led_ids.filtered(lambda d: d.active and not d.is_closed)

    def _pass_on_root_cause(self):
        """The cause is the same; who has noted another one keeps it."""
        for document in self.filtered("root_cause"):
            followers = document._open_led().filtered(lambda d: not d.root_cause)
            followers._write_past_reactions({"root_cause": document.root_cause})

    # ------------------------------------------------------------------
    # Actions
    # ------------------------------------------------------------------

    def action_add_customers(self):
        """Ask which customers are hit by the same cause, too.

        :raise UserError: if the case has ended or follows another one
        """
        self.ensure_one()
        self._check_open()
        if self.leading_id:
            raise UserError(
                self.env._(
                    "Add them to %s, which this case follows.",
                    # the number may be known to who may not read the case
                    self.leading_id.sudo().reference,
                )
            )
        return self._open_group_dialog(
            "crisis.leading.add", self.env._("More customers hit")
        )

    def action_follow(self):
        """Ask which case these follow from now on."""
        return self._open_group_dialog(
            "crisis.leading.follow", self.env._("Follow a leading case")
        )

    def action_leave(self):
        """Ask why the case follows no longer."""
        return self._open_group_dialog(
            "crisis.leading.follow",
            self.env._("Follow no longer"),
            default_is_leaving=True,
        )

    def _open_group_dialog(self, model, name, **context):
        return dialog(
            self.env[model],
            name,
            default_document_id=self[:1].id,
            default_document_ids=self.ids,
            **context,
        )

    def action_open_leading(self):
        """Open the leading case.

        :raise AccessError: if the user may not read it
        """
        self.ensure_one()
        self.leading_id.check_access("read")
        return {
            "type": "ir.actions.act_window",
            "res_model": self._name,
            "res_id": self.leading_id.id,
            "view_mode": "form",
            "views": [(False, "form")],
        }

    def action_open_led(self):
        """Open the list of the cases that follow this one.

        :raise AccessError: if the user may not read it
        """
        self.ensure_one()
        self.check_access("read")
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Cases that follow %s", self.reference),
            "res_model": self._name,
            "view_mode": "list,kanban,form",
            "views": [(False, "list"), (False, "kanban"), (False, "form")],
            "domain": [("leading_id", "=", self.id)],
            "context": {"create": False},
        }

    def action_write_all(self):
        """Open the message to the customers of this case and of all that follow it.

        Each gets one of his own, in his language, with the time promised to him.
        """
        self.ensure_one()
        cases = self | self._open_led().with_env(self.env)
        if not cases.has_access("write"):
            raise UserError(
                self.env._(
                    "Some of the cases that follow belong to another team. Let its "
                    "supervisor write to their customers, or choose your own in the "
                    "list."
                )
            )
        action = self.action_write_customer()
        context = action["context"] | {
            "default_res_ids": cases.ids,
            "default_composition_mode": "mass_mail",
        }
        for name in ("default_partner_ids", "default_subtype_xmlid"):
            context.pop(name)
        return action | {
            "name": self.env._("Write to %s customers", len(cases)),
            "context": context,
        }

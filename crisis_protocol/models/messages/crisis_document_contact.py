from odoo import SUPERUSER_ID, api, fields, models
from odoo.fields import Domain


class CrisisDocument(models.Model):
    """Whose word it is: what was changed about the customer's people since the filing.

    Contacts are changed by whoever keeps them, and mostly for a good reason. So it is
    not refused; it stands on the case, and the supervisor is told.
    """

    _inherit = "crisis.document"

    # ------------------------------------------------------------------
    # When it is changed
    # ------------------------------------------------------------------

    @api.model
    def _watched_with(self, people, customers):
        """Return the cases that run, or are watched for a relapse, of these customers.

        :param people: who may speak for a customer without being of his
        """
        is_theirs = Domain("commercial_partner_id", "in", customers.ids)
        is_theirs |= Domain("contact_id", "in", people.ids)
        is_watched = Domain("is_closed", "=", False)
        is_watched |= Domain("control_ids", "any", [("state", "=", "open")])
        return self.search(is_theirs & is_watched & Domain("is_drill", "=", False))

    def _note_contacts_changed(self, found, before, after):
        """Say on the cases who changed whom, and from what to what.

        :param dict found: {case: its customer's people who were changed}
        :param dict before: {person: how he was known}
        :param dict after: the same, as it is now
        """
        if not found:
            return
        spoken = self.browse([case.id for case in found])._in_desk_language()
        lines, rows = {}, []
        for case, people in found.items():
            case = case.with_env(spoken.env)
            for person in people:
                was, now = before[person], after[person]
                what = [name for name in was if was[name] != now[name]]
                labels = case._labels_of(person, what)
                rows.append((case, person, ", ".join(labels.values())))
                if not labels:
                    continue  # he only hangs on one who was moved
                said = [case._changed_contact_words(was["name"])]
                said += [
                    case.env._(
                        "%(field)s: %(before)s → %(after)s",
                        field=label,
                        before=case._known_in_words(was[name]),
                        after=case._known_in_words(now[name]),
                    )
                    for name, label in labels.items()
                ]
                said += case._consequences(person, was, now)
                lines.setdefault(case, []).extend(said)
        self._keep_contact_moments(rows)
        self._tell_of_contacts(lines)

    def _note_contacts_gone(self, found, before):
        """Say on the cases who deleted whom.

        :param dict found: {case: its customer's people who are no more}
        :param dict before: {person: how he was known}
        """
        spoken = self.browse([case.id for case in found])._in_desk_language()
        lines = {}
        for case, people in found.items():
            for person in people:
                was = before[person]
                text = spoken.env._(
                    "%(user)s deleted a contact of the customer: %(contact)s",
                    user=spoken.env.user.name,
                    contact=", ".join(filter(None, [was["name"], *was["email"]])),
                )
                lines.setdefault(case.with_env(spoken.env), []).append(text)
        self._tell_of_contacts(lines)

    def _note_contacts_merged(self, found, kept, gone):
        """Say on the cases who made one person of several.

        :param dict found: {case: its customer's people among them}
        :param kept: who is left
        :param list gone: the names of the others
        """
        spoken = self.browse([case.id for case in found])._in_desk_language()
        lines = {
            case.with_env(spoken.env): [
                spoken.env._(
                    "%(user)s merged %(gone)s with %(contact)s, a contact of the "
                    "customer: what one of them said stands under that name now.",
                    user=spoken.env.user.name,
                    gone=", ".join(gone),
                    contact=kept.name,
                )
            ]
            for case in found
        }
        label = self.env["res.partner"]._fields["name"]._description_string(spoken.env)
        self._keep_contact_moments([(case, kept, label) for case in found])
        self._tell_of_contacts(lines)

    def _changed_contact_words(self, name):
        return self.env._(
            "%(who)s changed a contact of the customer: %(contact)s",
            who=self.env.user.name,
            contact=name,
        )

    def _labels_of(self, person, names):
        """Return {field: what it is called}, of what is a contact's own."""
        own = person._fields
        return {n: own[n]._description_string(self.env) for n in names if n in own}

    def _known_in_words(self, value):
        if isinstance(value, bool):
            return self.env._("Yes") if value else self.env._("No")
        if isinstance(value, list):
            value = ", ".join(value)
        return (value if isinstance(value, str) else value.display_name) or "–"

    def _consequences(self, person, was, now):
        """Return what follows from a change of somebody, as lines of text."""
        said, customer = [], self.commercial_partner_id
        if was["email"] != now["email"]:
            said.append(
                self.env._(
                    "Links that went to the old address do not work any more: write to "
                    "the new one again."
                )
            )
        if was["customer"] != now["customer"] and person != self.partner_id:
            if now["customer"] == customer:
                said.append(self.env._("Speaks for the customer from now on."))
            elif person != self.contact_id:
                said.append(self.env._("Does not speak for the customer any more."))
        if person in self._whose_word_counts():
            said.append(
                self.env._(
                    "The case rests on what this contact said: see whether it holds."
                )
            )
        return said

    def _whose_word_counts(self):
        """Return those of the customer on whose word the case rests."""
        return self.over_partner_id

    def _keep_contact_moments(self, rows, about="changed", user=None):
        """Keep that somebody of the customer was changed, or added.

        :param list rows: (case, person, what) of each
        """
        # nobody writes moments himself, so that what happened stays
        self.env["crisis.moment"].sudo().create(
            [
                {
                    "document_id": case.id,
                    "date": fields.Datetime.now(),
                    "event": "contact",
                    "kind": "note",
                    "about": about,
                    "user_id": (user or self.env.user).id,
                    "partner_id": person.id,
                    "text": what,
                }
                for case, person, what in rows
            ]
        )

    def _tell_of_contacts(self, lines):
        """Keep lines in the chatter, and tell who leads the desks.

        Whoever did it himself tells nobody by that: then the managers are told.

        :param dict lines: {case: [text]}
        """
        if not lines:
            return
        self._log_alerts(lines)
        told = {}
        cases = self.browse([case.id for case in lines])
        for team, theirs in cases.grouped("team_id").items():
            people = team._acting_supervisor()
            if self.env.user in people:
                people = team.manager_ids._works_with_crises() - self.env.user
            for user in people:
                told.setdefault(user, {}).update(
                    {case: texts for case, texts in lines.items() if case in theirs}
                )
        self._notify_users(told)

    # ------------------------------------------------------------------
    # When he speaks
    # ------------------------------------------------------------------

    def _note_whose_word(self, partner):
        """Say of who answers for the customer what was done to him since the filing.

        Whom nobody knew before, the desk's supervisor wants to know.
        """
        self.ensure_one()
        if line := self._changed_since(partner):
            self._message_log(body=line)
        by = partner.create_uid
        # by mail he has come himself
        if by.id == SUPERUSER_ID or partner.create_date <= self.create_date:
            return
        line = self.env._(
            "%(contact)s was added as a contact by %(user)s on %(date)s, after "
            "the case was filed.",
            contact=partner.name,
            user=by._crisis_name(),
            date=self.env["crisis.duty.mixin"]._time(partner.create_date),
        )
        if self._contact_moments(partner, "added") or self.is_drill:
            self._message_log(body=line)
        else:
            self._keep_contact_moments([(self, partner, "")], "added", by)
            self._tell_of_contacts({self: [line]})

    def _contact_moments(self, partner, about):
        # who takes in an answer need not see all that happened
        return self.sudo().moment_ids.filtered(
            lambda m: m.event == "contact"
            and m.about == about
            and m.partner_id == partner
        )

    def _changed_since(self, partner):
        """Return who changed somebody last since the filing; empty if nobody did."""
        changes = self._contact_moments(partner, "changed")
        if not partner or not changes:
            return ""
        last = changes.sorted("id")[-1]
        return self.env._(
            "The contact %(contact)s was changed by %(user)s on %(date)s, after the "
            "case was filed.",
            contact=partner.name,
            user=last.user_id._crisis_name(),
            date=self.env["crisis.duty.mixin"]._time(last.date),
        )

    @api.depends("moment_ids")
    def _compute_over_line(self):
        result = super()._compute_over_line()
        for document in self.filtered("over_line"):
            if doubt := document._changed_since(document.over_partner_id):
                document.over_line = f"{document.over_line} {doubt}"
        return result

    def _note_who_was_asked(self, control):
        """Who was asked in a control may be somebody else than the filing knew."""
        # on his page it is said with his answer
        if control.kind == "customer" and control._said_in() != "page":
            if control.result != "unreached" and control.asked_partner_id:
                self._note_whose_word(control.asked_partner_id)

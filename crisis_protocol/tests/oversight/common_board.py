from ..duties.common_duty import CrisisDutyCase


class BoardCase(CrisisDutyCase):
    """Monday morning, filed at nine:

    - `severe`: of the agent, on his desk
    - `notable`: on the same desk, nobody is responsible
    - `other`: of another desk; `foreign`: of another company
    - `drill`: played on the agent's desk; `over`: not a crisis, after all
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # what was there before is not looked at
        cls.env.flush_all()
        cls.env.cr.execute("UPDATE crisis_document SET active = FALSE")
        cls.env.invalidate_all()
        cls.mild = cls.env.ref("crisis_protocol.level_notable")
        # the shipped one tells the supervisor; that of these tests tells nobody
        cls.mild.inform_supervisor = False
        cls.severe = cls._file(team_id=cls.team.id, name="The bulletin is missing")
        cls.notable = cls._file(
            name="A typing error",
            team_id=cls.team.id,
            user_id=False,
            level_id=cls.mild.id,
        )
        cls.other = cls._file(cls.other_agent, team_id=cls.other_team.id)
        cls.foreign = cls._file(
            cls.foreign_agent,
            company_id=cls.company_2.id,
            team_id=cls.foreign_team.id,
        )
        cls.drill = cls._file(team_id=cls.team.id, name="Played")
        cls.drill.sudo()._write_past_reactions({"is_drill": True})
        cls.over = cls._file(team_id=cls.team.id)
        out = {
            "stage_id": cls._stage("own_not_crisis").id,
            "stage_reason": "It was a false alarm.",
        }
        cls.over.with_user(cls.supervisor).write(out)
        cls.env.flush_all()

    def _board(self, role):
        user = getattr(self, role)
        self.env.flush_all()
        model = self.env["crisis.board"].with_user(user)
        return model.with_context(allowed_company_ids=user.company_ids.ids).board_data()

    def _figures(self, data):
        """Return all figures of the board, wherever they stand."""
        if isinstance(data, dict):
            if "count" in data:
                yield data
            data = data.values()
        elif not isinstance(data, (list, tuple)):
            return
        for part in data:
            yield from self._figures(part)

    def _urgent(self, role):
        return {row["name"]: row["count"] for row in self._board(role)["urgent"]}

    def _behind(self, figure, role):
        user = getattr(self, role)
        model = self.env[figure["model"]].with_user(user)
        model = model.with_context(allowed_company_ids=user.company_ids.ids)
        return model.search(figure["domain"])

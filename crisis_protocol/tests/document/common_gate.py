from ..common import CrisisCase


class GateCase(CrisisCase):
    """Documents before a gate, and what its refusal has to say."""

    def _before(self, gate):
        """A complete document of the agent in the stage right before the gate."""
        protocol = gate.protocol_id
        document = self._complete(
            self._file(protocol_id=protocol.id, grade=self._grade(gate))
        )
        earlier = protocol._path_stages().filtered(gate.stage_id._is_after)[-1:]
        if document.stage_id != earlier:
            document.stage_id = earlier.id
        return document

    def _grade(self, gate):
        if gate.protocol_id.origin == "own":
            return False
        return (
            "watch"
            if gate.stage_id == self._stage("customer_information")
            else "crisis"
        )

    def _jump(self):
        """A bare document, and the stage it can't jump to yet."""
        return self._file(), self._stage("own_follow_up")

    def _assert_lists(self, message, names):
        for name in names:
            self.assertIn(self._gate(name).name, message)

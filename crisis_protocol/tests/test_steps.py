from odoo.tests import BaseCase, tagged

from ..tools.steps import insert_step

STEPS = ("_wake", "_wash", "_leave")


@tagged("post_install", "-at_install")
class TestSteps(BaseCase):
    """A step finds its place by the name of another."""

    def test_beside_a_named_step(self):
        """It stands right before or right after, at both ends as well."""
        for beside, expected in (
            ({"before": "_wake"}, ("_eat", "_wake", "_wash", "_leave")),
            ({"after": "_wake"}, ("_wake", "_eat", "_wash", "_leave")),
            ({"before": "_leave"}, ("_wake", "_wash", "_eat", "_leave")),
            ({"after": "_leave"}, ("_wake", "_wash", "_leave", "_eat")),
        ):
            with self.subTest(beside):
                self.assertEqual(insert_step(STEPS, "_eat", **beside), expected)
        self.assertEqual(STEPS, ("_wake", "_wash", "_leave"))

    def test_neighbour_is_missing(self):
        """Who names a step that is not there reads which ones are."""
        for beside in ({"before": "_sing"}, {"after": "_sing"}):
            with self.assertRaisesRegex(
                ValueError, "'_eat' can't stand beside '_sing'.*_wake, _wash, _leave"
            ):
                insert_step(STEPS, "_eat", **beside)
        with self.assertRaisesRegex(ValueError, "the steps are none"):
            insert_step((), "_eat", after="_sing")

    def test_one_neighbour(self):
        """No neighbour is no place, and two may be two places."""
        for beside in ({}, {"before": "_wash", "after": "_wake"}):
            with self.assertRaisesRegex(ValueError, "'_eat' stands before or after"):
                insert_step(STEPS, "_eat", **beside)

    def test_once(self):
        """What is a step already does not happen twice."""
        with self.assertRaisesRegex(ValueError, "'_wash' is one of the steps already"):
            insert_step(STEPS, "_wash", after="_leave")

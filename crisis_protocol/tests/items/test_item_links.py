from datetime import date

from odoo.tests import BaseCase, tagged

from ...tools.item_lines import fingerprint, read

DAY = date(2026, 11, 21)


@tagged("post_install", "-at_install")
class TestItemLinks(BaseCase):
    """A link is understood as it was meant, and tells one item from another."""

    def test_links(self):
        """Brackets around a link are not part of it, nor what a mailer wraps it in."""
        reading = read(
            "Fire <https://a.com/b>\n(https://de.wikipedia.org/wiki/A_(b))\n"
            "https://eur02.safelinks.protection.outlook.com/"
            "?url=https%3A%2F%2Fa.com%2Fc%3Fid%3D1&data=05%7C02"
        )
        rows = [line.values for line in reading.lines]
        self.assertEqual(rows[0]["name"], "Fire")
        self.assertEqual(rows[0]["link"], "https://a.com/b")
        self.assertEqual(rows[1]["link"], "https://de.wikipedia.org/wiki/A_(b)")
        self.assertEqual(rows[2]["link"], "https://a.com/c?id=1")
        self.assertEqual(rows[2]["outlet"], "a.com")

    def test_fingerprint(self):
        """One item is one item, however its link or its outlet was written."""
        self.assertEqual(
            fingerprint(link="https://www.a.com/b/?utm_source=x&id=1"),
            fingerprint(link="http://A.com/b?id=1#top"),
        )
        self.assertNotEqual(
            fingerprint(link="https://a.com/b?id=1"),
            fingerprint(link="https://a.com/b?id=2"),
        )
        self.assertEqual(
            fingerprint(outlet="HÜRRİYET", date=DAY, name="Işık söndü"),
            fingerprint(outlet="hürriyet", date=DAY, name="IŞIK  SÖNDÜ"),
        )
        self.assertFalse(fingerprint(outlet="Sabah"))
        self.assertEqual(
            fingerprint(link="https://a.com/%C4%B1"), fingerprint(link="a.com/ı")
        )
        for one, other in (
            ({"name": "Fire"}, {"name": "Flood"}),  # a home page tells nothing
            ({"link": "https://a.com/#/b/1"}, {"link": "https://a.com/#/b/2"}),
        ):
            home = {"link": "https://a.com/"}
            self.assertNotEqual(
                fingerprint(**(home | one)), fingerprint(**(home | other))
            )

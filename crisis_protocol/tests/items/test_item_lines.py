from datetime import date
from time import perf_counter

from odoo.tests import BaseCase, tagged

from ...tools.item_dates import plain, read_day
from ...tools.item_lines import LONGEST, MAX_LINES, TooMuch, read

DAY = date(2026, 11, 21)


@tagged("post_install", "-at_install")
class TestItemLines(BaseCase):
    """What people copy out of spreadsheets and mails is understood as it was meant."""

    def _values(self, text, **options):
        reading = read(text, **options)
        self.assertFalse([line.problems for line in reading.lines if line.problems])
        return [line.values for line in reading.lines]

    def test_days(self):
        """Days are written in many ways; all of these are the same one."""
        for written in (
            "21.11.2026",
            "21/11/2026",
            "21-11-2026",
            "21. 11. 2026",
            "21.11.26",
            "2026-11-21",
            "2026-11-21T08:30:00",
            "21.11.2026 14:05",
            "21 Kasım 2026",
            "21 KASIM 2026 Cumartesi",
            "Cumartesi, 21 Kasım 2026",
            "21. November 2026",
            "21 de noviembre de 2026",
            "Nov 21, 2026",
            "21-Kas-2026",
            "21-Nov-26",
            "21.11.2026 - 14:30.",
            "2026-11-21T08:30:00+03:00",
            "46347",
            "46347.5",
        ):
            with self.subTest(written):
                self.assertEqual(read_day(written), DAY)

    def test_short_years(self):
        """A year of two digits is not decades ahead."""
        self.assertEqual(read_day("21.11.99"), date(1999, 11, 21))
        self.assertEqual(read_day("21.11.30"), date(2030, 11, 21))

    def test_no_days(self):
        """What is in no calendar is refused, not guessed."""
        for written in ("31.02.2026", "11/21/2026", "dün", "21 Foo 2026", "12345", "1"):
            with self.subTest(written), self.assertRaises(ValueError):
                read_day(written)

    def test_plain(self):
        """All four letters I are one, and accents do not count."""
        self.assertEqual(plain("HÜRRİYET  Pazarı"), plain("hurriyet pazari"))
        self.assertEqual(plain("IŞIK"), plain("ışık"))
        self.assertEqual(plain("Straße"), plain("STRASSE"))

    def test_named_columns(self):
        """The first line names the columns, in the languages of the desk."""
        for head in (
            "Tarih\tBAŞLIK\tMecra\tTiraj\tBağlantı\tSayfa",
            "Date\tTitle\tOutlet\tCopies\tLink\tPage",
            "Fecha\tTítulo\tMedio\tTirada\tEnlace\tPágina",
            "Datum\tÜberschrift\tQuelle\tAuflage\tURL\tSeite",
        ):
            with self.subTest(head):
                reading = read(
                    f"{head}\n21.11.2026\tNew\tSabah\t90\thttps://a.com/b\t5"
                )
                self.assertTrue(reading.is_named)
                self.assertEqual(reading.unknown, [head.split("\t")[3]])
                values = reading.lines[0].values
                self.assertEqual(values["date"], DAY)
                self.assertEqual(values["name"], "New")
                self.assertEqual(values["outlet"], "Sabah")
                self.assertEqual(values["link"], "https://a.com/b")
                self.assertEqual(values["page"], "5")

    def test_guessed_columns(self):
        """Without names, what stands in a column tells what it is."""
        rows = self._values(
            "5\thttps://a.com/b\tSabah\t21.11.2026\tA long title on a fire\n"
            "7\twww.b.com/c\tHürriyet\t46347\tAnother title on it\n"
        )
        self.assertEqual(
            [row["outlet"] for row in rows],
            ["Sabah", "Hürriyet"],
        )
        self.assertEqual({row["date"] for row in rows}, {DAY})
        self.assertEqual([row["page"] for row in rows], ["5", "7"])
        self.assertEqual(rows[1]["link"], "https://www.b.com/c")
        self.assertEqual(rows[0]["name"], "A long title on a fire")

    def test_numbered_rows(self):
        """The number of a row is not the page."""
        rows = self._values(
            "1\tSabah\t21.11.2026\tFire in town\t9\n"
            "2\tHürriyet\t21.11.2026\tFlood there\t7"
        )
        self.assertEqual([row["page"] for row in rows], ["9", "7"])
        rows = self._values("1.\tSabah\t21.11.2026\tA\n2.\tAkşam\t21.11.2026\tB")
        self.assertNotIn("page", rows[0])

    def test_one_column(self):
        """The name of a list's only column is no item."""
        for head in ("Bağlantı", "LİNK:"):
            reading = read(f"{head}\nhttps://a.com/1\nhttps://a.com/2")
            self.assertEqual([line.number for line in reading.lines], [2, 3])
            self.assertNotIn("name", reading.lines[0].values)

    def test_quoted_cells(self):
        """A quoted cell holds tabs, line breaks and marks; a lone mark is a letter."""
        reading = read(
            'Sabah\t21.11.2026\t"A title\nin two\tlines, ""quoted"""\t5\n'
            'Hürriyet\t21.11.2026\t"Enough" he said\t6\n'
            'Milliyet\t21.11.2026\t"Never closed\t7\n'
        )
        self.assertEqual([line.number for line in reading.lines], [1, 3, 4])
        names = [line.values["name"] for line in reading.lines]
        self.assertEqual(names[0], 'A title in two lines, "quoted"')
        self.assertEqual(names[1:], ['"Enough" he said', '"Never closed'])

    def test_csv(self):
        """A comma in a title does not cut it where the columns are apart by others."""
        by_semicolon = self._values(
            "Sabah;21.11.2026;Fire, again;;s. 5\r\nAkşam;21.11.2026;Flood;;12\r\n"
        )
        self.assertEqual(by_semicolon[0]["name"], "Fire, again")
        self.assertEqual(by_semicolon[0]["page"], "s. 5")
        by_comma = self._values(
            'Sabah,21.11.2026,"Fire, again",https://a.com/b\nAkşam,21.11.2026,Flood,'
        )
        self.assertEqual(by_comma[0]["name"], "Fire, again")
        self.assertEqual(by_comma[1]["outlet"], "Akşam")

    def test_mail(self):
        """In a mail each link is an item; greetings are left aside, and shown."""
        reading = read(
            "Merhaba, dün, bugün ve hep,\n\n"
            "> - Sabah - 21.11.2026 - New terminal https://a.com/b).\n"
            "Title above its link\nhttps://www.c.com/d\n\n"
            "3) https://e.com/f\nSaygılar"
        )
        rows = [line.values for line in reading.lines]
        self.assertEqual(len(rows), 3)
        self.assertEqual(rows[0]["outlet"], "Sabah")
        self.assertEqual(rows[0]["date"], DAY)
        self.assertEqual(rows[0]["name"], "New terminal")
        self.assertEqual(rows[0]["link"], "https://a.com/b")
        self.assertEqual(rows[1]["name"], "Title above its link")
        self.assertEqual(rows[2]["outlet"], "e.com")
        self.assertEqual([number for number, _text in reading.aside], [1, 8])

    def test_forwarded_mail(self):
        """The heads of a mail are no items, nor is a greeting the title of a link."""
        reading = read(
            "Kimden: Elif <elif@a.com>\nGönderildi: 21 Kasım 2026 Cumartesi 14:05\n"
            "Konu: Eksikler\n\nMerhaba,\nhttps://a.com/1\n"
            "Tarih: 21.11.2026 - Sabah - Fire\n"
            "21 Kas 2026 Cmt, 14:05 tarihinde Ayşe <a@b.com> şunu yazdı:"
        )
        self.assertEqual([line.number for line in reading.lines], [6, 7])
        self.assertNotIn("name", reading.lines[0].values)
        self.assertEqual([number for number, _text in reading.aside], [1, 2, 3, 5, 8])

    def test_mail_without_links(self):
        """Without links, lines with a day are items; else all lines are titles."""
        rows = self._values("Sabah - 21.11.2026 - Fire - s. 5\nBest regards")
        self.assertEqual(len(rows), 1)
        self.assertEqual((rows[0]["page"], rows[0]["name"]), ("s. 5", "Fire"))
        self.assertEqual(
            self._values("Fire in town\nFlood in town"),
            [{"name": "Fire in town"}, {"name": "Flood in town"}],
        )

    def test_figures(self):
        """A list of wrong values gives the wrong and the right one."""
        text = "Total reach\t21.11.2026\t1.200\t1.500\nNumber of news\t20.11.2026\t12\t"
        wrong, half = read(text, figures=True).lines
        self.assertEqual(wrong.values["name"], "Total reach")
        self.assertEqual(wrong.values["wrong_value"], "1.200")
        self.assertEqual(wrong.values["right_value"], "1.500")
        self.assertFalse(wrong.problems)
        self.assertEqual([problem.code for problem in half.problems], ["figures"])

    def test_problems(self):
        """What can't be read stands with its line and what was written there."""
        reading = read(
            "Mecra\tTarih\tBaşlık\tLink\n"
            "Sabah\t31.02.2026\tFire\t\n"
            "Sabah\t21.11.2026\tFire\tjavascript:alert(1)\n"
            f"Sabah\t21.11.2026\t{'x' * (LONGEST['name'] + 1)}\t\n"
            "Sabah\t\t\twww.\n"
        )
        codes = [[p.code for p in line.problems] for line in reading.lines]
        self.assertEqual(codes, [["date"], ["link"], ["long"], ["link"]])
        self.assertEqual([line.number for line in reading.lines], [2, 3, 4, 5])
        self.assertEqual(reading.lines[0].problems[0].value, "31.02.2026")

    def test_limits(self):
        """Too much is refused at once, and nonsense does not take long."""
        with self.assertRaises(TooMuch):
            read("\n".join(f"Title {n}" for n in range(MAX_LINES + 1)))
        with self.assertRaises(TooMuch):
            read("x" * 1_000_001)
        begin = perf_counter()
        for text in ("", "\t\t\n\t", '\t"' * 100_000, "1." * 200_000, '"' * 300_000):
            read(text)
        read(f"a{' ' * 300_000}b")
        with self.assertRaises(TooMuch):
            read('"a\n' * 200_000)
        self.assertLess(perf_counter() - begin, 10)

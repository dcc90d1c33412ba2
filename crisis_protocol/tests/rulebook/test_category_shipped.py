from odoo.tests import Form, tagged

from ..common_turkish import TurkishCase


@tagged("post_install", "-at_install")
class TestCategoryShipped(TurkishCase):
    """What the protocol's text calls a crisis, an agent finds when he files one.

    The names are those of the text (docs/requirements.md), in the singular or plural
    in which one reads them on a case.
    """

    def _file_as(self, name, protocol):
        """File a case as an agent does who looks for this kind; return the case."""
        documents = self._as(self.agent, "crisis.document")
        with Form(documents) as form:
            form.name = "Müşteri aradı"
            form.protocol_id = protocol
            form.partner_id = self.customer
            form.category_id = self._found(name, protocol)
        return form.record

    def _found(self, name, protocol):
        """Return the one category of this name that the case may have."""
        domain = self._as(self.agent, "crisis.document")._fields["category_id"].domain
        self.assertEqual(domain, "[('protocol_id', '=', protocol_id)]")
        categories = self._as(self.agent, "crisis.category")
        offered = categories.name_search(name, [("protocol_id", "=", protocol.id)])
        found = categories.browse(id_ for id_, _label in offered)
        exact = found.filtered(lambda category: category.name == name)
        self.assertEqual(len(exact), 1, f"{name}: {found.mapped('name')}")
        return exact

    def _assert_branch(self, protocol, branch, *kinds):
        """The branch and each of its kinds can be filed, and nothing else is in it."""
        filed = self._file_as(branch, protocol).category_id
        self.assertFalse(filed.parent_id)
        for kind in kinds:
            with self.subTest(kind=kind):
                document = self._file_as(kind, protocol)
                self.assertEqual(document.category_id.parent_id, filed)
                self.assertEqual(document.level_id, document.category_id.level_id)
        self.assertEqual(set(filed.child_ids.mapped("name")), set(kinds))

    def test_system_problems(self):
        """The system, its mails, the display of news (S0-01…04, S3-01)."""
        self._assert_branch(
            self.own,
            "Sistemsel sorunlar",
            "Sistemin çalışmaması",
            "Maillerin çıkmaması",
            "Haberlerin görüntülenememesi",
        )

    def test_missed_news(self):
        """Missing, not displayable, not in the summary (S0-06…09)."""
        self._assert_branch(
            self.own,
            "Haber atlama",
            "Eksik haber",
            "Teknik nedenlerle görüntülenemeyen haber",
            "Özette yer almayan haber",
        )

    def test_reports(self):
        """Gaps, errors, data that does not match (S0-10…13)."""
        self._assert_branch(
            self.own,
            "Rapor/Analiz",
            "Raporsal eksiklikler",
            "Hatalar",
            "Veri uyuşmazlığı",
        )

    def test_communication(self):
        """Nobody reached, told wrongly, spoken to rudely (S0-14…17)."""
        self._assert_branch(
            self.own,
            "İletişim",
            "Destek iletişimi alamama",
            "Yanlış bilgi alma",
            "Agresif iletişim",
        )

    def test_crises_of_the_customer(self):
        """News and topics, out already or likely to come (S0-52…54)."""
        self._assert_branch(
            self.customer_protocol,
            "Olumsuz haberler",
            "Çıkmış haberler",
            "Çıkması muhtemel haberler",
        )
        self._assert_branch(
            self.customer_protocol,
            "Olumsuz konular",
            "Gündemdeki konular",
            "Gündeme gelmesi muhtemel konular",
        )

    def test_list_stays_open(self):
        """“… and the like”: a manager adds a kind, and an agent files it (S0-05)."""
        categories = self._as(self.manager, "crisis.category")
        system = self._found("Sistemsel sorunlar", self.own)
        categories.create({"name": "Arşivin açılmaması", "parent_id": system.id})
        categories.create({"name": "Siber saldırı", "protocol_id": self.own.id})
        added = self._file_as("Arşivin açılmaması", self.own).category_id
        self.assertEqual(added.parent_id, system)
        self.assertFalse(self._file_as("Siber saldırı", self.own).category_id.parent_id)

    def test_other_protocol_does_not_offer_it(self):
        """What we caused is no kind of the customer's crisis, nor the reverse."""
        categories = self._as(self.agent, "crisis.category")
        for name, other in (
            ("Eksik haber", self.customer_protocol),
            ("Çıkmış haberler", self.own),
        ):
            domain = [("protocol_id", "=", other.id)]
            self.assertFalse(categories.name_search(name, domain))

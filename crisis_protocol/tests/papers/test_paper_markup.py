import base64

from lxml import html
from markupsafe import Markup

from odoo.tests import BaseCase, tagged

from ...tools.paper_html import paper_html
from .common_closing_report import ClosingReportCase

FILE = "crisis_protocol.document_paper"
CUSTOMER = "crisis_protocol.closing_report_paper"
PIXEL = (
    b"iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQ"
    b"AAAABJRU5ErkJggg=="
)
AWAY = "http://intranet.example.com"
MAILED = f"""
<p style="font-weight:bold;color:red">Not delivered<img src="{AWAY}/pixel"></p>
<div style="background-image:url({AWAY}/ground)">in the morning</div>
<div style="position:absolute;top:0;z-index:9">over the head</div>
<span style="display: none !important">for machines</span>
<!-- a remark --><iframe src="{AWAY}/frame"></iframe><img src="file:///etc/hostname">
<video src="{AWAY}/film"></video><svg><image href="{AWAY}/drawn"/></svg>
<table width="2400" background="{AWAY}/cloth">
<tr><td width="1200">wide</td></tr></table>
"""


@tagged("post_install", "-at_install")
class TestPaperHtml(BaseCase):
    """What people typed, pasted or mailed becomes words on paper, nothing else."""

    def _printed(self, source):
        return str(paper_html(source, lambda address: None))

    def test_words_lists_and_tables_stay(self):
        """What is said is printed, with the markup that says something."""
        for source in (
            "",
            "plain &amp; &lt;b&gt;",
            "<p>one</p><p>two <b>three</b></p> four",
            '<ol start="3"><li>x</li></ol>',
            '<table><tbody><tr><td colspan="2">x</td></tr></tbody></table>',
            '<p style="text-align: center">x</p>',
            '<a href="https://example.com/?a=1&amp;b=2">x</a>',
        ):
            with self.subTest(source):
                self.assertEqual(self._printed(source), source)

    def test_nothing_else_stays(self):
        """No script, no place on the page, no address that is fetched."""
        for source, printed in {
            "<script>x</script>": "",
            "<p onclick='x' class='y' id='z'>a</p>": "<p>a</p>",
            '<p style="position:fixed;background:url(//x)">a</p>': "<p>a</p>",
            '<a href="javascript:x">a</a><a href="/web">b</a>': "<a>a</a><a>b</a>",
            '<a href="http://[x">a</a>': "<a>a</a>",
            "<h1>a</h1>": "<p><b>a</b></p>",
            "<center>a</center>b": "<div>a</div>b",
            '<img src="//x/y" alt="Logo &lt;">': "[Logo &lt;]",
            '<img src="data:image/svg+xml;base64,AAAA">': "",
            '<span style="font-size:0px">a</span>b': "b",
            "<p hidden>a</p>b<!-- c -->": "b",
        }.items():
            with self.subTest(source):
                self.assertEqual(self._printed(source), printed)

    def test_quotes_of_quotes(self):
        """However deep a mail quotes the ones before it, its words are printed."""
        deep = self._printed("<blockquote>" * 3000 + "at last" + "</blockquote>" * 3000)
        self.assertLess(deep.count("<blockquote>"), 100)


@tagged("post_install", "-at_install")
class TestPaperMarkup(ClosingReportCase):
    """The engine that prints sits in our network: nothing makes it fetch."""

    def _page(self, report, document=None):
        document = document or self.document
        self.env.flush_all()
        reports = self.env["ir.actions.report"].with_user(self.agent)
        page = reports._render_qweb_html(report, document.ids)[0].decode()
        return html.tostring(html.fromstring(page).xpath("//main")[0]).decode()

    def _picture(self, owner, **vals):
        row = {"name": "Shot.png", "datas": PIXEL, "res_model": owner._name}
        return self.env["ir.attachment"].create(row | {"res_id": owner.id} | vals)

    def test_mail_of_the_customer(self):
        """His words are printed; what his mail names is not fetched, nor laid over."""
        document = self._file(description=Markup(MAILED))
        page = self._page(FILE, document)
        for words in ("Not delivered", "in the morning", "over the head", "wide"):
            self.assertIn(words, page)
        body = page.partition("</style>")[2]
        hidden = (AWAY, "file:", "absolute", "for machines", "remark", "2400", "iframe")
        for words in hidden:
            self.assertNotIn(words, body)

    def test_own_pictures_stand_inside(self):
        """Pictures of the case are in the paper itself; those of others are not."""
        own = self._picture(self.document)
        other = self._picture(self.customer)
        sent = self._picture(self.customer, access_token="a-token")
        for source, is_printed in {
            f"/web/image/{own.id}": True,
            f"/web/image/{own.id}-abc/Shot.png": True,
            f"/web/content/{own.id}?download=1": True,
            f"{self.document.get_base_url()}/web/image/{own.id}": True,
            f"{AWAY}/web/image/{own.id}": False,
            f"/web/image/{other.id}": False,
            f"/web/image/{sent.id}?access_token=a-token": True,
            f"/web/image/{sent.id}?access_token=another": False,
            "/web/image/res.users/2/image_128": False,
            "/web/image/999999999": False,
            "/web/image/99999999999999999999": False,
        }.items():
            self.document.description = Markup('<p>x<img src="%s"></p>') % source
            body = self._page(FILE).partition("</style>")[2]
            with self.subTest(source):
                inside = base64.b64decode(PIXEL) in [
                    base64.b64decode(picture.partition(",")[2])
                    for picture in html.fromstring(body).xpath("//p/img/@src")
                ]
                self.assertEqual(inside, is_printed)
                self.assertNotIn("/web/", body)

    def test_reviewed_is_what_is_printed(self):
        """The second person reads on the screen what the customer reads on paper."""
        own = self._picture(self.document)
        address = f"/web/image/{own.id}"
        report = self._report(happened=f'{MAILED}<p><img src="{address}"></p>')
        self.assertIn("over the head", report.happened)
        self.assertIn(address, report.happened)
        for hidden in (AWAY, "absolute", "for machines", "remark"):
            self.assertNotIn(hidden, report.happened)
        page = self._page(CUSTOMER)
        self.assertIn("data:image/png;base64", page)
        self.assertNotIn(address, page)

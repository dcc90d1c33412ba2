from time import process_time

from odoo.tests import tagged
from odoo.tools import html_sanitize

from ...tools.message_text import seen_text, shown_text, whole_text
from ..common import CrisisCase

WORDS = "The keyword was misspelt."
# What reading a megabyte may take on a slow machine.
SECONDS = 5
HIDING_STYLES = (
    "color:#ffffff",
    "color:white;background-color:white",
    "color:rgb(255,255,255)",
    "color:rgb(100% 100% 100%)",
    "color:rgba(0,0,0,0)",
    "color:rgb(0 0 0 / 0%)",
    "color:#fff0",
    "color:hsl(0,0%,100%)",
    "color:var(--words)",
    "color:#fff!important;color:#000",
    # a browser knows no such colour, and leaves it black
    "background-color:#000;color:hsv(0,0%,100%)",
    "background-color:#000;color:rgb(2_55,255,255)",
    "font-family:Wingdings",
    "font:14px/1.5 Webdings",
    "background-color:#000000",
    "background:url(black.png)",
    "-webkit-text-fill-color:transparent",
    "c\\olor:#fff",
    'font-family:"a\n;color:#fff;"',
    "font-size:2px",
    "font-size:0.1em",
    "font-size:1%",
    "font-size:calc(0px)",
    "font-size:1e-9px",
    "font:0/0 a",
    "font:12px/0 a",
    "line-height:0",
    "height:0",
    "width:0;height:0",
    "max-width:0",
    "max-height:120px;overflow:hidden",
    "letter-spacing:-50px",
    "text-indent:-9999px",
    "margin-left:-9999px",
    "margin:0 0 0 9999px",
    "padding:-3px",
    "vertical-align:-999px",
    "position:absolute;left:-9999px",
    "opacity:0.01",
    "filter:opacity(0)",
    "transform:scale(0)",
    "clip-path:circle(0)",
    "zoom:0",
    "display:none",
    "display:table-column",
    "visibility:collapse",
    "mso-hide:all",
    "text-decoration:line-through",
    "text-decoration-line:line-through",
    "text-decoration:underline 20px",
    "unicode-bidi:bidi-override;direction:rtl",
)
HIDING_MARKUP = (
    '<font color="#ffffff" size="1">%s</font>',
    '<font face="Wingdings 2">%s</font>',
    '<div style="font:40px"><p style="font-size:50%%">%s</p></div>',
    '<div style="background-color:#000"><font color="rgb(255,255,255)">%s</font></div>',
    "<s>%s</s>",
    "<del>%s</del>",
    "<strike>%s</strike>",
    "<video>%s</video>",
    "<canvas>%s</canvas>",
    "<svg><text>%s</text></svg>",
    "<details><summary>x</summary>%s</details>",
    "<textarea>%s</textarea>",
    "<object>%s</object>",
    '<bdo dir="rtl">%s</bdo>',
    '<p class="sr-only">%s</p>',
    '<p class="collapse">%s</p>',
    '<p class="text-white">%s</p>',
    '<p class="d-md-none">%s</p>',
    '<p class="visually-hidden">%s</p>',
    '<table><tr><td bgcolor="black">%s</td></tr></table>',
    '<table background="black.png"><tr><td>%s</td></tr></table>',
    '<table><tr><td width="0">%s</td></tr></table>',
    # each alone would do no harm
    '<div style="color:#ffffff"><p>%s</p></div>',
    '<div style="opacity:0.6"><p style="opacity:0.6">%s</p></div>',
    '<div style="font-size:70%%"><p style="font-size:70%%">%s</p></div>',
    "<small><small><small><small>%s</small></small></small></small>",
    '<div style="background-color:#000;color:#fff"><p style="color:#000">%s</p></div>',
    '<div style="color:#fff"><div class="gmail_quote"><blockquote>x</blockquote>'
    "</div><p>%s</p></div>",
)
SHOWING_STYLES = (
    "margin:0px;padding:0px",
    "color: rgb(255, 0, 0);",
    "color:#999999",
    "background-color:#ffff00",
    "background: rgb(255, 255, 255) none repeat scroll 0% 0%",
    "color: #FFFFFF; background-color: #875A7B; padding: 8px 16px; border-radius: 5px",
    "color:windowtext",
    "color:rgb(0 0 0 / 87%)",
    "text-decoration:underline",
    "text-decoration: underline solid rgb(0, 0, 0)",
    "font-size:0.875em",
    "font-size: 8pt",
    "font: small/1.5 Arial, Helvetica, sans-serif",
    'font: bold 12px/18px "Segoe UI"',
    "line-height:normal",
    "max-width:600px;margin:0 auto",
    "width:100%",
    "color:",
    "white-space: pre-wrap;",
    # Outlook
    "margin: 0cm 0cm 8pt; line-height: 107%; font-size: 11pt",
    'font-family:"Calibri",sans-serif;font-size:11.0pt;color:#1F497D;'
    "mso-fareast-language:EN-US",
    "margin-left:36.0pt;text-indent:-18.0pt;mso-list:l0 level1 lfo1",
    "border:none;border-bottom:solid windowtext 1.0pt;padding:0cm 5.4pt",
    "color:black;mso-themecolor:text1;text-align:justify;text-justify:inter-ideograph",
    # a browser
    "color: rgb(34, 34, 34); font-family: Arial, Helvetica, sans-serif; font-size: "
    "small; font-style: normal; font-variant-ligatures: normal; font-variant-caps: "
    "normal; font-weight: 400; letter-spacing: normal; orphans: 2; text-align: start; "
    "text-indent: 0px; text-transform: none; widows: 2; word-spacing: 0px; "
    "-webkit-text-stroke-width: 0px; white-space: normal; background-color: rgb(255, "
    "255, 255); text-decoration-thickness: initial; text-decoration-style: initial; "
    "text-decoration-color: initial; display: inline !important; float: none;",
    "-webkit-text-size-adjust: auto; caret-color: rgb(0, 0, 0)",
)
SHOWING_MARKUP = (
    '<p class="MsoNormal"><span lang="TR">%s<o:p></o:p></span></p>',
    '<p><span class="text-o-color-1">%s</span></p>',
    '<p><font class="bg-o-color-3" style="color: rgb(0, 49, 99);">%s</font></p>',
    '<p><font color="#ff0000" size="2">%s</font></p>',
    '<div class="o_text_columns"><h2>%s</h2></div>',
    '<table width="590" style="min-width: 590px; padding: 0px; border-collapse:'
    'separate;"><tbody><tr style="height:15.0pt"><td valign="middle" align="left" '
    'width="64" style="width:48pt">%s</td></tr></tbody></table>',
    '<a href="https://x.example.com" style="color:#71527F">%s</a>',
    '<div style="background-color:#000;color:#fff"><p>%s</p></div>',
    "<blockquote>%s</blockquote>",
    "<ol><li><u><i><b>%s</b></i></u></li></ol>",
)


@tagged("post_install", "-at_install")
class TestShownStyle(CrisisCase):
    """Only what the reader of a message can see was told him."""

    def _is_shown(self, markup, words=WORDS):
        return words in " ".join(shown_text(f"<p>Hello</p>{markup}").split())

    def test_hidden(self):
        """What is not known to show words hides them."""
        for style in HIDING_STYLES:
            for tag in ("div", "span"):
                with self.subTest(style=style, tag=tag):
                    markup = f"<{tag} style='{style}'>{WORDS}</{tag}>"
                    self.assertFalse(self._is_shown(markup))
                    self.assertTrue(self._is_shown(f"{markup}<p>{WORDS}</p>"))
        for markup in HIDING_MARKUP:
            with self.subTest(markup=markup):
                self.assertFalse(self._is_shown(markup % WORDS))

    def test_shown(self):
        """What editors, Outlook and browsers write shows them."""
        for style in SHOWING_STYLES:
            for tag in ("p", "span"):
                with self.subTest(style=style, tag=tag):
                    self.assertTrue(
                        self._is_shown(f"<{tag} style='{style}'>{WORDS}</{tag}>")
                    )
        for markup in SHOWING_MARKUP:
            with self.subTest(markup=markup):
                self.assertTrue(self._is_shown(markup % WORDS))

    def test_shipped_messages(self):
        """Each word of our own messages is seen, with their tables and buttons."""
        document = self._file(
            explanation=f"<p>{WORDS}</p>",
            remedy="<p>The item was sent and the archive searched.</p>",
        )
        document.action_confirm_facts()
        item = self.env["crisis.item"].create(
            {
                "document_id": document.id,
                "name": "Evening news",
                "link": "https://x.example.com/1",
            }
        )
        item.action_recovered()
        templates = self.env["mail.template"].search(
            [("crisis_kind", "!=", False), ("model", "=", "crisis.document")]
        )
        filled = self.env["mail.template"]
        for template in templates:
            for lang in ("en_US", "tr_TR"):
                body = template.with_context(lang=lang)._render_field(
                    "body_html", document.ids
                )[document.id]
                filled |= template if whole_text(body).split() else filled
                for sent in (body, html_sanitize(body, sanitize_style=True)):
                    with self.subTest(template=template.name, lang=lang):
                        self._assert_all_seen(sent)
        self.assertGreater(len(filled), 10)
        self.assertIn("Evening news", seen_text(document.item_table))

    def test_layouts(self):
        """So are those that Odoo's own layouts put around a message."""
        for layout in ("mail.mail_notification_layout", "mail.mail_notification_light"):
            message = self.env["mail.message"].new({"body": f"<p>{WORDS}</p>"})
            body = self.env["ir.qweb"]._render(
                layout,
                {
                    "message": message,
                    "company": self.env.company,
                    "subtitles": ["About it"],
                    "record_name": "It",
                    "tracking_values": [],
                    "is_html_empty": bool,
                    "show_header": True,
                    "show_footer": True,
                    "show_unfollow": False,
                    "email_add_signature": False,
                    "has_button_access": False,
                    "author_user": False,
                    "author_name": "We",
                    "model_description": "Crisis",
                    "website_url": "",
                },
                minimal_qcontext=True,
            )
            with self.subTest(layout=layout):
                self.assertIn(WORDS, seen_text(body))

    def _assert_all_seen(self, body):
        self.assertEqual(seen_text(body).split(), whole_text(body).split())

    def test_long(self):
        """However deep and long it is, it is read in time."""
        for markup in (
            '<div style="color:#222222;margin:0">a' * 30_000 + "</p>" * 30_000,
            '<p style="{}">a</p>'.format("a:(" * 300_000),
            '<p style="{}(">a</p>'.format("a-" * 300_000),
        ):
            start = process_time()
            shown_text(markup)
            self.assertLess(process_time() - start, SECONDS)

import re
from urllib.parse import parse_qs, urlsplit

from odoo import api, models
from odoo.tools import consteq
from odoo.tools.image import image_data_uri

from ...tools.paper_html import paper_html

# The kinds of pictures that every engine prints, and that name nothing outside.
PRINTED = ("image/png", "image/jpeg", "image/gif")
ADDRESS = re.compile(r"/web/(?:image|content)/(\d{1,9})(?:[-/].*)?")


class IrAttachment(models.Model):
    """Pictures stand inside the paper: the engine that prints fetches nothing."""

    _inherit = "ir.attachment"

    @api.model
    def _paper_html(self, source, owners):
        """Return what people wrote as it is printed, with the pictures that are ours.

        A picture of another address is left out: to fetch it would tell its sender who
        prints what, and could read what only our own network may read.

        :param str source: HTML
        :param list owners: records; whoever may read them may see their pictures
        """
        return paper_html(source, lambda address: self._paper_picture(address, owners))

    @api.model
    def _own_html(self, source, owners):
        """Return HTML as it will be printed, its pictures still at their address."""
        return paper_html(
            source, lambda address: self._own_picture(address, owners) and address
        )

    @api.model
    def _paper_picture(self, address, owners):
        picture = self._own_picture(address, owners)
        return picture and picture.datas and image_data_uri(picture.datas)

    @api.model
    def _own_picture(self, address, owners):
        """Return the picture at an address, empty if it is none of these records."""
        # its owners are read already, or its token is known
        pictures = self.sudo()
        try:
            parts = urlsplit(address)
        except ValueError:  # no address at all
            return pictures.browse()
        found = ADDRESS.fullmatch(parts.path)
        here = urlsplit(self.get_base_url()).netloc
        if not found or parts.netloc not in ("", here):
            return pictures.browse()
        picture = pictures.browse(int(found[1])).exists()
        token = parse_qs(parts.query).get("access_token", [""])[0]
        is_theirs = any(
            picture.res_model == owner._name and picture.res_id in owner.ids
            for owner in owners
        )
        is_shown = picture.access_token and consteq(picture.access_token, token)
        is_ours = picture.mimetype in PRINTED and (is_theirs or is_shown)
        return picture if is_ours else picture.browse()

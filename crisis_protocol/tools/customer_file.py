"""What a customer may hand in as a file, judged by what it holds, not by its name."""

import re
import unicodedata

MAX_MB = 25
MAX_FILES = 10
# What one link takes in all, however often it is used.
MAX_LINK_FILES, MAX_LINK_MB = 20, 100
_ZIP, _OLE, _HEIF = (b"PK\x03\x04",), (b"\xd0\xcf\x11\xe0",), "ftyp"
_DOC = "application/vnd.openxmlformats-officedocument."
# extension: (media type, how such a file begins)
_PICTURES = {
    "jpg": ("image/jpeg", (b"\xff\xd8\xff",)),
    "jpeg": ("image/jpeg", (b"\xff\xd8\xff",)),
    "png": ("image/png", (b"\x89PNG\r\n",)),
    "gif": ("image/gif", (b"GIF8",)),
    "webp": ("image/webp", "WEBP"),
    "bmp": ("image/bmp", (b"BM",)),
    "tif": ("image/tiff", (b"II*\x00", b"MM\x00*")),
    "tiff": ("image/tiff", (b"II*\x00", b"MM\x00*")),
    "heic": ("image/heic", _HEIF),
}
_VIDEOS = {
    "mp4": ("video/mp4", "ftyp"),
    "m4v": ("video/mp4", "ftyp"),
    "mov": ("video/quicktime", "ftyp"),
    "3gp": ("video/3gpp", "ftyp"),
    "avi": ("video/x-msvideo", "AVI "),
    "webm": ("video/webm", (b"\x1a\x45\xdf\xa3",)),
    "mkv": ("video/x-matroska", (b"\x1a\x45\xdf\xa3",)),
    "mpg": ("video/mpeg", (b"\x00\x00\x01\xba", b"\x00\x00\x01\xb3")),
    "wmv": ("video/x-ms-wmv", (b"\x30\x26\xb2\x75",)),
}
_TEXTS = {
    "pdf": ("application/pdf", (b"%PDF-",)),
    "docx": (f"{_DOC}wordprocessingml.document", _ZIP),
    "xlsx": (f"{_DOC}spreadsheetml.sheet", _ZIP),
    "pptx": (f"{_DOC}presentationml.presentation", _ZIP),
    "odt": ("application/vnd.oasis.opendocument.text", _ZIP),
    "doc": ("application/msword", _OLE),
    "xls": ("application/vnd.ms-excel", _OLE),
    "rtf": ("application/rtf", (b"{\\rtf",)),
    "txt": ("text/plain", None),
}
ALLOWED = {
    "has_bulletin": _TEXTS | _PICTURES,
    "has_picture": _PICTURES,
    "has_video": _VIDEOS,
}


def media_type(field_name, name, content):
    """Return the media type of a file, or None if such a file is not taken.

    Name and content have to agree. Nothing that a browser would run is among the
    types: no HTML, no SVG, no program.
    """
    extension = name.rpartition(".")[2].lower()
    found, begins = ALLOWED[field_name].get(extension, (None, None))
    if not found:
        return None
    if begins is None:
        is_right = _is_text(content)
    elif isinstance(begins, str):
        # the mark stands behind a length
        start = 4 if begins == "ftyp" else 8
        is_right = content[start : start + 4] == begins.encode()
    else:
        is_right = content.startswith(begins)
    return found if is_right else None


def _is_text(content):
    return b"\x00" not in content and not re.search(
        rb"<\s*(!doctype|html|script|svg|\?xml)", content[:4096], re.IGNORECASE
    )


def clean_name(name):
    """Return a file's name without folders and signs that deceive the eye."""
    name = re.split(r"[\\/]", name or "")[-1]
    shown = "".join(
        sign for sign in name if unicodedata.category(sign) not in ("Cc", "Cf", "Cs")
    )
    stem, dot, extension = shown.strip().rpartition(".")
    return f"{stem[:100]}{dot}{extension[:10]}" or "file"

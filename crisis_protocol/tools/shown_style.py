"""How an element of a message looks, and whether its reader can see what is in it.

There is no end to the ways of hiding words. So this knows what shows them, and takes
whatever it does not know for hiding.
"""

import re
from collections import namedtuple
from functools import lru_cache

from PIL import ImageColor

# How words look: the colours as (red, green, blue), the size in pixels.
Look = namedtuple("Look", "color background size opacity")
PLAIN = Look((0, 0, 0), (255, 255, 255), 16, 1)
LINK = (0, 0, 238)

SHOWING = frozenset(
    "a abbr acronym address article aside b bdi big blockquote body caption center "
    "cite code col colgroup dd dfn div dl dt em figcaption figure font footer h1 h2 h3 "
    "h4 h5 h6 header hgroup html i ins kbd label li main nav o:p ol p pre q samp "
    "section small span strong sub sup t table tbody td tfoot th thead time tr tt u ul "
    "var "
    # nothing stands in these
    "area base br hr img input link meta wbr".split()
)
SMALLER = frozenset({"small", "sub", "sup"})
# Tables grow with what is in them.
TABLES = frozenset("col colgroup table tbody td tfoot th thead tr".split())
HIDING = re.compile(
    r"^(?:d(?:-\w+)?-none|(?:o_|oe_)?hidden|hide|invisible|o_invisible_modifier|"
    r"visually-hidden(?:-focusable)?|sr-only(?:-focusable)?|collapse|collapsing|"
    r"opacity-(?:0|25)|text-(?:white(?:-50)?|light|hide|opacity-25)|"
    r"text-decoration-line-through|[wh]-0|m[wh]-0|lh-0)$"
)
# A height or width is one of these, too.
WORDS = frozenset(
    "auto fit-content inherit initial max-content medium min-content none normal "
    "revert unset".split()
)
# Properties that hide nothing, whatever their value.
HARMLESS = re.compile(
    r"^(?:font-(?:family|weight|style|variant[\w-]*|stretch|kerning|synthesis|"
    r"[\w-]+-settings|optical-sizing)|text-(?:align|align-last|justify|transform|"
    r"rendering|size-adjust|autospace|decoration-(?:color|style))|list-style[\w-]*|"
    r"border[\w-]*|outline(?:-(?:color|style|width))?|white-space[\w-]*|word-break|"
    r"word-wrap|overflow-wrap|line-break|hyphens|direction|box-sizing|caption-side|"
    r"empty-cells|table-layout|float|clear|cursor|orphans|widows|quotes|tab-size|"
    r"tab-stops|punctuation-wrap|layout-grid-mode|page|language|object-fit|"
    r"min-(?:width|height)|page-break[\w-]*|break-[\w-]+|caret-color|"
    r"background-(?:position|size|repeat|origin|attachment)[\w-]*|align-[\w-]+|"
    r"justify-[\w-]+|flex(?:-(?:direction|wrap|grow|shrink|flow))?|(?:\w+-)?gap|"
    r"mso-(?!hide|font-width|style-textfill)[\w-]+|-(?:webkit|ms|moz)-text-size-adjust|"
    r"-webkit-(?:font-smoothing|tap-highlight-color|nbsp-mode|line-break|hyphens)|"
    r"-moz-osx-font-smoothing)$"
)
DISPLAYS = frozenset(
    "block inline inline-block list-item flow-root flex inline-flex grid inline-grid "
    "table inline-table table-row table-cell table-row-group table-header-group "
    "table-footer-group table-caption contents".split()
)
LINES = frozenset(
    "underline solid double dotted dashed wavy currentcolor from-font windowtext "
    "black red blue".split()
)
# Properties that hide nothing as long as each word of their value is one of these.
ALLOWED = {
    "display": DISPLAYS,
    "visibility": {"visible"},
    "position": {"static", "relative"},
    "overflow": {"visible", "scroll", "hidden", "clip"},
    "text-decoration": LINES,
    "text-decoration-line": LINES,
    "unicode-bidi": {"embed", "isolate", "plaintext"},
    "-webkit-text-stroke-width": {"0", "0px"},
} | dict.fromkeys(
    (
        "background-image",
        "background-clip",
        "box-shadow",
        "filter",
        "text-decoration-thickness",
        "text-shadow",
        "text-underline-offset",
        "text-underline-position",
        "transform",
    ),
    frozenset({"border-box", "padding-box", "from-font"}),
)
DENIED = {"display": {"none"}}
# The attributes that change how an element looks.
TOLD = ("style", "class", "face", "color", "bgcolor", "width", "height", "href")
# Letters of these are pictures.
PICTURES = re.compile(r"wingding|webding|dingbat|symbol|marlett|barcode|blank|icon")
# From how many pixels to how many words can be read.
LIMITS = {
    "letter-spacing": (-1, 20),
    "word-spacing": (-2, 50),
    "text-indent": (-50, 300),
    "vertical-align": (-30, 30),
}
SIDES = re.compile(r"^(?:margin|padding)(?:-[a-z-]+)?$")
MEASURES = frozenset({"width", "height", "max-width", "max-height"})
ALIGNED = frozenset("baseline sub super top text-top middle bottom text-bottom".split())
FAR, SMALL, NARROW, LEAST_OPACITY, LEAST_CONTRAST = 300, 10, 100, 0.5, 2.5

UNITS = {"": 0, "px": 1, "pt": 4 / 3, "pc": 16, "in": 96, "cm": 37.8, "mm": 3.78}
LENGTH = re.compile(r"^([+-]?(?:\d+\.?\d*|\.\d+))(%|[a-z]*)$")
SIZES = {
    "xx-small": 9,
    "x-small": 10,
    "small": 13,
    "medium": 16,
    "initial": 16,
    "large": 18,
    "x-large": 24,
    "xx-large": 32,
    "xxx-large": 48,
}
# A string ends with its line, and what is escaped is no word that is known here.
DECLARATION = re.compile(
    r"""\s*([\w-]+)\s*:((?:[^;"'(){}\\]|"[^"\\\n]*"|'[^'\\\n]*'|\([^()"'\\]*\))*)(?:;|$)"""
    r"|[\w\s-]*(?:;|$)"
)
PARTS = re.compile(r"(?:[^\s()]|\([^()]*\))+")
CHANNELS = re.compile(r"^rgba?\(([\s\d.,%/]+)\)$")
# What is no colour for a browser leaves words as they are around it.
NAMED = re.compile(r"^(?:#[0-9a-f]+|hsl\([^()]*\)|[a-z]+)$")
OLD = re.compile(r"^\s*(?:#(?:[0-9a-f]{3}){1,2}|[a-z]+)\s*$", re.IGNORECASE)


def look_of(tag, attributes, around=PLAIN):
    """Return how what stands in an element looks, or None if nobody can see it.

    :param dict attributes: those of the element
    :param Look around: how what is around it looks
    """
    if tag not in SHOWING or "hidden" in attributes or attributes.get("background"):
        return None
    told = tuple((name, attributes[name]) for name in TOLD if attributes.get(name))
    return _look(tag, told, around)


@lru_cache(maxsize=4096)
def _look(tag, told, around):
    """Work out how an element looks; a message has many that look the same."""
    attributes = dict(told)
    style = _declarations(attributes.get("style") or "")
    if style is None or _is_strange(attributes, style):
        return None
    clips = any(
        {"hidden", "clip"} & set(value.split())
        for name, value in style
        if name.startswith("overflow")
    )
    size = around.size * 5 / 6 if tag in SMALLER else around.size
    try:
        size = _only([_size(name, value, size) for name, value in style], size)
        for name, value in style:
            if not _shows(name, value, size, tag in TABLES and not clips):
                return None
            if clips and name in MEASURES and value not in WORDS | {"100%"}:
                return None
        look = _painted(tag, attributes, style, around)
    except ValueError:
        return None
    if size < SMALL or look.opacity < LEAST_OPACITY:
        return None
    if _contrast(look.color, look.background) < LEAST_CONTRAST:
        return None
    return look._replace(size=size)


def _is_strange(attributes, style):
    """Tell whether what an element says of itself by its attributes may hide it."""
    classes = (attributes.get("class") or "").split()
    fonts = [value for name, value in style if name in ("font", "font-family")]
    fonts.append((attributes.get("face") or "").lower())
    colors = [attributes[name] for name in ("color", "bgcolor") if name in attributes]
    return (
        any(map(HIDING.match, classes))
        or any(map(PICTURES.search, fonts))
        or not all(map(OLD.match, colors))
        or not _is_wide(attributes)
    )


def _declarations(style):
    """Return [(property, value)] of a style, or None if it is no plain one."""
    found, place, style = [], 0, style.strip()
    while place < len(style):
        match = DECLARATION.match(style, place)
        if not match:
            return None
        if match[1]:
            value = match[2].lower().replace("!important", "").strip()
            found += [(match[1].lower(), value)] if value else []
        place = match.end()
    return found


def _only(values, otherwise):
    """Return what is declared, once: of two that differ it may be either."""
    declared = {value for value in values if value is not None}
    if len(declared) > 1:
        raise ValueError
    return declared.pop() if declared else otherwise


def _shows(name, value, size, is_table):
    """Tell whether a declaration, but for colours and sizes, leaves words readable."""
    if HARMLESS.match(name) or name in ("font", "font-size", "color", "opacity"):
        return True
    if name in ("background", "background-color", "-webkit-text-fill-color"):
        return True
    name = "overflow" if name.startswith("overflow-") else name
    if name in ALLOWED:
        if name == "text-decoration":
            return _decorates(value)
        return set(value.split()) <= ALLOWED[name] | (WORDS - DENIED.get(name, set()))
    is_side = bool(SIDES.match(name))
    if value in WORDS:
        return is_side or name in MEASURES | LIMITS.keys() | {"line-height"}
    if is_side:
        parts = [_pixels(part, size, 600) for part in value.split() if part != "auto"]
        return all(0 <= part <= FAR for part in parts)
    if name in MEASURES:
        return _pixels(value, size, 200) >= (SMALL if is_table else NARROW)
    if name == "line-height":
        return size <= _line_height(value, size) <= 20 * size
    if name in LIMITS and value not in ALIGNED:
        least, most = LIMITS[name]
        return least <= _pixels(value, size, size) <= most
    return name in LIMITS


def _decorates(value):
    """Tell whether a text is underlined, in some colour."""
    for part in PARTS.findall(value):
        if part not in LINES | WORDS:
            _color(part, PLAIN.background)
    return True


def _is_wide(attributes):
    """Tell whether a table, or a part of it, has room for words by its attributes."""
    for name in ("width", "height"):
        match = LENGTH.match((attributes.get(name) or "auto").strip())
        if match and float(match[1]) < (1 if match[2] else SMALL):
            return False
    return True


def _pixels(value, size, whole):
    """Return a length in pixels.

    :raise ValueError: if it is none, or has to be calculated
    """
    match = LENGTH.match(value)
    if not match:
        raise ValueError
    number, unit = float(match[1]), match[2]
    units = UNITS | {
        "em": size,
        "ex": size / 2,
        "ch": size / 2,
        "rem": PLAIN.size,
        "%": whole / 100,
        "vw": whole / 100,
        "vh": whole / 100,
    }
    if unit not in units or (not unit and number):
        raise ValueError
    return number * units[unit]


def _line_height(value, size):
    match = LENGTH.match(value)
    if match and not match[2]:
        return float(match[1]) * size
    return _pixels(value, size, size)


def _size(name, value, size):
    """Return the size that a declaration gives words, or None."""
    if name == "font-size":
        if value in ("inherit", "unset", "revert"):
            return size
        if value in ("smaller", "larger"):
            return size * (5 / 6 if value == "smaller" else 1.2)
        return SIZES[value] if value in SIZES else _pixels(value, size, size)
    if name != "font" or value in WORDS:
        return None
    # without a family at the end it is none
    for part in PARTS.findall(value)[:-1]:
        words, _slash, height = part.partition("/")
        if words in SIZES or (LENGTH.match(words) and not words.isdigit()):
            found = _size("font-size", words, size)
            if height and height != "normal" and _line_height(height, found) < found:
                raise ValueError
            return found
    raise ValueError


def _painted(tag, attributes, style, around):
    """Return the colours and the opacity of an element."""
    backgrounds = [
        _background(value, around.background)
        for name, value in [*style, ("background", attributes.get("bgcolor") or "")]
        if name in ("background", "background-color")
    ]
    background = _only(backgrounds, around.background)
    colors = [
        _color(value, background, around.color)
        for name, value in style
        if name in ("color", "-webkit-text-fill-color")
    ]
    if not colors and attributes.get("color"):
        colors = [_color(attributes["color"], background)]
    own = LINK if tag == "a" and attributes.get("href") else around.color
    opacity = around.opacity
    for value in [value for name, value in style if name == "opacity"]:
        opacity *= 1 if value in WORDS else min(_pixels(f"{value}px", 1, 1), 1)
    return Look(_only(colors, own), background, around.size, opacity)


def _background(value, below):
    """Return the colour of a background, or None; no picture is one."""
    found = None
    for part in PARTS.findall(value.lower()):
        is_word = part in WORDS | ALIGNED | {"scroll", "repeat", "left", "right"}
        is_box = part.endswith(("-box", "repeat")) or part in ("/", "center")
        if not (is_word or is_box or LENGTH.match(part)):
            found = _color(part, below)
    return found


def _color(value, below, around=PLAIN.color):
    """Return a colour as it looks on what is below it.

    :raise ValueError: if it is no colour that is known here
    """
    value = value.strip().lower()
    if value in ("inherit", "unset", "revert", "currentcolor"):
        return around
    if value in ("initial", "windowtext", "canvastext"):
        return PLAIN.color
    if value in ("transparent", "none"):
        return below
    if match := CHANNELS.match(value):
        parts = re.split(r"[\s,/]+", match[1].strip())
        rgb = [_share(part, 255) for part in parts[:3]]
        rgb += [_share(part, 1) for part in parts[3:]]
    elif not NAMED.match(value):
        raise ValueError
    else:
        rgb = [*ImageColor.getrgb(value)]
        rgb[3:] = [part / 255 for part in rgb[3:]]
    if len(rgb) not in (3, 4):
        raise ValueError
    alpha = rgb.pop() if len(rgb) == 4 else 1
    return tuple(
        over * alpha + under * (1 - alpha)
        for over, under in zip(rgb, below, strict=True)
    )


def _share(part, whole):
    """Return a number of a colour, which may be given in percent."""
    number = float(part.rstrip("%"))
    return max(0, min(whole, number * whole / 100 if part.endswith("%") else number))


def _contrast(first, second):
    """Return how two colours differ for the eye, from 1 to 21."""
    light, dark = sorted(map(_luminance, (first, second)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(color):
    parts = [
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
        for part in (channel / 255 for channel in color)
    ]
    return sum(w * p for w, p in zip((0.2126, 0.7152, 0.0722), parts, strict=True))

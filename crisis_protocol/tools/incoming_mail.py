"""What a mail is, read from its headers and words: no database, no clock.

Who wrote it, for whom, and whether a person did: all rules stand here, so that a kind
of client or robot that is met for the first time is taught in one place.
"""

import base64
import re
import unicodedata
from contextlib import suppress
from email.header import decode_header, make_header
from email.utils import getaddresses

# ----------------------------------------------------------------------
# Bytes
# ----------------------------------------------------------------------

# What nobody declared: UTF-8 if it can be, else what Turkish clients write; for German
# and Spanish that is the same as Latin-1.
UNDECLARED = ("utf-8", "windows-1254", "latin-1")
_LONE = re.compile("[\ud800-\udfff]")
# adjacent words are one text, which may be cut anywhere
_ENCODED = re.compile(r"=\?[\w-]+\?[bqBQ]\?[^?]*\?=(?:\s+=\?[\w-]+\?[bqBQ]\?[^?]*\?=)*")
_WHOLE_ADDRESS = re.compile(r"<[^<>\s]+@[^<>\s]+>")


def clean_text(text):
    """Return a text that can be stored: without NUL, and lone surrogates marked."""
    return _LONE.sub("\ufffd", text.replace("\0", ""))


def tidy(message):
    """Make a mail readable whose bytes nobody declared, or that can't be stored.

    :param EmailMessage message: changed in place
    """
    charset = message.get_content_charset()
    _tidy_headers(message, charset)
    for part in message.walk():
        if part is not message:
            _tidy_headers(part, charset)
        kind = part.get_content_maintype()
        if kind == "text":
            _tidy_charset(part)
        elif kind == "image" and part.get("Content-ID") and not part.get_filename():
            # without a name Odoo would not find what the text shows
            subtype = part.get_content_subtype()
            part.set_param("name", f"image.{subtype}", header="Content-Type")


def _tidy_headers(message, charset):
    raw = list(message.raw_items())
    if not any(_is_untidy(str(value)) for _name, value in raw):
        return
    for name in {name for name, _value in raw}:
        del message[name]
    for name, value in raw:
        text = str(value)
        if _is_untidy(text):
            text = " ".join(clean_text(_decoded(text, charset)).split())
        # a folded line is one line
        message[name] = "".join(text.splitlines()).strip()


def _is_untidy(text):
    if "\0" in text or "=00" in text or _LONE.search(text):
        return True
    # some clients encode an address together with the name, where none is found then
    return any(
        _WHOLE_ADDRESS.search(_unfolded(word)) for word in _ENCODED.findall(text)
    )


def _decoded(text, charset):
    octets = text.encode("utf-8", "surrogateescape")
    text = _guessed(octets, charset)
    return _unfolded(text) if "=?" in text else text


def _unfolded(text):
    try:
        return str(make_header(decode_header(text)))
    except (LookupError, ValueError):
        return text  # what can't be read stays as it came


def _guessed(octets, charset):
    for name in (*UNDECLARED[:1], charset, *UNDECLARED[1:]):
        try:
            return octets.decode(name or "ascii")
        except (LookupError, UnicodeDecodeError):
            continue
    return octets.decode("ascii", "replace")


def _tidy_charset(part):
    """Say in which charset a text is, where it says none or a wrong one."""
    octets = part.get_payload(decode=True) or b""
    declared = part.get_content_charset()
    if b"\0" in octets and not (declared or "").startswith(("utf-16", "utf-32")):
        octets = octets.replace(b"\0", b"")
        part.set_payload(base64.encodebytes(octets).decode("ascii"))
        del part["Content-Transfer-Encoding"]
        part["Content-Transfer-Encoding"] = "base64"
    if declared:
        with suppress(LookupError, UnicodeDecodeError):
            octets.decode(declared)
            return
    for name in UNDECLARED:
        try:
            octets.decode(name)
        except UnicodeDecodeError:
            continue
        if not declared and name == "utf-8" and octets.isascii():
            return
        # what says it is encoded in 7 bits and is not, is read as it is
        part.set_param("charset", name, header="Content-Type")
        return


# ----------------------------------------------------------------------
# Addresses
# ----------------------------------------------------------------------

# Where anybody has an address: who shares one of these is no colleague. The first are
# the same in all countries' domains.
FREEMAIL = frozenset(
    "aol fastmail gmail gmx googlemail hotmail hushmail icloud laposte libero mynet "
    "msn outlook protonmail rediffmail rocketmail superonline t-online ttmail tutanota "
    "windowslive yahoo yandex ymail zohomail".split()
)
FREEMAIL_DOMAINS = frozenset(
    "aim.com bluewin.ch email.com free.fr freenet.de inbox.com inbox.ru list.ru "
    "live.com live.de live.com.mx live.nl mac.com mail.com mail.ru me.com "
    "naver.com orange.es orange.fr posteo.de proton.me pm.me qq.com rambler.ru "
    "terra.es ttnet.net.tr tuta.com tuta.io wanadoo.fr web.de yaani.com "
    "ya.ru 163.com 126.com".split()
)
_NO_REPLY = re.compile(
    r"^(?:.*[-._+])?(?:no|do-?not|dont)[-._]?repl(?:y|ies)(?:[-._+].*)?$"
    r"|^(?:cevaplamayin(?:iz)?|yanitlamayin(?:iz)?|nicht-?antworten|no-?responder)$"
)
_ROBOT = re.compile(
    r"^(?:bildirim|notifications?|notify|alerts?|mailer|robot|bot|web-?(?:form|site|"
    r"master)?|wordpress|www(?:-data)?|apache|nobody|root|daemon|cron|forms?|iletisim-?"
    r"form(?:u)?|contact-?form|kontaktformular|formular(?:io)?|system|sistem|jira|"
    r"otrs|automailer)(?:[-._+].*)?$"
)
_MACHINE = re.compile(
    r"^(?:mailer[-_.]?daemon|mail[-_.]?daemon|postmaster|microsoftexchange\w*|mdaemon|"
    r"bounces?(?:[-+=].*)?)$"
)
_MACHINE_NAME = re.compile(
    r"mail delivery (?:sub)?system|mail administrator|system ?administrator|"
    r"sistem yöneticisi|administrador del sistema|^microsoft outlook$",
    re.IGNORECASE,
)


def address(text):
    """Return (name, address) of the first address in a header, in small letters."""
    for name, found in getaddresses([str(text or "")]):
        if "@" in found:
            return name.strip(), found.strip().lower()
    return "", ""


def local_part(email):
    return (email or "").rpartition("@")[0].lower()


def domain(email):
    return (email or "").rpartition("@")[2].strip().lower()


def is_freemail(email):
    """Tell whether anybody can have an address there; in every country's domain."""
    found = domain(email)
    return found in FREEMAIL_DOMAINS or found.partition(".")[0] in FREEMAIL


def is_robot(email):
    """Tell whether no person reads at an address: no-reply, a form, a robot."""
    local = local_part(email)
    return any(kind.match(local) for kind in (_NO_REPLY, _ROBOT, _MACHINE))


def takes_no_answer(email):
    """Tell whether an address says of itself that nobody reads what is sent to it."""
    return bool(_NO_REPLY.match(local_part(email)))


# ----------------------------------------------------------------------
# Automatic mail
# ----------------------------------------------------------------------

AUTO_HEADERS = (
    "X-Autoreply",
    "X-Auto-Reply",
    "X-Autorespond",
    "X-Autoresponder",
    "X-Auto-Response",
    "X-AutoReply-From",
    "X-Mail-Autoreply",
    "X-FC-MachineGenerated",
    "X-Vacation",
)
BULK_HEADERS = ("List-Id", "List-Unsubscribe", "List-Post", "Mailing-List")
BULK = frozenset({"bulk", "list", "junk", "auto_reply", "auto-reply", "autoreply"})
# Who has none of these on his keyboard writes the plain ones.
_PLAIN = str.maketrans("ıçğöşüâîûáàéèêíóúñä", "icgosuaiuaaeeeiouna") | {ord("ß"): "ss"}


def _plain(text):
    """Return a subject in plain small letters."""
    text = unicodedata.normalize("NFC", text).replace("İ", "i")
    return text.lower().translate(_PLAIN)


def _pattern(text):
    """Return what finds an expression in a plain subject; it is in small letters."""
    return re.compile(text.translate(_PLAIN))


_AUTOMATIC = (
    r"(?:otomatik (?:yanıt|cevap|yanıtlama|mesaj|ileti)|automatic (?:reply|response)|"
    r"auto(?:mated)?[- ]?(?:reply|response|responder)|automatische "
    r"(?:antwort|nachricht|abwesenheitsnotiz)|abwesenheitsnotiz|autoantwort|"
    r"respuesta automática|contestación automática|mensaje automático|"
    r"réponse automatique|risposta automatica|vacation reply|oof|ooo)"
)
# What an absent person's client puts before the subject it answers.
_AWAY_TITLE = _pattern(rf"{_AUTOMATIC}\s*(?:[:\-–—]|$)")
# Or behind it: only where it answers something.
_AWAY_END = _pattern(
    rf"(?:[:\-–—|(\[])\s*(?:{_AUTOMATIC}|ofis(?:te)? dışında\w*|ofiste değil\w*|"
    r"out of (?:the )?office|fuera de (?:la )?oficina|abwesend|nicht im büro)\s*"
    r"[)\]]?$"
)
# The number of a case, by which its mails are known where nothing else names them.
_NUMBER = re.compile(r"\[[^\[\]\s/]{0,10}(?:/[^\[\]\s/]{1,10}){1,3}\]")
# Words that a person may begin with, too: only where it answers something.
_WEAK_TITLE = _pattern(
    r"(?:(?P<away>auto|vacation|holidays?|on leave|urlaub|jahresurlaub|elternzeit|"
    r"abwesend|abwesenheit|ausente|ausencia|vacaciones|de permiso|de baja|tatil|"
    r"izinli|yıllık izin|doğum izni|ofis dışı)|iletildi|geçirildi|"
    r"teslim edildi|read|delivered|relayed|entregado|retransmitido|zugestellt|"
    r"übermittelt)\s*(?:[:\-–—(\[]|$)"
)
# What an absent person says himself.
_AWAY = _pattern(
    r"(?:(?:şu an(?:da)? )?(?:ofis(?:te)?(?:i)? dışında\w*|ofiste yok\w*|"
    r"ofiste değil\w*|iş ?yeri dışında\w*|izindeyim|izinliyim|"
    r"yıllık izindeyim|yıllık iznimdeyim|doğum iznindeyim|tatildeyim|raporluyum|"
    r"seyahatteyim|izinde olacağım|izinli olacağım|tatilde olacağım)"
    r"|(?:i am |i'm |i will be |i'll be |currently )?(?:out of (?:the )?office|"
    r"away from (?:the |my )?(?:office|desk|mail)|"
    r"on (?:annual |sick |parental |maternity )?leave\b|"
    r"on (?:vacation|holidays?)\b)"
    r"|(?:estoy |estaré |actualmente )?(?:fuera de (?:la |mi )?oficina|"
    r"de vacaciones\b|ausente "
    r"(?:del?|hasta)\b)"
    r"|(?:ich bin |derzeit )?(?:nicht im (?:büro|buero|haus)|außer haus|im "
    r"urlaub\b|in elternzeit\b|abwesend (?:vom|bis)\b|abwesenheits\w+))"
)
_RECEIPT = _pattern(
    r"(?:(?:okundu|okunmadı|okunmadan silindi|not read|leído|no leído|gelesen|"
    r"nicht gelesen|ungelesen gelöscht)\s*:"
    r"|okundu (?:bilgisi|onayı|alındısı)|teslim (?:bilgisi|alındısı)|read receipt|"
    r"return receipt|delivery receipt|disposition notification|"
    r"acuse de (?:recibo|lectura)|confirmación de lectura|lesebestätigung|"
    r"übermittlungsbestätigung|empfangsbestätigung)"
)
_TICKET = _pattern(
    r"talebiniz (?:alın|oluş|kayd)|talep (?:numara|no)|başvurunuz(?: \w+)? alın|"
    r"kaydınız (?:alın|oluş)|(?:mesajınız|e-?postanız) (?:bize )?ulaş|"
    r"has been received|we(?: ha|')ve received your|request received|ticket "
    r"(?:received|created|opened|#)|\[?ticket[ #:-]|"
    r"(?:hemos recibido|recibimos) su|su solicitud|solicitud recibida|"
    r"ihre (?:anfrage|nachricht|e-mail)[^.]* "
    r"(?:eingegangen|erhalten)|eingangsbestätigung|anfrage erhalten|vorgangsnummer"
)
_DELAY = re.compile(
    r"\((?:delay|delayed|success|gecikme)\)|delayed|delivery delay|warning: (?:message|"
    r"could not send)|gecik(?:ti|me|iyor|tirildi)|retras|verzöger|still trying",
    re.IGNORECASE,
)
_FAILED = re.compile(
    r"undeliver|returned (?:mail|to sender)|delivery status notification|"
    r"delivery (?:has )?fail|failed delivery|failure notice|failure delivery|"
    r"mail delivery (?:failed|error)|delivery (?:failure|error|problem)|"
    r"could not be delivered|not delivered|teslim edileme|iletileme|"
    r"(?:mail|message) (?:system error|rejected|bounced)|"
    r"ulaştırılama|gönderileme|geri döndü|unzustellbar|nicht zustellbar|zustellung "
    r"fehlgeschlagen|mailzustellung|unzustellbare|konnte nicht zugestellt|no se "
    r"(?:puede|pudo|ha podido) entregar|no entregado|entrega fallida|error de entrega|"
    r"devuelto|fallo en la entrega|non remis|rejected:",
    re.IGNORECASE,
)
_PREFIXED = re.compile(
    r"^(?:(?:re|ynt|yanıt|yanit|cvp|aw|rv|sv|antw|cevap|rsp)\s*[:：]\s*)+",
    re.IGNORECASE,
)


def _subject(message):
    # a small İ that was made the English way has its dot apart
    return _squeezed(str(message.get("Subject") or "")).replace("i\u0307", "i")


def _begins(pattern, subject):
    """Tell whether a subject begins so, whatever its mailer put before it."""
    return bool(pattern.match(_plain(_unprefixed(subject))))


def _unprefixed(subject):
    """Return a subject without what stands before it; a person forwards."""
    while mark := _PREFIXED.match(subject) or _TAG_MARK.match(subject):
        subject = subject[mark.end() :].lstrip()
    return subject


def _untagged(subject):
    while mark := _TAG_MARK.match(subject):
        subject = subject[mark.end() :].lstrip()
    return subject


def _is_answer(message, subject):
    """Tell whether a mail answers one of ours, by its headers or by our number."""
    named = message.get("In-Reply-To") or message.get("References")
    return bool(named or _NUMBER.search(subject))


def _weak_title(message, subject):
    """Return the match of a title that counts in an answer only."""
    if not _is_answer(message, subject):
        return None
    # with a “Re:” before it, it is the subject of a person
    return _WEAK_TITLE.match(_plain(_untagged(subject)))


def _is_away(message, subject):
    if _begins(_AWAY_TITLE, subject) or _begins(_AWAY, subject):
        return True
    weak = _weak_title(message, subject)
    ends = _AWAY_END.search(_plain(subject)) if _is_answer(message, subject) else None
    return bool((weak and weak["away"]) or ends)


def automatic_kind(message, own_domains=()):
    """Return what kind of automatic mail a mail is; empty if a person wrote it.

    `failed`: something did not arrive; `report`: it is late, or arrived; `receipt`:
    it was read; `away`: an out-of-office reply; `robot`; `list`: a newsletter.

    :param EmailMessage message: as it came
    :param own_domains: a list of our own house passes on what people write
    """
    verdict = delivery_verdict(message)
    if verdict:
        return verdict
    subject = _subject(message)
    submitted = str(message.get("Auto-Submitted") or "no").partition(";")[0]
    submitted = submitted.strip().lower()
    if _is_away(message, subject):
        return "away"
    if submitted == "auto-replied" or any(message.get(n) for n in AUTO_HEADERS):
        return "away"
    if submitted not in ("no", ""):
        return "robot"
    if has_no_return_path(message):
        return "away"
    if _is_bulk(message, own_domains):
        return "list"
    return "robot" if _is_ticket_robot(message, subject) else ""


def _is_bulk(message, own_domains):
    lists = " ".join(str(message.get(name) or "") for name in BULK_HEADERS)
    own = [name.lower() for name in own_domains if name]
    is_own_list = any(
        re.search(
            rf"[.@]{re.escape(name)}\b", str(message.get("List-Id") or "").lower()
        )
        for name in own
    )
    if is_own_list:
        return False
    precedence = str(message.get("Precedence") or "").strip().lower()
    return bool(lists.strip()) or precedence in BULK


def _is_ticket_robot(message, subject):
    _name, sender = address(message.get("From"))
    if not is_robot(sender):
        return False
    # It asks for no automatic answer (RFC 3834 has no such word, and Exchange writes it
    # on what people send, too): beside a robot's address it tells, alone it does not.
    suppressed = bool(message.get("X-Auto-Response-Suppress"))
    is_ticket = bool(_TICKET.search(_plain(subject)))
    return suppressed or is_ticket or takes_no_answer(sender)


def delivery_verdict(message):
    """Return `failed`, `report` or `receipt` of a mail about another one, else empty.

    Only `failed` takes anything back: that a mail is late, was passed on or read, says
    nothing of the kind, though it comes from the same machines.
    """
    subject = _subject(message)
    kinds = {part.get_content_type() for part in message.walk()}
    answers_invitation = any(
        part.get_content_type() == "text/calendar"
        and str(part.get_param("method") or "").upper() == "REPLY"
        for part in message.walk()
    )
    if (
        answers_invitation
        or "message/disposition-notification" in kinds
        or message.get_param("report-type") == "disposition-notification"
        or _begins(_RECEIPT, subject)
        or ((weak := _weak_title(message, subject)) and not weak["away"])
    ):
        return "receipt"
    actions = _report_values(message, "Action")
    if actions:
        is_failed = any(action.lower() == "failed" for action in actions)
        return "failed" if is_failed else "report"
    is_machine = _is_from_machine(message)
    if is_machine and _DELAY.search(subject):
        return "report"
    if message.get("X-Failed-Recipients"):
        return "failed"
    if is_machine and _FAILED.search(subject):
        return "failed"
    return ""


def _is_from_machine(message):
    name, sender = address(message.get("From"))
    if _MACHINE.match(local_part(sender)) or has_no_return_path(message):
        return True
    is_report = message.get_content_type() == "multipart/report"
    return is_report or bool(_MACHINE_NAME.search(name))


def has_no_return_path(message):
    """Tell whether a mail says that no answer to it may be sent."""
    path = message.get("Return-Path")
    return path is not None and str(path).strip() in ("", "<>")


# ----------------------------------------------------------------------
# What did not arrive
# ----------------------------------------------------------------------

_ADDRESS = re.compile(r"[\w.+'-]+@[\w-]+(?:\.[\w-]+)+")
_MESSAGE_ID = re.compile(
    r"^[ \t>]*(?:x-microsoft-)?(?:original-)?message-id[ \t]*:[ \t]*(<[^<>\s]+>)",
    re.IGNORECASE | re.MULTILINE,
)


def _report_parts(message):
    for part in message.walk():
        if part.get_content_type() == "message/delivery-status":
            payload = part.get_payload()
            yield from payload if isinstance(payload, list) else ()


def _report_values(message, name):
    return [
        str(value).strip()
        for part in _report_parts(message)
        for value in part.get_all(name, [])
    ]


def failed_recipients(message):
    """Return the addresses that a mail did not reach, as the machine names them.

    Where it names none in a field, all that stand in its own words.
    """
    found = []
    for part in _report_parts(message):
        if str(part.get("Action") or "").strip().lower() != "failed":
            continue
        for name in ("Original-Recipient", "Final-Recipient"):
            value = str(part.get(name) or "").rpartition(";")[2]
            found += _ADDRESS.findall(value)
    found += _ADDRESS.findall(str(message.get("X-Failed-Recipients") or ""))
    if not found:
        found = _ADDRESS.findall(plain_text(message))
    return list(dict.fromkeys(email.lower() for email in found))


def earlier_ids(message):
    """Return the Message-Ids of the mails that a mail is about, the surest first."""
    found = re.findall(r"<[^<>\s]+>", str(message.get("In-Reply-To") or ""))
    found += reversed(re.findall(r"<[^<>\s]+>", str(message.get("References") or "")))
    for part in message.walk():
        kind = part.get_content_type()
        if part is not message and part.get("Message-ID"):
            found += re.findall(r"<[^<>\s]+>", str(part["Message-ID"]))
        for name in ("Original-Message-ID", "X-Microsoft-Original-Message-ID"):
            found += re.findall(r"<[^<>\s]+>", str(part.get(name) or ""))
        if kind.startswith("text/") or kind == "message/disposition-notification":
            found += _MESSAGE_ID.findall(_content(part))
    return list(dict.fromkeys(found))


def plain_text(message):
    """Return the first text of a mail, without its markup."""
    for part in message.walk():
        if part.get_content_maintype() == "text":
            text = _content(part)
            is_html = part.get_content_subtype() == "html"
            return re.sub(r"<[a-zA-Z/!][^>@]*>", " ", text) if is_html else text
    return ""


def _content(part):
    payload = part.get_payload(decode=True)
    if payload is None:
        return (
            part.as_string()
            if not part.is_multipart()
            else str("\n".join(str(sub) for sub in part.get_payload()))
        )
    return _guessed(payload, part.get_content_charset())


# ----------------------------------------------------------------------
# Subject
# ----------------------------------------------------------------------

_INVISIBLE = re.compile(
    "[\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]"
)
_ANSWER_MARK = re.compile(
    r"\s*(?:re|ynt|yanıt|cvp|ilt|ilet|fwd?|aw|antw|wg|rv|rsp)"
    r"\s*(?:\[\d+\]|\(\d+\)|\^\d+)?\s*[:：][\s:]*",
    re.IGNORECASE,
)
_TAG = (
    r"ext|externe?r?n?|externo|external|spam|suspected spam|possible spam|bulk|junk|"
    r"caution|warning|unverified|dış|dış kaynak|harici|dikkat|uyarı|şüpheli"
)
# What gateways put before the subject of all that comes from outside.
_TAG_MARK = re.compile(
    rf"\s*(?:\[(?:{_TAG})\b[^\]]{{0,30}}\]|\((?:{_TAG})\b[^)]{{0,30}}\)"
    rf"|\{{(?:{_TAG})\b[^}}]{{0,30}}\}}|\*{{2,}}\s*(?:{_TAG})\b[^*]{{0,30}}\*{{2,}}"
    r"|(?:external|spam|harici)\s*:)[\s:]*",
    re.IGNORECASE,
)


def _squeezed(text):
    return " ".join(_INVISIBLE.sub("", text or "").split())


def topic(subject):
    """Return what a subject says, without RE, İLT, [EXTERNAL] and the like."""
    text = _squeezed(subject)
    while mark := _ANSWER_MARK.match(text) or _TAG_MARK.match(text):
        text = text[mark.end() :]
    return text.strip()


def thread_topic(subject):
    """Return a subject as it comes again in an answer or a second try, for comparing.

    What a gateway puts before it comes again, too.
    """
    text = _squeezed(subject)
    while mark := _ANSWER_MARK.match(text):
        text = text[mark.end() :]
    return text.strip().casefold()


# ----------------------------------------------------------------------
# Forwarded mail
# ----------------------------------------------------------------------

_SENDER_LABELS = (
    r"kimden|gönderen|gonderen|from|von|absender|de|remitente|expéditeur|da"
)
_OTHER_LABELS = (
    r"kime|alıcı|alici|konu|tarih|gönderildi|gönderilen|gönderme tarihi|bilgi|to|"
    r"subject|date|sent|cc|an|betreff|datum|gesendet|para|asunto|fecha|enviado(?: el)?"
)
_FORWARD_TITLE = (
    r"yönlendirilmiş ileti|yönlendirilen ileti|yönlendirilmiş mesaj|iletilen ileti|"
    r"iletilmiş ileti|iletilen mesaj|özgün ileti|orijinal ileti|orijinal mesaj|"
    r"forwarded message|begin forwarded message|original message|iletilen e-?posta|"
    r"weitergeleitete nachricht|ursprüngliche nachricht|anfang der weitergeleiteten|"
    r"mensaje reenviado|mensaje original|inicio del mensaje reenviado"
)
_SENDER_LINE = re.compile(
    rf"^[ \t>*_]*(?:{_SENDER_LABELS})[ \t*_]*[:：][ \t*_]*(?P<who>[^\n]+"
    r"(?:\n[ \t]*[<\[][^\n]+)?)",
    re.IGNORECASE | re.MULTILINE,
)
_NEAR_LINE = re.compile(
    rf"^[ \t>*_]*(?:{_OTHER_LABELS})[ \t*_]*[:：]", re.IGNORECASE | re.MULTILINE
)
_NEAR_TITLE = re.compile(rf"(?:{_FORWARD_TITLE})", re.IGNORECASE)


def forwarded_senders(message, text):
    """Return whose mails a mail passes on, the outermost first, as (name, address).

    :param EmailMessage message: mails that it carries as a file
    :param str text: its plain text, with the blocks of Kimden, From, Von or De
    """
    found = []
    for part in message.walk():
        if part is not message and part.get_content_type() == "message/rfc822":
            for inner in part.get_payload():
                found.append(address(inner.get("Reply-To") or inner.get("From")))
    for line in _SENDER_LINE.finditer(text):
        before = text[max(line.start() - 200, 0) : line.start()]
        after = text[line.end() : line.end() + 400]
        if not (_NEAR_LINE.search(after) or _NEAR_TITLE.search(before)):
            continue
        who = re.sub(r"\[?mailto:([^\]\s>]+)\]?", r"<\1>", line["who"], flags=re.I)
        emails = _ADDRESS.findall(who)
        if emails:
            name = re.split(r"[<\[(]", who)[0].strip(" \t\"'*_")
            name = "" if "@" in name else name
            found.append((name, emails[0].lower()))
    return list(dict.fromkeys(pair for pair in found if pair[1]))

"""Addresses in networks: e-mail, however it is disguised, handles and links to a person's page."""

import re
from collections.abc import Iterator

from sejuk.engines.triage.redacting.kinds import Personal, PersonalKind
from sejuk.engines.triage.redacting.signs import signs

# Each quantifier is bounded or possessive and each pattern begins at the beginning of a word, so
# that no text takes more than a bounded number of steps for each of its letters.
BEGIN = r"(?<![\w.+-])[\w.+-]++"
BRACKETS = r" {{0,2}}[(\[{{<] {{0,2}}(?:{}) {{0,2}}[)\]}}>] {{0,2}}"
AT = rf"(?:{BRACKETS.format('at|@|et|ad|a')}| {{1,2}}(?:at|et|ad|@) {{1,2}}|_at_)"
DOT = rf"(?:{BRACKETS.format('dot|titik|[.]')}| {{1,2}}(?:dot|titik) {{1,2}}| ?[.] ?|_dot_)"
PROVIDER = r"(?:g ?mail|yahoo|ymail|hotmail|outlook|live|icloud|rocketmail|proton(?:mail)?|mail)"
ENDS = rf"(?:com|kom|co(?:{DOT})id|co|id|net|org)\b"
EMAILS = (
    re.compile(rf"{BEGIN} {{0,2}}@ {{0,2}}(?:[\w-]{{1,63}}+(?: ?\. ?)){{1,4}}[A-Za-z]{{2,12}}\b"),
    re.compile(
        rf"(?i){BEGIN}(?: (?:dot|titik) [\w+-]++)?(?:{AT}|@ ?){PROVIDER}(?:(?:{DOT}| ){ENDS})?"
    ),
    re.compile(
        rf"(?i){BEGIN}{BRACKETS.format('at|@|et')}(?:[\w-]{{1,63}}+{DOT}){{1,4}}[a-z]{{2,12}}\b"
    ),
)
WHATSAPP = re.compile(
    r"(?i)(?:https?://)?(?<![\w.])(?:wa\.me/|(?:api\.|web\.)?whatsapp\.com/send/?\?phone=)"
    r"\+?[\d\-% ]{0,3}\d{6,16}[^\s\[\],;)]{0,300}"
)
PROFILE = re.compile(
    r"(?i)(?:https?://)?(?<![\w.])(?:(?:www|m|web|mobile|id-id)\.)?"
    r"(?:t\.me|telegram\.me|instagram\.com|facebook\.com|fb\.com|fb\.me|tiktok\.com|twitter\.com"
    r"|x\.com|threads\.net|line\.me/ti/p)/@?~?(?:profile\.php\?id=)?([\w.\-]{2,64})"
)
HANDLE = re.compile(r"@([A-Za-z0-9_](?:[\w.]{0,28}\w)?)")
# Joined ones are found at once: were each found when the one before it is gone, a long row of them
# would be read as often as it has handles.
HANDLES = re.compile(rf"(?<![\w@/.])(?:{HANDLE.pattern})+")
NETWORKS = "akun|ig|instagram|fb|facebook|tiktok|twitter|telegram|tele|line|medsos|username"
ANNOUNCED = re.compile(
    rf"(?i)(?<![^\W_])(?:{NETWORKS})(?: (?:{NETWORKS}|saya|aku|dia|nya|bernama|id))?"
    r" {0,2}[:=]? {0,2}(?<![^\W_])([A-Za-z](?=[\w.]{0,29}[\d_])[\w.]{1,28}\w)"
)


def online_in(text: str, words: frozenset[str]) -> Iterator[Personal]:
    """
    Return e-mail addresses, links to a person's page and handles; those of offices are left.

    `words` are words of the language: “kumpul @balai desa” names no handle.

    >>> text = "budi.s at gmail dot com, @siti_88, wa.me/6281234567890, @humaspolri, akun rudi99"
    >>> [text[one.start : one.end] for one in online_in(text, frozenset())]
    ['budi.s at gmail dot com', 'wa.me/6281234567890', '@siti_88', 'rudi99']
    """
    for shape in EMAILS:
        for found in shape.finditer(text):
            if not signs().is_mailbox(found[0]):
                yield Personal(PersonalKind.EMAIL, *found.span(), "e-mail")
    for found in WHATSAPP.finditer(text):
        yield Personal(PersonalKind.PHONE, *found.span(), "link to a number")
    yield from _accounts_in(text, words)


def _accounts_in(text: str, words: frozenset[str]) -> Iterator[Personal]:
    for found in PROFILE.finditer(text):
        page = found[1].casefold()
        if page not in signs().not_profiles and not signs().is_public(page):
            yield Personal(PersonalKind.HANDLE, *found.span(), "link to a page")
    for row in HANDLES.finditer(text):
        for found in HANDLE.finditer(text, *row.span()):
            if _is_handle(found[1], words):
                yield Personal(PersonalKind.HANDLE, *found.span(), "handle")
    for found in ANNOUNCED.finditer(text):
        if not signs().is_public(found[1]):
            yield Personal(PersonalKind.HANDLE, *found.span(1), "announced handle")


def _is_handle(handle: str, words: frozenset[str]) -> bool:
    is_number = handle.replace(".", "").isdigit()
    return not (is_number or handle.casefold() in words or signs().is_public(handle))

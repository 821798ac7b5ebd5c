"""Catalogues of words: finds texts in code and templates, compares them with their translations.

Written with Babel, so that nobody needs the gettext programs. Each app keeps its own catalogue in
`locale/id/LC_MESSAGES/django.po`; what lies outside an app goes to the nearest `locale` above it,
or to the project's.
"""

import ast
import io
import os
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.utils.translation.template import templatize

LANGUAGE = "id"
KEYWORDS = {
    *("_", "N_", "gettext", "gettext_lazy", "ngettext", "ngettext_lazy"),
    *("pgettext", "pgettext_lazy", "npgettext", "npgettext_lazy"),
}
# A call in what `templatize` makes of a template: everything else there is blanked out.
TEMPLATE_CALL = re.compile(
    r"""\b(?P<name>_|n?p?gettext)\((?P<texts>(?:u?(?:"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*')[,\s]*)+)"""
)
PLACEHOLDER = re.compile(r"%\((\w+)\)|\{(\w+)\}")
PLURALS = ("Plural-Forms", "nplurals=1; plural=0;")
HEADER = "# Indonesian words of this part of Sejuk.\n"

Texts = str | tuple[str, str]


@dataclass(frozen=True)
class Found:
    """One text in the sources: the words, their context, and the file that says them."""

    texts: Texts
    context: str | None
    source: str


@dataclass
class Words:
    """One catalogue with the texts that belong into it."""

    path: Path
    found: list[Found] = field(default_factory=list)

    def read(self) -> Catalog:
        """Read the catalogue, or begin an empty one."""
        if not self.path.exists():
            return _empty()
        with self.path.open("rb") as file:
            return read_po(file, locale=LANGUAGE)

    def refreshed(self, *, prune: bool = False) -> Catalog:
        """Give the catalogue with each found text; translations stay, unused become obsolete."""
        known = self.read()
        fresh = _empty()
        for item in self.found:
            texts = item.texts
            old = known.get(_key(texts), item.context)
            kept = old or known.obsolete.get(known._key_for(_key(texts), item.context))
            fresh.add(
                texts,
                kept.string if kept else None,
                locations=[(item.source, 0)],
                context=item.context,
                user_comments=kept.user_comments if kept else (),
            )
        if not prune:
            used = {(_key(item.texts), item.context) for item in self.found}
            for message in (*_entries(known), *known.obsolete.values()):
                if (_key(message.id), message.context) not in used and any(_strings(message)):
                    fresh.obsolete[fresh._key_for(message.id, message.context)] = message
        return fresh

    def complaints(self) -> list[str]:
        """Name each text that is missing, empty, fuzzy, unused or lost a placeholder."""
        known = self.read()
        used = {(_key(item.texts), item.context) for item in self.found}
        told = []
        for item in sorted(set(self.found), key=lambda item: str(item.texts)):
            message = known.get(_key(item.texts), item.context)
            if message is None:
                told.append(f"missing: {_key(item.texts)!r} ({item.source})")
            elif not all(_strings(message)):
                told.append(f"empty: {_key(item.texts)!r} ({item.source})")
            elif message.fuzzy:
                told.append(f"fuzzy: {_key(item.texts)!r}")
            elif not _keeps_placeholders(message):
                told.append(f"placeholders differ: {_key(item.texts)!r}")
        told += [
            f"not used any more: {_key(message.id)!r}"
            for message in (*_entries(known), *known.obsolete.values())
            if (_key(message.id), message.context) not in used
        ]
        return list(dict.fromkeys(told))


def catalogues(sources: Path) -> list[Words]:
    """Collect every text below a folder into the catalogues it belongs to."""
    words: dict[Path, Words] = {}
    texts: dict[Path, list[Found]] = defaultdict(list)
    for path in sorted([*sources.rglob("*.py"), *sources.rglob("templates/**/*.*")]):
        home = _home(path, sources)
        texts[home].extend(_texts_of(path, path.relative_to(sources).as_posix()))
    existing = [path.parents[2] for path in sources.rglob(f"locale/{LANGUAGE}/LC_MESSAGES/*.po")]
    for home in sorted({*existing, *(folder / "locale" for folder in texts if texts[folder])}):
        path = home / LANGUAGE / "LC_MESSAGES" / "django.po"
        words[home] = Words(path, texts.get(home.parent, []))
    return list(words.values())


def write(catalogue: Catalog, path: Path) -> bool:
    """Write a catalogue unless it says the same already; tell whether it was written."""
    buffer = io.BytesIO()
    write_po(buffer, catalogue, width=96, sort_by_file=True, include_lineno=False, omit_header=True)
    text = (
        f'{HEADER}msgid ""\nmsgstr ""\n"Language: {LANGUAGE}\\n"\n'
        f'"Content-Type: text/plain; charset=utf-8\\n"\n"{PLURALS[0]}: {PLURALS[1]}\\n"\n\n'
    ).encode() + buffer.getvalue()
    if path.exists() and path.read_bytes() == text:
        return False
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text)
    return True


def compile_all(sources: Path) -> int:
    """Write the compiled file beside each catalogue that is newer; tell how many."""
    compiled = 0
    for path in sources.rglob("locale/*/LC_MESSAGES/*.po"):
        target = path.with_suffix(".mo")
        if target.exists() and target.stat().st_mtime_ns >= path.stat().st_mtime_ns:
            continue
        with path.open("rb") as file:
            catalogue = read_po(file, locale=path.parents[1].name)
        buffer = io.BytesIO()
        write_mo(buffer, catalogue)
        fresh = target.with_suffix(f".mo.{os.getpid()}")  # several test workers compile at once
        fresh.write_bytes(buffer.getvalue())
        fresh.replace(target)
        compiled += 1
    return compiled


def contradictions(words: Iterable[Words]) -> list[str]:
    """Name texts that two catalogues translate differently: Django would show only one of them."""
    told: dict[tuple[str, str | None], dict[str, Path]] = defaultdict(dict)
    for one in words:
        for message in _entries(one.read()):
            strings = "|".join(_strings(message))
            told[_key(message.id), message.context].setdefault(strings, one.path.parents[3])
    return [
        f"two translations: {text!r}: "
        + " / ".join(f"{said!r} in {folder.name}" for said, folder in versions.items())
        for (text, _context), versions in told.items()
        if len(versions) > 1 and all(versions)
    ]


def _empty() -> Catalog:
    catalogue = Catalog(locale=LANGUAGE, charset="utf-8", fuzzy=False)
    catalogue.mime_headers = [PLURALS]  # Babel does not know that Indonesian has no plural
    return catalogue


def _texts_of(path: Path, name: str) -> Iterator[Found]:
    if path.suffix == ".py":
        for node in ast.walk(ast.parse(path.read_text(), filename=name)):
            if isinstance(node, ast.Call) and _called(node) in KEYWORDS:
                yield from _found(_called(node), [_literal(part) for part in node.args], name)
    elif path.suffix in {".html", ".txt"}:
        for call in TEMPLATE_CALL.finditer(templatize(path.read_text())):
            given = ast.literal_eval(f"[{call['texts']}]")
            yield from _found(call["name"], given, name)


def _called(call: ast.Call) -> str:
    if isinstance(call.func, ast.Attribute):
        return call.func.attr
    return call.func.id if isinstance(call.func, ast.Name) else ""


def _literal(argument: ast.expr) -> str | None:
    if isinstance(argument, ast.Constant) and isinstance(argument.value, str):
        return argument.value
    return None


def _found(keyword: str, given: list[str | None], source: str) -> Iterator[Found]:
    """Make one finding of a call's arguments, when its texts stand there literally."""
    context = given.pop(0) if "pgettext" in keyword and given else None
    texts = [text for text in given if text]
    if keyword.startswith("n") and len(texts) > 1:
        yield Found((texts[0], texts[1]), context, source)
    elif texts and not keyword.startswith("n"):
        yield Found(texts[0], context, source)


def _home(path: Path, sources: Path) -> Path:
    """Find the folder whose catalogue a file belongs to."""
    for folder in path.parents:
        if (folder / "apps.py").exists() or (folder / "locale").exists():
            return folder
        if folder == sources:
            break
    return sources / "project"


def _entries(catalogue: Catalog) -> list[Message]:
    return [message for message in catalogue if message.id]


def _key(texts: object) -> str:
    """Give the text by which a message is looked up: the singular."""
    return str(texts[0] if isinstance(texts, (list, tuple)) else texts)


def _strings(message: Message) -> tuple[str, ...]:
    string = message.string
    return tuple(string) if isinstance(string, (list, tuple)) else (string or "",)


def _keeps_placeholders(message: Message) -> bool:
    texts = message.id if isinstance(message.id, (list, tuple)) else (message.id,)
    named = [set(PLACEHOLDER.findall(text)) for text in texts]
    return all(set(PLACEHOLDER.findall(said)) in named for said in _strings(message))

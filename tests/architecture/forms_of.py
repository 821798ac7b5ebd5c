"""The forms of a page as a browser sees them, filled in as somebody means us harm would."""

from collections.abc import Callable
from dataclasses import dataclass, field
from html.parser import HTMLParser

# What a form needs beside free text, by the name of the field: only so is the rest kept.
MEANT = {
    "area": "16.01.08.2018",
    "area_code": "16.01.08.2018",
    "village": "16.01.08.2018",
    "address": "+62811000111",
    "reach": "0811000111",
    "receipt": "4821773650019254",
    "url": "https://contoh.example/kait",
    "email": "warga@contoh.example",
    "notice_address": "0811000111",
    "code": "tahap-uji",
    # A trap: who fills it in is a program.
    "homepage": "",
}
# Noon of the tests' clock in WIB.
DAYS = {"date": "2024-11-19", "datetime-local": "2024-11-19T12:00", "time": "12:00"}
BUTTONS = ("submit", "button", "image", "reset")
# What fits into most fields of one line, where the page itself does not say.
ONE_LINE = 110


@dataclass
class Field:
    """One field: its kind as in HTML, what stands in it, what may be chosen, how much fits."""

    name: str
    kind: str
    value: str = ""
    choices: list[str] = field(default_factory=list)
    longest: int = ONE_LINE
    least: str = "1"


@dataclass
class FoundForm:
    """A form: where it goes, how, and what it asks."""

    action: str
    method: str
    fields: list[Field] = field(default_factory=list)

    def filled(self, text: str, *, is_meant: bool) -> dict[str, str]:
        """Fill it in: every field for words takes `text`, unless `is_meant` needs a real one."""
        said: dict[str, str] = {}
        for one in self.fields:
            if one.kind in BUTTONS and is_meant:
                continue
            if one.kind in BUTTONS or one.kind == "hidden":
                said.setdefault(one.name, one.value)
            elif one.kind in ("select", "radio", "checkbox"):
                said[one.name] = next((value for value in one.choices if value), one.value or "on")
            elif one.kind in DAYS:
                said[one.name] = DAYS[one.kind]
            elif one.kind in ("number", "range"):
                said[one.name] = one.value or one.least
            elif one.kind != "file":
                name = one.name.rpartition("-")[2]
                is_known = is_meant and name in MEANT
                said[one.name] = MEANT[name] if is_known else text[: one.longest]
        return said


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.forms: list[FoundForm] = []
        self.open: FoundForm | None = None
        self.within: Field | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        named = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.open = FoundForm(named.get("action", ""), named.get("method", "get").lower())
            self.forms.append(self.open)
        elif self.open is not None and tag == "option" and self.within is not None:
            self.within.choices.append(named.get("value", ""))
        elif self.open is not None and tag in ("input", "textarea", "select", "button"):
            self._add(tag, named)

    def _add(self, tag: str, named: dict[str, str]) -> None:
        name = named.get("name", "")
        kind = {"input": named.get("type", "text"), "button": "submit"}.get(tag, tag)
        assert self.open is not None
        if not name or "disabled" in named:
            return
        there = next((one for one in self.open.fields if one.name == name), None)
        if there is not None and kind in ("radio", "checkbox"):
            there.choices.append(named.get("value", "on"))
            return
        longest = int(named.get("maxlength", 1_000 if tag == "textarea" else ONE_LINE))
        one = Field(name, kind, named.get("value", ""), [], longest, named.get("min", "1"))
        if kind in ("radio", "checkbox"):
            one.choices.append(named.get("value", "on"))
        self.open.fields.append(one)
        self.within = one if tag == "select" else None

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self.open = None
        if tag == "select":
            self.within = None


def forms_of(page: str) -> list[FoundForm]:
    """Return the forms of a page, in the order in which they stand there."""
    reader = _Reader()
    reader.feed(page)
    return reader.forms


PLAIN = {"integer": 1, "number": 1, "boolean": True, "null": None}


def body_of(schema: dict, components: dict, text: str, meant: Callable[[str], object]) -> object:
    """Return JSON of a schema in which every text is `text`, or what is meant by the name."""
    if "$ref" in schema:
        schema = components[schema["$ref"].rpartition("/")[2]]
    choices = schema.get("anyOf") or schema.get("allOf")
    if choices:
        return body_of(choices[0], components, text, meant)
    if "properties" in schema:
        return {
            name: meant(name) or body_of(inner, components, text, meant)
            for name, inner in schema["properties"].items()
        }
    if "items" in schema:
        return [body_of(schema["items"], components, text, meant)]
    if schema.get("format") == "date-time":
        return "2024-11-18T09:00:00Z"
    return schema["enum"][0] if "enum" in schema else PLAIN.get(schema.get("type", ""), text)

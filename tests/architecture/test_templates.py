"""What a template hands to another is enough for what the other one does."""

import re
from pathlib import Path

SEJUK = Path(__file__).resolve().parents[2] / "src/sejuk"
INCLUDE = re.compile(r"{%\s*include\s+(?P<name>\S+)(?P<given>.*?)%}", re.DOTALL)
TOKEN = re.compile(r"{%\s*csrf_token\s*%}")
FORM = re.compile(r"<form\b[^>]*\bmethod\s*=\s*[\"']?post\b", re.IGNORECASE)


def all_templates() -> dict[str, str]:
    """Return each template by the name under which others include it."""
    return {
        path.as_posix().rsplit("/templates/", 1)[1]: path.read_text()
        for path in SEJUK.rglob("*.html")
        if "templates" in path.parts
    }


def included(text: str) -> list[tuple[str, str]]:
    """Return what a template includes: the name, and what is handed over."""
    return [(one["name"].strip("\"'"), one["given"]) for one in INCLUDE.finditer(text)]


def needs_token(name: str, templates: dict[str, str], above: tuple[str, ...] = ()) -> bool:
    """Tell whether a template, or one that it includes, sends a form."""
    text = templates.get(name, "")
    return bool(TOKEN.search(text) or FORM.search(text)) or any(
        needs_token(part, templates, (*above, name))
        for part, _ in included(text)
        if part not in (*above, name)
    )


def test_an_include_that_hands_over_only_some_words_hands_the_token_to_a_form():
    templates = all_templates()
    without = [
        f"{name}: {part}"
        for name, text in templates.items()
        for part, given in included(text)
        if re.search(r"\bonly\s*$", given)
        and "csrf_token=csrf_token" not in given
        and needs_token(part, templates)
    ]
    assert without == []
    # The search finds what it is to find.
    assert needs_token("alarms/_report.html", templates)

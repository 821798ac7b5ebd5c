"""Texts are found where people write them, and a catalogue that lacks one is named."""

from pathlib import Path

import pytest
from django.core.management import call_command
from django.utils.translation import gettext, override

from sejuk.project.words import Words, catalogues, compile_all, contradictions, write

CODE = """
from gettext import gettext, ngettext
from sejuk.kit.choices import N_

HOT = N_("Hot")
TWO = gettext("one and "
              "the same")
NOT_A_TEXT = gettext(values["kind"])
MANY = ngettext("%(count)s visit", "%(count)s visits", 3)
"""
TEMPLATE = """
{% load i18n %}{# a comment #}
<h1>{% translate "Village's page" %}</h1>
{% blocktranslate trimmed with name=place.name %}
  Warm because of
  {{ name }}
{% endblocktranslate %}
{% blocktranslate count n=visits %}{{ n }} visit{% plural %}{{ n }} visits{% endblocktranslate %}
{% translate "May" context "month" %}
"""


@pytest.fixture
def sources(tmp_path: Path) -> Path:
    """Give a small source tree: one app with code and a template, and a module beside apps."""
    app = tmp_path / "act/outreach"
    (app / "templates").mkdir(parents=True)
    (app / "apps.py").write_text("")
    (app / "rules.py").write_text(CODE)
    (app / "templates/page.html").write_text(TEMPLATE)
    (tmp_path / "engines").mkdir()
    (tmp_path / "engines/words.py").write_text("LABEL = N_('Index')\n")
    return tmp_path


def found(words: Words) -> set[object]:
    return {item.texts for item in words.found}


def test_finds_texts_in_code_and_templates_and_nothing_else(sources: Path) -> None:
    outreach, project = sorted(catalogues(sources), key=lambda words: words.path)

    assert found(outreach) == {
        "Hot",
        "one and the same",
        ("%(count)s visit", "%(count)s visits"),
        "Village's page",
        "Warm because of %(name)s",
        ("%(n)s visit", "%(n)s visits"),
        "May",
    }
    assert [item.context for item in outreach.found if item.texts == "May"] == ["month"]
    assert found(project) == {"Index"}
    assert project.path == sources / "project/locale/id/LC_MESSAGES/django.po"


def translated(words: Words, **strings: str) -> None:
    """Write a catalogue whose texts read like themselves, save those given."""
    catalogue = words.refreshed()
    for message in catalogue:
        if message.id:
            text = message.id if isinstance(message.id, str) else message.id[0]
            text = strings.get(text.split()[0].lower(), text)
            message.string = text if isinstance(message.id, str) else (text,)
    write(catalogue, words.path)


def test_names_what_is_missing_empty_unused_or_lost_a_placeholder(sources: Path) -> None:
    outreach = catalogues(sources)[0]
    assert len(outreach.complaints()) == 7
    assert outreach.complaints()[0].startswith("missing: ")

    write(outreach.refreshed(), outreach.path)
    assert outreach.complaints()[0].startswith("empty: ")

    translated(outreach, warm="Hangat karena %(nama)s")
    assert outreach.complaints() == ["placeholders differ: 'Warm because of %(name)s'"]

    translated(outreach, warm="Hangat karena %(name)s")
    assert outreach.complaints() == []

    outreach.found = [item for item in outreach.found if item.texts != "Hot"]
    assert outreach.complaints() == ["not used any more: 'Hot'"]


def test_a_refresh_keeps_every_translation_until_it_is_pruned(sources: Path) -> None:
    outreach = catalogues(sources)[0]
    translated(outreach, hot="Panas")
    everything = outreach.found
    outreach.found = [item for item in everything if item.texts != "Hot"]

    write(outreach.refreshed(), outreach.path)
    outreach.found = everything
    assert outreach.refreshed().get("Hot").string == "Panas"

    outreach.found = [item for item in everything if item.texts != "Hot"]
    write(outreach.refreshed(prune=True), outreach.path)
    assert "Panas" not in outreach.path.read_text()


def test_writing_the_same_again_changes_nothing(sources: Path) -> None:
    outreach = catalogues(sources)[0]
    translated(outreach)

    assert write(outreach.refreshed(), outreach.path) is False


def test_compiles_what_is_newer_than_its_compiled_form(sources: Path) -> None:
    translated(catalogues(sources)[0])

    assert compile_all(sources) == 1
    assert compile_all(sources) == 0
    assert next(sources.rglob("*.mo")).stat().st_size > 0


def test_who_compiles_the_words_speaks_them_at_once(sources: Path, settings) -> None:
    outreach = catalogues(sources)[0]
    translated(outreach, hot="Panas")
    settings.SOURCES = sources
    settings.LOCALE_PATHS = [outreach.path.parents[2]]
    with override("id"):
        assert gettext("Hot") == "Hot"
        call_command("words", compile=True)
        assert gettext("Hot") == "Panas"


def test_two_translations_of_one_text_are_named(sources: Path) -> None:
    (sources / "engines/words.py").write_text("LABEL = N_('Hot')\n")
    outreach, project = sorted(catalogues(sources), key=lambda words: words.path)
    translated(outreach, hot="Panas")
    translated(project, hot="Hangat")

    assert contradictions([outreach, project]) == [
        "two translations: 'Hot': 'Panas' in outreach / 'Hangat' in project"
    ]

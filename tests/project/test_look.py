"""Templates use what the look offers, and nothing that the content security policy refuses."""

import re
from pathlib import Path

import pytest

SOURCES = Path(__file__).resolve().parents[2] / "src/sejuk"
STATIC = SOURCES / "project/static"
TEMPLATES = sorted(SOURCES.rglob("templates/**/*.html"))
STYLESHEET = (STATIC / "sejuk.css").read_text()
STYLE_PAGE = (SOURCES.parents[1] / "docs/reference/style.md").read_text()
# The board has a stylesheet of its own: no other page needs it.
LOOKS = STYLESHEET + (STATIC / "board.css").read_text()
CLASSES = set(re.findall(r"\.([a-z][\w-]*)", LOOKS))
# Hooks for htmx, scripts and allauth, without a look of their own.
HOOKS = {"theme", "area-list", "areas", "maplibregl-map", "post-day"}
ICONS = set(re.findall(r'<symbol id="([\w-]+)"', (STATIC / "icons.svg").read_text()))
TAG = re.compile(r"\{%.*?%\}|\{\{.*?\}\}|\{#.*?#\}", re.DOTALL)


@pytest.fixture(params=TEMPLATES, ids=lambda path: path.relative_to(SOURCES).as_posix())
def template(request):
    return request.param.read_text()


def test_every_class_is_in_the_stylesheet(template):
    used = set()
    for value in re.findall(r'\sclass="([^"]*)"', template.replace('\\"', "'")):
        # What a tag writes into a class is left out with the letters that touch it.
        words = TAG.sub("\0", value).split()
        used |= {word for word in words if "\0" not in word}
    assert used - CLASSES - HOOKS == set()


def test_every_icon_is_in_the_sprite(template):
    named = set(re.findall(r'"_icon\.html" with name="([\w-]+)"', template))
    assert named - ICONS == set()


def test_no_style_and_no_script_stands_in_a_page(template):
    assert not re.search(r"\sstyle=|<style|\son[a-z]+=\"|javascript:", template)
    scripts = re.findall(r"<script\b([^>]*)>", template)
    # What is no program runs nothing: a page's own JSON, and what it says of itself to machines.
    data = ("src=", 'type="application/json"', 'type="application/ld+json"')
    assert all(any(kind in script for kind in data) for script in scripts)


def test_the_icons_of_the_menu_are_in_the_sprite():
    menu = (SOURCES / "project/navigation.py").read_text()
    named = re.findall(r'Place\(\s*N_\("[^"]+"\),\s*"[^"]+",\s*"([\w-]+)"', menu)
    assert len(named) > 5
    assert set(named) <= ICONS


def test_the_style_page_names_every_fragment_that_others_use():
    told = set(re.findall(r"`(_\w+\.html)`", STYLE_PAGE))
    own = SOURCES / "project/templates"
    used = {
        name
        for path in TEMPLATES
        if own not in path.parents
        for name in re.findall(r'include "(_\w+\.html)"', path.read_text())
        if (own / name).exists()
    }
    assert used <= told
    assert all((own / name).exists() for name in told)


def test_light_and_dark_have_the_same_colours_in_both_places():
    """The dark values stand twice: for who chose dark, and for whose device asks for it."""
    chosen, asked = re.findall(r"color-scheme: dark;(.*?)\}", STYLESHEET, re.DOTALL)
    assert chosen.split() == asked.split()

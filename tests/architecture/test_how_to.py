"""What the how-to guides tell a reader to press stands on the screens."""

import re
from pathlib import Path

import pytest
from django.conf import settings

from sejuk.project.words import Words

GUIDES = sorted((Path(__file__).resolve().parents[2] / "docs/how-to").glob("*.md"))
# `*Kotak sinyal → Catat sinyal*`; what is bold is a heading of the guide itself.
QUOTED = re.compile(r"(?<!\*)\*([^*\n][^*]*)\*(?!\*)")
# Not the words of a control, but whatever name stands there.
NAMES = {"nama personel", "his name"}


@pytest.fixture(scope="module")
def shown() -> set[str]:
    """Return every text of every catalogue, in English and Indonesian."""
    return {
        text
        for path in settings.SOURCES.rglob("locale/id/LC_MESSAGES/django.po")
        for message in Words(path).read()
        for text in (message.id, message.string)
        if isinstance(text, str)
    }


@pytest.mark.parametrize("guide", GUIDES, ids=lambda guide: guide.stem)
def test_every_control_that_a_guide_names_is_there(guide, shown):
    text = guide.read_text(encoding="utf-8").replace("**", "\0")
    quoted = [part for found in QUOTED.findall(text) for part in found.split(" → ")]
    controls = [" ".join(part.split()) for part in quoted]
    assert controls
    assert [one for one in controls if one not in shown | NAMES] == []

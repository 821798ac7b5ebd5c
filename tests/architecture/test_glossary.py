"""The closed lists of the code stand in the glossary."""

from pathlib import Path

import pytest

from sejuk.act.outreach.rules import VisitKind
from sejuk.engines.warning import Band
from sejuk.plan.programme.rules import Coverage
from sejuk.sense.signals.rules import Form, Kind, Rung

GLOSSARY = (Path(__file__).resolve().parents[2] / "docs/glossary.md").read_text()


@pytest.mark.parametrize("words", [Form, Kind, Rung, VisitKind, Coverage, Band])
def test_every_word_is_explained(words):
    assert [word.value for word in words if f"`{word.value}`" not in GLOSSARY] == []

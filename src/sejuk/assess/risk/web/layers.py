"""What else the map can show: the layers that the project wires, for a page and for a browser."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256
from typing import cast

from django.conf import settings
from django.utils.module_loading import import_string
from django.utils.translation import gettext

from sejuk.assess.risk import queries
from sejuk.assess.risk.web.maps import SentMap
from sejuk.kit import layers
from sejuk.kit.actors import Actor
from sejuk.kit.decisions import NotYours
from sejuk.kit.layers import Layer


@dataclass(frozen=True, slots=True)
class LayerOption:
    """One line of the choice above the map; without a code it is the temperature."""

    code: str
    label: str
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class ShownStep:
    tone: str
    words: str


@dataclass(frozen=True, slots=True)
class ShownCell:
    """What a layer says of one area: `tone` names a fill, "none" where nothing is known."""

    tone: str
    words: str
    # By which the list is ordered; None comes last.
    weight: float | None
    is_uncertain: bool


@dataclass(frozen=True, slots=True)
class ShownLayer:
    """A layer on a day, as it is drawn."""

    code: str
    label: str
    lead: str
    note: str
    steps: tuple[ShownStep, ...]
    cells: dict[str, ShownCell]
    unknown: str

    @property
    def has_uncertain(self) -> bool:
        return any(cell.is_uncertain for cell in self.cells.values())


def layers_for(actor: Actor) -> tuple[Layer, ...]:
    """Return what this actor may lay over the map, in the project's order."""
    wired = cast("tuple[Layer, ...]", import_string(settings.SEJUK_LAYERS))
    return tuple(one for one in wired if actor.holds(*one.roles))


def layer_options(actor: Actor, chosen: str) -> Iterator[LayerOption]:
    yield LayerOption("", gettext(layers.TEMPERATURE), not chosen)
    for one in layers_for(actor):
        yield LayerOption(one.code, gettext(one.label), one.code == chosen)


def shown_layer(code: str, *, actor: Actor, day: date, now: datetime) -> ShownLayer:
    """
    Return a layer of the actor's areas on a day, at the level that his map shows.

    :raises NotYours: when there is none of this code, or none for him
    """
    layer = next((one for one in layers_for(actor) if one.code == code), None)
    if layer is None:
        raise NotYours(f"layer {code}")
    length = queries.shown_length(queries.territory(actor.scope, now))
    picture = layer.look(actor.only(*layer.roles), day, now)
    if length != queries.VILLAGE_LENGTH:
        picture = picture.grouped(length)
    return ShownLayer(
        code,
        gettext(layer.label),
        gettext(layer.lead),
        picture.note,
        tuple(ShownStep(step.tone.value, step.words) for step in picture.steps),
        {area: _shown(cell, picture) for area, cell in picture.cells.items()},
        gettext(layers.UNKNOWN),
    )


def _shown(cell: layers.Cell, picture: layers.Picture) -> ShownCell:
    if cell.step is None:
        return ShownCell("none", cell.words or gettext(layers.UNKNOWN), None, cell.is_uncertain)
    tone = picture.steps[cell.step].tone.value
    return ShownCell(tone, cell.words, cell.weight, cell.is_uncertain)


def sent_layer(shown: ShownLayer) -> SentMap:
    """Return a layer as the map's browser takes it."""
    text = json.dumps(
        {
            "lead": shown.lead,
            "note": shown.note,
            "unknown": shown.unknown,
            "steps": [{"tone": step.tone, "words": step.words} for step in shown.steps],
            "cells": {
                code: [cell.tone, cell.words, cell.weight, int(cell.is_uncertain)]
                for code, cell in shown.cells.items()
            },
        },
        ensure_ascii=False,
        separators=(",", ":"),
    )
    return SentMap(text, sha256(text.encode()).hexdigest()[:20])

"""Envelopes: what was put in comes out, to nobody else, and never changed."""

import json
from dataclasses import replace
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sejuk.foundation.custody.rules import (
    BrokenKeyFile,
    Part,
    SealedKind,
    Unopenable,
    fresh_ring,
    opened,
    rewrapped,
    ring_of,
    sealed,
    text_of,
    turned,
    without_older,
)

RING = fresh_ring()
WORDS = st.dictionaries(st.sampled_from([part.value for part in Part]), st.text(max_size=500))


@given(WORDS, st.uuids(), st.sampled_from(SealedKind))
def test_what_was_put_in_comes_out_also_after_turning(words, seal_id, kind):
    here = {"seal_id": seal_id, "kind": kind.value}
    envelope = sealed(words, **here, ring=RING)
    newer = turned(RING)
    again = rewrapped(envelope, **here, ring=newer)

    assert opened(envelope, **here, ring=RING) == words
    assert opened(envelope, **here, ring=newer) == words
    assert opened(again, **here, ring=without_older(newer)) == words
    assert (again.content, again.key_id) == (envelope.content, newer.active)
    with pytest.raises(Unopenable, match="key file does not hold"):
        opened(again, **here, ring=RING)


@given(st.data())
def test_a_changed_byte_or_another_row_is_refused(data):
    seal_id, kind = UUID(int=7), "reporter"
    envelope = sealed({"name": "Siti Rahma"}, seal_id=seal_id, kind=kind, ring=RING)
    part = data.draw(st.sampled_from(["content", "wrapped_key"]))
    kept = getattr(envelope, part)
    at = data.draw(st.integers(0, len(kept) - 1))
    flipped = kept[at] ^ data.draw(st.integers(1, 255))
    tampered = replace(envelope, **{part: kept[:at] + bytes([flipped]) + kept[at + 1 :]})
    cut = replace(envelope, **{part: kept[:at]})

    for wrong, number, sort in (
        (tampered, seal_id, kind),
        (cut, seal_id, kind),
        (envelope, uuid4(), kind),
        (envelope, seal_id, "subscriber"),
        (replace(envelope, wrapped_key=envelope.content), seal_id, kind),
    ):
        with pytest.raises(Unopenable, match="damaged"):
            opened(wrong, seal_id=number, kind=sort, ring=RING)


def test_the_same_words_never_look_the_same_and_do_not_tell_their_length():
    seal_id = uuid4()
    first, second = (
        sealed({"name": name}, seal_id=seal_id, kind="reporter", ring=RING)
        for name in ("Ani", "Ani Rahmawati binti Contoh")
    )
    again = sealed({"name": "Ani"}, seal_id=seal_id, kind="reporter", ring=RING)

    assert len(first.content) == len(second.content)
    assert first.content != again.content
    assert first.wrapped_key != again.wrapped_key


@pytest.mark.parametrize("broken", ["", "[]", '{"keys": 1}', "format", "name", "short", "active"])
def test_a_broken_key_file_is_told_as_one(broken):
    told = json.loads(text_of(RING))
    [name] = told["keys"]
    match broken:
        case "format":
            told["format"] = 2
        case "name":
            told["keys"][name] = text_key(fresh_ring())
        case "short":
            told["keys"][name] = "AAAA"
        case "active":
            told["active"] = "00000000"
    with pytest.raises(BrokenKeyFile):
        ring_of(broken if broken[:1] in ("", "[", "{") else json.dumps(told))


def text_key(ring) -> str:
    return next(iter(json.loads(text_of(ring))["keys"].values()))

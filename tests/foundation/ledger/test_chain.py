"""The hash chain: whatever is done to a ledger, the first place where it was done is named."""

import json
import subprocess
import sys
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sejuk.foundation.ledger import rules
from sejuk.foundation.ledger.rules import (
    EXAMPLE_ENTRY,
    EXPLANATIONS,
    GENESIS,
    Fault,
    canonical_json,
    entry_hash,
    export_line,
    linked,
    plain,
    read_export,
    verify_chain,
)

WIB = timezone(timedelta(hours=7))

texts = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=12)
json_values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | texts,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(texts, inner, max_size=3),
    max_leaves=6,
)
instants = st.integers(0, 10**15).map(
    lambda microseconds: datetime(2024, 1, 1, tzinfo=WIB) + timedelta(microseconds=microseconds)
)
contents = st.fixed_dictionaries(
    {
        "at": instants,
        "actor_name": texts,
        "actor_user_id": st.none() | st.integers(1, 10**9),
        "verb": texts,
        "subject": texts,
        "area_code": texts,
        "detail": st.dictionaries(texts, json_values, max_size=3),
    }
)


def a_chain(contents_in_order: list[dict[str, object]]) -> list[dict[str, object]]:
    chain, head = [], GENESIS
    for sequence, content in enumerate(contents_in_order, start=1):
        chain.append(linked(head, {**content, "sequence": sequence}))
        head = str(chain[-1]["hash"])
    return chain


chains = st.lists(contents, min_size=2, max_size=8).map(a_chain)


def broken_at(chain: list[dict[str, object]], head: str | None = None) -> int | None:
    broken = verify_chain(chain, expected_head=head).first_broken
    return broken and broken.sequence


@given(chains)
def test_an_untouched_chain_holds_and_reaches_its_head(chain):
    verdict = verify_chain(chain, expected_head=str(chain[-1]["hash"]))
    assert verdict.holds
    assert (verdict.count, verdict.head) == (len(chain), chain[-1]["hash"])
    assert verdict.expected_head_at == len(chain)


@given(chains, st.data())
def test_a_changed_field_is_found_where_it_is(chain, data):
    position = data.draw(st.integers(0, len(chain) - 1))
    field = data.draw(st.sampled_from(sorted(rules.FIELDS)))
    was = chain[position][field]
    becomes = data.draw(json_values.filter(lambda new: canonical_json(new) != canonical_json(was)))
    chain[position] = {**chain[position], field: becomes}
    assert broken_at(chain) == position + 1


@given(chains, st.data())
def test_one_flipped_bit_in_a_file_is_found(chain, data):
    lines = [export_line(entry).encode() for entry in chain]
    position = data.draw(st.integers(0, len(lines) - 1))
    at = data.draw(st.integers(0, len(lines[position]) - 1))
    flipped = bytearray(lines[position])
    flipped[at] ^= 1 << data.draw(st.integers(0, 7))
    try:
        says_the_same = json.loads(flipped) == json.loads(lines[position])
    except ValueError:
        says_the_same = False
    lines[position] = bytes(flipped)
    broken = verify_chain(read_export(lines)).first_broken
    assert says_the_same or (broken is not None and broken.sequence == position + 1)


@given(chains, st.data())
def test_a_dropped_entry_is_found_where_it_was(chain, data):
    head = str(chain[-1]["hash"])
    position = data.draw(st.integers(0, len(chain) - 1))
    del chain[position]
    assert broken_at(chain, head) == position + 1


@given(chains, st.data())
def test_a_cut_off_end_is_found_against_the_printed_head(chain, data):
    head = str(chain[-1]["hash"])
    keep = data.draw(st.integers(0, len(chain) - 1))
    verdict = verify_chain(chain[:keep], expected_head=head)
    assert verdict.first_broken is not None
    assert verdict.first_broken.fault is Fault.HEAD_NOT_FOUND
    assert verdict.first_broken.sequence == keep + 1


@given(chains, st.data())
def test_swapped_entries_are_found_at_the_first_of_them(chain, data):
    first, second = sorted(
        data.draw(st.lists(st.integers(0, len(chain) - 1), min_size=2, max_size=2, unique=True))
    )
    chain[first], chain[second] = chain[second], chain[first]
    assert broken_at(chain) == first + 1


@given(chains, contents, st.data())
def test_an_inserted_entry_is_found_even_when_its_own_hash_is_right(chain, content, data):
    position = data.draw(st.integers(0, len(chain) - 1))
    before = str(chain[position - 1]["hash"]) if position else GENESIS
    chain.insert(position, linked(before, {"sequence": position + 1, **content}))
    # The forged entry itself is well made; the one after it gives it away.
    assert broken_at(chain) == position + 2


@given(chains, st.data())
def test_a_chain_written_anew_from_some_entry_on_misses_the_printed_head(chain, data):
    head = str(chain[-1]["hash"])
    position = data.draw(st.integers(0, len(chain) - 1))
    contents_now = [
        {field: entry[field] for field in rules.HASHED_FIELDS if field != "previous_hash"}
        for entry in chain
    ]
    contents_now[position]["actor_name"] = f"{contents_now[position]['actor_name']}?"
    forged = a_chain(contents_now)
    assert verify_chain(forged).holds
    assert not verify_chain(forged, expected_head=head).holds


@given(chains)
def test_a_chain_that_grew_since_the_report_was_printed_still_holds(chain):
    verdict = verify_chain(chain, expected_head=str(chain[0]["hash"]))
    assert verdict.holds
    assert verdict.expected_head_at == 1


@given(chains)
def test_an_exported_chain_reads_back_and_holds(chain):
    lines = [f"{export_line(entry)}\n".encode() for entry in chain]
    assert list(read_export(lines)) == chain
    assert verify_chain(read_export(lines)).holds


@given(json_values)
def test_canonical_json_is_a_fixed_point(value):
    once = canonical_json(value)
    assert canonical_json(json.loads(once)) == once


def test_the_order_of_keys_and_the_zone_of_an_instant_do_not_matter():
    entry = dict(EXAMPLE_ENTRY)
    turned = dict(reversed(entry.items()))
    turned["at"] = datetime(2024, 10, 12, 9, tzinfo=WIB)
    assert entry_hash(GENESIS, turned) == entry_hash(GENESIS, entry)


def test_a_known_chain_has_a_known_head():
    """Whoever changes this number makes every ledger ever printed unverifiable."""
    first = linked(GENESIS, EXAMPLE_ENTRY)
    second = linked(str(first["hash"]), {**EXAMPLE_ENTRY, "sequence": 2})
    assert second["hash"] == "baa5924279edf4b5b755ed8c873b71ef37535da7a4776f90457ae63ccf3b0605"


@pytest.mark.parametrize("number", [float("nan"), float("inf"), -float("inf")])
def test_numbers_that_json_does_not_have_are_refused(number):
    with pytest.raises(ValueError, match="cannot hold"):
        plain({"share": [number]})


@pytest.mark.parametrize("text", ["a\0b", "\ud800"])
def test_text_that_the_database_cannot_hold_is_refused(text):
    for value in (text, {text: 1}):
        with pytest.raises(ValueError):
            plain(value)


def test_instants_need_a_zone_and_days_stay_days():
    assert plain(datetime(2024, 11, 27, 7, tzinfo=WIB)) == "2024-11-27T00:00:00.000000Z"
    assert plain(datetime(2024, 11, 27, tzinfo=UTC).date()) == "2024-11-27"
    with pytest.raises(ValueError, match="time zone"):
        plain(datetime(2024, 11, 27))  # noqa: DTZ001 - that is the point


@pytest.mark.parametrize("value", [{1: "one"}, {"set": {1}}, object()])
def test_what_json_does_not_have_is_refused(value):
    with pytest.raises(TypeError):
        plain(value)


@pytest.mark.parametrize(
    "line",
    [
        b"",
        b"not json",
        b"[1]",
        b"\xff",
        b'{"sequence":1}',
        b'{"a":1,"a":2}',
        b"[" * 100_000,
    ],
)
def test_a_line_that_is_not_an_entry_is_malformed(line):
    broken = verify_chain(read_export([line])).first_broken
    assert broken is not None
    assert broken.fault is Fault.MALFORMED


def test_an_added_field_is_malformed_since_no_hash_covers_it():
    entry = {**linked(GENESIS, EXAMPLE_ENTRY), "note": "and the rest is true too"}
    assert verify_chain([entry]).first_broken == rules.Break(1, Fault.MALFORMED)


def test_a_field_that_cannot_be_hashed_is_malformed():
    entry: Mapping[str, object] = {**linked(GENESIS, EXAMPLE_ENTRY), "detail": {"x": object()}}
    assert verify_chain([entry]).first_broken == rules.Break(1, Fault.MALFORMED)


@pytest.mark.parametrize("sequence", [1.0, True, "1", 2])
def test_a_sequence_is_an_integer_and_in_its_place(sequence):
    entry = {**linked(GENESIS, EXAMPLE_ENTRY), "sequence": sequence}
    assert verify_chain([entry]).first_broken == rules.Break(1, Fault.OUT_OF_SEQUENCE)


def test_each_fault_is_explained():
    assert EXPLANATIONS.keys() == set(Fault)


def an_export(folder: Path, count: int) -> tuple[Path, list[dict[str, object]]]:
    chain = a_chain([dict(EXAMPLE_ENTRY) for _ in range(count)])
    return written(folder, chain), chain


def written(folder: Path, chain: list[dict[str, object]]) -> Path:
    path = folder / "ledger.jsonl"
    path.write_text("".join(f"{export_line(entry)}\n" for entry in chain), encoding="utf-8")
    return path


def test_a_file_is_verified_by_the_bare_module_on_a_bare_python(tmp_path):
    path, chain = an_export(tmp_path, 3)
    command = [sys.executable, "-I", "-S", rules.__file__, str(path), "--head", chain[1]["hash"]]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == (
        f"3 entries hold. Head: {chain[2]['hash']}\nThe expected head is the hash of entry 2.\n"
    )


def test_the_file_verifier_promises_no_more_than_it_saw(tmp_path, capsys):
    path, _ = an_export(tmp_path, 2)
    assert rules.main([str(path)]) == 0
    assert capsys.readouterr().out.endswith(rules.END_UNPROVEN)
    path.write_text("")
    assert rules.main([str(path)]) == 1
    assert "nothing was verified" in capsys.readouterr().out
    assert rules.main([str(tmp_path / "nowhere.jsonl")]) == 2
    assert "cannot be read" in capsys.readouterr().err


def test_the_file_verifier_names_the_first_broken_entry(tmp_path, capsys):
    path, chain = an_export(tmp_path, 3)
    assert rules.main([str(path), "--head", str(chain[0]["hash"])]) == 0
    assert "The expected head is the hash of entry 1." in capsys.readouterr().out
    written(tmp_path, [chain[0], {**chain[1], "actor_name": "Someone else"}, chain[2]])
    assert rules.main([str(path)]) == 1
    assert "BROKEN. Entry 2 does not match its own hash" in capsys.readouterr().out

"""What a file of signals would do: every row is judged before one is kept."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from hashlib import sha256

from django.db.models import QuerySet
from django.utils import timezone

from sejuk.engines import triage
from sejuk.foundation.channels.rules import Channel
from sejuk.foundation.operations import queries as operations
from sejuk.foundation.places import queries as places
from sejuk.kit.actors import Actor
from sejuk.kit.choices import N_
from sejuk.kit.importing import Finding, Plan, Record, repeated_keys
from sejuk.kit.scoping import within
from sejuk.sense.signals.models import Signal
from sejuk.sense.signals.queries.reception import operation_bounds
from sejuk.sense.signals.queries.secrecy import row_key
from sejuk.sense.signals.rules import (
    ContentGrade,
    Form,
    Kind,
    NewSignal,
    Origin,
    Rung,
    SourceGrade,
    may_be_received,
)

# Which column of the file a refusal is about, where it is called otherwise in the rules.
COLUMN_OF = {"area": "area_code"}

# By key what was told, and when.
Known = Mapping[str, tuple[str, datetime]]


def checked_signals(records: Sequence[Record], actor: Actor) -> Plan:
    """Return which rows are new signals; those kept before are the same, and none is changed."""
    now = operations.clock_of(
        operations.current_operation(),
        real_now=timezone.now(),  # noqa: TID251 - a check of a file has no other clock
    )
    placed, findings = _placed(records, actor)
    findings += repeated_keys(placed, "key")
    # A row that lacks something required is named by the import itself.
    whole = [record for record in placed if record.text("text") and "heard_at" in record.values]
    findings += _refusals(whole, actor, now)
    known = _known(placed)
    findings += _reused(placed, known)
    new = tuple(record for record in placed if _kept_as(record, known) is None)
    return Plan(new=new, same=len(placed) - len(new), findings=tuple(findings))


def _placed(records: Sequence[Record], actor: Actor) -> tuple[list[Record], list[Finding]]:
    """Find the area of each row by code or name, and give each row its key."""
    placed: list[Record] = []
    findings: list[Finding] = []
    found: dict[str, list[places.FoundArea]] = {}
    for record in records:
        said = record.text("area_code")
        if said and said not in found:
            found[said] = places.area_named(said, actor.scope, villages_only=False)
        match found.get(said, []):
            case [area]:
                key, before = _keys_of(record, area.code, actor)
                values = {"area_code": area.code, "key": key, "key_before": before}
                placed.append(Record(record.line, {**record.values, **values}))
            case []:
                # A row without any area is left to the import itself, which names what is missing.
                if said:
                    why = N_("unknown area")
                    findings.append(Finding(record.line, "area_code", said, why))
                placed.append(Record(record.line, {**record.values, "key": f"row {record.line}"}))
            case several:
                why = N_("several areas have this name: %(places)s. Give the code or the kecamatan")
                named = "; ".join(f"{area.code} {area.within}" for area in several)
                findings.append(Finding(record.line, "area_code", said, why, {"places": named}))
    return placed, findings


def _keys_of(record: Record, area_code: str, actor: Actor) -> tuple[str, str]:
    """
    Return the key of a row, and the one that it may be kept under instead.

    It is its number in the lists that `actor` brings about that area, where it has one, else all
    that it says. Every list begins with number 1.
    """
    number = record.text("number")
    parts = (actor.identity, number) if number else (record.text("heard_at"), record.text("text"))
    said = "\n".join((area_code, *parts))
    plain = f"file:{sha256(said.encode('utf-8', 'surrogatepass')).hexdigest()}"
    return (plain, row_key(plain)) if number else (row_key(plain), plain)


def _refusals(records: Sequence[Record], actor: Actor, now: datetime) -> Iterator[Finding]:
    earliest = operation_bounds(now).earliest
    for record in records:
        answer = may_be_received(signal_in(record), actor=actor, received_at=now, earliest=earliest)
        if not answer:
            where = str(answer.values.get("where", "text"))
            column = COLUMN_OF.get(where, where)
            value = record.text(column)[:200]
            yield Finding(record.line, column, value, answer.message, answer.values)


def _known(records: Sequence[Record]) -> Known:
    keys = [key for record in records for key in (record.text("key"), record.text("key_before"))]
    rows = Signal.objects.filter(idempotency_key__in=keys)
    return {
        key or "": (text, heard_at)
        for key, text, heard_at in rows.values_list("idempotency_key", "text", "heard_at")
    }


def _kept_as(record: Record, known: Known) -> tuple[str, datetime] | None:
    return known.get(record.text("key")) or known.get(record.text("key_before"))


def _reused(records: Sequence[Record], known: Known) -> Iterator[Finding]:
    names = places.known_names(operations.shared_area())
    for record in records:
        kept = _kept_as(record, known)
        if kept is None:
            continue
        text, heard_at = kept
        # An empty cell leaves what is there as it is.
        is_then = "heard_at" not in record.values or _heard_at(record) == heard_at
        told = triage.redacted(record.text("text"), names=names).text
        if told not in (text, triage.redacted(text, names=names).text) or not is_then:
            yield Finding(
                record.line,
                "number",
                record.text("number"),
                N_("this number was already used for another signal"),
            )


def signal_in(record: Record) -> NewSignal:
    """Return the signal of a checked row."""

    def said(name: str, otherwise: str) -> str:
        return record.text(name) or otherwise

    return NewSignal(
        form=Form(said("form", Form.REPORT)),
        kind=Kind(said("kind", Kind.OTHER)),
        channel=Channel(said("channel", Channel.FILE)),
        text=record.text("text"),
        area_code=record.text("area_code"),
        heard_at=_heard_at(record),
        created_by=said("created_by", "resident"),
        rung=Rung(said("rung", Rung.POTENTIAL)),
        severity=int(said("severity", "1")),
        origin=Origin(said("origin", Origin.REPORTED)),
        source_grade=SourceGrade(said("source_grade", SourceGrade.F)),
        content_grade=ContentGrade(said("content_grade", ContentGrade.SIX)),
        cluster=record.text("cluster"),
        idempotency_key=record.text("key"),
    )


def _heard_at(record: Record) -> datetime:
    heard_at = record.values["heard_at"]
    if not isinstance(heard_at, datetime):
        raise TypeError("heard_at")
    return heard_at if heard_at.tzinfo else timezone.make_aware(heard_at)


def signals_there(actor: Actor) -> QuerySet[Signal]:
    """Return the signals in the areas of `actor`, for counting."""
    return Signal.objects.filter(within(actor.scope))

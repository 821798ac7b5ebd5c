"""Statistics of a period against a plain count of generated rows; the page and its files."""

import random
from collections import Counter, defaultdict
from datetime import date, datetime, timedelta
from statistics import quantiles
from zoneinfo import ZoneInfo

import pytest
from django.test import Client

from sejuk.act.response.models import Answer, Carrying, Sending, Version, Vote
from sejuk.act.response.queries import said_in
from sejuk.act.response.rules import AnswerState
from sejuk.assess.rumours.models import Rumour, Sighting, Step
from sejuk.assess.rumours.queries import heard_in, rumour_counts
from sejuk.foundation.channels.models import Message
from sejuk.foundation.channels.rules import Channel
from sejuk.foundation.ledger.actions import Deed, record_many
from sejuk.foundation.ledger.models import Entry
from sejuk.kit.actors import Actor, Role
from sejuk.kit.periods import Period
from sejuk.sense.signals.models import Signal
from sejuk.sense.signals.queries import answered_in
from sejuk.sense.signals.rules import Kind, SignalState
from tests.act.response.saying import a_conversation
from tests.builders import NOON, a_user, an_actor, an_area, an_officer, an_operation, shift_to

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

WIB = ZoneInfo("Asia/Jakarta")
PERIOD = Period(date(2024, 11, 1), date(2024, 11, 18))
VILLAGES = ["16.01.08.2018", "16.01.08.2019", "16.01.09.2001", "16.01.14.2015"]
KINDS = [Kind.RUMOUR, Kind.SERVICE, Kind.DISASTER, Kind.INTIMIDATION]
OPEN = ("new", "taken")


@pytest.fixture
def operation():
    for code in VILLAGES:
        an_area(code)
    shift = shift_to(NOON)
    return an_operation(is_demonstration=True, clock_shift_seconds=shift)


def some_signals(chance: random.Random, user) -> None:
    """Put signals with every fate into the database, and when each was taken into the ledger."""
    rows, hands = [], []
    for _ in range(260):
        received = NOON - timedelta(minutes=chance.randrange(0, 25 * 24 * 60))
        state = chance.choice(list(SignalState))
        hand = received + timedelta(minutes=chance.randrange(1, 60 * 60))
        hand = None if state == "new" or hand > NOON else hand
        changed = min(NOON, received + timedelta(hours=chance.randrange(60, 260)))
        closed = state not in OPEN
        rows.append(
            Signal(
                form="report", kind=chance.choice(KINDS), channel="web", text="Contoh.",
                area_id=chance.choice(VILLAGES), heard_at=received, received_at=received,
                created_by="resident", entered_by="resident", state=state,
                state_reason="Selesai." if closed else "",
                state_changed_at=changed if closed else None,
                state_changed_by="alya" if closed else "",
                taken_by=user if state == "taken" else None,
                taken_until=NOON if state == "taken" else None,
                referred_to="gakkumdu" if state == "referred" else "",
                referral_number="1" if state == "referred" else "",
                referred_on=changed.date() if state == "referred" else None,
            )
        )  # fmt: skip
        hands.append(hand)
    Signal.objects.bulk_create(rows)
    record_many(
        [
            Deed("signals.signal.taken", f"signals.signal:{row.pk}", Actor.system("t"), at, "", {})
            for row, hand in zip(rows, hands, strict=True)
            if hand
            # Taken again later: only the first time counts.
            for at in (hand, hand + timedelta(hours=9))
        ]
    )


def told(values: list[float]) -> tuple[int, float | None, float | None]:
    """Return what may be said of values, counted in another way than the database does."""
    if len(values) < 2:
        return len(values), None, None
    tenths = quantiles(values, n=10, method="inclusive")
    few = len(values)
    return few, tenths[4] if few >= 5 else None, tenths[8] if few >= 10 else None


def in_time(received: datetime, at: datetime) -> bool:
    day, left = received.astimezone(WIB).date(), 3
    while left:
        day += timedelta(days=1)
        left -= day.weekday() < 5
    return at.astimezone(WIB).date() <= day


def plainly(rows: list[Signal], taken: dict[int, datetime]) -> tuple[object, ...]:
    hands = [(taken[row.pk] - row.received_at).total_seconds() for row in rows if row.pk in taken]
    closed = [row for row in rows if row.state not in OPEN]
    spans = [(row.state_changed_at - row.received_at).total_seconds() for row in closed]
    a_day = timedelta(hours=24)
    return (
        len(rows),
        pytest.approx(told(hands)),
        pytest.approx(told(spans)),
        sum(
            (row.state == "new" and NOON - row.received_at > a_day)
            or (row.state == "taken" and not in_time(row.received_at, NOON))
            for row in rows
        ),
        sum(taken.get(row.pk, NOON) - row.received_at > a_day for row in rows),
        sum(
            not in_time(row.received_at, row.state_changed_at if row.state not in OPEN else NOON)
            for row in rows
        ),
    )


def as_counted(one) -> tuple[object, ...]:
    hand = (one.hand.count, one.hand.median, one.hand.p90)
    closing = (one.closing.count, one.closing.median, one.closing.p90)
    return (one.received, hand, closing, one.overdue, one.taken_late, one.answered_late)


def first_hands() -> dict[int, datetime]:
    taken: dict[int, datetime] = {}
    for entry in Entry.objects.filter(verb="signals.signal.taken").order_by("-sequence"):
        taken[int(entry.subject.split(":")[1])] = entry.at
    return taken


def test_signals_are_counted_as_a_plain_count_counts_them(operation, django_assert_num_queries):
    some_signals(random.Random(5), a_user())
    head, humas = an_actor(Role.OPS_HEAD), an_actor(Role.PUBLIC_RELATIONS)
    taken = first_hands()
    with django_assert_num_queries(1):
        counted = answered_in(PERIOD, head, now=NOON)
    rows = [
        row
        for row in Signal.objects.all()
        if PERIOD.first <= row.received_at.astimezone(WIB).date() <= PERIOD.last
    ]
    assert as_counted(counted.total) == plainly(rows, taken)
    by_kind, by_place = defaultdict(list), defaultdict(list)
    for row in rows:
        by_kind[row.kind].append(row)
        by_place[row.area_id[:8]].append(row)
    assert {kind: as_counted(one) for kind, one in counted.by_kind} == {
        kind: plainly(some, taken) for kind, some in by_kind.items()
    }
    names = {"16.01.08": "Pengandonan", "16.01.09": "Desa 1.09", "16.01.14": "Desa 1.14"}
    assert {name: as_counted(one) for name, one in counted.by_place} == {
        names[code]: plainly(some, taken) for code, some in by_place.items()
    }
    assert dict(counted.by_day) == Counter(row.received_at.astimezone(WIB).date() for row in rows)
    # Humas reads no intimidation, and so counts none; one kecamatan is parted into its villages.
    narrow = answered_in(PERIOD, humas, area_code="16.01.08", parts=4, now=NOON)
    mine = [row for row in by_place["16.01.08"] if row.kind != Kind.INTIMIDATION]
    assert as_counted(narrow.total) == plainly(mine, taken)
    assert [name for name, _ in narrow.by_place] == ["Desa 2018", "Desa 2019"]
    nothing = answered_in(Period(date(2025, 1, 1), date(2025, 1, 2)), head, now=NOON).total
    assert as_counted(nothing) == (0, (0, None, None), (0, None, None), 0, 0, 0)


def some_rumours(chance: random.Random, operation) -> None:
    for number in range(24):
        merged = number % 8 == 7
        rumour = Rumour.objects.create(
            operation=operation, area_id=chance.choice(VILLAGES), claim=f"Kabar {number}.",
            priority="normal", content_type=chance.choice(["", "fabricated", "satire"]),
            state="merged" if merged else "new", state_before="new" if merged else "",
            merged_into=Rumour.objects.first() if merged else None, due_at=NOON,
            changed_by="alya", changed_at=NOON, written_by="alya",
            written_at=NOON - timedelta(days=chance.randrange(0, 25)),
        )  # fmt: skip
        first = rumour.written_at - timedelta(hours=5)
        for _ in range(chance.randrange(1, 9)):
            gone = chance.random() < 0.2
            Sighting.objects.create(
                rumour=rumour, written_for=rumour, area_id=chance.choice(VILLAGES),
                heard_at=first + timedelta(minutes=chance.randrange(0, 9000)), place="pasar",
                channel="telephone", grade_before="6", told_by="warga", entered_by="alya",
                entered_at=NOON, withdrawn_by="alya" if gone else "",
                withdrawn_at=NOON if gone else None, withdrawn_reason="Keliru." if gone else "",
            )  # fmt: skip
        for step in range(chance.randrange(0, 3)):
            Step.objects.create(
                rumour=rumour, number=step + 1, deed="decided", by="alya",
                at=first + timedelta(hours=200 + 30 * step),
            )  # fmt: skip


def kept(rumour: Rumour) -> list[datetime]:
    rows = rumour.sightings.filter(withdrawn_at__isnull=True)
    return sorted(rows.values_list("heard_at", flat=True))


def test_rumours_are_counted_as_a_plain_count_counts_them(operation, django_assert_num_queries):
    some_rumours(random.Random(6), operation)
    scope = ("16.01",)
    with django_assert_num_queries(2):
        counted, heard = rumour_counts(PERIOD, scope), heard_in(PERIOD, scope)
    rows = [
        one
        for one in Rumour.objects.all()
        if PERIOD.first <= one.written_at.astimezone(WIB).date() <= PERIOD.last
    ]
    whole = [one for one in rows if one.state != "merged"]
    assert counted.total == len(rows)
    assert {state.value: count for state, count in counted.by_state} == Counter(
        one.state for one in rows
    )
    assert {(kind or ""): count for kind, count in counted.by_type} == Counter(
        one.content_type for one in whole
    )
    assert [count for _, count in counted.by_veracity] == [len(whole)]
    spans = [
        (step.at - at[0]).total_seconds()
        for one in whole
        if (step := one.steps.order_by("number").first()) and (at := kept(one))
    ]
    assert (counted.decided.count, counted.decided.median, counted.decided.p90) == pytest.approx(
        told(spans)
    )
    plain: Counter[tuple[int, str, date]] = Counter()
    for one in Sighting.objects.filter(withdrawn_at__isnull=True):
        on = one.heard_at.astimezone(WIB).date()
        if PERIOD.first <= on <= PERIOD.last:
            plain[one.rumour_id, one.area_id, on] += 1
    assert {(one.rumour_id, one.area_code, one.on): one.sightings for one in heard} == plain


def some_answers(chance: random.Random, operation) -> None:
    ways = [Channel.WHATSAPP, Channel.SMS] * 4
    writers = [a_conversation(f"0812 0000 {n:04}", way) for n, way in enumerate(ways)]
    officer = an_officer()
    for rumour in Rumour.objects.exclude(state="merged")[:14]:
        answer = Answer.objects.create(
            operation=operation, area_id=chance.choice(["16.01", *VILLAGES]), kind="rumour",
            rumour=rumour, written_by="alya", written_at=NOON,
        )  # fmt: skip
        for number in (1, 2, 3):
            out = number > 1 and chance.random() < 0.8
            version = Version.objects.create(
                answer=answer, number=number, title="T", fact="F", source="KPU", reference="1",
                advice="A", search_key="", written_by="alya", written_at=NOON,
                released_by="alya" if out else "",
                released_at=NOON - timedelta(hours=chance.randrange(0, 500)) if out else None,
            )  # fmt: skip
            for one in chance.sample(writers, 3) if out else ():
                message = Message.objects.create(
                    direction="out", channel=one.channel, conversation=one, purpose="answer",
                    text="T", created_at=NOON,
                    state=chance.choice(["queued", "sent", "delivered", "read", "failed"]),
                )  # fmt: skip
                Sending.objects.create(
                    version=version, conversation=one, kind="answer",
                    message=message if chance.random() < 0.8 else None,
                    made_at=version.released_at,
                )  # fmt: skip
            Vote.objects.create(version=version, is_helpful=out, on=date(2024, 11, 18 + number % 2))
        if chance.random() < 0.3:
            Answer.objects.filter(pk=answer.pk).update(
                state=AnswerState.WITHDRAWN, withdrawn_by="alya", withdrawn_reason="Keliru.",
                withdrawn_at=NOON - timedelta(days=chance.randrange(9)),
            )  # fmt: skip
        Carrying.objects.create(
            answer=answer, area_id=chance.choice(VILLAGES), officer=officer, due_on=NOON.date(),
            state="delivered", assigned_by="alya", assigned_at=NOON, version=version,
            delivered_at=NOON - timedelta(days=chance.randrange(0, 4)), occasion="pasar",
            listeners=chance.randrange(50), ended_by="alya", ended_at=NOON,
        )  # fmt: skip


def test_answers_are_counted_as_a_plain_count_counts_them(operation, django_assert_num_queries):
    chance = random.Random(7)
    some_rumours(chance, operation)
    some_answers(chance, operation)
    with django_assert_num_queries(3):
        said = said_in(PERIOD, ("16.01",))

    def within(at: datetime | None) -> bool:
        return at is not None and PERIOD.first <= at.astimezone(WIB).date() <= PERIOD.last

    first, spans, corrected = 0, [], 0
    for answer in Answer.objects.all():
        out = [one for one in answer.versions.order_by("number") if one.released_at]
        if out and within(out[0].released_at):
            first += 1
            if heard := kept(answer.rumour):
                spans.append((out[0].released_at - heard[0]).total_seconds())
        corrected += sum(within(one.released_at) for one in out[1:])
    assert (said.counts.released, said.counts.corrected) == (first, corrected)
    assert said.counts.withdrawn == sum(within(x.withdrawn_at) for x in Answer.objects.all())
    waited = said.counts.waited
    assert (waited.count, waited.median, waited.p90) == pytest.approx(told(spans))
    rows = [one for one in Sending.objects.select_related("message", "conversation")
            if within(one.made_at)]  # fmt: skip
    for reached in said.reached:
        mine = [one for one in rows if one.conversation.channel == reached.channel]
        states = Counter(one.message.state if one.message else "waiting" for one in mine)
        gone = ("sent", "delivered", "read")
        assert (reached.sent, reached.delivered, reached.failed, reached.waiting) == (
            sum(states[one] for one in gone),
            states["delivered"] + states["read"],
            states["failed"],
            states["waiting"] + states["queued"],
        )
        assert reached.people == len(
            {one.conversation_id for one in mine if one.message and one.message.state in gone}
        )
    assert {one.channel for one in said.reached} == {one.conversation.channel for one in rows}
    carried = [one for one in Carrying.objects.all() if within(one.delivered_at)]
    assert said.carried.deliveries == len(carried)
    assert said.carried.listeners == sum(one.listeners for one in carried)
    assert said.carried.villages == len({one.area_id for one in carried})
    votes = Vote.objects.filter(on=date(2024, 11, 18))
    assert said.counts.helpful == votes.filter(is_helpful=True).count()
    assert said.counts.not_helpful == votes.filter(is_helpful=False).count()


def test_the_page_and_its_files_tell_the_same(operation, django_assert_max_num_queries):
    chance = random.Random(8)
    some_signals(chance, a_user())
    some_rumours(chance, operation)
    client = Client()
    client.cookies["django_language"] = "en"
    client.force_login(a_user(Role.PUBLIC_RELATIONS, area_code="16.01"))
    client.get("/jawaban/")
    with django_assert_max_num_queries(12):
        page = client.get("/jawaban/statistik/?dari=2024-11-18&sampai=2024-11-01").content.decode()
    assert "the two were exchanged" in page
    assert "Kabar 3." in page
    assert "Intimidation" not in page
    assert "Of fewer than 5 no median is given" in page
    assert page.count('scope="colgroup"') == 6
    assert "<dt>Half closed within</dt>" in page
    assert "rumours written down:" in page  # not "of": programme messages answer none
    # The axis begins with the first signal, not with the operation.
    assert "24 Aug:" not in client.get("/jawaban/statistik/").content.decode()
    whole = client.get("/jawaban/statistik/?kecamatan=16.01.08&sampai=gestern").content.decode()
    assert "24 August 2024" in whole
    assert "Desa 2019" in whole
    assert "Desa 2015" not in whole.partition("Rumours</h2>")[0]
    Rumour.objects.filter(claim="Kabar 3.").update(claim='=HYPERLINK("http://x")')
    url = "/jawaban/statistik/csv/?dari=2024-11-01&sampai=2024-11-18"
    lines = b"".join(client.get(url).streaming_content).decode()
    assert "\"'=HYPERLINK" in lines
    assert "Signals by kind" in lines
    assert "Until closed: Nine of ten within" in lines
    assert client.get("/jawaban/statistik/xlsx/").content[:2] == b"PK"
    assert client.get("/jawaban/statistik/pdf/").status_code == 404
    entry = Entry.objects.filter(verb="response.statistics.exported").earliest("sequence")
    assert entry.detail == {"first": "2024-11-01", "last": "2024-11-18", "file": "csv"}
    client.force_login(a_user(Role.VILLAGE_OFFICER, area_code="16.01"))
    assert client.get("/jawaban/statistik/").status_code == 403

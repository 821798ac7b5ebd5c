"""Drafting, writing and signing: who may, and what a signature holds fast."""

from datetime import date, timedelta

import pytest
from django.db import ProgrammingError, transaction

from sejuk.act.outreach.models import Visit
from sejuk.assess.alarms import actions as alarms
from sejuk.assess.alarms.rules import Verdict
from sejuk.foundation.ledger import queries as ledger
from sejuk.foundation.ledger.models import Entry
from sejuk.foundation.ledger.rules import verify_chain
from sejuk.foundation.operations.models import Operation
from sejuk.foundation.places.models import Area
from sejuk.kit.actors import Role
from sejuk.kit.decisions import NotYours, Refused
from sejuk.review.sitreps import actions, queries
from sejuk.review.sitreps.models import Sitrep
from sejuk.review.sitreps.queries import compiled
from sejuk.review.sitreps.rules import LONGEST_TEXT
from sejuk.review.sitreps.rules.figures import AlarmDay, figures_from
from tests.assess.alarms.raising import an_alarm, somebody
from tests.builders import (
    DISTRICT,
    NOON,
    VILLAGE,
    a_signal,
    a_user,
    an_actor,
    an_area,
    an_officer,
    an_operation,
)
from tests.review.sitreps.figures import CORNER, guards_lifted

pytestmark = pytest.mark.django_db
DAY = date(2024, 11, 19)


@pytest.fixture(autouse=True)
def _operation() -> None:
    an_area()
    an_operation(stated_strength=425)


def the_chief():
    return an_actor(Role.CHIEF, user=a_user(Role.CHIEF))


def a_draft(**fields: object) -> Sitrep:
    values = {"area_code": DISTRICT, "day": DAY, "actor": an_actor(Role.OPERATOR), "now": NOON}
    return actions.draft_sitrep(**(values | fields))


def test_of_two_who_begin_at_the_same_moment_one_is_refused(monkeypatch):
    a_draft()
    # The other looked before this one had written.
    monkeypatch.setattr(queries, "draft_of", lambda *_: None)
    monkeypatch.setattr(queries, "last_version", lambda *_: 0)
    with pytest.raises(Refused, match="draft"):
        a_draft()
    assert Sitrep.objects.count() == 1


def a_written_draft() -> Sitrep:
    draft = a_draft()
    return actions.write_sitrep(
        sitrep_id=draft.pk,
        situation="Aman, tertib dan terkendali.",
        analysis="",
        plan="",
        actor=an_actor(Role.OPERATOR),
        now=NOON,
    )


def sign(sitrep: Sitrep, actor=None, **fields: object) -> Sitrep:
    values = {
        "sitrep_id": sitrep.pk,
        "signer_name": "Budi Contoh",
        "signer_rank": "Kompol",
        "signer_position": "Kabag Ops",
        "actor": actor or the_chief(),
        "now": NOON + timedelta(hours=1),
    } | fields
    return actions.sign_sitrep(**values)


def test_a_draft_compiles_the_records_of_the_day():
    a_signal()
    a_signal(severity=3)
    figures = figures_from(a_draft().figures)
    assert [(one.code, one.today) for one in figures.signals] == [("rumor", 2)]
    assert (figures.concerns_open, figures.concerns[0].severity) == (2, 3)
    assert (figures.stage, figures.stage_day) == ("Kampanye", 56)
    assert figures.operation_day == 88
    assert figures.villages == sum(band.today for band in figures.bands) == 1
    assert figures.letterhead[-1] == "Resor Ogan Komering Ulu"
    assert figures.strength.stated == 425


def test_visits_are_counted_by_kind_and_village():
    officer = an_officer()
    for days_ago, kind in ((0, "sambang"), (0, "dds"), (1, "sambang")):
        held_at = NOON - timedelta(days=days_ago)
        Visit.objects.create(
            kind=kind, area_id=VILLAGE, held_at=held_at, officer=officer, parties_met=["kades"],
            recorded_by="alya", recorded_at=held_at,
        )  # fmt: skip
    figures = figures_from(a_draft().figures)
    assert [(one.code, one.today, one.yesterday) for one in figures.visits] == [
        ("sambang", 1, 1),
        ("dds", 1, 0),
    ]
    assert figures.villages_visited == 1
    assert [(part.name, part.count) for part in figures.strength.parts] == [("Polres OKU", 1)]


@pytest.mark.parametrize(
    ("source", "words"), [("schematic", "batas skematis"), ("imported", "batas hasil impor")]
)
def test_the_map_says_where_its_boundaries_come_from(source, words):
    Area.objects.filter(code=VILLAGE).update(outline=CORNER, boundary_source=source)
    Area.objects.filter(code="16.01.08").update(outline=CORNER)
    figures = figures_from(a_draft().figures)
    assert figures.boundaries == words
    assert f'data-code="{VILLAGE}"' in figures.map_svg
    assert 'data-code="16.01.08"' not in figures.map_svg


def test_a_territory_too_large_for_a4_has_no_map(monkeypatch):
    monkeypatch.setattr(compiled, "MOST_AREAS_DRAWN", 0)
    Area.objects.filter(code=VILLAGE).update(outline=CORNER)
    assert figures_from(a_draft().figures).map_svg == ""


def test_what_changed_since_yesterday_has_its_causes():
    signal = a_signal(severity=4, content_grade="1")
    [change] = figures_from(a_draft().figures).changes
    assert change.area_code == VILLAGE
    assert change.change_tenths == sum(cause.tenths for cause in change.causes) > 0
    assert str(signal.pk) in change.causes[0].reference


def test_alarms_are_counted_on_the_day_they_were_raised_escalated_and_open():
    alarm = an_alarm()
    for report in alarm.reports.all():
        alarms.assess_report(
            alarm_id=alarm.pk,
            report_id=report.pk,
            verdict=Verdict.CORRECT,
            verdict_seen="",
            actor=somebody(),
            now=NOON,
        )
    alarm.refresh_from_db()
    alarms.escalate_alarm(
        alarm_id=alarm.pk,
        steps_seen=alarm.steps_taken,
        to=Role.CHIEF,
        reason="Tiga cekcok itu benar.",
        actor=somebody(Role.OPS_HEAD),
        now=NOON,
    )

    def counted(day, now):
        return compiled.compiled_figures(DISTRICT, day, now).alarms

    assert counted(NOON.date(), NOON) == AlarmDay(raised=1, escalated=1, open=1)
    later = NOON + timedelta(days=1)
    assert counted(later.date(), later) == AlarmDay(raised=0, escalated=0, open=1)
    assert counted(DAY - timedelta(days=1), NOON) == AlarmDay(raised=0, escalated=0, open=0)


def test_figures_never_hold_the_text_of_a_signal():
    a_signal(text="Pak Amat dari Ujan Mas bilang")
    assert "Amat" not in str(a_draft().figures)


def test_a_sector_reports_on_its_own_villages():
    a_signal(area_code=VILLAGE)
    a_signal(area_code="16.01.13.2001")
    figures = figures_from(a_draft(area_code="16.01.13").figures)
    assert figures.concerns_open == 1
    assert figures.letterhead[-1].startswith("Sektor")


def test_a_report_of_a_past_day_lists_what_was_open_then():
    signal = a_signal(received_at=NOON - timedelta(days=1))
    signal.state, signal.state_reason = "settled", "Sudah dijelaskan."
    signal.state_changed_at, signal.state_changed_by = NOON, "alya"
    signal.save()
    assert figures_from(a_draft(day=DAY - timedelta(days=1)).figures).concerns_open == 1
    assert figures_from(a_draft(day=DAY).figures).concerns_open == 0


def test_the_strength_of_a_sector_is_its_own():
    an_officer()
    an_officer(area_code="16.01.13.2001")
    whole, sector = (
        figures_from(a_draft(area_code=code).figures).strength for code in (DISTRICT, "16.01.13")
    )
    assert (whole.computed, whole.stated) == (2, 425)
    assert (sector.computed, sector.stated) == (1, None)


def test_signing_freezes_the_report():
    a_signal()
    signed = sign(a_written_draft())
    a_signal()
    again = Sitrep.objects.get(pk=signed.pk)
    assert queries.is_as_signed(again)
    assert figures_from(again.figures).concerns_open == 1
    for change in (
        lambda: actions.compile_sitrep(
            sitrep_id=signed.pk, actor=an_actor(Role.OPERATOR), now=NOON
        ),
        lambda: actions.write_sitrep(
            sitrep_id=signed.pk, situation="x", analysis="", plan="",
            actor=an_actor(Role.OPERATOR), now=NOON,
        ),
        lambda: sign(signed),
    ):  # fmt: skip
        with pytest.raises(Refused):
            change()


def test_the_hash_of_what_was_signed_stands_in_the_ledger():
    draft = a_written_draft()
    head = ledger.head().hash
    signed = sign(draft)
    entry = Entry.objects.get(verb="sitreps.sitrep.signed")
    assert signed.ledger_head == head
    assert entry.detail["content_hash"] == signed.content_hash
    assert verify_chain(ledger.chain(), expected_head=head).holds


def test_the_database_refuses_to_change_a_signed_report():
    signed = Sitrep.objects.filter(pk=sign(a_written_draft()).pk)
    for change in (lambda: signed.update(plan="Tidak jadi."), signed.delete):
        with pytest.raises(ProgrammingError, match="frozen"), transaction.atomic():
            change()


def test_a_change_behind_the_back_of_the_database_is_seen():
    signed = sign(a_written_draft())
    with guards_lifted():
        Sitrep.objects.filter(pk=signed.pk).update(plan="Tidak jadi.")
    assert not queries.is_as_signed(Sitrep.objects.get(pk=signed.pk))


def test_another_name_does_not_hide_who_signed():
    kabag = a_user(Role.OPS_HEAD, username="kabag")
    signed = sign(a_written_draft(), an_actor(Role.OPS_HEAD, user=kabag), signer_name="Kapolres")
    assert queries.account_of_signer(signed) == "kabag"
    with guards_lifted():
        Sitrep.objects.filter(pk=signed.pk).update(signed_by=a_user(Role.CHIEF))
    assert not queries.is_as_signed(Sitrep.objects.get(pk=signed.pk))


def test_compiling_again_takes_the_figures_of_now():
    draft = a_draft()
    a_signal()
    compiled = actions.compile_sitrep(
        sitrep_id=draft.pk, actor=an_actor(Role.OPERATOR), now=NOON + timedelta(minutes=5)
    )
    assert figures_from(compiled.figures).concerns_open == 1


def test_a_correction_is_the_next_version_with_its_own_number():
    signed = sign(a_written_draft())
    correction = a_draft()
    assert (signed.version, correction.version) == (1, 2)
    assert (signed.number, correction.number) == (
        "LAPHAR/88/16.01/XI/OPS.1.3./2024",
        "LAPHAR/88.P1/16.01/XI/OPS.1.3./2024",
    )


def test_two_reports_of_a_day_have_two_numbers():
    numbers = {a_draft(area_code=code).number for code in (DISTRICT, "16.01.08")}
    assert len(numbers) == 2


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({"day": DAY + timedelta(days=1)}, "has not come"),
        ({"actor": an_actor(Role.VILLAGE_OFFICER)}, "Only the command post"),
        ({"actor": an_actor(Role.OPERATOR, area_code="16.09")}, "Only the command post"),
    ],
)
def test_a_draft_that_may_not_be(fields, reason):
    with pytest.raises(Refused, match=reason):
        a_draft(**fields)


def test_there_is_one_draft_for_a_day_and_area():
    a_draft()
    with pytest.raises(Refused, match="a draft for this day"):
        a_draft()


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({"actor": an_actor(Role.OPERATOR)}, "Only the Kabag Ops"),
        ({"signer_name": " "}, "Write the name"),
    ],
)
def test_a_signature_that_may_not_be(fields, reason):
    with pytest.raises(Refused, match=reason):
        sign(a_written_draft(), **fields)


def test_nobody_signs_a_report_without_a_word():
    with pytest.raises(Refused, match="in a sentence"):
        sign(a_draft())


@pytest.mark.parametrize("text", ["x" * (LONGEST_TEXT + 1), "a\x00b"])
def test_words_that_cannot_be_kept_are_refused(text):
    draft = a_draft()
    with pytest.raises(Refused):
        actions.write_sitrep(
            sitrep_id=draft.pk, situation=text, analysis="", plan="",
            actor=an_actor(Role.OPERATOR), now=NOON,
        )  # fmt: skip


def test_reports_of_other_areas_do_not_exist():
    draft = a_draft()
    stranger = an_actor(Role.CHIEF, area_code="16.09")
    assert list(queries.sitreps_for(stranger)) == []
    with pytest.raises(NotYours):
        queries.sitrep_for(stranger, draft.pk)
    with pytest.raises(NotYours):
        sign(draft, stranger)


def test_before_an_operation_there_is_nothing_to_report():
    Operation.objects.update(is_current=False)
    with pytest.raises(Refused, match="Set up the operation"):
        a_draft()

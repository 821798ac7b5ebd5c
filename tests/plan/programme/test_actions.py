"""A week is proposed, decided about, and proposed again without touching what was decided."""

from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sejuk.assess.forecast.models import Forecast, VillageForecast
from sejuk.foundation.forces.models import VillageCare
from sejuk.foundation.ledger.models import Entry
from sejuk.kit.actors import Role
from sejuk.kit.decisions import NotYours, Refused
from sejuk.plan.programme import actions
from sejuk.plan.programme.models import Proposal, VisitNote
from sejuk.plan.programme.queries.reasons import sentence_of
from sejuk.plan.programme.rules import ProposalState, Turn
from tests.builders import (
    MONDAY,
    NOON,
    VILLAGE,
    a_proposal,
    a_signal,
    a_user,
    a_visit_note,
    an_actor,
    an_area,
    an_officer,
)

pytestmark = pytest.mark.django_db
NEXT_MONDAY = MONDAY + timedelta(days=7)
TUESDAY = MONDAY + timedelta(days=1)


def an_officer_with(count, *, first=2018, kecamatan="16.01.08", user=None):
    officer = an_officer(area_code=f"{kecamatan}.{first}", user=user)
    for number in range(1, count):
        area = an_area(f"{kecamatan}.{first + number}")
        VillageCare.objects.create(person=officer, area=area, starts_on=date(2024, 1, 1))
    return officer


def propose(week=NEXT_MONDAY, area_code="16.01", actor=None):
    return actions.propose_week(
        week_starts_on=week,
        area_code=area_code,
        actor=actor or an_actor(Role.OPERATOR),
        now=NOON,
    )


def ranks_of(officer, week=NEXT_MONDAY):
    rows = Proposal.objects.filter(officer=officer, week_starts_on=week)
    return sorted(rows.values_list("rank", "area_id"))


def test_every_village_of_every_officer_appears_once_under_a_rank_of_its_own():
    first, second = an_officer_with(4), an_officer_with(3, first=2001, kecamatan="16.01.13")
    propose()
    for officer, count in ((first, 4), (second, 3)):
        found = ranks_of(officer)
        assert [rank for rank, _ in found] == list(range(1, count + 1))
        assert len({code for _, code in found}) == count


def test_the_reasons_sum_to_the_score():
    officer = an_officer_with(3)
    a_signal(area_code=VILLAGE)
    a_visit_note("16.01.08.2019")
    propose()
    for row in Proposal.objects.filter(officer=officer):
        assert sum(part["tenths"] for part in row.reasons) == row.score_tenths


def test_a_village_with_an_open_concern_that_nobody_visited_comes_first():
    an_officer_with(3)
    a_visit_note("16.01.08.2018", held_on=date(2024, 11, 17))
    a_signal(area_code="16.01.08.2019")
    propose()
    assert Proposal.objects.get(rank=1).area_id == "16.01.08.2019"


def test_proposing_twice_changes_nothing():
    officer = an_officer_with(5)
    propose()
    before = list(Proposal.objects.order_by("pk").values_list("pk", "rank", "score_tenths"))
    propose()
    assert before == list(Proposal.objects.order_by("pk").values_list("pk", "rank", "score_tenths"))
    assert len(ranks_of(officer)) == 5


def test_what_was_decided_stays_and_the_rest_is_refreshed():
    officer = an_officer_with(3)
    propose()
    refused, accepted, open_one = Proposal.objects.order_by("rank")
    desk = an_actor(Role.OPS_HEAD)
    actions.refuse_proposal(
        proposal_id=refused.pk, reason="Jembatan putus pekan ini.", actor=desk, now=NOON
    )
    actions.accept_proposal(proposal_id=accepted.pk, planned_on=NEXT_MONDAY, actor=desk, now=NOON)
    a_signal(area_code=open_one.area_id)
    propose()

    assert [code for _, code in ranks_of(officer)] == [
        one.area_id for one in (refused, accepted, open_one)
    ]
    refused.refresh_from_db()
    accepted.refresh_from_db()
    assert (refused.state, accepted.state) == ("refused", "accepted")
    again = Proposal.objects.get(pk=open_one.pk)
    assert again.score_tenths > open_one.score_tenths
    # One visit is planned already, and that weighs.
    assert {part["code"]: part["value"] for part in again.reasons}["load"] == 1


def test_a_village_that_left_the_officers_care_leaves_the_list():
    officer = an_officer_with(2)
    propose()
    VillageCare.objects.filter(area_id="16.01.08.2019").delete()
    propose()
    assert [code for _, code in ranks_of(officer)] == ["16.01.08.2018"]


def test_a_visited_one_stays_when_the_week_is_proposed_again():
    officer = an_officer_with(2)
    propose(week=MONDAY)
    a_visit_note(proposal=Proposal.objects.get(area_id=VILLAGE), held_on=TUESDAY, area_code=VILLAGE)
    VillageCare.objects.filter(area_id=VILLAGE).delete()
    propose(week=MONDAY)
    assert len(ranks_of(officer, MONDAY)) == 2


@pytest.mark.slow
@settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(decided=st.lists(st.sampled_from(["refuse", "accept", "leave"]), min_size=6, max_size=6))
def test_ranks_stay_whole_whatever_was_decided(decided):
    Proposal.objects.all().delete()
    VillageCare.objects.all().delete()
    officer = an_officer_with(6)
    propose()
    desk = an_actor(Role.OPERATOR)
    for row, deed in zip(Proposal.objects.order_by("rank"), decided, strict=True):
        if deed == "refuse":
            actions.refuse_proposal(
                proposal_id=row.pk, reason="Sudah kemarin.", actor=desk, now=NOON
            )
        if deed == "accept":
            actions.accept_proposal(
                proposal_id=row.pk, planned_on=NEXT_MONDAY, actor=desk, now=NOON
            )
    propose()
    assert [rank for rank, _ in ranks_of(officer)] == [1, 2, 3, 4, 5, 6]


def test_only_the_desk_has_a_week_proposed():
    an_officer_with(1)
    with pytest.raises(Refused, match="command post"):
        propose(actor=an_actor(Role.VILLAGE_OFFICER))
    with pytest.raises(Refused, match="command post"):
        propose(actor=an_actor(Role.SECTOR_CHIEF, area_code="16.01.08"))
    assert propose(area_code="16.01.08", actor=an_actor(Role.SECTOR_CHIEF, area_code="16.01.08"))


def test_an_officer_accepts_his_own_with_one_entry():
    user = a_user(Role.VILLAGE_OFFICER, area_code=VILLAGE)
    proposal = a_proposal(an_officer(user=user))
    actor = an_actor(Role.VILLAGE_OFFICER, area_code=VILLAGE, user=user)

    actions.accept_proposal(proposal_id=proposal.pk, planned_on=TUESDAY, actor=actor, now=NOON)

    proposal.refresh_from_db()
    assert (proposal.state, proposal.planned_on) == ("accepted", TUESDAY)
    assert (proposal.planned_officer, proposal.decided_by) == (proposal.officer, user.username)
    entry = Entry.objects.get()
    assert (entry.verb, entry.area_code) == ("programme.proposal.accepted", VILLAGE)


def test_an_officer_does_not_decide_for_another():
    proposal = a_proposal(an_officer(user=a_user(Role.VILLAGE_OFFICER, area_code=VILLAGE)))
    other = a_user(Role.VILLAGE_OFFICER, area_code=VILLAGE)
    actor = an_actor(Role.VILLAGE_OFFICER, area_code=VILLAGE, user=other)
    with pytest.raises(Refused, match="officer himself"):
        actions.accept_proposal(proposal_id=proposal.pk, planned_on=TUESDAY, actor=actor, now=NOON)


def test_what_lies_elsewhere_is_not_there():
    proposal = a_proposal()
    stranger = an_actor(Role.OPERATOR, area_code="16.09")
    with pytest.raises(NotYours):
        actions.refuse_proposal(
            proposal_id=proposal.pk, reason="Bukan wilayah saya.", actor=stranger, now=NOON
        )


def test_a_visit_is_given_to_another_officer_with_a_reason():
    proposal, other = a_proposal(), an_officer(area_code="16.01.08.2019")
    actions.change_proposal(
        proposal_id=proposal.pk,
        planned_on=TUESDAY,
        officer_id=other.pk,
        reason="Petugas sedang cuti.",
        actor=an_actor(Role.SECTOR_CHIEF, area_code="16.01.08"),
        now=NOON,
    )
    proposal.refresh_from_db()
    assert (proposal.state, proposal.planned_officer) == ("changed", other)
    assert Entry.objects.get().detail["reason"] == "Petugas sedang cuti."


def test_an_officer_changes_the_day_but_gives_nothing_away():
    user = a_user(Role.VILLAGE_OFFICER, area_code=VILLAGE)
    officer = an_officer(user=user)
    proposal, other = a_proposal(officer), an_officer(area_code="16.01.08.2019")
    actor = an_actor(Role.VILLAGE_OFFICER, area_code=VILLAGE, user=user)
    words = {"planned_on": TUESDAY, "reason": "Hari pasar.", "actor": actor, "now": NOON}

    with pytest.raises(Refused, match="gives a visit to another"):
        actions.change_proposal(proposal_id=proposal.pk, officer_id=other.pk, **words)
    actions.change_proposal(proposal_id=proposal.pk, officer_id=officer.pk, **words)
    proposal.refresh_from_db()
    assert proposal.state == ProposalState.CHANGED


@pytest.mark.parametrize("reason", ["", "  ", "cuti", "Hubungi 0812-3456-7890 saja"])
def test_a_reason_is_a_few_words_without_private_numbers(reason):
    proposal = a_proposal()
    with pytest.raises(Refused):
        actions.refuse_proposal(
            proposal_id=proposal.pk, reason=reason, actor=an_actor(Role.OPERATOR), now=NOON
        )
    proposal.refresh_from_db()
    assert proposal.state == "proposed"


def test_a_refused_one_can_be_accepted_after_all():
    desk, proposal = an_actor(Role.OPERATOR), a_proposal()
    actions.refuse_proposal(
        proposal_id=proposal.pk, reason="Banjir di jalan.", actor=desk, now=NOON
    )
    actions.accept_proposal(proposal_id=proposal.pk, planned_on=TUESDAY, actor=desk, now=NOON)
    proposal.refresh_from_db()
    assert (proposal.state, proposal.decision_reason) == ("accepted", "")


def note(**values):
    return actions.note_visit(
        **{
            "area_code": VILLAGE,
            "held_on": TUESDAY,
            "visit_id": 7,
            "has_photo": True,
            "proposal_id": None,
            "actor": an_actor(Role.OPERATOR),
            "now": NOON,
        }
        | values
    )


def test_a_visit_counts_for_the_proposal_of_its_week():
    proposal = a_proposal()
    assert note().proposal == proposal
    assert note(visit_id=8, held_on=TUESDAY - timedelta(days=7)).proposal is None
    assert VisitNote.objects.count() == 2


def test_a_visit_does_not_count_for_a_refused_proposal():
    a_proposal(
        state="refused", decided_by="alya", decided_at=NOON, decision_reason="Jalan terputus."
    )
    assert note().proposal is None


def test_the_sentence_says_why_in_one_line():
    proposal = a_proposal()
    days = {"code": "days_since_visit", "tenths": 90, "value": 17.0, "hint": ""}
    words = sentence_of(
        "Ujanmas", [*proposal.reasons, days], rank=1, turn=Turn.SCORE, week_starts_on=MONDAY
    )
    assert words.startswith("Ujanmas")
    assert "17 hari tidak dikunjungi per 18 November" in words
    assert "58" in words
    assert "7 km" in words
    assert words.endswith(".")


@pytest.mark.parametrize(
    ("count", "turns"), [(2, {"score"}), (5, {"score", "exploration", "beyond_capacity"})]
)
def test_only_who_cannot_visit_all_keeps_a_turn_for_the_forgotten(count, turns):
    an_officer_with(count)
    propose()
    assert set(Proposal.objects.values_list("turn", flat=True)) == turns


def test_each_proposal_keeps_the_chance_with_which_it_was_chosen():
    officer = an_officer_with(6)
    a_signal(area_code=VILLAGE)
    propose()
    rows = list(Proposal.objects.filter(officer=officer).order_by("rank"))
    assert [row.turn for row in rows[:3]] == ["score", "exploration", "beyond_capacity"]
    assert rows[1].selection_probability == 1
    by_lot = [row.selection_probability for row in rows if row.turn != Turn.EXPLORATION]
    assert sum(by_lot) == pytest.approx(1)
    assert all(0 < chance <= 1 for chance in by_lot)
    assert len({row.draw_seed for row in rows}) == 1


def test_pressing_again_draws_the_same_and_a_decision_draws_the_rest_anew():
    officer = an_officer_with(8)
    propose()
    first = list(Proposal.objects.order_by("rank").values_list("area_id", "turn", "draw_seed"))
    propose()
    again = list(Proposal.objects.order_by("rank").values_list("area_id", "turn", "draw_seed"))
    assert again == first
    kept = Proposal.objects.get(rank=1)
    actions.accept_proposal(
        proposal_id=kept.pk, planned_on=NEXT_MONDAY, actor=an_actor(Role.OPERATOR), now=NOON
    )
    propose()
    rows = Proposal.objects.filter(officer=officer).exclude(pk=kept.pk)
    # One of two visits is planned, by its score: what is left is the turn.
    assert sorted(rows.values_list("turn", flat=True)) == ["beyond_capacity"] * 6 + ["exploration"]
    assert kept.draw_seed not in set(rows.values_list("draw_seed", flat=True))
    kept.refresh_from_db()
    assert (kept.rank, kept.turn, kept.draw_seed) == (1, "score", first[0][2])


def test_a_visit_that_was_not_drawn_and_is_planned_was_asked_for():
    an_officer_with(5)
    propose()
    row = Proposal.objects.filter(turn="beyond_capacity").order_by("rank").first()
    chance = row.selection_probability
    actions.accept_proposal(
        proposal_id=row.pk, planned_on=NEXT_MONDAY, actor=an_actor(Role.OPERATOR), now=NOON
    )
    row.refresh_from_db()
    assert (row.turn, row.selection_probability) == ("request", chance)


def test_the_forecast_says_how_likely_a_village_is_and_the_temperature_until_there_is_one():
    officer = an_officer_with(3)
    a_signal(area_code=VILLAGE)
    propose()
    before = dict(Proposal.objects.values_list("area_id", "chance"))
    assert before["16.01.08.2019"] == 0.01 < before[VILLAGE]
    a_forecast({VILLAGE: 0.3, "16.01.08.2019": 0.6})
    propose()
    after = dict(Proposal.objects.filter(officer=officer).values_list("area_id", "chance"))
    assert after == {VILLAGE: 0.3, "16.01.08.2019": 0.6, "16.01.08.2020": 0.01}


def a_forecast(chances):
    made = Forecast.objects.create(
        area=an_area("16.01"),
        day=NOON.date() - timedelta(days=1),
        method="beginning",
        weeks=2,
        expected=1.0,
        weights=[],
        look_back=[],
        moving_average_size=1.0,
        share_and_season_size=1.0,
        too_small=0,
        made_by="forecast",
        made_at=NOON,
    )
    VillageForecast.objects.bulk_create(
        VillageForecast(
            forecast=made,
            area_id=code,
            expected=chance,
            p_any=chance,
            p_low=chance,
            p_high=chance,
            low=0,
            high=1,
            size=1.0,
            moving_average=chance,
            share_and_season=chance,
            parts=[],
        )
        for code, chance in chances.items()
    )

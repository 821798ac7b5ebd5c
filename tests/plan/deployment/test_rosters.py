"""A roster on its way: drafted from needs, changed, proposed, published by a second person."""

from datetime import date, timedelta
from threading import Barrier, Thread

import pytest
from django.db import connection

from sejuk.engines import roster as engine
from sejuk.foundation.forces.models import Leave
from sejuk.foundation.ledger.models import Entry
from sejuk.kit.actors import Role
from sejuk.kit.decisions import NotYours, Refused
from sejuk.plan.deployment import actions
from sejuk.plan.deployment.models import Duty, Roster, Substitution
from sejuk.plan.deployment.queries.duties import published_duties
from sejuk.plan.deployment.queries.problems import placed, problem_of
from sejuk.plan.deployment.queries.verdicts import broken_rules
from sejuk.plan.deployment.rules import Cause
from tests.builders import (
    NOON,
    a_duty,
    a_need,
    a_person,
    a_post,
    a_roster,
    a_user,
    an_actor,
    an_operation,
)

pytestmark = pytest.mark.django_db
MONDAY, TUESDAY = date(2024, 11, 25), date(2024, 11, 26)
REASON = "Semua personel bergeser ke TPS."


@pytest.fixture
def operation():
    return an_operation(starts_on=date(2024, 11, 1))


@pytest.fixture
def planner(operation):
    return an_actor(Role.OPERATOR, user=a_user(Role.OPERATOR))


@pytest.fixture
def head(operation):
    return an_actor(Role.OPS_HEAD, user=a_user(Role.OPS_HEAD))


def a_draft(operation, planner, **changes):
    values = {"name": "November", "starts_on": MONDAY, "ends_on": TUESDAY} | changes
    return actions.make_draft(operation_id=operation.pk, **values, actor=planner, now=NOON)


def place(duty, person, **columns):
    Duty.objects.filter(pk=duty.pk).update(person=person, **columns)


def all_warnings(roster):
    return {rule.rule: REASON for rule in broken_rules(roster.figures) if rule.level == "warn"}


def a_proposed(operation, planner, people=2):
    post = a_post()
    a_need(operation, post=post, band_code="pagi", count=2)
    roster = a_draft(operation, planner)
    for duty, person in zip(
        roster.duties.order_by("id"), [a_person() for _ in range(people)] * 9, strict=False
    ):
        place(duty, person)
    return actions.propose_roster(roster_id=roster.pk, actor=planner, now=NOON)


def a_published(operation, planner, head, **changes):
    roster = a_proposed(operation, planner, **changes)
    return actions.publish_roster(
        roster_id=roster.pk, overrides=all_warnings(roster), actor=head, now=NOON
    )


def test_a_draft_holds_each_needed_seat_once_by_the_clock_of_the_place(operation, planner):
    a_need(operation, post=a_post("kpu"), count=2)
    roster = a_draft(operation, planner)

    seats = list(roster.duties.order_by("starts_at", "seat"))
    assert len(seats) == 2 * 3 * 2
    first = seats[0]
    assert (first.demand, first.seat, first.band_name) == (
        "kpu|2024-11-25|pagi|overt|member|||", 1, "Pagi",
    )  # fmt: skip
    assert first.starts_at.isoformat() == "2024-11-24T23:00:00+00:00"
    assert first.counted_minutes == 480
    assert Entry.objects.latest("sequence").verb == "deployment.roster.drafted"


def test_a_draft_made_from_another_keeps_who_stands_where(operation, planner):
    a_need(operation, post=a_post(), band_code="pagi")
    first = a_draft(operation, planner, ends_on=MONDAY)
    budi = a_person("Budi")
    place(first.duties.get(), budi, is_pinned=True)

    second = a_draft(operation, planner, made_from_id=first.pk)
    assert list(second.duties.order_by("day").values_list("person__name", "is_pinned")) == [
        ("Budi", True),
        (None, False),
    ]


def test_without_needs_days_or_right_there_is_no_draft(operation, planner):
    with pytest.raises(Refused, match="No post needs anybody"):
        a_draft(operation, planner)
    with pytest.raises(Refused, match="before the first"):
        a_draft(operation, planner, ends_on=date(2024, 11, 1))
    with pytest.raises(Refused, match="planned at the command post"):
        a_draft(operation, an_actor(Role.SECTOR_CHIEF, area_code="16.01.08"))
    with pytest.raises(NotYours):
        a_draft(operation, an_actor(Role.OPERATOR, area_code="16.09"))
    assert not Roster.objects.exists()


def test_a_hard_rule_is_broken_by_nobody(operation, planner):
    a_need(operation, post=a_post(), band_code="pagi")
    roster = a_draft(operation, planner)
    away = a_person("Budi")
    Leave.objects.create(person=away, kind="cuti", starts_on=MONDAY, ends_on=MONDAY)
    place(roster.duties.earliest("day"), away)

    with pytest.raises(Refused, match="nobody may break"):
        actions.propose_roster(roster_id=roster.pk, actor=planner, now=NOON)


def test_whoever_proposed_is_not_the_second_person(operation, planner):
    roster = a_proposed(operation, planner)
    proposer = an_actor(Role.OPS_HEAD, user=roster.proposed_by)
    with pytest.raises(Refused, match="Two persons"):
        actions.publish_roster(roster_id=roster.pk, overrides={}, actor=proposer, now=NOON)


def test_an_empty_seat_is_published_with_a_name_and_a_reason_alone(operation, planner, head):
    a_need(operation, post=a_post(), band_code="pagi")
    draft = a_draft(operation, planner)
    actions.propose_roster(roster_id=draft.pk, actor=planner, now=NOON)
    for overrides in ({}, {"cover": " "}):
        with pytest.raises(Refused, match="although this is broken 2 times"):
            actions.publish_roster(roster_id=draft.pk, overrides=overrides, actor=head, now=NOON)
    roster = actions.publish_roster(
        roster_id=draft.pk, overrides={"cover": REASON}, actor=head, now=NOON
    )

    assert (roster.version, roster.state, roster.holds_from) == (1, "published", None)
    kept = roster.overrides.get()
    assert (kept.rule, kept.breaches, kept.reason) == ("cover", 2, REASON)
    assert kept.overridden_by == head.name
    assert Entry.objects.latest("sequence").detail["overrides"] == ["cover"]


def test_a_new_version_supersedes_the_days_it_holds_whole(operation, planner, head):
    old = a_published(operation, planner, head)
    new = a_draft(operation, planner, made_from_id=old.pk)
    actions.propose_roster(roster_id=new.pk, actor=planner, now=NOON)
    new.refresh_from_db()
    new = actions.publish_roster(
        roster_id=new.pk, overrides=all_warnings(new), actor=head, now=NOON
    )

    old.refresh_from_db()
    assert (old.state, old.holds_until) == ("superseded", NOON)
    assert (new.version, new.holds_from) == (2, NOON)
    in_force = published_duties(starts_at=NOON, ends_at=NOON + timedelta(days=30), covert=True)
    assert {duty.roster_id for duty in in_force} == {new.pk}

    half = a_draft(operation, planner, starts_on=TUESDAY)
    actions.propose_roster(roster_id=half.pk, actor=planner, now=NOON)
    with pytest.raises(Refused, match="has to hold all of these days"):
        actions.publish_roster(
            roster_id=half.pk,
            overrides=dict.fromkeys(engine.RuleCode, REASON),
            actor=head,
            now=NOON,
        )


def test_a_proposed_roster_is_returned_or_dropped_with_a_reason(operation, planner, head):
    roster = a_proposed(operation, planner)
    with pytest.raises(Refused, match="Say why"):
        actions.return_roster(roster_id=roster.pk, reason="", actor=head, now=NOON)
    roster = actions.return_roster(
        roster_id=roster.pk, reason="Padal malam masih kosong.", actor=head, now=NOON
    )
    assert (roster.state, roster.proposed_by) == ("draft", None)
    roster = actions.drop_roster(
        roster_id=roster.pk, reason="Diganti rancangan lain.", actor=planner, now=NOON
    )
    assert roster.state == "dropped"


def test_a_duty_changes_hands_and_who_looked_too_late_is_told(operation, planner, head):
    roster = a_published(operation, planner, head)
    duty = roster.duties.earliest("day")
    budi, citra, dewi = duty.person, a_person("Citra"), a_person("Dewi")
    asked = {"duty_id": duty.pk, "cause": Cause.SICK, "actor": planner, "now": NOON}

    done = actions.substitute_person(
        person_id=citra.pk, reason="Demam.", expected_person_id=budi.pk, **asked
    )
    assert (done.was, done.now) == (budi, citra)
    assert "Demam" not in str(Entry.objects.latest("sequence").detail)
    with pytest.raises(Refused, match="Meanwhile Aipda Citra was placed"):
        actions.substitute_person(
            person_id=dewi.pk, reason="Demam.", expected_person_id=budi.pk, **asked
        )
    Leave.objects.create(person=dewi, kind="sakit", starts_on=MONDAY, ends_on=MONDAY)
    with pytest.raises(Refused, match="nobody may break"):
        actions.substitute_person(
            person_id=dewi.pk, reason="Demam.", expected_person_id=citra.pk, **asked
        )
    assert Substitution.objects.count() == 1


def test_a_warning_on_changing_hands_asks_for_a_reason_and_is_kept(operation, planner, head):
    roster = a_published(operation, planner, head)
    first, second = roster.duties.filter(day=MONDAY).order_by("seat")
    asked = {"duty_id": first.pk, "person_id": None, "expected_person_id": first.person_id}
    with pytest.raises(Refused, match="Say why this is done all the same"):
        actions.substitute_person(**asked, cause=Cause.ORDER, reason="", actor=planner, now=NOON)
    done = actions.substitute_person(
        **asked, cause=Cause.ORDER, reason=REASON, actor=planner, now=NOON
    )
    assert [sentence["text"] for sentence in done.warnings] != []
    with pytest.raises(Refused, match="is over"):
        actions.substitute_person(
            duty_id=second.pk, person_id=None, expected_person_id=second.person_id,
            cause=Cause.ORDER, reason=REASON, actor=planner, now=NOON + timedelta(days=30),
        )  # fmt: skip


def test_a_covert_duty_changes_hands_at_the_desk_alone(operation):
    duty = a_duty(a_roster(operation, published=True), person=a_person(), posture="covert")
    asked = {
        "duty_id": duty.pk, "person_id": None, "cause": Cause.SICK, "reason": "",
        "expected_person_id": duty.person_id, "now": NOON,
    }  # fmt: skip
    with pytest.raises(Refused, match="at the command post"):
        actions.substitute_person(**asked, actor=an_actor(Role.SECTOR_CHIEF))
    with pytest.raises(NotYours):
        actions.substitute_person(**asked, actor=an_actor(Role.OPERATOR, area_code="16.09"))
    assert actions.substitute_person(**asked, actor=an_actor(Role.OPERATOR)).now is None


def test_a_draft_that_missed_a_change_of_hands_is_not_published(operation, planner, head):
    roster = a_published(operation, planner, head)
    later = a_draft(operation, planner, made_from_id=roster.pk)
    duty, citra = roster.duties.earliest("day"), a_person("Citra")
    actions.substitute_person(
        duty_id=duty.pk, person_id=citra.pk, cause=Cause.SICK, reason="Demam.",
        expected_person_id=duty.person_id, actor=planner, now=NOON + timedelta(hours=1),
    )  # fmt: skip
    with pytest.raises(Refused, match="was replaced by Aipda Citra"):
        actions.propose_roster(roster_id=later.pk, actor=planner, now=NOON)


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_of_two_who_publish_at_once_one_wins_and_the_other_reads_why():
    operation = an_operation(starts_on=date(2024, 11, 1))
    planner = an_actor(Role.OPERATOR, user=a_user(Role.OPERATOR))
    roster = a_proposed(operation, planner)
    heads = [an_actor(Role.OPS_HEAD, user=a_user(Role.OPS_HEAD)) for _ in range(2)]
    barrier, outcomes = Barrier(2), []

    def publish(head):
        barrier.wait()
        try:
            actions.publish_roster(
                roster_id=roster.pk,
                overrides=dict.fromkeys(engine.RuleCode, REASON),
                actor=head,
                now=NOON,
            )
            outcomes.append("published")
        except Refused as refused:
            outcomes.append(str(refused))
        connection.close()

    threads = [Thread(target=publish, args=[head]) for head in heads]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(outcomes) == [
        "A roster that is “published” cannot become “published”.",
        "published",
    ]
    assert Roster.objects.get().version == 1
    assert Entry.objects.filter(verb="deployment.roster.published").count() == 1


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_two_drafts_of_the_same_days_published_at_once_become_two_versions():
    operation = an_operation(starts_on=date(2024, 11, 1))
    planner = an_actor(Role.OPERATOR, user=a_user(Role.OPERATOR))
    first = a_proposed(operation, planner)
    second = a_draft(operation, planner)
    actions.propose_roster(roster_id=second.pk, actor=planner, now=NOON)
    barrier = Barrier(2)

    def publish(roster_id, head):
        barrier.wait()
        actions.publish_roster(
            roster_id=roster_id,
            overrides=dict.fromkeys(engine.RuleCode, REASON),
            actor=head,
            now=NOON,
        )
        connection.close()

    heads = [an_actor(Role.OPS_HEAD, user=a_user(Role.OPS_HEAD)) for _ in range(2)]
    pairs = zip((first.pk, second.pk), heads, strict=True)
    threads = [Thread(target=publish, args=pair) for pair in pairs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    rosters = Roster.objects.order_by("version")
    assert [(one.version, one.state) for one in rosters] == [(1, "superseded"), (2, "published")]


def test_who_is_placed_is_what_the_engine_reads(operation, planner):
    a_need(operation, post=a_post("kpu"), band_code="pagi")
    roster = a_draft(operation, planner, ends_on=MONDAY)
    budi = a_person("Budi")
    place(roster.duties.get(), budi)

    demand = Duty.objects.get().demand
    assert placed(roster) == (engine.Assignment(demand, str(budi.pk)),)
    assert problem_of(roster).demands[0].id == demand

"""The weekly feedback audit: counted rightly, kept as it was, and said in plain words."""

from datetime import date, timedelta

import pytest
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.translation import gettext

from sejuk.foundation.ledger.models import Entry
from sejuk.kit.actors import Role
from sejuk.kit.decisions import Refused
from sejuk.kit.layers import Tone
from sejuk.plan.programme import actions, tasks
from sejuk.plan.programme.models import FeedbackAudit
from sejuk.plan.programme.queries.audits import found_feedback, kept_audits, shown_audit
from sejuk.plan.programme.web import COVERAGE
from sejuk.sense.signals.rules import Origin
from tests.builders import (
    MONDAY,
    NOON,
    VILLAGE,
    a_signal,
    a_user,
    a_visit_note,
    an_actor,
    an_area,
    an_operation,
    shift_to,
)

pytestmark = pytest.mark.django_db
LAST_WEEK = MONDAY - timedelta(days=7)
FEEDBACK = reverse("programme:feedback")
FEW, SOME, MANY = VILLAGE, "16.01.08.2019", "16.01.08.2020"


def in_the_time_of_noon():
    shift = shift_to(NOON)
    an_operation(is_demonstration=True, clock_shift_seconds=shift)


def three_villages():
    """Leave one village never visited, one visited in the past, and one visited again and again."""
    for code in (FEW, SOME, MANY):
        an_area(code)
    a_visit_note(SOME, held_on=date(2024, 10, 15))
    for day in (1, 8, 15):
        a_visit_note(MANY, held_on=date(2024, 10, day))
    for day in (5, 9, 12):
        a_visit_note(MANY, held_on=date(2024, 11, day))
    for code in (FEW, FEW, SOME):
        a_signal(area_code=code, heard_at=NOON - timedelta(days=5))


def audit(week=LAST_WEEK, actor=None):
    return actions.audit_feedback(
        week_starts_on=week,
        area_code="16.01",
        actor=actor or an_actor(Role.OPS_HEAD),
        now=NOON,
    )


def test_an_audit_sets_visits_beside_reports_and_names_who_was_never_visited():
    three_villages()
    shown = shown_audit(audit())
    assert (shown.villages, shown.visits, shown.reports) == (3, 3, 3)
    assert [(one.visits, one.reports, one.past_visits) for one in shown.terciles] == [
        (0, 2, 0),
        (0, 1, 1),
        (3, 0, 3),
    ]
    assert shown.most_visited.excess_points == 100
    assert [one.area_code for one in shown.never_visited] == [FEW]
    assert shown.gini == pytest.approx(2 / 3)
    assert shown.gini_by_chance == pytest.approx(0.524, abs=0.001)
    assert Entry.objects.get(verb="programme.feedback.audited").area_code == "16.01"


def test_the_shadow_run_leaves_out_what_visits_found():
    three_villages()
    for _ in range(3):
        a_signal(
            area_code=MANY,
            heard_at=NOON - timedelta(days=5),
            origin=Origin.DISCOVERED,
            severity=4,
            source_grade="A",
            content_grade=1,
        )
    found = found_feedback(LAST_WEEK, area_code="16.01", now=NOON)
    assert found.shadow_correlation < 1
    # What we found ourselves is no report of residents.
    assert found.reports == 3


def test_an_audit_is_kept_as_it_was_and_a_newer_one_is_in_force():
    three_villages()
    first = audit()
    a_visit_note(FEW, held_on=date(2024, 11, 13))
    second = audit()
    assert list(kept_audits("16.01")) == [second]
    assert FeedbackAudit.objects.get(pk=first.pk).never_visited == 1
    assert second.never_visited == 0
    with pytest.raises(DatabaseError, match="kept as they were made"), transaction.atomic():
        FeedbackAudit.objects.filter(pk=first.pk).update(never_visited=0)


@pytest.mark.parametrize(
    ("week", "actor", "reason"),
    [
        (MONDAY, an_actor(Role.OPS_HEAD), "not over"),
        (LAST_WEEK + timedelta(days=1), an_actor(Role.OPS_HEAD), "Monday"),
        (LAST_WEEK, an_actor(Role.VILLAGE_OFFICER), "command post"),
        (LAST_WEEK, an_actor(Role.SECTOR_CHIEF, area_code="16.01.08"), "command post"),
    ],
)
def test_who_may_have_which_week_audited(week, actor, reason):
    an_area("16.01")
    with pytest.raises(Refused, match=reason):
        audit(week, actor)


def test_on_monday_morning_the_week_that_is_over_is_audited():
    in_the_time_of_noon()
    three_villages()
    tasks.audit_last_week(0)
    kept = FeedbackAudit.objects.get()
    assert (kept.week_starts_on, kept.area_id) == (LAST_WEEK, "16.01")
    assert kept.made_by == "system:audit_last_week"


def test_without_an_operation_nothing_is_audited():
    tasks.audit_last_week(0)
    assert not FeedbackAudit.objects.exists()


def test_the_page_says_what_it_means_and_links_who_was_never_visited(client):
    in_the_time_of_noon()
    three_villages()
    client.force_login(a_user(Role.OPS_HEAD))
    assert "belum ada angkanya" in client.get(FEEDBACK).content.decode()
    answer = client.post(reverse("programme:audit"), {"pekan": LAST_WEEK.isoformat()}, follow=True)
    text = answer.content.decode()
    assert "1 desa belum pernah dikunjungi" in text
    assert "sampai 17 November, terencana atau tidak" in text
    assert reverse("outreach:village", kwargs={"code": FEW}) in text
    assert "100 poin lebih besar" in text
    assert "menyimpang paling jauh dua poin" in text
    assert "−67" in text
    assert "+100" in text
    assert "67&nbsp;% (2)" in text
    audit(LAST_WEEK - timedelta(days=7))
    with CaptureQueriesContext(connection) as asked:
        text = client.get(FEEDBACK).content.decode()
    assert text.count('class="chart"') == 3
    assert len(asked) <= 12


def test_the_page_opens_on_the_newest_week_that_has_figures(client):
    in_the_time_of_noon()
    three_villages()
    earlier = LAST_WEEK - timedelta(days=7)
    audit(earlier)
    client.force_login(a_user(Role.OPS_HEAD))
    assert client.get(FEEDBACK).context["page"].week_starts_on == earlier
    asked = client.get(f"{FEEDBACK}?pekan={LAST_WEEK.isoformat()}").context["page"]
    assert (asked.week_starts_on, asked.audit) == (LAST_WEEK, None)


def test_a_sector_chief_sees_his_own_part(client):
    in_the_time_of_noon()
    three_villages()
    audit()
    client.force_login(a_user(Role.SECTOR_CHIEF, area_code="16.01.08"))
    assert "belum ada angkanya" in client.get(FEEDBACK).content.decode()
    client.post(reverse("programme:audit"), {"pekan": LAST_WEEK.isoformat()})
    assert FeedbackAudit.objects.get(area_id="16.01.08").made_by


# The layer of the map.


def test_the_layer_shows_how_far_each_village_has_been_reached():
    in_the_time_of_noon()
    three_villages()
    seen = COVERAGE.look(an_actor(Role.OPS_HEAD), NOON.date(), NOON)
    assert [step.tone for step in seen.steps] == [Tone.DONE, Tone.PLANNED, Tone.DUE, Tone.NEVER]
    assert seen.cells[FEW].words == gettext("Never visited, not planned")
    assert seen.steps[-1].words == seen.cells[FEW].words
    tones = {code: seen.steps[cell.step].tone for code, cell in seen.cells.items()}
    assert tones == {FEW: Tone.NEVER, SOME: Tone.DUE, MANY: Tone.DONE}
    assert seen.grouped(len("16.01.08")).cells["16.01.08"].step == 3
    past = COVERAGE.look(an_actor(Role.OPS_HEAD), date(2024, 10, 20), NOON)
    assert past.steps[past.cells[SOME].step].tone is Tone.DONE


def test_without_an_operation_the_layer_says_so():
    assert not COVERAGE.look(an_actor(Role.OPS_HEAD), NOON.date(), NOON).cells

"""A new version is published while a duty of the old one changes hands: nothing is lost."""

from datetime import date, timedelta
from threading import Event, Thread

import pytest
from django.db import connection

from sejuk.engines import roster as engine
from sejuk.foundation.ledger.models import Entry
from sejuk.kit.actors import Role
from sejuk.kit.decisions import NotYours, Refused
from sejuk.plan.deployment import actions
from sejuk.plan.deployment.actions import substituting
from sejuk.plan.deployment.models import Duty, Roster
from sejuk.plan.deployment.queries import verdicts
from sejuk.plan.deployment.rules import Cause
from tests.builders import NOON, a_need, a_person, a_post, a_user, an_actor, an_operation

MONDAY = date(2024, 11, 25)
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


def a_draft(operation, planner, made_from=None):
    return actions.make_draft(
        operation_id=operation.pk, name="November", starts_on=MONDAY, ends_on=MONDAY,
        made_from_id=made_from and made_from.pk, actor=planner, now=NOON,
    )  # fmt: skip


def propose(roster, planner):
    return actions.propose_roster(roster_id=roster.pk, actor=planner, now=NOON)


def publish(roster, head):
    return actions.publish_roster(
        roster_id=roster.pk, overrides=dict.fromkeys(engine.RuleCode, REASON), actor=head, now=NOON
    )


def substitute(duty, person, planner, *, later=1):
    duty = Duty.objects.get(pk=duty.pk)
    return actions.substitute_person(
        duty_id=duty.pk, person_id=person and person.pk, cause=Cause.SICK, reason=REASON,
        expected_person_id=duty.person_id, actor=planner, now=NOON + timedelta(hours=later),
    )  # fmt: skip


@pytest.fixture
def published(operation, planner, head):
    a_need(operation, post=a_post(), band_code="pagi")
    roster = a_draft(operation, planner)
    roster.duties.update(person=a_person("Budi"))
    return publish(propose(roster, planner), head)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("hands", "in_draft", "told"),
    [
        ("CD", "B", "Budi was replaced by Aipda Dewi"),
        ("CD", "C", "Citra was replaced by Aipda Dewi"),
        ("-D", "B", "Budi was replaced by Aipda Dewi"),
        ("-D", "-", "Aipda Dewi was placed on the empty duty"),
        ("C-", "B", "Budi was taken off"),
        ("CB", "B", ""),
        ("CD", "D", ""),
        ("-B", "B", ""),
    ],
)
def test_a_draft_is_told_who_stands_there_after_all_changes(
    operation, planner, published, *, hands, in_draft, told
):
    people = {"C": a_person("Citra"), "D": a_person("Dewi"), "-": None}
    people["B"] = published.duties.get().person
    draft = a_draft(operation, planner, made_from=published)
    for later, hand in enumerate(hands, start=1):
        substitute(published.duties.get(), people[hand], planner, later=later)
    draft.duties.update(person=people[in_draft])

    if told:
        with pytest.raises(Refused, match=told):
            propose(draft, planner)
    else:
        assert propose(draft, planner).state == "proposed"


@pytest.mark.django_db
def test_why_a_roster_is_given_back_or_up_is_in_no_ledger_entry(operation, planner, head):
    a_need(operation, post=a_post(), band_code="pagi")
    roster = propose(a_draft(operation, planner), planner)
    why = {"roster_id": roster.pk, "reason": "Aipda Budi sakit.", "actor": planner, "now": NOON}
    assert actions.return_roster(**why).note == "Aipda Budi sakit."
    assert actions.drop_roster(**why).note == "Aipda Budi sakit."
    for verb in ("returned", "dropped"):
        assert "sakit" not in str(Entry.objects.get(verb=f"deployment.roster.{verb}").detail)


def both(first, second):
    """Do two deeds in threads of their own, and return what became of them."""
    outcomes = {}

    def run(deed):
        try:
            deed()
            outcomes[deed.__name__] = "done"
        except NotYours:
            outcomes[deed.__name__] = "not found"
        except Refused as refused:
            outcomes[deed.__name__] = str(refused)
        connection.close()

    threads = [Thread(target=run, args=[deed]) for deed in (first, second)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return outcomes


@pytest.mark.slow
@pytest.mark.parametrize("is_publishing_first", [True, False])
@pytest.mark.django_db(transaction=True)
def test_what_changes_hands_while_a_version_is_judged_is_not_lost(monkeypatch, is_publishing_first):
    operation = an_operation(starts_on=date(2024, 11, 1))
    planner = an_actor(Role.OPERATOR, user=a_user(Role.OPERATOR))
    head = an_actor(Role.OPS_HEAD, user=a_user(Role.OPS_HEAD))
    a_need(operation, post=a_post(), band_code="pagi")
    roster = a_draft(operation, planner)
    roster.duties.update(person=a_person("Budi"))
    old = publish(propose(roster, planner), head)
    new = propose(a_draft(operation, planner, made_from=old), planner)
    duty, citra = old.duties.get(), a_person("Citra")
    is_judging, is_over = Event(), Event()

    def slowly(judge):
        def judged(*asked):
            is_judging.set()
            is_over.wait(1)
            return judge(*asked)

        return judged

    def publishing():
        publish(new, head)

    def changing():
        substitute(duty, citra, planner)

    def after(deed):
        def late():
            is_judging.wait()
            deed()
            is_over.set()

        late.__name__ = deed.__name__
        return late

    if is_publishing_first:
        monkeypatch.setattr(verdicts, "verdict_of", slowly(verdicts.verdict_of))
        outcomes = both(publishing, after(changing))
        assert outcomes == {"publishing": "done", "changing": "not found"}
    else:
        slow = slowly(substituting.change_of_hands)
        monkeypatch.setattr(substituting, "change_of_hands", slow)
        outcomes = both(changing, after(publishing))
        assert outcomes["changing"] == "done"
        assert "was replaced by Aipda Citra" in outcomes["publishing"]
    assert Roster.objects.filter(state="published").count() == 1

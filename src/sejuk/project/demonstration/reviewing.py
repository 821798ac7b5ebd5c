"""What is done every day and week in the story: report, plan, and keep the day that is over."""

from datetime import date, datetime, timedelta

from sejuk.assess.risk import actions as risk
from sejuk.assess.risk import queries as temperatures
from sejuk.kit.actors import Actor
from sejuk.plan.programme import actions as programme
from sejuk.plan.programme.rules import ProposalState, Turn
from sejuk.project.demonstration.play import Doing, Stage
from sejuk.project.demonstration.story import DAYS, FIRST_DAY, LAST_DAY, at
from sejuk.review.sitreps import actions as sitreps

DISTRICT = "16.01"
HEARD_LATE_ON = date(2024, 10, 16)
SITUATION = (
    "Situasi keamanan dan ketertiban di wilayah Kabupaten Ogan Komering Ulu secara umum aman, tertib "
    "dan terkendali. Kegiatan sambang dan dialog berjalan sesuai rencana."
)
ANALYSIS = "Desa dengan suhu tertinggi mendapat perhatian pertama; sebabnya tercantum pada daftar perubahan."
PLAN = (
    "Melanjutkan sambang menurut usulan pekan ini dan menindaklanjuti keluhan yang masih terbuka."
)
REFUSAL = "Jalan ke desa terputus; dijadwalkan ulang pekan depan."
# Chosen: most drawn proposals are taken up, a few refused, some wait; of those not drawn few are
# asked for.
ACCEPTED, REFUSED, ASKED = 0.72, 0.80, 0.06


def plan_reviews(stage: Stage, head: Actor) -> None:
    """Plan a report every evening but the last, and proposals every Sunday for the week after."""
    for day in DAYS:
        if day < LAST_DAY:
            stage.plan(at(day, 20.5), _reporting(head, day))
        if day == DAYS[0] or day.weekday() == 6:
            monday = day + timedelta(days=(0 if day == DAYS[0] else 1))
            monday -= timedelta(days=monday.weekday())
            stage.plan(at(day, 18), _proposing(stage, head, monday))
        if day.weekday() == 0 and day > DAYS[0]:
            stage.plan(at(day, 6), _auditing(day - timedelta(days=7)))


def plan_nights(stage: Stage) -> None:
    """Plan that each day is stored in the night after it, and anew once the late report is in."""
    keeper = Actor.system("risk")
    for day in DAYS:
        stage.plan(at(day, 24.2), _storing(keeper, day))
    stage.plan(at(HEARD_LATE_ON, 10), _storing_anew(keeper))


def _storing(keeper: Actor, day: date) -> Doing:
    def store(now: datetime) -> None:
        risk.store_temperatures(
            area_code=DISTRICT, first_day=day, last_day=day, actor=keeper, now=now
        )

    return store


def _storing_anew(keeper: Actor) -> Doing:
    return lambda now: store_what_changed(keeper, now=now)


def store_what_changed(keeper: Actor, *, now: datetime) -> None:
    """Store the days anew whose evidence has changed since they were stored."""
    stale = temperatures.stale_days(DISTRICT, FIRST_DAY, now)
    if stale is not None:
        risk.store_stale_days(area_code=DISTRICT, stale=stale, actor=keeper, now=now)


def _proposing(stage: Stage, head: Actor, monday: date) -> Doing:
    def propose(now: datetime) -> None:
        proposals = programme.propose_week(
            week_starts_on=monday, area_code=DISTRICT, actor=head, now=now
        )
        first_day = max(monday, now.date())
        for proposal in sorted(proposals, key=lambda one: (one.officer_id, one.rank, one.pk)):
            if proposal.state != ProposalState.PROPOSED:
                continue
            fate, is_drawn = stage.rng.random(), proposal.turn != Turn.BEYOND_CAPACITY
            if fate < ACCEPTED:
                left = (monday + timedelta(days=6) - first_day).days
                planned_on = first_day + timedelta(days=stage.rng.randint(0, left))
                if is_drawn or fate < ASKED:
                    programme.accept_proposal(
                        proposal_id=proposal.pk, planned_on=planned_on, actor=head, now=now
                    )
            elif fate < REFUSED and is_drawn:
                programme.refuse_proposal(
                    proposal_id=proposal.pk, reason=REFUSAL, actor=head, now=now
                )

    return propose


def _auditing(monday: date) -> Doing:
    def audit(now: datetime) -> None:
        programme.audit_feedback(
            week_starts_on=monday,
            area_code=DISTRICT,
            actor=Actor.system("audit_last_week"),
            now=now,
        )

    return audit


def _reporting(head: Actor, day: date) -> Doing:
    def report(now: datetime) -> None:
        sitrep = sitreps.draft_sitrep(area_code=DISTRICT, day=day, actor=head, now=now)
        sitreps.write_sitrep(
            sitrep_id=sitrep.pk,
            situation=SITUATION,
            analysis=ANALYSIS,
            plan=PLAN,
            actor=head,
            now=now,
        )
        sitreps.sign_sitrep(
            sitrep_id=sitrep.pk,
            signer_name="Contoh Wibawa",
            signer_rank="Komisaris Polisi",
            signer_position="Kepala Bagian Operasi",
            actor=head,
            now=now,
        )

    return report

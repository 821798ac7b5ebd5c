"""What every engine promises: one suite, one line for each public function."""

import copy
import dataclasses
import importlib
import inspect
import json
import pkgutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

import pytest

from sejuk import engines
from sejuk.engines import itinerary, neutrality, roster, triage, warning

NOW = datetime(2024, 11, 5, 1, tzinfo=UTC)
AREA = "16.01.08.2018"
RUMOURS = [
    warning.Evidence(name, AREA, warning.EvidenceKind.RUMOUR, severity, NOW, source=name)
    for name, severity in (("r1", 2), ("r2", 4), ("r3", 1))
]
REFUTED = [dataclasses.replace(rumour, content_grade=5) for rumour in RUMOURS]
INDICATOR = warning.Indicator("margin", warning.Variable.SECURITY)
NO_WATCH = roster.Problem(date(2024, 11, 4), 7, (), (), ())
BUDI = roster.Person("budi", "Aipda Budi")
MORNING = roster.Demand(
    "kpu-1", "kpu", "Pagi", date(2024, 11, 5), NOW, NOW + timedelta(hours=8), count=1
)
GUARD = roster.Problem(date(2024, 11, 4), 7, (BUDI,), (roster.Post("kpu", "KPU"),), (MORNING,))
BUDI_AT_KPU = (roster.Assignment("kpu-1", "budi"),)
INSTANCE = """SECTION_HORIZON
7
SECTION_SHIFTS
D,480,
SECTION_STAFF
A,D=5,2400,0,5,1,1,1
SECTION_COVER
0,D,1,100,1
"""
WARD = roster.read_instance(INSTANCE)
A_ON_MONDAY = (roster.Assignment("000-D", "A"),)
AUDITED = warning.AuditedVillage(AREA, 1, 2, 3, was_ever_visited=True, score=0.4, shadow_score=0.4)
STATIONS = roster.DeploymentProblem(
    tuple(roster.Station(f"T{n}", "rawan", AREA, AREA[:8], -4.1, 104.1) for n in range(3))
)
TODAY = date(2024, 11, 5)
VILLAGES = [warning.Place(AREA, -4.1, 104.1), warning.Place("16.01.08.2019", -4.2, 104.0)]
BRAWL = warning.Case("C-1", AREA, TODAY, "brawl", severity=4, is_verified=True)
QUIET = warning.calibrate([BRAWL], VILLAGES, today=TODAY, streams=["brawl"], replays=5)
NEXT_WEEK = TODAY + timedelta(days=7)
SCANNED = [warning.ScanPlace(AREA, -4.1, 104.1), warning.ScanPlace("16.01.08.2019", -4.2, 104.0)]
TO_VISIT = [warning.VisitCandidate(AREA, 0.4), warning.VisitCandidate(f"{AREA[:-1]}9", 0.2)]
MOVED = triage.Told("TPS 3 dipindah ke balai desa", (AREA,), date(2024, 11, 5))
NOT_MOVED = triage.Told("Tidak benar TPS 3 dipindah")
UJANMAS = triage.AreaName(AREA, "Ujanmas", "desa", "16.01.08")
CUES = (
    "village",
    "urban",
    "just",
    "joining",
    "subdistrict",
    "station",
    "people",
    "at",
    "where",
    "against",
)
PLACE_WORDS = (
    "generic = 'tanjung'\nnouns = 'laya'\nnoun_places = 'bandar'\neveryday.words = 'raya'\n"
    + "\n".join(
        f"{key} = 'oki'"
        for key in ("elsewhere.names", "cues.against_after", *(f"cues.{cue}" for cue in CUES))
    )
)
FLOODS = [
    triage.Decided("banjir", (triage.Category.DISASTER,), date(2024, 11, 1 + n % 4), f"g{n}")
    for n in range(24)
]
LEARNT = triage.trained(FLOODS, seed=1)
JUDGED = triage.evaluated(None, FLOODS, replicates=9)
NEUTRALITY_WORDS = "campaign = []\n" + "".join(
    f"{field.name} = 'amanah'\n"
    for field in dataclasses.fields(neutrality.NeutralityWords)
    if field.name != "campaign"
)
PLACES = [itinerary.Point(-4.1, 104.1), itinerary.Point(-4.2, 104.0)]


@dataclass(frozen=True)
class Call:
    """A public function with fitting arguments."""

    function: Callable[..., object]
    arguments: tuple[object, ...]
    named: dict[str, object]

    def __call__(self) -> object:
        return self.function(*self.arguments, **self.named)


def a_call(function: Callable[..., object], *arguments: object, **named: object) -> Call:
    return Call(function, arguments, named)


CALLS = [
    a_call(warning.temperature, RUMOURS, at=NOW, propensity=1.3),
    a_call(warning.temperatures, RUMOURS, places=[AREA], instants=[NOW]),
    a_call(warning.explained_temperatures, RUMOURS, places=[AREA], at=NOW),
    a_call(warning.falsehoods, REFUTED, at=NOW),
    a_call(warning.level_of, [396, 510, 220]),
    a_call(warning.reporting_propensity, {AREA: 7}, residents={AREA: 900, "16.01.08.2019": 800}),
    a_call(warning.forecast, [warning.ForecastPlace("A", -4.0, 104.0)], {"A": [1, 0, 2]}),
    a_call(warning.forecast_score, [0, 1], [0.1, 0.8], [5.0, 5.0]),
    a_call(warning.band_of, 396),
    a_call(warning.refuse_personal_columns, ["kode_wilayah", "tanggal"]),
    a_call(warning.verification_weight, "B", 2),
    a_call(warning.what_would_cool, RUMOURS, at=NOW),
    a_call(warning.calibrate, [BRAWL], VILLAGES, today=TODAY, streams=["brawl"], replays=5),
    a_call(warning.simulate, warning.Simulation(villages=3, days=9), seed=1),
    a_call(warning.thresholds_from_json, warning.thresholds_to_json(QUIET)),
    a_call(warning.thresholds_to_json, QUIET),
    a_call(warning.watch, [BRAWL], VILLAGES, today=TODAY, thresholds=QUIET),
    a_call(warning.vulnerability_index, {AREA: {"margin": 3.0}}, indicators=[INDICATOR], draws=60),
    a_call(warning.aggregated, [warning.StationValue(AREA, 1.0, 300)]),
    a_call(warning.completeness_grade, 0.75),
    a_call(warning.effort_corrected, {AREA: 3}, {AREA: 10.0}),
    a_call(warning.scan, [[1, 0], [5, 1]], [10, 10], SCANNED, replicates=9),
    a_call(warning.person_days, [TODAY], [[900]], [TODAY, NEXT_WEEK]),
    a_call(warning.standardised_expectation, [[[2, 4]]], [[[10, 30]]]),
    a_call(warning.contact_saturation, 7),
    a_call(warning.feedback_audit, [AUDITED]),
    a_call(warning.sample_visits, TO_VISIT, slots=1, seed=3),
    a_call(
        warning.simulate_feedback,
        warning.FeedbackPolicy.SAMPLED,
        villages=9,
        visits_a_day=2,
        days=9,
        past_days=9,
        runs=2,
    ),
    a_call(warning.slots_by_turn, 16),
    a_call(warning.ears, [4, 6, 5, 5, 4, 6, 5, 9, 9, 20]),
    a_call(warning.farrington, [10] * 300 + [30]),
    a_call(warning.gamma_poisson, [4, 6, 5, 5, 4, 6, 5, 5, 4, 20]),
    a_call(itinerary.distance_km, *PLACES),
    a_call(
        itinerary.propose,
        [itinerary.Officer("A", (AREA,), 2, home=PLACES[0])],
        [itinerary.Village(AREA, 396, date(2024, 10, 28), 1, PLACES[1])],
        week_starts_on=date(2024, 11, 4),
    ),
    a_call(neutrality.neutrality_hits, "Coblos nomor 2 ✌", [neutrality.Contestant(2, ("Budi",))]),
    a_call(neutrality.neutrality_words_of, NEUTRALITY_WORDS),
    a_call(neutrality.standard_neutrality_words),
    a_call(roster.candidates, GUARD, (), "kpu-1"),
    a_call(roster.bound, GUARD),
    a_call(roster.complaints, GUARD),
    a_call(roster.deploy, STATIONS),
    a_call(roster.loads, GUARD, BUDI_AT_KPU),
    a_call(roster.pattern_of, "2:8:16"),
    a_call(roster.problem_from_json, roster.problem_to_json(GUARD)),
    a_call(roster.problem_to_json, GUARD),
    a_call(roster.read_instance, INSTANCE),
    a_call(roster.read_solution, roster.write_solution(WARD, A_ON_MONDAY), WARD),
    a_call(roster.repair, GUARD, BUDI_AT_KPU),
    a_call(roster.roster_from_json, roster.roster_to_json(BUDI_AT_KPU)),
    a_call(roster.roster_to_json, BUDI_AT_KPU),
    a_call(roster.rule_of, GUARD, roster.RuleCode.REST),
    a_call(roster.shortage, GUARD),
    a_call(roster.solve, NO_WATCH, seed=1),
    a_call(roster.verify, GUARD, BUDI_AT_KPU),
    a_call(roster.verify_deployment, STATIONS, roster.deploy(STATIONS)),
    a_call(roster.why, GUARD, BUDI_AT_KPU, BUDI_AT_KPU[0]),
    a_call(roster.why_not, GUARD, (), "kpu-1", "budi"),
    a_call(roster.write_instance, WARD),
    a_call(roster.write_solution, WARD, A_ON_MONDAY),
    a_call(triage.folded, "wong2 dak galak milih"),
    a_call(triage.folded_all, ["dak tau", "tidak tahu"]),
    a_call(triage.dates_in, "besok malam jam 7", today=TODAY),
    a_call(triage.gazetteer_of, [UJANMAS]),
    a_call(triage.located, "Desa ujan mas", triage.gazetteer_of([UJANMAS])),
    a_call(triage.place_words_of, PLACE_WORDS),
    a_call(triage.standard_place_words),
    a_call(triage.lexicon_of, '[means]\ntidak = "dak"'),
    a_call(triage.merged, triage.Lexicon((("dak", "tidak"),)), triage.Lexicon(kept=("tps",))),
    a_call(triage.normalised, "wong2 dak galak milih"),
    a_call(triage.names_of, 'kin = "pak bu"'),
    a_call(triage.receipts_read, "Resi 4821 7736 5OO1 925S"),
    a_call(triage.redacted, "Hub 0812-3456-7890"),
    a_call(triage.standard_lexicon),
    a_call(triage.standard_names),
    a_call(triage.with_places, triage.standard_names(), ["Kurup"]),
    a_call(triage.without_receipts, "Resi 4821 7736 5001 9254"),
    a_call(triage.closest, MOVED, [MOVED, NOT_MOVED]),
    a_call(triage.clusters, [MOVED, NOT_MOVED]),
    a_call(triage.compared, MOVED, NOT_MOVED),
    a_call(triage.rulebook_of, '[[rule]]\ncode = "b"\ncategory = "bencana"\nterms = ["gempa"]'),
    a_call(triage.effect_of, triage.BeforeAfter(24, 4), triage.BeforeAfter(20, 18)),
    a_call(triage.evaluated, None, FLOODS, replicates=9),
    a_call(triage.may_replace, JUDGED, JUDGED),
    a_call(triage.model_from_json, triage.model_to_json(LEARNT)),
    a_call(triage.model_to_json, LEARNT),
    a_call(triage.next_to_ask, ["banjir", "selamat pagi"], None, seed=1, count=1),
    a_call(triage.suggested, "Ado banjir", LEARNT),
    a_call(triage.trained, FLOODS, seed=1, names=triage.standard_names()),
    a_call(triage.unseen_by, FLOODS, None),
    a_call(triage.sorted_by_rules, "Katonyo surat suaro lah dicoblos"),
    a_call(triage.urgency, triage.UrgencyFacts("200 orang bawa parang", 3)),
    a_call(
        triage.urgency_fitted, [triage.UrgencyDecided(triage.UrgencyFacts("jalan diblokade"), 4)]
    ),
]
ENGINES = [f"sejuk.engines.{found.name}" for found in pkgutil.iter_modules(engines.__path__)]
each_call = pytest.mark.parametrize("call", CALLS, ids=lambda call: call.function.__name__)
each_engine = pytest.mark.parametrize("engine", ENGINES)


def values_in(answer: object) -> list[object]:
    return list(answer) if isinstance(answer, tuple) else [answer]


def plain(value: object) -> object:
    if isinstance(value, roster.Problem):  # its times and sets have a format of their own
        return roster.problem_to_json(value)
    return dataclasses.asdict(value) if dataclasses.is_dataclass(value) else value


def written(value: object) -> str:
    return json.dumps(value, default=date.isoformat)


def test_every_public_function_has_its_line():
    public = {
        member
        for engine in ENGINES
        for name in importlib.import_module(engine).__all__
        if inspect.isfunction(member := getattr(importlib.import_module(engine), name))
    }
    assert {call.function for call in CALLS} == public


@each_call
def test_the_same_question_has_the_same_answer(call):
    assert call() == call()


@each_call
def test_the_input_is_left_as_it_was(call):
    before = copy.deepcopy((call.arguments, call.named))
    call()
    assert (call.arguments, call.named) == before


@each_call
def test_the_answer_cannot_be_changed(call):
    for value in values_in(call()):
        if dataclasses.is_dataclass(value):
            first = dataclasses.fields(value)[0].name
            with pytest.raises(dataclasses.FrozenInstanceError):
                setattr(value, first, None)
        else:
            assert isinstance(value, str | int | float | tuple)


@each_call
def test_the_answer_can_be_written_as_json(call):
    assert json.loads(written([plain(value) for value in values_in(call())])) is not None


@each_engine
def test_what_is_public_is_said_in_one_sorted_list(engine):
    module = importlib.import_module(engine)
    constants_first = sorted(
        module.__all__, key=lambda name: (not name.isupper(), name[0].islower(), name)
    )
    assert list(module.__all__) == constants_first
    assert all(hasattr(module, name) for name in module.__all__)


@each_engine
def test_each_public_function_shows_an_example(engine):
    module = importlib.import_module(engine)
    for name in module.__all__:
        member = getattr(module, name)
        if inspect.isfunction(member):
            assert ">>>" in (inspect.getdoc(member) or "")


@pytest.mark.slow
@each_engine
def test_an_engine_loads_without_the_framework(engine):
    done = subprocess.run(
        [sys.executable, "-c", f"import sys, {engine}; print('django' in sys.modules)"],
        capture_output=True,
        text=True,
        check=True,
        env={"PYTHONPATH": ":".join(sys.path)},
    )
    assert done.stdout == "False\n"

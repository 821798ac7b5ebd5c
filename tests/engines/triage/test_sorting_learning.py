"""Learning from decisions: what is learnt and refused, how it is judged, what is asked next."""

import json
from dataclasses import replace
from datetime import date, timedelta
from random import Random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sejuk.engines.triage.sorting import (
    CannotJudge,
    CannotLearn,
    Category,
    Decided,
    Turn,
    UnusableModel,
    VerdictCode,
    evaluated,
    may_replace,
    model_from_json,
    model_to_json,
    next_to_ask,
    suggested,
    trained,
    unseen_by,
)
from sejuk.engines.triage.sorting.calibrating import curve_of
from sejuk.engines.triage.sorting.features import message_of
from sejuk.engines.triage.sorting.learning import _rows_of
from sejuk.engines.triage.sorting.proposing import ready, weighed

DAY = date(2024, 10, 1)
# Words of which no rule knows; what is learnt of them is learnt.
ABOUT = {
    Category.DISASTER: ("lindu", "reruntuk"),
    Category.GATHERING: ("gruduk", "koorlap"),
    Category.SERVICE: ("loket", "blangko"),
}
AROUND = (
    "tadi", "pagi", "di", "sana", "kami", "lihat", "banyak", "sekali", "yang", "lain", "dan",
    "terus", "sampai", "magrib",
)  # fmt: skip


def decided(count: int, seed: int = 1, *, since: date = DAY, turn: Turn = Turn.RANDOM):
    random = Random(seed)
    told = []
    for number in range(count):
        category = random.choice(list(ABOUT))
        words = [*random.sample(AROUND, 5), random.choice(ABOUT[category])]
        random.shuffle(words)
        text = " ".join(words)
        day = since + timedelta(days=number % 20)
        told.append(Decided(text, (category,), day, f"{seed}-{number}", turn=turn))
    return told


@pytest.fixture(scope="module")
def model():
    return trained(decided(160), seed=7)


@pytest.fixture(scope="module")
def later():
    return decided(90, seed=2, since=DAY + timedelta(days=30))


@pytest.mark.slow
def test_words_that_no_rule_knows_are_learnt_and_named(model):
    assert suggested("kemarin ada lindu di sana").abstains
    found = suggested("kemarin ada lindu di sana", model)
    assert [one.category for one in found.categories] == [Category.DISASTER]
    assert found.categories[0].probability > 0.8
    assert found.categories[0].reasons[0].words == "lindu"
    assert not found.abstains


def test_the_less_of_a_message_is_known_the_less_sure_it_is(model):
    def chance(text):
        return suggested(text, model).categories[0].probability

    unknown = " xilofon berkarat teronggok bersebelahan gelagah"
    assert chance("lindu" + 4 * unknown) < chance("lindu" + unknown) < chance("lindu")
    assert suggested(unknown, model).abstains


def test_letters_carry_over_to_a_spelling_never_seen(model):
    found = suggested("koorrlaap sudah di sana", model)
    assert found.categories[0].category is Category.GATHERING


@pytest.mark.slow
def test_the_same_decisions_and_seed_make_the_same_model(model):
    again = trained(decided(160), seed=7)
    assert again == model
    assert again.version == model.version
    assert trained(decided(160, seed=3), seed=7).version != model.version


def test_a_model_is_json_and_a_changed_one_is_refused(model):
    text = model_to_json(model)
    assert model_from_json(text) == model
    plain = json.loads(text)
    plain["constants"][0] += 1
    for wrong in (json.dumps(plain), "[]", "{}", "no json", '{"format": 99}'):
        with pytest.raises(UnusableModel):
            model_from_json(wrong)


def test_what_a_message_scores_is_the_sum_of_its_parts(model):
    at_work = ready(model)
    for one in decided(10, seed=5):
        found = weighed(one.text, at_work)
        parts = at_work.constants + found.by_word.sum(axis=0) + found.by_rule.sum(axis=0)
        assert np.allclose(found.scores, parts)
        assert found.by_word.shape == (len(one.text.split()), len(Category))
    # The same by matrices, for the texts it was trained on.
    _, _, rows = _rows_of(decided(160))
    by_matrices = (
        rows.words @ (np.array(model.words.weights) / 1000)
        + rows.letters @ (np.array(model.letters.weights) / 1000)
        + rows.rules @ at_work.rules
        + at_work.constants
    )
    by_words = [weighed(one.text, at_work).scores for one in decided(160)]
    assert np.abs(by_matrices - by_words).max() < 0.01


@pytest.mark.slow
def test_a_word_of_two_messages_becomes_no_part_of_a_model():
    told = decided(80)
    rare = [replace(one, text=f"{one.text} kasmirul") for one in told[:2]]
    often = [replace(one, text=f"{one.text} talangubi") for one in told[2:5]]
    terms = trained([*rare, *often, *told[5:]], seed=1).words.terms
    assert "kasmirul" not in terms
    assert any(term.startswith("talangubi"[:6]) for term in terms)


@pytest.mark.slow
def test_few_decisions_leave_the_rules_in_force():
    model = trained(decided(24), seed=1)
    for text in ("Wong komering nak perang samo wong ogan", "Ada serangan fajar di RT dua"):
        assert suggested(text, model).categories[0].category is (
            suggested(text).categories[0].category
        )


@pytest.mark.parametrize(
    ("change", "complaint"),
    [
        ({"text": "Hubungi 0812-3456-7890 segera"}, "personal data"),
        ({"weight": 0.0}, "weight"),
        ({"weight": 1.5}, "weight"),
        ({"categories": ()}, "no category"),
    ],
)
def test_what_cannot_be_learnt_from_is_refused_without_telling_the_text(change, complaint):
    told = decided(30)
    told[11] = replace(told[11], **change)
    with pytest.raises(CannotLearn, match=complaint) as refused:
        trained(told, seed=1)
    assert "12" in str(refused.value)
    assert "0812" not in str(refused.value)


def test_too_few_decisions_or_one_message_told_often_are_refused():
    with pytest.raises(CannotLearn, match="begins with"):
        trained(decided(19), seed=1)
    with pytest.raises(CannotLearn, match="different"):
        trained([replace(one, group="same") for one in decided(30)], seed=1)


def test_a_model_is_never_judged_by_what_it_has_seen(model, later):
    seen_group = replace(later[0], group="1-5")
    too_early = replace(later[1], decided_on=model.trained_until)
    kept = unseen_by([*decided(160), seen_group, too_early, *later[2:]], model, None)
    assert kept == tuple(later[2:])
    found = evaluated(model, [*decided(160), *later])
    assert (found.messages, found.left_out) == (90, 160)
    with pytest.raises(CannotJudge, match="160"):
        evaluated(model, decided(160))


def test_figures_are_those_that_a_plain_count_gives(model, later):
    mixed = [*later, replace(later[0], categories=(Category.RUMOUR,), group="odd")]
    found = evaluated(model, mixed, replicates=50)
    found_in = [suggested(item.text, model) for item in mixed]
    told = [{one.category for one in each.categories if one.is_proposed} for each in found_in]
    right = [said == set(item.categories) for said, item in zip(told, mixed, strict=True)]
    assert not any(suggested(item.text, model).abstains for item in mixed)
    assert found.exact_match.value == pytest.approx(sum(right) / len(mixed), abs=1e-4)
    scores = []
    for category in {one for item in mixed for one in item.categories}:
        hits = sum(
            category in s and category in i.categories for s, i in zip(told, mixed, strict=True)
        )
        all_told = sum(category in said for said in told)
        meant = sum(category in item.categories for item in mixed)
        scores.append(2 * hits / (all_told + meant))
    assert found.macro_f1.value == pytest.approx(sum(scores) / len(scores), abs=1e-4)
    assert found.macro_f1.low <= found.macro_f1.value <= found.macro_f1.high
    assert found.drawn_by_lot == len(mixed)
    assert [one.decided for one in found.categories if one.category is Category.RUMOUR] == [1]


@pytest.mark.slow
def test_a_model_takes_another_place_only_where_the_lot_shows_no_drop(model, later):
    rules, learnt = evaluated(None, later), evaluated(model, later)
    assert may_replace(rules, learnt).code is VerdictCode.NO_DROP
    assert may_replace(learnt, rules).code is VerdictCode.DROPS
    assert may_replace(learnt, evaluated(model, later[1:])).code is VerdictCode.OTHER_MESSAGES
    asked = [replace(one, turn=Turn.UNCERTAIN) for one in later]
    verdict = may_replace(evaluated(None, asked), evaluated(model, asked))
    assert (verdict.may, verdict.code) == (False, VerdictCode.TOO_FEW_AT_RANDOM)


@settings(max_examples=20, deadline=None)
@given(st.lists(st.tuples(st.floats(-9, 9), st.booleans()), min_size=40, max_size=90))
def test_a_curve_never_falls_and_keeps_the_share_that_came_true(pairs):
    scores = np.array([score for score, _ in pairs])
    happened = np.array([float(was) for _, was in pairs])
    curve = curve_of(scores, happened, np.ones(len(pairs)))
    assert list(curve.chances) == sorted(curve.chances)
    assert list(curve.scores) == sorted(curve.scores)
    assert all(0 < chance < 1 for chance in curve.chances)
    assert bool(curve.scores) == (15 <= happened.sum() <= len(pairs) - 15)


def test_adjacent_violators_are_pooled_as_by_hand():
    # Ten each of: never, half, half the other way round (a violator), always.
    happened = np.array([0] * 10 + [1] * 6 + [0] * 4 + [1] * 4 + [0] * 6 + [1] * 10, float)
    scores = np.repeat([-3.0, -1.0, 1.0, 3.0], 10)
    curve = curve_of(scores, happened, np.ones(40))
    steps = dict(zip(curve.scores, curve.chances, strict=True))
    assert steps[0.0] == pytest.approx((10 + 0.5) / 21, abs=1e-4)


def test_questions_are_unsure_by_lot_and_fast_and_never_twice(model):
    texts = [one.text for one in decided(100, seed=8)]
    groups = [str(number // 2) for number in range(100)]
    speeds = [float(number > 95) * number for number in range(100)]
    asked = next_to_ask(texts, model, seed=3, count=10, groups=groups, tellings_a_day=speeds)
    whys = [one.why for one in asked]
    assert [whys.count(one) for one in (Turn.UNCERTAIN, Turn.RANDOM, Turn.FAST)] == [6, 2, 2]
    assert len({groups[one.number] for one in asked}) == 10
    assert {one.number for one in asked if one.why is Turn.FAST} <= set(range(96, 100))
    assert asked == next_to_ask(
        texts, model, seed=3, count=10, groups=groups, tellings_a_day=speeds
    )


def test_questions_are_as_many_as_there_are_messages():
    assert next_to_ask([], None, seed=1, count=5) == ()
    assert {one.number for one in next_to_ask(["a", "b"], None, seed=1, count=9)} == {0, 1}
    with pytest.raises(ValueError, match="groups"):
        next_to_ask(["a"], None, seed=1, count=1, groups=["1", "2"])
    with pytest.raises(ValueError, match="cannot be asked"):
        next_to_ask(["a"], None, seed=1, count=-1)


@pytest.mark.slow
def test_what_a_rule_speaks_for_is_shown_whatever_was_learnt():
    told = [
        replace(one, text=f"{one.text} longsor") if Category.SERVICE in one.categories else one
        for one in decided(120)
    ]
    found = suggested("longsor di loket", trained(told, seed=1)).categories
    assert [one.category for one in found if one.is_proposed] == [Category.SERVICE]
    shown = next(one for one in found if one.category is Category.DISASTER)
    assert "bencana.disaster" in {reason.rule for reason in shown.reasons}


@pytest.mark.slow
def test_words_for_groups_are_never_learnt():
    named = [
        replace(one, text=f"{one.text} wong komering")
        if Category.SERVICE in one.categories
        else one
        for one in decided(80)
    ]
    model = trained(named, seed=1)
    learnt = {word for term in model.words.terms for word in term.split()}
    assert not learnt & {"komering", "orang", "wong"}
    about = suggested("wong komering", model).categories
    assert about == suggested("", model).categories
    assert "jawa" not in {word.form for word in message_of("di pulau jawa").words}


@pytest.mark.slow
def test_speech_against_provocation_is_not_proposed_as_provocation_by_its_words():
    sara = (Category.SARA_PROVOCATION,)
    told = [replace(one, categories=sara, text=f"{one.text} dedemit") for one in decided(80)]
    model = trained([*told, *decided(80, seed=4)], seed=1)
    assert suggested("dedemit di sana", model).categories[0].category in sara
    calm = "jangan terprovokasi, dedemit di sana"
    assert suggested(calm, model).categories[0].category not in sara
    found = weighed(calm, ready(model))
    assert found.scores[list(Category).index(sara[0])] == -3.0


@pytest.mark.parametrize("text", ["", "👍", "[nama]", "a" * 10_000, "💥 " * 3000])
def test_odd_messages_are_no_trouble(model, text):
    assert all(0 < one.probability < 1 for one in suggested(text, model).categories)

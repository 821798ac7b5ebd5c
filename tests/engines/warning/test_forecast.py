"""The forecast: known results, what must not matter, and what is refused."""

import math
from dataclasses import replace

import numpy as np
import pytest
from benchmarks._warning_forecast import BEATEN, beaten
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import nbinom, poisson

from sejuk.engines.warning.forecasting import (
    Forecast,
    ForecastComponent,
    ForecastMethod,
    ForecastPlace,
    forecast,
    forecast_score,
)
from sejuk.engines.warning.forecasting.beginnings import begun
from sejuk.engines.warning.forecasting.mixtures import fitted_mixture
from sejuk.engines.warning.forecasting.neighbourhoods import ground_of, nearest
from sejuk.engines.warning.forecasting.rhythms import Rhythm, expected_totals, fitted_rhythm
from sejuk.engines.warning.forecasting.scoring import caught, crps, paired
from sejuk.engines.warning.forecasting.spreads import (
    fitted_bursts,
    fitted_size,
    log_scores,
    spread_of,
)


def a_land(places=12, weeks=40, *, seed=1, rate=0.3):
    """Return places at random points, and counts of which some places have far more than others."""
    rng = np.random.default_rng(seed)
    land = [
        ForecastPlace(f"V{at:02}", float(north), float(east), 1_000)
        for at, (north, east) in enumerate(rng.uniform((-4.2, 104.0), (-4.0, 104.3), (places, 2)))
    ]
    counts = rng.poisson(rate * rng.gamma(0.7, 1 / 0.7, places), (weeks, places))
    return land, {place.area_code: counts[:, at].tolist() for at, place in enumerate(land)}


def by_code(coming: Forecast):
    return {place.area_code: place for place in coming.places}


def alike(one: Forecast, other: Forecast) -> bool:
    first, second = by_code(one), by_code(other)
    return one.method == other.method and all(
        math.isclose(first[code].expected, second[code].expected, rel_tol=1e-9)
        and math.isclose(first[code].p_any, second[code].p_any, rel_tol=1e-9)
        for code in first
    )


each_length = pytest.mark.parametrize("weeks", [8, 40])


# --- what must not matter ---------------------------------------------------------------------


@each_length
def test_the_order_of_the_places_does_not_matter(weeks):
    land, history = a_land(weeks=weeks)
    assert alike(forecast(land, history), forecast(land[::-1], history))


@each_length
def test_it_does_not_matter_where_on_earth_the_places_lie(weeks):
    land, history = a_land(weeks=weeks)
    moved = [replace(place, longitude=place.longitude + 75.0) for place in land]
    mirrored = [replace(place, latitude=-place.latitude) for place in land]
    coming = forecast(land, history)
    assert alike(coming, forecast(moved, history))
    assert alike(coming, forecast(mirrored, history))


@each_length
def test_a_place_without_history_is_a_place_with_noughts(weeks):
    land, history = a_land(weeks=weeks)
    history["V03"] = [0] * weeks
    without = {code: counts for code, counts in history.items() if code != "V03"}
    assert forecast(land, history) == forecast(land, without)


def test_empty_weeks_long_ago_hardly_matter():
    """Shifting the beginning by whole weeks: only what was counted counts."""
    land, history = a_land(weeks=60, rate=1.0)
    later = {code: [0] * 4 + counts for code, counts in history.items()}
    one, other = by_code(forecast(land, history)), by_code(forecast(land, later))
    for code in one:
        assert one[code].p_any == pytest.approx(other[code].p_any, rel=0.1)


@each_length
def test_a_village_that_is_split_takes_its_forecast_along(weeks):
    land, history = a_land(places=30, weeks=weeks, rate=1.0)
    busiest = max(history, key=lambda code: sum(history[code]))
    at = next(at for at, place in enumerate(land) if place.area_code == busiest)
    halves = [replace(land[at], area_code=f"{busiest}{half}", residents=500) for half in "ab"]
    rng = np.random.default_rng(3)
    first = rng.binomial(history[busiest], 0.5)
    split = {code: counts for code, counts in history.items() if code != busiest}
    split |= {
        f"{busiest}a": first.tolist(),
        f"{busiest}b": (np.array(history[busiest]) - first).tolist(),
    }
    whole = forecast(land, history)
    parts = by_code(forecast([*land[:at], *halves, *land[at + 1 :]], split))
    before = by_code(whole)[busiest].expected
    both = parts[f"{busiest}a"].expected + parts[f"{busiest}b"].expected
    assert both == pytest.approx(before, rel=0.15)
    assert sum(part.expected for part in parts.values()) == pytest.approx(whole.expected, rel=0.02)


# --- sums -------------------------------------------------------------------------------------


@settings(max_examples=25, deadline=None)
@given(
    weeks=st.integers(1, 32),
    places=st.integers(1, 7),
    seed=st.integers(0, 10_000),
    rate=st.sampled_from([0.0, 0.05, 0.5, 5.0]),
)
@pytest.mark.slow
def test_shares_sum_exactly_and_every_number_is_possible(weeks, places, seed, rate):
    coming = forecast(*a_land(places, weeks, seed=seed, rate=rate))
    assert sum(weight.percent for weight in coming.weights) == 100
    for place in coming.places:
        assert place.expected == sum(part.expected for part in place.parts)
        assert sum(part.percent for part in place.parts) == 100
        assert 0 <= place.p_low <= place.p_any <= place.p_high <= 1
        assert 0 < place.p_any < 1
        assert 0 <= place.low <= place.high
        assert all(part.expected >= 0 for part in place.parts)
    assert all(math.isfinite(week.forecast) for week in coming.history)
    total = math.fsum(place.expected for place in coming.places)
    assert total == pytest.approx(coming.expected)


@settings(max_examples=15, deadline=None)
@given(seed=st.integers(0, 1000))
@pytest.mark.slow
def test_one_event_more_never_lowers_the_chance_of_its_place_in_a_cold_start(seed):
    land, history = a_land(weeks=6, seed=seed, rate=0.5)
    ground = ground_of(land)
    counts = np.array(list(history.values()), dtype=float).T
    more = counts.copy()
    more[-1, 0] += 3
    assert begun(more, ground).means[0] > begun(counts, ground).means[0]


@pytest.mark.parametrize("weeks", [8, 40])
@pytest.mark.slow
def test_a_quarter_of_an_event_counts_for_more_than_none_and_less_than_one(weeks):
    land, history = a_land(places=6, weeks=weeks, rate=0.5)
    chances = []
    for more in (0, 0.25, 1):
        heard = [count + more for count in history["V01"][-4:]]
        coming = forecast(land, history | {"V01": [*history["V01"][:-4], *heard]})
        chances.append({place.area_code: place.p_any for place in coming.places}["V01"])
    assert chances == sorted(set(chances))


# --- what is promised -------------------------------------------------------------------------


def test_beaten_means_beaten():
    """A score a hair below another's is a loss; only of the fallback a draw is enough."""
    lost = beaten(dict.fromkeys(BEATEN, -0.001), "here")
    assert [one.holds for one in lost] == [name.startswith("share") for name in BEATEN]
    assert all(one.holds for one in beaten(dict.fromkeys(BEATEN, 0.0001), "here"))


# --- known results ----------------------------------------------------------------------------


def test_the_chance_of_any_is_that_of_the_negative_binomial():
    counts, means = np.arange(6.0), np.linspace(0.2, 3, 6)
    assert log_scores(counts, means, 1.7) == pytest.approx(
        nbinom.logpmf(counts, 1.7, 1.7 / (1.7 + means))
    )
    spread = spread_of(means, np.full(6, 1.7), np.full(6, np.inf))
    assert spread.p_any == pytest.approx(1 - nbinom.pmf(0, 1.7, 1.7 / (1.7 + means)))
    assert (spread.p_low < spread.p_any).all()
    assert (spread.p_any < spread.p_high).all()


@pytest.mark.parametrize("weeks", [1, 3, 60])
def test_a_chance_lies_in_its_own_interval_where_nothing_was_ever_heard(weeks):
    (place,) = forecast([ForecastPlace("V")], {"V": [0] * weeks}).places
    assert place.p_low <= place.p_any <= place.p_high


def test_the_size_of_simulated_counts_is_found():
    rng = np.random.default_rng(5)
    means = rng.uniform(0.5, 3, 40_000)
    counts = rng.poisson(means * rng.gamma(2.0, 1 / 2.0, means.shape)).astype(float)
    assert fitted_size(counts, means) == pytest.approx(2.0, rel=0.05)


def test_the_crps_of_a_nearly_poisson_count_is_its_definition():
    seen, mean = 2.0, 1.3
    by_hand = sum((poisson.cdf(k, mean) - (k >= seen)) ** 2 for k in range(60))
    assert crps(np.array([seen]), np.array([mean]), 1e7)[0] == pytest.approx(by_hand, rel=1e-5)


def test_a_forecast_that_names_the_right_places_catches_their_events():
    counts = np.array([[0.0, 6.0, 0.0, 0.0, 2.0, 0, 0, 0, 0, 0], [0, 2.0, 0, 0, 0, 0, 0, 0, 0, 0]])
    means = np.tile([1.0, 9.0, 1, 1, 5, 1, 1, 1, 1, 1], (2, 1))
    assert (caught(counts, means, 0.1).hit_rate, caught(counts, means, 0.1).pai) == (0.8, 8.0)
    assert caught(counts, means, 0.2).hit_rate == 1.0
    assert paired(np.array([2.0, 4.0]), np.array([1.0, 1.0])).error == pytest.approx(1.0)


def test_nearer_places_weigh_more_and_ties_are_kept():
    line = np.array([(0.0, 0.0), (0.0, 0.01), (0.0, 0.03), (0.0, -0.01)])
    weights = nearest(line, 1).toarray()
    assert weights[0].tolist() == pytest.approx([0, 0.5, 0, 0.5])
    three = nearest(line, 3).toarray()[0]
    assert three[1] > three[2] > 0
    assert nearest(line, 6).sum(axis=1) == pytest.approx(1)


def test_a_steady_district_expects_what_it_had():
    totals = np.full(60, 7.0)
    assert expected_totals(totals, Rhythm(8.0))[-1] == pytest.approx(7.0, rel=0.01)


def test_a_season_that_came_twice_is_known_the_third_time():
    weeks = np.arange(209)
    totals = np.round(100 * np.exp(0.5 * np.sin(2 * np.pi * weeks * 7 / 365.25)))
    rhythm = fitted_rhythm(totals, 52, 208)
    assert rhythm.waves[0] == pytest.approx(0.5, abs=0.03)
    assert expected_totals(totals[:-1], rhythm)[-1] == pytest.approx(totals[-1], rel=0.06)


def test_weights_go_to_the_ingredient_that_made_the_counts():
    rng = np.random.default_rng(2)
    rates = rng.gamma(0.5, 2.0, 25)
    land, _ = a_land(places=25)
    counts = rng.poisson(rates, (240, 25)).astype(float)
    mixture = fitted_mixture(counts, ground_of(land), 104, 240)
    long_run = sum(
        weight
        for one, weight in zip(mixture.ingredients, mixture.weights, strict=True)
        if one.component in (ForecastComponent.OWN_LONG_RUN, ForecastComponent.OWN_IN_AREA)
    )
    assert long_run > 0.85
    assert sum(mixture.weights) == pytest.approx(1)


def test_nothing_of_the_tested_weeks_is_learnt():
    land, history = a_land(places=10, weeks=80, rate=1.0)
    counts = np.array(list(history.values()), dtype=float).T
    other = counts.copy()
    other[60:] = 50.0
    ground = ground_of(land)
    assert fitted_mixture(counts, ground, 20, 60) == fitted_mixture(other, ground, 20, 60)


# --- which way it is made ---------------------------------------------------------------------


def test_a_quiet_village_among_busy_ones_expects_more_than_one_far_away():
    busy = {f"B{at}": [2, 1, 3, 2] for at in range(5)}
    near = [ForecastPlace(code, -4.0 - 0.01 * at, 104.0) for at, code in enumerate(busy)]
    far = [ForecastPlace(f"Q{at}", -4.5 - 0.01 * at, 104.5) for at in range(12)]
    quiet = ForecastPlace("N", -4.025, 104.01)
    coming = by_code(forecast([*near, *far, quiet], busy))
    assert coming["N"].expected > 2 * coming["Q3"].expected
    assert coming["N"].expected < coming["B2"].expected


def test_a_cold_start_follows_the_index_where_nothing_was_heard():
    land, _ = a_land(places=5, weeks=4)
    rated = [replace(place, index=0.2 * at) for at, place in enumerate(land)]
    coming = forecast(rated, {"V00": [0, 0, 0, 0]})
    expected = [place.expected for place in coming.places]
    assert expected == sorted(expected)
    assert coming.method is ForecastMethod.BEGINNING
    assert {part.component for part in coming.places[0].parts} >= {ForecastComponent.INDEX}


def test_it_falls_back_to_the_simple_forecast_that_it_does_not_beat():
    """Each place had its own past for ever, and then all is exchanged: nobody can win by much."""
    found = {forecast(*a_land(places=8, weeks=60, seed=seed, rate=0.4)).method for seed in range(8)}
    assert found == {ForecastMethod.MIXTURE, ForecastMethod.SIMPLE}
    for seed in range(8):
        coming = forecast(*a_land(places=8, weeks=60, seed=seed, rate=0.4))
        won = sum(week.forecast - week.share_and_season for week in coming.history) > 0
        assert (coming.method is ForecastMethod.MIXTURE) == won
        assert len(coming.history) == 20


def test_places_with_few_residents_are_learnt_from_but_not_forecast():
    land, history = a_land(weeks=10)
    land[4] = replace(land[4], residents=299)
    coming = forecast(land, history)
    assert coming.too_small == ("V04",)
    assert "V04" not in by_code(coming)
    assert len(coming.places) == 11


# --- bad input --------------------------------------------------------------------------------


LAND, EIGHT_WEEKS = a_land(weeks=8)


@pytest.mark.parametrize(
    ("places", "history", "words"),
    [
        (LAND, EIGHT_WEEKS | {"V01": [1, 2]}, "Weeks are missing"),
        (LAND, EIGHT_WEEKS | {"V01": [1, 0, 0, -1] * 2}, "less than nothing"),
        (LAND, EIGHT_WEEKS | {"V01": [1, None] * 4}, "no number"),
        (LAND, EIGHT_WEEKS | {"V01": [True, 0] * 4}, "no number"),
        (LAND, EIGHT_WEEKS | {"V01": [math.nan] * 8}, "no number"),
        (LAND, EIGHT_WEEKS | {"X": [0] * 8}, "not among the places"),
        ([*LAND, LAND[0]], EIGHT_WEEKS, "given twice"),
        ([], {}, "no place"),
        (LAND, {}, "no week"),
        (LAND, {"V01": []}, "no week"),
        ([ForecastPlace("V", math.nan, 1.0)], {}, "no point on Earth"),
        ([ForecastPlace("V", 1.0)], {}, "no point on Earth"),
        ([ForecastPlace("V", residents=-5)], {}, "no number of people"),
        ([ForecastPlace("V", residents=math.nan)], {}, "no number of people"),
        ([ForecastPlace("V", residents=math.inf)], {}, "no number of people"),
        ([ForecastPlace("V", index=1.5)], {}, "between 0 and 1"),
    ],
)
def test_what_cannot_be_is_refused_in_words(places, history, words):
    with pytest.raises(ValueError, match=words):
        forecast(places, history)


@each_length
def test_one_place_alone_has_an_answer(weeks):
    coming = forecast([ForecastPlace("only", -4.0, 104.0)], {"only": [1, 0] * (weeks // 2)})
    assert coming.places[0].expected == pytest.approx(0.5, rel=0.25)


@each_length
def test_places_without_points_have_no_neighbours_but_an_answer(weeks):
    land, history = a_land(weeks=weeks)
    nowhere = [ForecastPlace(place.area_code) for place in land]
    some = [land[0], *nowhere[1:]]
    for places in (nowhere, some):
        coming = forecast(places, history)
        assert sum(place.expected for place in coming.places) == pytest.approx(coming.expected)


@each_length
def test_a_district_in_which_nothing_was_ever_heard_expects_next_to_nothing(weeks):
    land, _ = a_land(weeks=weeks)
    coming = forecast(land, {"V00": [0] * weeks})
    assert 0 < coming.expected < 0.51
    assert all(place.p_any < 0.1 for place in coming.places)


@each_length
def test_a_flood_in_one_village_stays_a_number(weeks):
    land, history = a_land(weeks=weeks)
    history["V00"][-1] = 1_000_000
    coming = by_code(forecast(land, history))
    assert all(math.isfinite(place.expected) for place in coming.values())
    assert coming["V00"].expected > coming["V01"].expected


@pytest.mark.slow
def test_a_thousand_villages_for_two_years():
    rng = np.random.default_rng(0)
    land, _ = a_land(places=1_000, weeks=1)
    counts = rng.poisson(rng.gamma(0.5, 0.1, 1_000), (110, 1_000))
    # Codes of three and four digits, as a_land writes them.
    history = {place.area_code: counts[:, at].tolist() for at, place in enumerate(land)}
    coming = forecast(land, history)
    assert len(coming.places) == 1_000
    assert len(coming.history) == 26


def test_a_forecast_of_a_past_week_scores_as_its_own_history_says():
    """What is kept of a forecast is enough to score it later."""
    land, history = a_land(weeks=10)
    earlier = {code: counts[:-1] for code, counts in history.items()}
    made, later = forecast(land, earlier), forecast(land, history)
    seen = [history[place.area_code][-1] for place in made.places]
    ours = forecast_score(
        seen, [place.expected for place in made.places], [place.size for place in made.places]
    )
    moving = forecast_score(
        seen,
        [place.moving_average for place in made.places],
        [made.moving_average_size] * len(seen),
    )
    assert ours == pytest.approx(later.history[-1].forecast)
    assert moving == pytest.approx(later.history[-1].moving_average)


@pytest.mark.parametrize("bad", [([], [], []), ([1], [0.0], [1.0]), ([-1], [1.0], [1.0])])
def test_a_score_of_nothing_possible_is_refused(bad):
    with pytest.raises(ValueError, match=r"Give a count|Counts are 0"):
        forecast_score(*bad)


def test_bursts_beyond_what_is_known_of_a_rate_are_found_and_none_where_there_are_none():
    rng = np.random.default_rng(8)
    means = rng.uniform(0.5, 3, 20_000)
    shapes = np.full_like(means, 6.0)
    rates = means * rng.gamma(6.0, 1 / 6.0, means.shape)
    calm = rng.poisson(rates).astype(float)
    bursty = rng.poisson(rates * rng.gamma(1.5, 1 / 1.5, means.shape)).astype(float)
    assert fitted_bursts(calm, means, shapes) > 50
    # The product of the two gammas scatters a little more than their sum.
    assert fitted_bursts(bursty, means, shapes) == pytest.approx(1.4, rel=0.15)

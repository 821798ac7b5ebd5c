"""
A year of outreach in a district where visits make records: who is visited too much, who never.

The world and the ways of choosing visits are told in `sejuk.engines.warning.visiting.simulation`.
The same years, seed by seed, are lived through under each policy: at random, to where most was
recorded, in proportion to the records; a draw from all villages each day without and with the
correction for reporting and, as the most there is to gain, with the true rates; and the programme
as it runs, in which each officer draws among his own villages once a week. The promises hold for
equal reporting, and for one half reporting three times as much as the other, in both directions. In
the last setting the half that was visited more in the past really has half as many incidents again;
nothing is promised there: the correction follows slowly, because only what visits found may move
visits between halves.

Of the programme as it runs no reach is promised. With 112 visits a week to 157 villages, none twice
in a week, even the 112 with the highest true rates and no turn would give 1.27 times random. Two
more tables show it with a quarter of the visits, where there is something to choose, and with
officers whose own villages report unequally, which nothing corrects.
"""

import sys

from benchmarks._limits import Limit, conclude
from sejuk.engines.warning.visiting import FeedbackOutcome, FeedbackPolicy, simulate_feedback

SETTINGS = (
    ("equal reporting (30 % each)", (0.3, 0.3), 1.0),
    ("unequal: 45 % where visits were many, 15 % elsewhere", (0.45, 0.15), 1.0),
    ("unequal: 15 % where visits were many, 45 % elsewhere", (0.15, 0.45), 1.0),
    ("equal reporting, and half as many incidents again where visits were many", (0.3, 0.3), 1.5),
)
PROMISED = 3
EXCESS_AT_MOST, REACH_AT_LEAST = 2.0, 1.4
RUNS, QUICK_RUNS = 60, 12
SEED = 2024  # no year of it was used to choose anything
WORDS = {
    FeedbackPolicy.RANDOM: "at random",
    FeedbackPolicy.NAIVE_TOP: "where most was recorded",
    FeedbackPolicy.NAIVE_PROPORTIONAL: "in proportion to records",
    FeedbackPolicy.UNCORRECTED: "drawn from all, as told",
    FeedbackPolicy.SAMPLED: "drawn from all, corrected",
    FeedbackPolicy.BY_OFFICER: "the programme as it runs",
    FeedbackPolicy.KNOWING: "drawn from all, the truth",
}
FEW_VISITS_A_DAY = 4
OF_THE_PROGRAMME = FeedbackPolicy.RANDOM, FeedbackPolicy.BY_OFFICER


def measure(*, full: bool) -> list[Limit]:
    """Print a table for each setting and return the promised limits."""
    limits: list[Limit] = []
    for number, (words, reporting, hotter) in enumerate(SETTINGS):
        print(f"{words}; means of {RUNS if full else QUICK_RUNS} years, 157 villages, 16 visits")
        found = {
            policy: simulate_feedback(
                policy,
                reporting=reporting,
                hotter=hotter,
                runs=RUNS if full else QUICK_RUNS,
                seed=SEED,
            )
            for policy in FeedbackPolicy
        }
        _print(found)
        if number < PROMISED:
            limits += _limits(words.split(";")[0][:28], found)
    _more_of_the_programme(RUNS if full else QUICK_RUNS)
    return limits


def _more_of_the_programme(runs: int) -> None:
    """Print the programme where it has more to choose from, and where nothing guards it."""
    for words, reporting, _ in SETTINGS[:PROMISED]:
        print(f"{words}; {FEW_VISITS_A_DAY} visits a day, 11 villages for each officer")
        _print(
            {
                policy: simulate_feedback(
                    policy,
                    reporting=reporting,
                    visits_a_day=FEW_VISITS_A_DAY,
                    runs=runs,
                    seed=SEED,
                )
                for policy in OF_THE_PROGRAMME
            }
        )
        print(f"{words}; the same among the villages of each officer")
        _print(
            {
                policy: simulate_feedback(
                    policy, reporting=reporting, runs=runs, seed=SEED, are_beats_mixed=True
                )
                for policy in OF_THE_PROGRAMME
            }
        )


def _print(found: dict[FeedbackPolicy, FeedbackOutcome]) -> None:
    print(
        f"{'visits go':26}{'excess to half':>16}{'never, last 6 m':>17}"
        f"{'incidents met':>15}{'x random':>10}{'Gini':>6}{'most days':>11}"
    )
    by_lot = found[FeedbackPolicy.RANDOM].reach
    for policy, one in found.items():
        excess = f"{one.excess_points:+.1f} ± {one.excess_error:.1f}"
        print(
            f"{WORDS[policy]:26}{excess:>16}{one.never_visited:>17.1%}{one.reach:>15.1%}"
            f"{one.reach / by_lot:>10.2f}{one.gini:>6.2f}{one.most_days:>11.0%}"
        )
    print(flush=True)


def _limits(setting: str, found: dict[FeedbackPolicy, FeedbackOutcome]) -> list[Limit]:
    ours, by_lot = found[FeedbackPolicy.SAMPLED], found[FeedbackPolicy.RANDOM]
    runs = found[FeedbackPolicy.BY_OFFICER]
    return [
        Limit(f"programme, {setting}", EXCESS_AT_MOST, abs(runs.excess_points), "points"),
        Limit(f"programme, never, {setting}", 0.0, 100 * runs.never_visited, "%"),
        Limit(f"excess, {setting}", EXCESS_AT_MOST, abs(ours.excess_points), "points"),
        Limit(f"never visited, {setting}", 0.0, 100 * ours.never_visited, "%"),
        Limit(
            f"reach, {setting}",
            took=ours.reach / by_lot.reach,
            unit="x random",
            at_least=REACH_AT_LEAST,
        ),
    ]


if __name__ == "__main__":
    sys.exit(conclude(measure(full="--quick" not in sys.argv)))

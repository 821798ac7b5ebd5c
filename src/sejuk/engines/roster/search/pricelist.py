"""What each person costs on each place, as far as that depends on nothing else."""

from collections import defaultdict
from datetime import date

import numpy as np

from sejuk.engines.roster.asked.problem import LEADER_ROLES, Level, Needs, Problem, Rule, RuleCode
from sejuk.engines.roster.judging.carried import absent_minutes, minute_of
from sejuk.engines.roster.judging.rules import rule_of
from sejuk.engines.roster.search.grid import (
    HEAVY,
    NEVER,
    PINNED,
    Floats,
    Marks,
    PriceList,
    binds,
    rules_by_person,
)
from sejuk.engines.roster.search.seats import Place, meets

EARTH_RADIUS = 6_371_008.8  # metres, mean radius of the GRS 80 ellipsoid (Moritz)
METRES_IN_KM = 1000


def price_list(
    problem: Problem, places: tuple[Place, ...], *, is_relaxed: bool = False
) -> PriceList:
    """
    Return the prices of people on places.

    Relaxed they are never too high: without mixes, leaders, what is fixed and days asked off.
    """
    columns: dict[str, list[int]] = defaultdict(list)
    for column, place in enumerate(places):
        columns[problem.demands[place.demand].id].append(column)
    costs = travel_prices(problem, places)
    strangers = np.zeros(len(places)) if is_relaxed else worth_of_mixes(problem, places)
    add_needs(problem, places, costs, strangers)
    add_absences(problem, places, costs)
    constant = add_wishes(problem, places, costs, is_relaxed=is_relaxed)
    constant += add_previous(problem, columns, costs)
    np.minimum(costs, NEVER, out=costs)
    add_pins(problem, columns, costs, is_relaxed=is_relaxed)
    empty = [problem.demands[place.demand].price for place in places]
    worth = np.array(empty, dtype=np.float64)
    if not is_relaxed:
        worth += strangers + worth_of_leaders(problem, places)
    return PriceList(costs.astype(np.float32), worth, strangers, constant)


def price_of(rule: Rule | None) -> float:
    """Return what a breach costs the search: NEVER where the rule binds."""
    if rule is None:
        return 0.0
    return NEVER if binds(rule) else float(rule.price)


def price_of_shift(rule: Rule | None) -> float:
    """Return what the breach of a rule on shifts costs the search: such rules bind when hard."""
    if rule is None:
        return 0.0
    return HEAVY if rule.level is Level.HARD else float(rule.price)


def prices_by_person(problem: Problem, code: RuleCode) -> Floats:
    """Return what a breach costs the search, a column of people."""
    rules = rules_by_person(problem, code)
    return np.array([price_of(rule) for rule in rules], dtype=np.float64)[:, None]


def metres_to_posts(problem: Problem) -> Floats:
    """Return the metres from each person's home to each post; NaN where a point is missing."""
    homes = [(one.latitude, one.longitude) for one in problem.people]
    posts = [(one.latitude, one.longitude) for one in problem.posts]
    home = np.radians(np.array(homes, dtype=np.float64).reshape(-1, 2))[:, None, :]
    post = np.radians(np.array(posts, dtype=np.float64).reshape(-1, 2))[None, :, :]
    rise = np.sin((post[..., 0] - home[..., 0]) / 2) ** 2
    run = np.sin((post[..., 1] - home[..., 1]) / 2) ** 2
    run *= np.cos(home[..., 0]) * np.cos(post[..., 0])
    squeezed = np.sqrt(np.clip(rise + run, 0.0, 1.0))
    return np.asarray(np.rint(2 * EARTH_RADIUS * np.arcsin(squeezed)))


def travel_prices(problem: Problem, places: tuple[Place, ...]) -> Floats:
    """Return what the ways cost, person x place."""
    costs = np.zeros((len(problem.people), len(places)))
    rules = rules_by_person(problem, RuleCode.TRAVEL)
    if not problem.posts or not places:
        return costs
    free = np.array([rule.amount if rule else 0 for rule in rules], dtype=np.float64)[:, None]
    way = np.maximum(0.0, np.nan_to_num(metres_to_posts(problem)) - free) // METRES_IN_KM
    of_post = np.where(way > 0, way * prices_by_person(problem, RuleCode.TRAVEL), 0.0)
    column = {post.id: at for at, post in reversed(list(enumerate(problem.posts)))}
    posts = [column.get(problem.demands[place.demand].post, -1) for place in places]
    known = np.array(posts) >= 0
    costs[:, known] = of_post[:, np.array(posts)[known]]
    return costs


def worth_of_mixes(problem: Problem, places: tuple[Place, ...]) -> Floats:
    """Return for each place what a person costs the mix who brings only what the demand needs."""
    price = price_of_shift(rule_of(problem, RuleCode.MIX))
    is_designated = [place.needs != problem.demands[place.demand].needs for place in places]
    return np.array(is_designated, dtype=np.float64) * price


def worth_of_leaders(problem: Problem, places: tuple[Place, ...]) -> Floats:
    """Return for each place what a shift costs more when this place stays empty."""
    worth = np.zeros(len(places))
    rule = rule_of(problem, RuleCode.LEADER)
    if rule is None:
        return worth
    people: dict[tuple[str, date, str], int] = defaultdict(int)
    leading: dict[tuple[tuple[str, date, str], str], int] = defaultdict(int)
    for place in places:
        demand = problem.demands[place.demand]
        people[demand.shift] += place.count
        leading[demand.shift, demand.role] += place.count
    for at, place in enumerate(places):
        demand = problem.demands[place.demand]
        is_large = people[demand.shift] >= rule.amount
        if demand.role == LEADER_ROLES[0] or (demand.role == LEADER_ROLES[1] and is_large):
            worth[at] = price_of_shift(rule) / leading[demand.shift, demand.role]
    return worth


def add_needs(
    problem: Problem, places: tuple[Place, ...], costs: Floats, strangers: Floats
) -> None:
    """Add what people cost who do not bring what the seats need."""
    lacking = prices_by_person(problem, RuleCode.QUALIFIED)[:, 0]
    known: dict[Needs, Marks] = {}

    def brought(needs: Needs) -> Marks:
        if needs not in known:
            known[needs] = np.array([meets(one, needs) for one in problem.people], dtype=np.bool_)
        return known[needs]

    for at, place in enumerate(places):
        own = problem.demands[place.demand].needs
        costs[:, at] += np.where(brought(own), 0.0, lacking)
        if place.needs != own:
            stranger = NEVER if strangers[at] >= HEAVY else strangers[at]
            costs[:, at] += np.where(brought(place.needs), 0.0, stranger)


def add_absences(problem: Problem, places: tuple[Place, ...], costs: Floats) -> None:
    """Add what people cost while they are away."""
    price = prices_by_person(problem, RuleCode.PRESENT)[:, 0]
    absent = absent_minutes(problem)
    demands = [problem.demands[place.demand] for place in places]
    starts = np.array([minute_of(one.starts_at) for one in demands], dtype=np.int64)
    ends = np.array([minute_of(one.ends_at) for one in demands], dtype=np.int64)
    for row, person in enumerate(problem.people):
        away = np.zeros(len(places), dtype=np.bool_)
        for first, last in absent.get(person.id, ()):
            away |= (starts < last) & (ends > first)
        costs[row, away] += price[row]


def add_wishes(
    problem: Problem, places: tuple[Place, ...], costs: Floats, *, is_relaxed: bool
) -> float:
    """Add what wishes cost or save; return what those to be on cost while nobody is seated."""
    rows = {person.id: row for row, person in enumerate(problem.people)}
    rules = rules_by_person(problem, RuleCode.WISHES)
    days: dict[date, list[int]] = defaultdict(list)
    for at, place in enumerate(places):
        days[problem.demands[place.demand].day].append(at)
    constant = 0.0
    for wish in problem.wishes:
        row = rows.get(wish.person, -1)
        rule = rules[row] if row >= 0 else None
        # Two duties on a day off are one breach, but would be counted twice in here.
        if rule is None or (wish.is_off and is_relaxed):
            continue
        bands = {at: problem.demands[places[at].demand].band for at in days[wish.day]}
        meant = [at for at, band in bands.items() if wish.band in ("", band)]
        price = NEVER if binds(rule) and wish.is_off else float(rule.price * wish.price)
        costs[row, meant] += price if wish.is_off else -price
        constant += 0.0 if wish.is_off else price
    return constant


def add_previous(problem: Problem, columns: dict[str, list[int]], costs: Floats) -> float:
    """Take off what staying as published saves; return what it saves in all."""
    rule = rule_of(problem, RuleCode.STABILITY)
    if rule is None:
        return 0.0
    rows = {person.id: row for row, person in enumerate(problem.people)}
    price = PINNED if binds(rule) else float(rule.price)
    kept = {(one.demand, one.person) for one in problem.previous if one.person in rows}
    demands = {demand.id for demand in problem.demands}
    for demand, person in kept:
        costs[rows[person], columns.get(demand, [])] -= price
    return price * sum(demand in demands for demand, _ in kept)


def add_pins(
    problem: Problem, columns: dict[str, list[int]], costs: Floats, *, is_relaxed: bool
) -> None:
    """Bar people from duties, and draw them to those they are fixed to, where they may stand."""
    rows = {person.id: row for row, person in enumerate(problem.people)}
    barred = prices_by_person(problem, RuleCode.FORBIDDEN)[:, 0]
    fixed = prices_by_person(problem, RuleCode.FIXED)[:, 0]
    for pin in problem.pins:
        if pin.person not in rows:
            continue
        row, here = rows[pin.person], columns.get(pin.demand, [])
        if pin.is_forbidden:
            costs[row, here] = np.minimum(costs[row, here] + barred[row], NEVER)
        elif not is_relaxed:
            drawn = min(float(fixed[row]), PINNED)
            costs[row, here] -= np.where(costs[row, here] < NEVER, drawn, 0.0)

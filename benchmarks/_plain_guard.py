"""The baseline of `roster`: one plain CP-SAT model, a yes or no for each person, day and task."""

from collections import defaultdict

from ortools.sat.python import cp_model

from sejuk.engines.roster import Assignment, Problem, Roster
from sejuk.engines.roster.judging.carried import absent_minutes, minute_of
from sejuk.engines.roster.search.seats import meets

REST, HOURS, NIGHTS = 11 * 60, 48 * 60, 3


def plain_roster(problem: Problem, seconds: float) -> tuple[int, Roster, float]:
    """Return the empty seats, the roster and the least empty seats that CP-SAT reaches."""
    model = cp_model.CpModel()
    absent = absent_minutes(problem)
    stands: dict[tuple[int, int], cp_model.IntVar] = {}
    for row, person in enumerate(problem.people):
        for at, demand in enumerate(problem.demands):
            start, end = minute_of(demand.starts_at), minute_of(demand.ends_at)
            away = any(first < end and start < last for first, last in absent.get(person.id, ()))
            if not away and meets(person, demand.needs):
                stands[row, at] = model.new_bool_var("")
    by_person: dict[int, list[int]] = defaultdict(list)
    by_demand: dict[int, list[cp_model.IntVar]] = defaultdict(list)
    for (row, at), is_there in stands.items():
        by_person[row].append(at)
        by_demand[at].append(is_there)
    empty = []
    for at, demand in enumerate(problem.demands):
        lacking = model.new_int_var(0, demand.count, "")
        model.add(sum(by_demand[at]) + lacking == demand.count)
        empty.append(lacking)
    for row, own in by_person.items():
        _keep_rules(model, problem, own, {at: stands[row, at] for at in own})
    model.minimize(sum(empty))
    solver = cp_model.CpSolver()
    solver.parameters.max_time_in_seconds = seconds
    solver.parameters.num_workers = 2
    status = solver.solve(model)
    if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        return sum(demand.count for demand in problem.demands), (), solver.best_objective_bound
    roster = tuple(
        Assignment(problem.demands[at].id, problem.people[row].id)
        for (row, at), is_there in stands.items()
        if solver.boolean_value(is_there)
    )
    return round(solver.objective_value), roster, solver.best_objective_bound


def _keep_rules(
    model: cp_model.CpModel, problem: Problem, own: list[int], stands: dict[int, cp_model.IntVar]
) -> None:
    """Rest between duties, the rest a duty asks for, hours in seven days, nights in a row."""
    demands = problem.demands
    blocks = []
    days: dict[int, list[int]] = defaultdict(list)
    for at in own:
        start, end = minute_of(demands[at].starts_at), minute_of(demands[at].ends_at)
        rest = max(REST, demands[at].rest_after_minutes)
        blocks.append(
            model.new_optional_fixed_size_interval_var(start, end + rest - start, stands[at], "")
        )
        days[(demands[at].day - problem.first_day).days].append(at)
    model.add_no_overlap(blocks)
    for day in range(problem.days):
        week = [at for back in range(7) for at in days.get(day - back, ())]
        model.add(sum(demands[at].minutes * stands[at] for at in week) <= HOURS)
        nights = [
            stands[at]
            for back in range(NIGHTS + 1)
            for at in days.get(day - back, ())
            if demands[at].band.startswith("Malam")
        ]
        model.add(sum(nights) <= NIGHTS)

"""
What is wrong with the question itself, before anybody looks for an answer.

Each complaint says what and where in a sentence. Of one kind of fault at most twenty are told, then
how many more there are. A shortage is a complaint too: a problem with one can be solved, and seats
stay empty; whoever asks decides.
"""

from collections.abc import Iterable, Iterator
from itertools import chain

from sejuk.engines.roster.asked.problem import Problem
from sejuk.engines.roster.asked.sentences import N_
from sejuk.engines.roster.judging.faults import (
    MOST_DAYS,
    MOST_RULES,
    Complaint,
    complaint,
    told,
)
from sejuk.engines.roster.judging.faults_of_demands import DEMANDS_AT_FAULT
from sejuk.engines.roster.judging.faults_of_people import PEOPLE_AT_FAULT


def complaints(problem: Problem) -> tuple[Complaint, ...]:
    """
    Return what is wrong with a problem, kind by kind; nothing when it can be asked as it is.

    >>> from datetime import date
    >>> for one in complaints(Problem(date(2024, 11, 4), 0, (), (), ())):
    ...     print(one.where, "-", one.sentence)
    horizon - The time that is planned has 0 days. Give 1 to 400.
    people - There is nobody among the people.
    demands - Nothing is asked for: there are no demands.
    """
    kinds = (_horizon, _nothing, _rules, _unknown, *PEOPLE_AT_FAULT, *DEMANDS_AT_FAULT)
    return tuple(chain.from_iterable(told(find(problem)) for find in kinds))


def _horizon(problem: Problem) -> Iterator[Complaint]:
    if not 1 <= problem.days <= MOST_DAYS:
        text = N_("The time that is planned has %(days)s days. Give 1 to %(most)s.")
        yield complaint("horizon", text, days=problem.days, most=MOST_DAYS)


def _nothing(problem: Problem) -> Iterator[Complaint]:
    if not problem.people:
        yield complaint("people", N_("There is nobody among the people."))
    if not problem.demands:
        yield complaint("demands", N_("Nothing is asked for: there are no demands."))


def _rules(problem: Problem) -> Iterator[Complaint]:
    if len(problem.rules) > MOST_RULES:
        text = N_("There are %(count)s rules. At most %(most)s can be read.")
        yield complaint("rules", text, count=len(problem.rules), most=MOST_RULES)
    organisations = {person.organisation for person in problem.people} | {""}
    seen = set()
    for rule in problem.rules:
        of = rule.organisation
        if (rule.code, of) in seen:
            text = N_('Rule "%(rule)s" is given twice; the first holds. Keep one.')
            yield complaint("rules", text, rule=rule.code.value)
        seen.add((rule.code, of))
        if of not in organisations:
            text = N_('Rule "%(rule)s" is for "%(organisation)s", to which nobody belongs.')
            yield complaint("rules", text, rule=rule.code.value, organisation=of)
        if rule.amount < 0 or rule.price < 0:
            text = N_('The amount or the price of rule "%(rule)s" is below 0.')
            yield complaint("rules", text, rule=rule.code.value)


def _unknown(problem: Problem) -> Iterator[Complaint]:
    people = {person.id for person in problem.people}
    posts = {post.id for post in problem.posts}
    demands = {demand.id for demand in problem.demands}
    post = N_('Demands are at post "%(id)s", which is not among the posts.')
    yield from _not_in(posts, "demands", post, (one.post for one in problem.demands))
    mix = N_('A mix is for post "%(id)s", which is not among the posts.')
    yield from _not_in(posts | {""}, "mixes", mix, (one.post for one in problem.mixes))
    pin = N_('A pin is for duty "%(id)s", which is not among the demands.')
    yield from _not_in(demands, "pins", pin, (one.demand for one in problem.pins))
    named: dict[str, tuple[str, set[str]]] = {
        "absences": (
            N_('An absence is of "%(id)s", who is not among the people.'),
            {one.person for one in problem.absences},
        ),
        "pins": (
            N_('A pin is for "%(id)s", who is not among the people.'),
            {one.person for one in problem.pins},
        ),
        "wishes": (
            N_('A wish is of "%(id)s", who is not among the people.'),
            {one.person for one in problem.wishes},
        ),
        "worked": (
            N_('A duty before was stood by "%(id)s", who is not among the people.'),
            {one.person for one in problem.worked},
        ),
        "burdens": (
            N_('A burden is of "%(id)s", who is not among the people.'),
            {one.person for one in problem.burdens},
        ),
    }
    for where, (text, ids) in named.items():
        yield from _not_in(people, where, text, ids)


def _not_in(known: set[str], where: str, text: str, named: Iterable[str]) -> Iterator[Complaint]:
    for one in sorted(set(named) - known):
        yield complaint(f"{where}:{one}", text, id=one)

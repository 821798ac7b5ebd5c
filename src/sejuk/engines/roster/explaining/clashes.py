"""Demands and rules that cannot hold together, each in a sentence; a smallest set of them."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from sejuk.engines.roster.asked.problem import Level, Problem, Rule, RuleCode
from sejuk.engines.roster.asked.sentences import N_, Sentence
from sejuk.engines.roster.explaining.crews import SURE, Family, Piece, Watch
from sejuk.engines.roster.judging.breaches import day_words, length_words
from sejuk.engines.roster.judging.rules import SENTENCES, rule_of


@dataclass(frozen=True, slots=True)
class Clash:
    """One part of a smallest conflict: the demands of a kind of post on some days, or a rule."""

    sentence: Sentence
    rule: str = ""
    kind: str = ""
    first_day: str = ""
    last_day: str = ""
    seats: int = 0


def smallest_conflict(watch: Watch) -> tuple[Clash, ...]:
    """
    Return demands and rules that leave seats empty, of which none could be spared for that.

    A deletion filter (Chinneck and Dravnieks 1991): what can go while seats still stay empty goes.
    Small demands are tried first, so that what stays is what a commander would name.
    """
    seats = {family: sum(watch.seats[family].values()) for family in watch.families}
    pieces: list[Piece] = [*sorted(watch.families, key=lambda one: (seats[one], one))]
    pieces += watch.rules()
    gone: set[Piece] = set()
    for piece in pieces:
        if watch.filled({*gone, piece}).empty > SURE:
            gone.add(piece)
    left = [family for family in watch.families if family not in gone]
    rules = [rule for rule in watch.rules() if rule not in gone]
    return (
        *(clash_of(watch, family) for family in left),
        *(clash_of(watch, rule) for rule in rules),
    )


def clash_of(watch: Watch, piece: Piece) -> Clash:
    """Return a piece with its sentence."""
    if isinstance(piece, RuleCode):
        return Clash(_rule_words(watch.problem, piece), rule=piece.value)
    seats = sum(watch.seats[piece].values())
    text = N_("%(seats)s seats of %(posts)s on %(days)s.")
    values = {"posts": posts_words(watch, piece), "seats": seats, "days": days_words(piece)}
    days = piece.first.isoformat(), piece.last.isoformat()
    return Clash(Sentence(text, values), "", piece.kind, *days, seats)


def days_words(family: Family) -> Sentence:
    """Return the day or the days of a family."""
    if family.first == family.last:
        return day_words(family.first)
    values = {"first": day_words(family.first), "last": day_words(family.last)}
    return Sentence(N_("%(first)s to %(last)s"), values)


def posts_words(watch: Watch, family: Family) -> Sentence:
    """Return the posts of a family: the first by name, the others by number."""
    names = {post.id: post.name for post in watch.problem.posts}
    posts = list(watch.posts[family])
    first = names.get(posts[0], posts[0])
    if len(posts) == 1:
        return Sentence("%(post)s", {"post": first})
    text = N_("%(post)s and %(count)s more")
    return Sentence(text, {"post": first, "count": len(posts) - 1})


def _rule_words(problem: Problem, code: RuleCode) -> Sentence:
    """Return the rule with its amount for everybody, where it has one."""
    rule = rule_of(problem, code)
    amount = 0 if rule is None else rule.amount
    if code is RuleCode.REST and amount:
        text = N_("Between two duties there are %(length)s of rest.")
        return Sentence(text, {"length": length_words(amount)})
    if code is RuleCode.HOURS_IN_7_DAYS and amount:
        text = N_("In any seven days nobody works more than %(length)s.")
        return Sentence(text, {"length": length_words(amount)})
    return Sentence(SENTENCES[code])


def without(problem: Problem, clashes: Sequence[Clash]) -> Problem:
    """
    Return a problem in which these demands are not asked and these rules bind nobody.

    >>> from datetime import date
    >>> problem = Problem(date(2024, 11, 4), 7, (), (), ())
    >>> found = without(problem, [Clash(Sentence("Rest."), rule="rest")])
    >>> rule_of(found, RuleCode.REST) is None
    True
    """
    kinds = {post.id: post.kind or post.id for post in problem.posts}
    asked = {(one.kind, one.first_day, one.last_day) for one in clashes if not one.rule}
    off = {RuleCode(one.rule) for one in clashes if one.rule}
    return replace(
        problem,
        demands=tuple(
            one
            for one in problem.demands
            if not any(
                kind == kinds.get(one.post, one.post) and first <= one.day.isoformat() <= last
                for kind, first, last in asked
            )
        ),
        rules=(
            *(one for one in problem.rules if one.code not in off),
            *(Rule(code, Level.SOFT, price=0) for code in sorted(off)),
        ),
    )

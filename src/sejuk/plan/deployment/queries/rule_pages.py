"""The rules of the roster as an operation has them: sentence, level, amount, price, source."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from django.utils.translation import gettext

from sejuk.engines import roster as engine
from sejuk.engines.roster import Level, RuleCode
from sejuk.kit.actors import Actor
from sejuk.kit.choices import N_
from sejuk.plan.deployment import rules
from sejuk.plan.deployment.models import RuleSetting

if TYPE_CHECKING:
    from sejuk.foundation.operations.models import Operation

LEVELS = {
    Level.HARD: N_("hard"),
    Level.WARN: N_("warning"),
    Level.SOFT: N_("soft"),
}
MINUTES, MINUTES_AN_HOUR = N_("minutes"), 60
# In which unit each rule's amount counts; rules without one have nothing to set.
UNITS = {
    RuleCode.REST: MINUTES,
    RuleCode.HOURS_IN_7_DAYS: MINUTES,
    RuleCode.NIGHTS_IN_A_ROW: N_("nights"),
    RuleCode.DAYS_IN_A_ROW: N_("days"),
    RuleCode.WEEKLY_REST: MINUTES,
    RuleCode.LEADER: N_("people, from which a deputy is asked for"),
    RuleCode.TRAVEL: N_("metres that cost nothing"),
    RuleCode.FAIR_HOURS: N_("minutes either way"),
    RuleCode.FAIR_NIGHTS: N_("nights either way"),
    RuleCode.FAIR_WEEKENDS: N_("duties either way"),
    RuleCode.FAIR_FRIDAYS: N_("duties either way"),
    RuleCode.FAIR_HOLIDAYS: N_("duties either way"),
}
# Where the amounts of the engine's defaults come from.
SOURCES = {
    RuleCode.REST: N_("Directive 2003/88/EC, article 3"),
    RuleCode.HOURS_IN_7_DAYS: N_("Directive 2003/88/EC, article 6, read strictly"),
    RuleCode.NIGHTS_IN_A_ROW: N_("HSE, HSG256: at most two to three nights"),
    RuleCode.DAYS_IN_A_ROW: N_("HSE, HSG256: at most five to seven days"),
    RuleCode.WEEKLY_REST: N_("Directive 2003/88/EC, article 5"),
}
NOTES = {
    RuleCode.HOURS_IN_7_DAYS: N_(
        "Counted hours: standby counts as its shift pattern says, other duty whole."
    ),
}
# Rules that ask only where a person's own terms or an imported problem do, and the mix of a shift,
# which seats that are for an organisation say: nothing to set here.
OF_TERMS = frozenset(
    {
        RuleCode.MIX,
        RuleCode.FOLLOW,
        RuleCode.MOST_MINUTES,
        RuleCode.LEAST_MINUTES,
        RuleCode.LEAST_DAYS_IN_A_ROW,
        RuleCode.LEAST_DAYS_OFF_IN_A_ROW,
        RuleCode.MOST_WEEKENDS,
        RuleCode.MOST_OF_BAND,
    }
)


@dataclass(frozen=True, slots=True)
class ShownRule:
    """A rule as it holds: for everybody, or for one organisation."""

    code: str
    asks: str
    level: str
    level_words: str
    amount: int
    unit: str
    note: str
    price: int
    source: str
    organisation: str
    setting_id: int | None
    reason: str
    set_by: str
    set_at: datetime | None
    is_absent: bool


def shown_rules(operation: Operation) -> list[ShownRule]:
    """Return each rule as it holds by default or was set, those of organisations after it."""
    found = RuleSetting.objects.filter(operation=operation).select_related("organisation")
    settings = list(found.order_by("organisation__name", "pk"))
    shown = []
    for code in RuleCode:
        if code in OF_TERMS:
            continue
        own = [one for one in settings if one.code == code.value]
        if not any(one.organisation is None for one in own):
            shown.append(_default(code))
        everybodys_first = sorted(own, key=lambda one: one.organisation is not None)
        shown += [_set(code, one) for one in everybodys_first]
    return shown


def _default(code: RuleCode) -> ShownRule:
    rule = engine.DEFAULTS.get(code)
    level = rule.level if rule else Level.SOFT
    return ShownRule(
        code=code.value,
        asks=gettext(engine.SENTENCES[code]),
        level=level.value,
        level_words=gettext(LEVELS[level]) if rule else gettext("not used"),
        amount=_shown(code, rule.amount if rule else 0)[0],
        unit=_shown(code, rule.amount if rule else 0)[1],
        note=gettext(NOTES[code]) if code in NOTES else "",
        price=rule.price if rule else 0,
        source=gettext(SOURCES[code]) if code in SOURCES else gettext("chosen"),
        organisation="",
        setting_id=None,
        reason="",
        set_by="",
        set_at=None,
        is_absent=rule is None,
    )


def _shown(code: RuleCode, amount: int) -> tuple[int, str]:
    """
    Return an amount in the unit in which one reads it: whole hours as hours.

    >>> _shown(RuleCode.REST, 660)[0], _shown(RuleCode.REST, 690)[0]
    (11, 690)
    """
    unit = UNITS.get(code, "")
    if unit == MINUTES and amount and amount % MINUTES_AN_HOUR == 0:
        return amount // MINUTES_AN_HOUR, gettext("hours")
    return amount, gettext(unit) if unit else ""


def _set(code: RuleCode, setting: RuleSetting) -> ShownRule:
    return ShownRule(
        code=code.value,
        asks=gettext(engine.SENTENCES[code]),
        level=setting.level,
        level_words=gettext(LEVELS[Level(setting.level)]),
        amount=_shown(code, setting.amount)[0],
        unit=_shown(code, setting.amount)[1],
        note=gettext(NOTES[code]) if code in NOTES else "",
        price=setting.price,
        source="",
        organisation=setting.organisation.name if setting.organisation else "",
        setting_id=setting.pk,
        reason=setting.reason,
        set_by=setting.set_by,
        set_at=setting.set_at,
        is_absent=False,
    )


def code_choices() -> list[tuple[str, str]]:
    """Return the rules that can be set, each by its sentence."""
    return [
        (code.value, gettext(engine.SENTENCES[code])) for code in RuleCode if code not in OF_TERMS
    ]


def level_choices() -> list[tuple[str, str]]:
    return [(level.value, gettext(words)) for level, words in LEVELS.items()]


def may_set(operation: Operation, *, actor: Actor) -> bool:
    return bool(rules.may_set_rules(actor, area_code=operation.area_id))

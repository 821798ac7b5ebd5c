"""Whether carrying helped, said in a sentence and never without its interval."""

from django.utils.formats import number_format
from django.utils.translation import gettext

from sejuk.engines.triage import Effect, EffectCode
from sejuk.kit.choices import N_

SENTENCES = {
    EffectCode.FELL: N_(
        "Where the answer was carried, the rumour was heard %(ratio)s times as often as comparable"
        " villages would let expect (95 %% interval %(low)s to %(high)s): it fell."
    ),
    EffectCode.ROSE: N_(
        "Where the answer was carried, the rumour was heard %(ratio)s times as often as comparable"
        " villages would let expect (95 %% interval %(low)s to %(high)s): it rose."
    ),
    EffectCode.UNCLEAR: N_(
        "Whether carrying helped cannot be told: %(ratio)s times as often as comparable villages"
        " would let expect, with a 95 %% interval of %(low)s to %(high)s that holds 1."
    ),
    EffectCode.TOO_LITTLE: N_("Too little was heard to tell whether carrying helped."),
}


def effect_words(effect: Effect) -> str:
    """Return what can be said of an effect, with what was counted."""
    counted = gettext(
        "Counted in the seven days before and after: %(t0)s and %(t1)s sightings where it was"
        " carried, %(c0)s and %(c1)s elsewhere. Villages were not drawn by lot."
    ) % {
        "t0": effect.treated.before,
        "t1": effect.treated.after,
        "c0": effect.compared.before,
        "c1": effect.compared.after,
    }
    said = gettext(SENTENCES[effect.code]) % {
        "ratio": _shown(effect.ratio),
        "low": _shown(effect.low),
        "high": _shown(effect.high),
    }
    return f"{said} {counted}"


def _shown(value: float | None) -> str:
    return "∞" if value is None else number_format(round(value, 2), 2)

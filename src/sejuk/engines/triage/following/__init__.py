"""Whether a rumour was heard less where its answer was carried: with its interval."""

from sejuk.engines.triage.following.effects import BeforeAfter, Effect, EffectCode, effect_of

__all__ = ["BeforeAfter", "Effect", "EffectCode", "effect_of"]

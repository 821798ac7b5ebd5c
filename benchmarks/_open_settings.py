"""Settings of `burst` for what the form takes: no work is asked before a report."""

from sejuk.project import settings as own
from sejuk.sense.signals.rules import flood

globals().update({name: getattr(own, name) for name in dir(own) if name.isupper()})

flood.MOST_A_MINUTE = 1_000_000_000

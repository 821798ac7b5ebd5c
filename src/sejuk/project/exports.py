"""Every table that can be taken out in open formats, in the order in which they are offered."""

from sejuk.act.outreach.web import VISITS
from sejuk.assess.alarms.web import EXPORTS as FIGURES
from sejuk.assess.alarms.web import Export
from sejuk.plan.programme.web import FEEDBACK

EXPORTS: tuple[Export, ...] = (*FIGURES, VISITS, FEEDBACK)

"""What the portal shows: matters that the desk released, and the weeks that were published."""

from datetime import datetime, timedelta

from sejuk.kit.actors import Actor
from sejuk.project.demonstration.play import Stage
from sejuk.project.demonstration.story import CURTAIN
from sejuk.sense.signals.actions import portal
from sejuk.sense.signals.actions.public_figures import publish_week
from sejuk.sense.signals.queries import public_figures, visible_signals
from sejuk.sense.signals.rules import Form

# What a report tells, and what the desk calls that.
TITLES = (
    ("Tenda TPS", "Tenda TPS roboh karena angin"),
    ("jaraknya enam kilometer", "TPS terlalu jauh dari rumah warga"),
    ("Dahan pohon", "Dahan pohon menghalangi jalan ke TPS"),
    ("Sampah menumpuk", "Sampah belum diangkut dari terminal"),
    ("Banjir bandang kecil", "Sawah terendam, jalan usaha tani rusak"),
    ("Rambu penunjuk arah", "Rambu penunjuk arah TPS diputar"),
    ("parkir sembarangan", "Parkir sepeda motor menutup jalan gang"),
)
LATELY = timedelta(days=10)


def plan_portal(stage: Stage) -> None:
    """Plan what the desk shows shortly before the curtain, and each Monday's figures."""
    stage.plan(CURTAIN - timedelta(minutes=20), lambda now: _show(stage, now))
    stage.plan(CURTAIN - timedelta(minutes=10), _publish)


def _show(stage: Stage, now: datetime) -> None:
    seen = visible_signals(stage.operator_at(now))
    for words, title in TITLES:
        lately = seen.filter(text__contains=words, form=Form.REPORT, heard_at__gte=now - LATELY)
        signal = lately.order_by("-heard_at", "-id").first()
        if signal is not None:
            portal.release_matter(
                signal_id=signal.pk, title=title, actor=stage.operator_at(now), now=now
            )


def _publish(now: datetime) -> None:
    for monday in public_figures.weeks_to_publish(now):
        publish_week(monday=monday, actor=Actor.system("publish_weeks"), now=now)

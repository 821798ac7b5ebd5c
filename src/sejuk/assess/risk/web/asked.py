"""From a request to what it asks of the command post."""

from datetime import date

from django.http import HttpRequest
from django.utils import timezone

from sejuk.assess.risk.web.post import Asked, Calendar
from sejuk.foundation.operations.web import now_of, operation_of, stages_of
from sejuk.foundation.places.rules import AREA_CODE
from sejuk.kit.days import day_in


def asked_by(request: HttpRequest) -> Asked:
    """Return what the address asks for; what it does not say, or says wrongly, is the usual."""
    kecamatan = request.GET.get("kecamatan", "")
    return Asked(
        day=day_asked(request),
        order="change" if request.GET.get("urut") == "perubahan" else "temperature",
        kecamatan=kecamatan if AREA_CODE.fullmatch(kecamatan) else "",
        is_wall=request.GET.get("layar") == "dinding",
        layer=request.GET.get("lapisan", ""),
    )


def day_asked(request: HttpRequest) -> date:
    today = timezone.localdate(now_of(request))
    # A field may stand in the address twice: the slider's day comes last, and counts.
    day = day_in(next(reversed(request.GET.getlist("hari")), ""))
    if day is None:
        return today
    operation = operation_of(request)
    earliest = operation.starts_on if operation else today
    return max(min(day, today), min(earliest, today))


def calendar_of(request: HttpRequest) -> Calendar:
    operation = operation_of(request)
    return Calendar(operation.starts_on if operation else None, tuple(stages_of(request)))

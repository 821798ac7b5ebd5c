"""My area: what was reported and answered here, as far as everybody may know it."""

from collections.abc import Iterator

from django import forms as django_forms
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from sejuk.foundation.accounts.web import allow_public
from sejuk.foundation.operations.web import is_invented, now_of
from sejuk.kit.choices import N_
from sejuk.kit.exports import KINDS, Table, table_file
from sejuk.kit.grids import Cell
from sejuk.sense.signals import forms, queries
from sejuk.sense.signals.queries.public_figures import PublicArea, public_area
from sejuk.sense.signals.rules.figures import LEAST_SHOWN

COLUMNS = (
    N_("Week from"),
    N_("to"),
    N_("Area code"),
    N_("Place"),
    N_("Kind"),
    N_("Reported"),
    N_("Answered within 7 days"),
)


@allow_public
@require_safe
def area(request: HttpRequest) -> HttpResponse:
    now = now_of(request)
    bounds = queries.operation_bounds(now)
    form = forms.MyArea(request.GET if "area" in request.GET else None, scope=(bounds.area_code,))
    code = _asked(form, bounds.area_code)
    context = {
        "form": form,
        "page": public_area(code, now=now) if code else None,
        "is_whole": code == bounds.area_code,
        "least": LEAST_SHOWN,
    }
    status = 422 if form.errors else 200
    return render(request, "signals/my_area.html", context, status=status)


def _asked(form: django_forms.Form, district: str) -> str:
    """Return the code asked for: the district's where nothing is, "" where it is unknown."""
    if not form.is_bound:
        return district
    return str(form.cleaned_data.get("area_code", "")) if form.is_valid() else ""


@allow_public
@require_safe
def export(request: HttpRequest, kind: str) -> HttpResponseBase:
    now = now_of(request)
    bounds = queries.operation_bounds(now)
    form = forms.MyArea(request.GET if "area" in request.GET else None, scope=(bounds.area_code,))
    code = _asked(form, bounds.area_code)
    if kind not in KINDS or not code:
        raise Http404
    return table_file(_table(public_area(code, now=now)), kind, is_invented=is_invented(request))


def _table(page: PublicArea) -> Table:
    columns = [gettext(word) for word in COLUMNS]
    title = gettext("Reports of %(area)s") % {"area": page.name}
    return Table(f"laporan-{page.code}", title, columns, _rows(page))


def _rows(page: PublicArea) -> Iterator[list[Cell]]:
    for one in (*page.own, *page.around):
        yield [
            one.monday,
            one.sunday,
            one.area_code,
            one.place,
            one.kind,
            one.reported,
            "" if one.answered is None else one.answered,
        ]

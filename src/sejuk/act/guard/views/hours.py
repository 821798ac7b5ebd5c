"""Pages of hours: all people of a period, one's own, and what is asked and decided about them."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.timezone import localdate
from django.utils.translation import gettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from sejuk.act.guard.actions.exporting import Export, note_export
from sejuk.act.guard.actions.hours import ask_correction, decide_correction
from sejuk.act.guard.forms.hours import AskForm, DecideForm, asked_period, period_told
from sejuk.act.guard.queries import hours as queries
from sejuk.act.guard.queries.shifts import person_id_of
from sejuk.act.guard.rules import LEADERS
from sejuk.act.guard.rules.book import OPENERS
from sejuk.foundation.accounts.web import actor_of, allow
from sejuk.foundation.operations.web import is_invented, now_of
from sejuk.kit.choices import N_
from sejuk.kit.decisions import Refused
from sejuk.kit.exports import Table, table_file

PEOPLE_ON_A_PAGE = 50


@allow(*LEADERS)
@require_GET
def hours(request: HttpRequest) -> HttpResponse:
    page = _page(request)
    people = Paginator(page.people, PEOPLE_ON_A_PAGE).get_page(request.GET.get("page"))
    told = period_told(request.GET, today=localdate(now_of(request)))
    return render(request, "guard/hours.html", {"page": page, "people": people, "told": told})


@allow(*LEADERS)
@require_GET
def export_hours(request: HttpRequest, kind: str) -> HttpResponseBase:
    page = _page(request)
    name = f"jam-dinas-{page.first}-{page.last}"
    rows = queries.hours_cells(page)
    table = Table(name, gettext("Hours on duty"), queries.hours_columns(), rows)
    answer = table_file(table, kind, is_invented=is_invented(request))
    note_export(
        what=Export.HOURS,
        file_kind=kind,
        first=page.first,
        last=page.last,
        actor=actor_of(request),
        now=now_of(request),
    )
    return answer


def _page(request: HttpRequest) -> queries.HoursPage:
    now = now_of(request)
    first, last = asked_period(request.GET, today=localdate(now))
    return queries.hours_page(first, last, actor=actor_of(request), now=now)


@allow(*LEADERS)
@require_POST
def decide_hours(request: HttpRequest, correction_id: int) -> HttpResponse:
    form = DecideForm(request.POST)
    if not form.is_valid():
        raise Refused(N_("Write the reason in a few words."))
    decide_correction(
        correction_id=correction_id,
        grants=form.cleaned_data["grants"],
        reason=form.cleaned_data["reason"],
        actor=actor_of(request),
        now=now_of(request),
    )
    messages.success(request, gettext("Decided. Who asked sees it on his own page."))
    return redirect("guard:hours")


@allow(*OPENERS)
@require_http_methods(["GET", "POST"])
def my_hours(request: HttpRequest) -> HttpResponse:
    form = AskForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            _ask(request, form)
        except Refused as error:
            form.say(error)
        else:
            messages.success(request, gettext("Asked. Somebody who leads will decide."))
            return redirect("guard:my_hours")
    return _own_page(request, form)


def _ask(request: HttpRequest, form: AskForm) -> None:
    ask_correction(
        duty_id=form.cleaned_data["duty"],
        minutes=form.minutes,
        reason=form.cleaned_data["reason"],
        actor=actor_of(request),
        now=now_of(request),
    )


def _own_page(request: HttpRequest, form: AskForm) -> HttpResponse:
    now = now_of(request)
    first, last = asked_period(request.GET, today=localdate(now))
    person_id = person_id_of(actor_of(request))
    rows, total = queries.own_hours(person_id, first, last, now=now) if person_id else ((), None)
    asked = request.POST.get("duty", "") if form.is_bound else request.GET.get("dinas", "")
    context = {
        "form": form,
        "rows": rows,
        "total": total,
        "first": first,
        "last": last,
        "told": period_told(request.GET, today=localdate(now)),
        "is_known": person_id is not None,
        "asked": next((row for row in rows if str(row.duty_id) == asked), None),
    }
    return render(request, "guard/my_hours.html", context, status=422 if form.errors else 200)

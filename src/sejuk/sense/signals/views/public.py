"""Pages for residents: report without an account, and ask by receipt."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_GET, require_http_methods

from sejuk.foundation.accounts.web import allow_public, cookieless
from sejuk.foundation.channels.rules import Channel
from sejuk.foundation.operations.web import now_of, operation_of
from sejuk.foundation.places import queries as places
from sejuk.kit.actors import EVERYWHERE, Actor
from sejuk.kit.decisions import Refused
from sejuk.kit.uploads import takes_files
from sejuk.sense.signals import actions, forms, queries
from sejuk.sense.signals.actions.receiving import Contact
from sejuk.sense.signals.queries import portal
from sejuk.sense.signals.rules import Form, NewSignal, SignalState, deadline_of
from sejuk.sense.signals.views import dialogue
from sejuk.sense.signals.views.flood import TOO_MANY, Gate, gate_of, passing, turned_away
from sejuk.sense.signals.views.photos import PUBLIC_BYTES, hold_photos
from sejuk.sense.signals.web import (
    REPORTS,
    WRONG_RECEIPTS,
    digits_of,
    grouped,
    is_over,
    network_of,
    note_attempt,
    qr_of,
    receipt_token,
    too_many_words,
)


@dataclass(frozen=True, slots=True)
class Shown:
    """With which answer the form is shown, again or for the first time, and with what beside it."""

    status: int = 200
    known: tuple[portal.ShownMatter, ...] = ()
    gate: Gate | None = None


@never_cache
@sensitive_post_parameters()
@cookieless
@takes_files(most_bytes=PUBLIC_BYTES, from_anybody=True)
@allow_public
@require_http_methods(["GET", "HEAD", "POST"])
def report(request: HttpRequest) -> HttpResponse:
    gate = gate_of(request)
    # Before anything else is done with it
    if request.method == "POST" and (page := turned_away(request, gate)):
        return page
    form = forms.Report(request.POST or None, scope=_scope(request), files=request.FILES or None)
    hold_photos(request, form)
    shown = _before_sending(request, form, gate)
    if shown is not None:
        return _form(request, form, shown)
    try:
        with passing(gate, request):
            return _received(request, form)
    except Refused as refused:
        form.say(refused)
        return _form(request, form, Shown(422, gate=gate_of(request)))


@sensitive_variables()
def _before_sending(request: HttpRequest, form: forms.Report, gate: Gate | None) -> Shown | None:
    """Return with what the form is shown; None when the report can be sent as it is."""
    if request.method != "POST":
        return Shown(gate=gate)
    if not form.is_valid():
        return Shown(status=422, gate=gate)
    told = form.cleaned_data
    if told["anyway"]:
        return None
    known = portal.matters_alike(
        told["text"], area_code=told["area_code"], kind=form.kind_meant, now=now_of(request)
    )
    return Shown(known=known, gate=gate) if known else None


@sensitive_variables()
def _received(request: HttpRequest, form: forms.Report) -> HttpResponse:
    told, point = form.cleaned_data, form.point or (None, None)
    now = now_of(request)
    digits = digits_of(told["token"]) or digits_of(receipt_token()) or ""
    arrival = actions.receive_report(
        new=NewSignal(
            form=Form.REPORT,
            kind=form.kind_meant,
            channel=Channel.WEB,
            text=told["text"],
            area_code=told["area_code"],
            heard_at=told["heard_at"] or now,
            created_by="resident",
            latitude=point[0],
            longitude=point[1],
            source_key=network_of(request),
            idempotency_key=f"web:{queries.receipt_hash(digits)}",
            photos=form.held.token,
        ),
        contact=Contact(told["name"], told["reach"]) if told["name"] or told["reach"] else None,
        wish=form.notice_wish,
        receipt_digits=digits,
        actor=Actor.resident(),
        now=now,
    )
    # Also the same report again: each one costs an entry of the ledger.
    note_attempt(REPORTS, request)
    return _issued(request, digits, arrival)


def _scope(request: HttpRequest) -> tuple[str, ...]:
    operation = operation_of(request)
    return (operation.area_id if operation else EVERYWHERE,)


def _form(request: HttpRequest, form: forms.Report, shown: Shown) -> HttpResponse:
    operation = operation_of(request)
    context = {
        "form": form,
        "token": receipt_token(),
        "operation_area": operation.area.name if operation else "",
        "known": shown.known,
        "gate": shown.gate,
    }
    return render(request, "signals/report.html", context, status=shown.status)


def _issued(request: HttpRequest, digits: str, arrival: actions.Arrival) -> HttpResponse:
    received_at = arrival.signal.received_at
    zone, operation = timezone.get_current_timezone(), operation_of(request)
    context = {
        "receipt": grouped(digits),
        "operation_area": operation.area.name if operation else "",
        "qr": qr_of(request, digits),
        "received_at": received_at,
        "area": places.area_labels([arrival.signal.area_id])[arrival.signal.area_id],
        "triage_by": deadline_of(SignalState.NEW, received_at, zone),
        "answer_by": deadline_of(SignalState.TAKEN, received_at, zone),
    }
    response = render(request, "signals/receipt_issued.html", context, status=201)
    response["Cache-Control"] = "no-store, private"
    return response


@allow_public
@require_GET
def village_points(request: HttpRequest) -> HttpResponse:
    """Give the villages of the operation with their points, for the map that one taps."""
    bounds = queries.operation_bounds(now_of(request))
    found = [
        {
            "code": one.code,
            "name": one.name,
            "within": one.subdistrict,
            "latitude": one.latitude,
            "longitude": one.longitude,
        }
        for one in places.villages((bounds.area_code,))
        if one.point
    ]
    return JsonResponse({"villages": found})


@allow_public
@require_GET
def areas(request: HttpRequest) -> HttpResponse:
    bounds = queries.operation_bounds(now_of(request))
    found = places.found_areas(request.GET.get("q", ""), (bounds.area_code,), villages_only=False)
    return render(request, "_area_options.html", {"areas": found})


@never_cache
@sensitive_post_parameters()
@cookieless
@allow_public
@require_http_methods(["GET", "HEAD", "POST"])
def receipt(request: HttpRequest) -> HttpResponse:
    form = forms.ReceiptQuestion(request.POST or None)
    if request.method != "POST" or not form.is_valid():
        return _answer(request, form, None, status=200 if request.method != "POST" else 422)
    if is_over(WRONG_RECEIPTS, request):
        form.add_error(None, too_many_words(WRONG_RECEIPTS))
        return _answer(request, form, None, status=TOO_MANY)
    digits = form.cleaned_data["receipt"]
    if queries.signal_of_receipt(digits) is not None:
        return dialogue.thread_page(request, digits)
    status = queries.receipt_status(digits) or portal.following_status(digits)
    if status is None:
        note_attempt(WRONG_RECEIPTS, request)
        form.add_error("receipt", gettext("There is no report with this number."))
    return _answer(request, form, status, status=404 if status is None else 200)


def _answer(
    request: HttpRequest,
    form: forms.ReceiptQuestion,
    found: queries.ReceiptStatus | None,
    *,
    status: int,
) -> HttpResponse:
    late = found.late_words_at(now_of(request)) if found else ""
    context = {"form": form, "found": found, "late": late}
    response = render(request, "signals/receipt.html", context, status=status)
    response["Cache-Control"] = "no-store, private"
    return response

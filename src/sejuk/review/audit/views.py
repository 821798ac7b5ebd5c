"""Pages of audit: the ledger, its verification, its export."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import segno
from django.contrib import messages
from django.http import FileResponse, HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.timezone import localdate
from django.utils.translation import gettext
from django.views.decorators.http import require_GET, require_POST

from sejuk.foundation.accounts.web import actor_of, allow
from sejuk.foundation.ledger import queries as ledger
from sejuk.foundation.ledger import rules as chain
from sejuk.foundation.operations.web import is_invented, now_of, operation_of
from sejuk.kit.actors import EVERYWHERE
from sejuk.kit.exports import file_name
from sejuk.review.audit import actions, forms, queries, rules, web

# As much as goes into one packet of an export, not one write for each entry.
LINES_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class Chain:
    """The state of the whole chain: its head now, and what was last found."""

    count: int
    head: str
    qr: str
    verified_at: datetime | None
    verified_by: str
    verified_count: int
    holds: bool
    broken_at: int | None
    why: str


@allow(*rules.READERS)
@require_GET
def read_ledger(request: HttpRequest) -> HttpResponse:
    form = forms.LookingFor(request.GET)
    asked = form.filters() if form.is_valid() else queries.Filters()
    page = queries.ledger_page(
        actor=actor_of(request),
        filters=asked,
        before=form.cleaned_data.get("before"),
        after=form.cleaned_data.get("after"),
    )
    context = {
        "fields": [form[name] for name in ("actor", "area", "subject", "day")],
        "filtered": asked != queries.Filters(),
        "verb": asked.verb,
        "deeds": web.deed_choices(),
        "lines": [web.shown(line) for line in page.lines],
        "page": page,
        "chain": _chain(),
        "may_export": bool(rules.may_export(actor_of(request), whole_area=_whole_area(request))),
    }
    return render(request, "audit/ledger.html", context)


@allow(*rules.READERS)
@require_POST
def verify(request: HttpRequest) -> HttpResponse:
    actor, now = actor_of(request), now_of(request)
    if ledger.head().sequence > rules.VERIFIED_AT_ONCE:
        actions.ask_verification(actor=actor, now=now)
        messages.info(request, gettext("The verification runs. Reload the page in a minute."))
    elif actions.verify_ledger(actor=actor, now=now).holds:
        messages.success(request, gettext("The chain holds."))
    else:
        messages.error(request, gettext("The chain is broken. See below where."))
    return redirect("audit:ledger")


@allow(*rules.READERS)
@require_POST
def export(request: HttpRequest) -> HttpResponseBase:
    now = now_of(request)
    until = actions.note_export(whole_area=_whole_area(request), actor=actor_of(request), now=now)
    response = StreamingHttpResponse(_exported(until), content_type="application/jsonl")
    # Only the name: a note among the lines would be no part of the chain.
    name = file_name(
        f"buku-besar-{localdate(now):%Y-%m-%d}.jsonl", is_invented=is_invented(request)
    )
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@allow(*rules.READERS)
@require_GET
def verifier(request: HttpRequest) -> FileResponse:
    """Hand out the verifier: one file that needs nothing but Python."""
    source = Path(chain.__file__)
    return FileResponse(
        source.open("rb"),
        as_attachment=True,
        filename="verify_ledger.py",
        content_type="text/plain",
    )


def _exported(until: int) -> Iterator[bytes]:
    waiting: list[str] = []
    for entry in ledger.chain(until=until):
        waiting.append(f"{chain.export_line(entry)}\n")
        if len(waiting) == LINES_AT_ONCE:
            yield "".join(waiting).encode()
            waiting = []
    yield "".join(waiting).encode()


def _chain() -> Chain:
    head, last = ledger.head(), queries.last_verification()
    code = segno.make(f"{head.sequence} {head.hash}", error="m", micro=False)
    broken = (
        chain.Break(last.broken_at, chain.Fault(last.fault))
        if last is not None and last.broken_at is not None
        else None
    )
    return Chain(
        count=head.sequence,
        head=rules.grouped(head.hash),
        qr=code.svg_inline(border=2, omitsize=True),
        verified_at=last.at if last else None,
        verified_by=web.actor_words(last.asked_by) if last else "",
        verified_count=last.count if last else 0,
        holds=bool(last and last.holds),
        broken_at=broken.sequence if broken else None,
        why=web.fault_words(broken) if broken else "",
    )


def _whole_area(request: HttpRequest) -> str:
    operation = operation_of(request)
    return operation.area_id if operation else EVERYWHERE

"""Pages of the occurrence book: the posts, a book, a correction, an incident, a day on paper."""

from datetime import date

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.timezone import localdate, localtime
from django.utils.translation import gettext
from django.views.decorators.http import require_GET, require_http_methods

from sejuk.act.guard.actions.book import correct_entry, record_entry, report_incident
from sejuk.act.guard.actions.exporting import Export, note_export
from sejuk.act.guard.forms.book import CorrectionForm, EntryForm, IncidentForm
from sejuk.act.guard.queries import book as queries
from sejuk.act.guard.queries.posts import OpenedPost, opened_post
from sejuk.act.guard.rules import EntryKind
from sejuk.act.guard.rules.book import OPENERS
from sejuk.act.guard.views.papers import book_paper, pdf_file
from sejuk.foundation.accounts.web import actor_of, allow
from sejuk.foundation.operations.web import is_invented, now_of
from sejuk.kit.days import day_in
from sejuk.kit.decisions import Refused
from sejuk.kit.exports import Table, table_file
from sejuk.sense.signals.rules import READERS, Form, Kind

ENTRIES_ON_A_PAGE = 40


@allow(*OPENERS)
@require_GET
def books(request: HttpRequest) -> HttpResponse:
    found = queries.books(actor=actor_of(request), now=now_of(request))
    return render(request, "guard/books.html", {"books": found})


@allow(*OPENERS)
@require_http_methods(["GET", "POST"])
def post_book(request: HttpRequest, post_id: int) -> HttpResponse:
    actor, now = actor_of(request), now_of(request)
    post = opened_post(post_id, actor=actor, now=now)
    form = EntryForm(request.POST or None, initial={"happened_at": localtime(now)})
    if request.method == "POST" and form.is_valid():
        try:
            entry = _recorded(request, post, form)
        except Refused as error:
            form.say(error)
        else:
            said = gettext("Entry %(number)s stands in the book.") % {"number": entry}
            messages.success(request, said)
            return redirect("guard:post_book", post_id)
    return _book_page(request, post, form)


def _recorded(request: HttpRequest, post: OpenedPost, form: EntryForm) -> int:
    found = form.cleaned_data
    return record_entry(
        post_id=post.id,
        kind=EntryKind(found["kind"]),
        text=found["text"],
        happened_at=found["happened_at"],
        key=found["token"],
        actor=actor_of(request),
        now=now_of(request),
    ).number


def _book_page(request: HttpRequest, post: OpenedPost, form: EntryForm) -> HttpResponse:
    day = day_in(request.GET.get("hari", ""))
    rows = queries.entries_on(post.id, day) if day else queries.entries_of(post.id)
    page = Paginator(rows, ENTRIES_ON_A_PAGE).get_page(request.GET.get("page"))
    context = {
        "post": post,
        "form": form,
        "page": page,
        "entries": queries.shown_entries(page),
        "day": day,
        "today": localdate(now_of(request)),
        "reads_signals": actor_of(request).holds(*READERS, area_code=post.area_code),
    }
    return render(request, "guard/book.html", context, status=422 if form.errors else 200)


@allow(*OPENERS)
@require_http_methods(["GET", "POST"])
def correct(request: HttpRequest, entry_id: int) -> HttpResponse:
    actor, now = actor_of(request), now_of(request)
    wrong, post = queries.entry_called(entry_id, actor=actor, now=now)
    form = CorrectionForm(request.POST or None, initial={"text": wrong.written})
    if request.method == "POST" and form.is_valid():
        found = form.cleaned_data
        try:
            correct_entry(
                entry_id=entry_id, text=found["text"], key=found["token"], actor=actor, now=now
            )
        except Refused as error:
            form.say(error)
        else:
            messages.success(request, gettext("The correction stands in the book."))
            return redirect("guard:post_book", post.id)
    context = {"post": post, "entry": wrong, "form": form}
    return render(request, "guard/correct.html", context, status=422 if form.errors else 200)


@allow(*OPENERS)
@require_http_methods(["GET", "POST"])
def incident(request: HttpRequest, post_id: int) -> HttpResponse:
    actor, now = actor_of(request), now_of(request)
    post = opened_post(post_id, actor=actor, now=now)
    form = IncidentForm(request.POST or None, initial={"happened_at": localtime(now)})
    if request.method == "POST" and form.is_valid():
        try:
            _reported(request, post, form)
        except Refused as error:
            form.say(error)
        else:
            said = gettext("Reported to the command post and written in the book.")
            messages.success(request, said)
            return redirect("guard:post_book", post_id)
    context = {"post": post, "form": form}
    return render(request, "guard/incident.html", context, status=422 if form.errors else 200)


def _reported(request: HttpRequest, post: OpenedPost, form: IncidentForm) -> None:
    found = form.cleaned_data
    report_incident(
        post_id=post.id,
        form=Form(found["form"]),
        kind=Kind(found["kind"]),
        severity=found["severity"],
        text=found["text"],
        happened_at=found["happened_at"],
        key=found["token"],
        actor=actor_of(request),
        now=now_of(request),
    )


@allow(*OPENERS)
@require_GET
def book_pdf(request: HttpRequest, post_id: int) -> HttpResponse:
    now = now_of(request)
    post, day = opened_post(post_id, actor=actor_of(request), now=now), _day(request)
    entries = queries.shown_entries(queries.entries_on(post_id, day))
    paper = book_paper(post, day, entries, is_invented=is_invented(request), now=now)
    _note(request, post, day, "pdf")
    return pdf_file(paper, f"buku-mutasi-{post_id}-{day}", at=now)


@allow(*OPENERS)
@require_GET
def export_book(request: HttpRequest, post_id: int, kind: str) -> HttpResponseBase:
    day = _day(request)
    post = opened_post(post_id, actor=actor_of(request), now=now_of(request))
    entries = queries.shown_entries(queries.entries_on(post_id, day))
    name = f"buku-mutasi-{post_id}-{day}"
    table = Table(name, post.name, queries.book_columns(), queries.book_cells(entries))
    answer = table_file(table, kind, is_invented=is_invented(request))
    _note(request, post, day, kind)
    return answer


def _note(request: HttpRequest, post: OpenedPost, day: date, kind: str) -> None:
    note_export(
        what=Export.BOOK,
        file_kind=kind,
        first=day,
        post_id=post.id,
        area_code=post.area_code,
        actor=actor_of(request),
        now=now_of(request),
    )


def _day(request: HttpRequest) -> date:
    return day_in(request.GET.get("hari", "")) or localdate(now_of(request))

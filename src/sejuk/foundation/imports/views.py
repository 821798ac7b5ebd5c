"""Pages of set-up and imports: upload, say which column is which, look, load."""

from collections.abc import Iterator

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.timezone import localtime
from django.utils.translation import gettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from sejuk.foundation.accounts.web import actor_of, allow
from sejuk.foundation.imports import actions, queries
from sejuk.foundation.imports.forms import FileChoice, Mapping
from sejuk.foundation.imports.queries import (
    columns_shown,
    findings_shown,
    notes_shown,
    samples_shown,
    summary_of,
)
from sejuk.foundation.imports.rules import AlreadyLoaded
from sejuk.foundation.operations.web import is_invented, now_of
from sejuk.kit.choices import N_
from sejuk.kit.exports import XLSX, Table, table_file
from sejuk.kit.grids import LARGEST_FILE, UnreadableTable
from sejuk.kit.importing import DESK
from sejuk.kit.official import official_instant
from sejuk.kit.refusals import explained
from sejuk.kit.tables import csv_lines
from sejuk.kit.uploads import takes_files
from sejuk.kit.workbooks import written_workbook

ROWS = 50
TEMPLATE_TITLES = (N_("Column"), N_("Required"), N_("Meaning"), N_("Hint"), N_("Example"))
FINDING_TITLES = (N_("Row"), N_("Column"), N_("Value"), N_("Why"), N_("Error or warning"))


@require_GET
@allow(*DESK)
def set_up(request: HttpRequest) -> HttpResponse:
    actor = actor_of(request)
    items = queries.set_up_items(actor)
    context = {
        "items": items,
        "missing": [item for item in items if item.is_needed and item.url and not item.count],
        "waiting": queries.waiting_uploads(actor)[:10],
    }
    return TemplateResponse(request, "imports/set_up.html", context)


@require_http_methods(["GET", "POST"])
@allow(*DESK)
@takes_files(most_bytes=LARGEST_FILE)
def upload(request: HttpRequest, code: str) -> HttpResponse:
    importer = queries.importer_called(code)
    form = FileChoice(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            kept = actions.keep_upload(
                importer=importer,
                file_name=form.cleaned_data["file"].name,
                content=form.cleaned_data["file"].read(),
                actor=actor_of(request),
                now=now_of(request),
            )
        except UnreadableTable as error:
            form.add_error("file", explained(error))
        else:
            return redirect("imports:mapping", kept.pk)
    context = {"form": form, "columns": columns_shown(importer), **summary_of(importer)}
    status = 422 if form.errors else 200
    return TemplateResponse(request, "imports/upload.html", context, status=status)


@require_GET
@allow(*DESK)
def template(request: HttpRequest, code: str, kind: str) -> HttpResponse:
    importer = queries.importer_called(code)
    headers = [column.header for column in importer.columns]
    if kind == "csv":
        return _file(b"".join(csv_lines(headers, [])), "text/csv; charset=utf-8", f"{code}.csv")
    explanation = [
        (c.header, gettext("yes") if c.required else "", c.label, c.hint, c.example)
        for c in columns_shown(importer)
    ]
    titles = [gettext(title) for title in TEMPLATE_TITLES]
    sheets = [(code, headers, []), (gettext("Explanation"), titles, explanation)]
    return _file(written_workbook(sheets), XLSX, f"{code}.xlsx")


def _file(content: bytes, kind: str, name: str) -> HttpResponse:
    disposition = f'attachment; filename="sejuk-{name}"'
    return HttpResponse(content, content_type=kind, headers={"Content-Disposition": disposition})


@require_http_methods(["GET", "POST"])
@allow(*DESK)
def mapping(request: HttpRequest, upload_id: int) -> HttpResponse:
    kept = queries.upload_for(actor_of(request), upload_id)
    importer = queries.importer_called(kept.importer)
    form = Mapping(
        request.POST or None, importer=importer, headers=kept.columns, initial=kept.mapping
    )
    if request.method == "POST" and form.is_valid():
        actions.check_upload(
            upload_id=upload_id,
            mapping=form.mapping(),
            actor=actor_of(request),
            now=now_of(request),
        )
        return redirect("imports:result", upload_id)
    context = {
        "upload": kept,
        "form": form,
        "notes": notes_shown(kept),
        "samples": samples_shown(kept),
        **summary_of(importer),
    }
    return TemplateResponse(request, "imports/mapping.html", context)


@require_GET
@allow(*DESK)
def result(request: HttpRequest, upload_id: int) -> HttpResponse:
    kept = queries.upload_for(actor_of(request), upload_id)
    report = queries.report_of(kept)
    if report is None:
        return redirect("imports:mapping", upload_id)
    importer = queries.importer_called(kept.importer)
    findings = findings_shown(kept, report)
    context = {
        "upload": kept,
        "report": report,
        "page": Paginator(findings, ROWS).get_page(request.GET.get("page")),
        "changes": report.new + report.changed,
        "loaded_at": official_instant(localtime(kept.loaded_at), zone=settings.TIME_ZONE)
        if kept.loaded_at
        else "",
        **summary_of(importer),
    }
    return TemplateResponse(request, "imports/result.html", context)


@require_GET
@allow(*DESK)
def findings(request: HttpRequest, upload_id: int, kind: str) -> HttpResponseBase:
    """Answer with everything that the check found, as a file to work through."""
    kept = queries.upload_for(actor_of(request), upload_id)
    report = queries.report_of(kept)
    rows = findings_shown(kept, report) if report else []
    titles = [gettext(title) for title in FINDING_TITLES]
    cells: Iterator[tuple[str | int, ...]] = (
        (row.line, row.column, row.value, row.why, row.weight) for row in rows
    )
    table = Table(f"sejuk-temuan-{upload_id}", gettext("Findings"), titles, cells)
    return table_file(table, kind, is_invented=is_invented(request))


@require_POST
@allow(*DESK)
def load(request: HttpRequest, upload_id: int) -> HttpResponse:
    try:
        loaded = actions.load_upload(
            upload_id=upload_id, actor=actor_of(request), now=now_of(request)
        )
    except AlreadyLoaded as error:
        # A second press of the button: what the first one did stands on the page of the result.
        messages.info(request, explained(error))
    else:
        told = gettext("Loaded: %(new)s new, %(changed)s changed, %(same)s unchanged.")
        values = {"new": loaded.new, "changed": loaded.changed, "same": loaded.same}
        messages.success(request, told % values)
    return redirect("imports:result", upload_id)


@require_POST
@allow(*DESK)
def discard(request: HttpRequest, upload_id: int) -> HttpResponse:
    actions.discard_upload(upload_id=upload_id, actor=actor_of(request), now=now_of(request))
    messages.success(request, gettext("The file was discarded. Nothing was loaded."))
    return redirect("imports:set_up")

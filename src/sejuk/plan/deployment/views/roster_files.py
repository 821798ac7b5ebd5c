"""Rosters as files: taken away as a sheet or as JSON, brought back into a draft."""

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.text import slugify
from django.utils.translation import gettext, ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from sejuk.engines import roster as engine
from sejuk.foundation.accounts.web import actor_of, allow
from sejuk.foundation.operations.web import now_of
from sejuk.kit.decisions import Refused
from sejuk.kit.exports import Table, file_name, table_file
from sejuk.kit.grids import UnreadableTable
from sejuk.kit.refusals import explained
from sejuk.kit.uploads import takes_files
from sejuk.plan.deployment.actions import importing as actions
from sejuk.plan.deployment.actions.exporting import note_export
from sejuk.plan.deployment.forms.roster_files import RosterFile, checked, unsealed
from sejuk.plan.deployment.models import Roster
from sejuk.plan.deployment.queries import board as boards
from sejuk.plan.deployment.queries import roster_files as files
from sejuk.plan.deployment.queries.heads import head_of
from sejuk.plan.deployment.queries.placings import Brought, Fault
from sejuk.plan.deployment.queries.seat_sheets import (
    columns_shown,
    named_roster,
    sheet_columns,
    sheet_rows,
)
from sejuk.plan.deployment.rules import PLANNERS, READERS, RosterState, may_edit

# Chosen: whoever mends these brings the file again.
FAULTS_SHOWN = 100


@require_http_methods(["GET", "POST"])
@allow(*PLANNERS)
@takes_files(most_bytes=files.LARGEST_ROSTER_FILE)
def import_roster(request: HttpRequest, roster_id: int) -> HttpResponse:
    roster = boards.roster_to_plan(roster_id, actor=actor_of(request))
    form = RosterFile(request.POST or None, request.FILES or None)
    if request.method != "POST" or not form.is_valid():
        return _import_page(request, roster, form)
    may_edit(RosterState(roster.state)).or_refuse()
    upload: UploadedFile = form.cleaned_data["file"]
    content = upload.read()
    try:
        file = files.brought(roster, content)
    except UnreadableTable as error:
        form.add_error("file", explained(error))
        return _import_page(request, roster, form)
    if file.faults:
        return _import_page(request, roster, form, file.faults)
    return _preview_page(request, roster, file, name=upload.name or "", content=content)


def _import_page(
    request: HttpRequest, roster: Roster, form: RosterFile, faults: tuple[Fault, ...] = ()
) -> HttpResponse:
    context = {
        "head": head_of(roster, actor=actor_of(request)),
        "form": form,
        "faults": faults[:FAULTS_SHOWN],
        "fault_count": len(faults),
        "columns": columns_shown(),
    }
    status = 422 if form.errors or faults else 200
    return render(request, "deployment/import.html", context, status=status)


def _preview_page(
    request: HttpRequest, roster: Roster, file: Brought, *, name: str, content: bytes
) -> HttpResponse:
    actor = actor_of(request)
    seen = checked(
        roster_id=roster.pk,
        revision=roster.revision,
        user_id=actor.user_id,
        name=name,
        content=content,
        placings=file.placings,
    )
    context = {
        "head": head_of(roster, actor=actor),
        "page": files.preview_of(roster, file),
        "file_name": name,
        "sealed": seen.sealed(),
    }
    return render(request, "deployment/import_preview.html", context)


@require_POST
@allow(*PLANNERS)
def keep_import(request: HttpRequest, roster_id: int) -> HttpResponse:
    actor = actor_of(request)
    boards.roster_to_plan(roster_id, actor=actor)
    try:
        seen = unsealed(request.POST.get("isi", ""), roster_id=roster_id, user_id=actor.user_id)
        actions.import_roster(
            roster_id=roster_id,
            revision=seen.revision,
            placings=seen.placings,
            source=seen.source,
            digest=seen.digest,
            actor=actor,
            now=now_of(request),
        )
    except Refused as refused:
        messages.error(request, explained(refused))
        return redirect("deployment:import_roster", roster_id)
    count = len(seen.placings)
    text = ngettext("%(count)s seat was changed.", "%(count)s seats were changed.", count)
    messages.success(request, text % {"count": count})
    return redirect("deployment:board", roster_id)


@require_GET
@allow(*READERS)
def export_roster(request: HttpRequest, roster_id: int, kind: str) -> HttpResponseBase:
    actor = actor_of(request)
    roster = boards.roster_called(roster_id, actor=actor)
    seen = boards.seen_duties(roster, actor=actor)
    is_invented = roster.operation.is_demonstration
    name = f"daftar-dinas-{slugify(roster.name)}-{roster.pk}"
    if kind == "json":
        answer: HttpResponseBase = HttpResponse(
            engine.roster_to_json(named_roster(roster, seen)), content_type="application/json"
        )
        full = file_name(f"{name}.json", is_invented=is_invented)
        answer["Content-Disposition"] = f'attachment; filename="{full}"'
        answer["Cache-Control"] = "no-store, private"
    else:
        rows = sheet_rows(roster, seen)
        table = Table(name, gettext("Roster"), sheet_columns(), rows)
        answer = table_file(table, kind, is_invented=is_invented)
    note_export(roster_id=roster.pk, file_kind=kind, actor=actor, now=now_of(request))
    return answer

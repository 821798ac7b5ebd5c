"""Papers of a roster as files: the order with its annex, the sheet for the wall, cards of duty."""

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_GET

from sejuk.foundation.accounts.web import actor_of, allow
from sejuk.foundation.operations.web import is_invented, now_of
from sejuk.kit.papers import as_pdf
from sejuk.plan.deployment.actions.exporting import note_export
from sejuk.plan.deployment.models import Roster
from sejuk.plan.deployment.queries.board import roster_called
from sejuk.plan.deployment.queries.sheets import sheet_of
from sejuk.plan.deployment.rules import READERS, may_see_covert
from sejuk.plan.deployment.views.order_paper import order_paper
from sejuk.plan.deployment.views.pdf import paper_file
from sejuk.plan.deployment.views.sheet_papers import SIZES, duty_card, sheet_paper


@require_GET
@allow(*READERS)
def order(request: HttpRequest, roster_id: int) -> HttpResponse:
    """Return the Sprin; with `?tertutup=1` and the right to it, the secret annex too."""
    actor = actor_of(request)
    roster = roster_called(roster_id, actor=actor)
    with_covert = _asks_covert(request, roster)
    paper = order_paper(
        roster,
        sheet_of(roster, actor),
        with_covert=with_covert,
        is_excerpt=not actor.covers(roster.operation.area_id),
    )
    content = as_pdf(paper, at=roster.published_at or roster.created_at)
    _note(request, roster, f"sprin{'-rahasia' if with_covert else ''}.pdf")
    return paper_file(content, f"sprin-{roster.name}", is_invented=is_invented(request))


def _asks_covert(request: HttpRequest, roster: Roster) -> bool:
    """Tell whether duties in plain clothes are asked for by somebody who may see them."""
    is_asked = request.GET.get("tertutup") == "1"
    return is_asked and may_see_covert(actor_of(request), area_code=roster.operation.area_id)


def _note(request: HttpRequest, roster: Roster, file_kind: str) -> None:
    note_export(
        roster_id=roster.pk, file_kind=file_kind, actor=actor_of(request), now=now_of(request)
    )


@require_GET
@allow(*READERS)
def sheet(request: HttpRequest, roster_id: int) -> HttpResponse:
    """
    Return the roster sheet on A3, or on A4 with `?kertas=a4`.

    It hangs on a wall: duties in plain clothes stand in it only with `?tertutup=1` and the right.
    """
    actor, size = actor_of(request), request.GET.get("kertas", "a3")
    if size not in SIZES:
        raise Http404
    roster = roster_called(roster_id, actor=actor)
    with_covert = _asks_covert(request, roster)
    paper = sheet_paper(roster, sheet_of(roster, actor, with_covert=with_covert), size=size)
    secret = "-rahasia" if with_covert else ""
    name = f"daftar-dinas-{roster.name}-{size}{secret}"
    content = as_pdf(paper, at=now_of(request))
    _note(request, roster, f"daftar-dinas-{size}{secret}.pdf")
    return paper_file(content, name, is_invented=is_invented(request))


@require_GET
@allow(*READERS)
def card(request: HttpRequest, roster_id: int, person_id: int) -> HttpResponse:
    actor = actor_of(request)
    roster = roster_called(roster_id, actor=actor)
    people = sheet_of(roster, actor, person_id=person_id).people
    if not people:
        raise Http404
    address = request.build_absolute_uri(reverse("guard:my_duties"))
    paper = duty_card(roster, people[0], address=address)
    content = as_pdf(paper, at=now_of(request))
    name = f"kartu-dinas-{people[0].service_number}"
    _note(request, roster, f"{name}.pdf")
    return paper_file(content, name, is_invented=is_invented(request))

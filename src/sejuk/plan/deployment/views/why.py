"""The page that says why somebody stands a duty, and why another does not."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from sejuk.foundation.accounts.web import actor_of, allow
from sejuk.plan.deployment.queries import board as boards
from sejuk.plan.deployment.queries.heads import head_of
from sejuk.plan.deployment.queries.why_pages import why_page
from sejuk.plan.deployment.rules import COVERT_READERS
from sejuk.plan.deployment.web import number_in


@allow(*COVERT_READERS)
@require_GET
def why(request: HttpRequest, roster_id: int, duty_id: int) -> HttpResponse:
    actor = actor_of(request)
    roster = boards.whole_roster(roster_id, actor=actor)
    other_id = number_in(request.GET.get("bukan", ""))
    page = why_page(roster, duty_id=duty_id, other_id=other_id)
    context = {"head": head_of(roster, actor=actor), "page": page}
    return render(request, "deployment/why.html", context)

"""The page that says why a roster is short."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from sejuk.foundation.accounts.web import actor_of, allow
from sejuk.plan.deployment.forms.rosters import asked_window
from sejuk.plan.deployment.queries import board as boards
from sejuk.plan.deployment.queries import shortage_pages as pages
from sejuk.plan.deployment.queries.heads import head_of
from sejuk.plan.deployment.rules import COVERT_READERS


@require_GET
@allow(*COVERT_READERS)
def shortage(request: HttpRequest, roster_id: int) -> HttpResponse:
    actor = actor_of(request)
    roster = boards.whole_roster(roster_id, actor=actor)
    asked = asked_window(request.GET)
    window = pages.fitted_window(roster, *asked) if asked else pages.usual_window(roster)
    context = {
        "head": head_of(roster, actor=actor),
        "page": pages.shortage_page(roster, window),
        "most_days": pages.MOST_DAYS,
    }
    return render(request, "deployment/shortage.html", context)

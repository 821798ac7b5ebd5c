"""Computing a draft in the background: start, watch, stop."""

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_GET, require_POST

from sejuk.foundation.accounts.web import actor_of, allow
from sejuk.foundation.operations.web import now_of
from sejuk.kit.choices import N_
from sejuk.kit.decisions import Refused
from sejuk.plan.deployment import actions
from sejuk.plan.deployment.queries import board as boards
from sejuk.plan.deployment.queries.heads import head_of
from sejuk.plan.deployment.queries.solving import solve_called, solving_of
from sejuk.plan.deployment.rules import MOST_WORKERS, PLANNERS, READERS, SOLVE_SECONDS
from sejuk.plan.deployment.web import number_in

LARGEST_SEED = 2_000_000_000


class SolveForm(forms.Form):
    seconds = forms.IntegerField(min_value=SOLVE_SECONDS[0], max_value=SOLVE_SECONDS[-1])
    seed = forms.IntegerField(min_value=0, max_value=LARGEST_SEED)
    workers = forms.IntegerField(min_value=1, max_value=MOST_WORKERS)


@allow(*PLANNERS)
@require_POST
def solve(request: HttpRequest, roster_id: int) -> HttpResponse:
    actor = actor_of(request)
    boards.roster_to_plan(roster_id, actor=actor)
    form = SolveForm(request.POST)
    if form.is_valid():
        actions.ask_solve(
            roster_id=roster_id, **form.cleaned_data, actor=actor, now=now_of(request)
        )
    else:
        text = gettext("Seconds go from %(least)s to %(most)s, workers from 1 to %(workers)s.")
        limits = {"least": SOLVE_SECONDS[0], "most": SOLVE_SECONDS[-1], "workers": MOST_WORKERS}
        messages.error(request, text % limits)
    return redirect("deployment:board", roster_id)


@allow(*PLANNERS)
@require_POST
def stop_solve(request: HttpRequest, roster_id: int) -> HttpResponse:
    actor = actor_of(request)
    roster = boards.roster_to_plan(roster_id, actor=actor)
    number = number_in(request.POST.get("hitungan", ""))
    found = None if number is None else solve_called(roster, number)
    if found is None:
        raise Refused(N_("This computing is over."))
    actions.stop_solve(solve_id=found.pk, actor=actor, now=now_of(request))
    return redirect("deployment:board", roster_id)


@allow(*READERS)
@require_GET
def progress(request: HttpRequest, roster_id: int) -> HttpResponse:
    actor = actor_of(request)
    roster = boards.roster_called(roster_id, actor=actor)
    context: dict[str, object] = {
        "head": head_of(roster, actor=actor),
        "solving": solving_of(roster),
    }
    # Who watched it is shown the end of it too.
    context["is_watched"] = True
    return render(request, "deployment/_solving.html", context)

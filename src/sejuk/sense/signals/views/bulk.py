"""Several signals at once: chosen in the inbox, moved, and put back for a while."""

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from sejuk.foundation.accounts.web import actor_of, allow
from sejuk.foundation.operations.web import now_of
from sejuk.kit.decisions import Refused
from sejuk.sense.signals import actions, forms
from sejuk.sense.signals.forms.inbox import Many
from sejuk.sense.signals.models import BulkDeed
from sejuk.sense.signals.rules import DESK
from sejuk.sense.signals.rules.bulk import Bulk
from sejuk.sense.signals.views.inbox import context_of


@allow(*DESK)
@require_POST
def move(request: HttpRequest) -> HttpResponse:
    form = Many(request.POST)
    try:
        if form.is_valid():
            return _back(form.cleaned_data["back"], _moved(request, form))
    except Refused as refused:
        form.say(refused)
    asked = forms.InboxFilter(QueryDict(str(form.data.get("back", ""))))
    context = context_of(request, asked, actor_of(request), many=form)
    return render(request, "signals/inbox.html", context, status=422)


def _moved(request: HttpRequest, form: Many) -> BulkDeed:
    return actions.move_signals(
        deed=Bulk(form.cleaned_data["deed"]),
        signal_ids=form.cleaned_data["signal"],
        said=form.said,
        seen=form.seen,
        key=form.cleaned_data["key"],
        actor=actor_of(request),
        now=now_of(request),
    )


@allow(*DESK)
@require_POST
def undo(request: HttpRequest, deed_id: int) -> HttpResponse:
    done = actions.undo_moves(deed_id=deed_id, actor=actor_of(request), now=now_of(request))
    return _back(request.POST.get("back", ""), done)


def _back(asked: str, done: BulkDeed) -> HttpResponse:
    """Go back to the part of the inbox one came from, where it is told what became of the deed."""
    address = forms.InboxFilter(QueryDict(asked)).address
    return redirect(f"{reverse('signals:inbox')}?{address}&deed={done.pk}#hasil")

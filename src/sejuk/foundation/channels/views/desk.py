"""Pages of channels."""

from dataclasses import dataclass
from datetime import datetime

from django.contrib import messages as notices
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_GET, require_POST

from sejuk.foundation.accounts.web import actor_of, allow
from sejuk.foundation.channels import actions, queries, rules
from sejuk.foundation.channels.models import Message
from sejuk.foundation.channels.rules import Channel, Direction, MessageState
from sejuk.foundation.operations.web import now_of
from sejuk.kit.actors import Role
from sejuk.kit.directions import shown_turns

A_PAGE = 50
BADGES = {
    MessageState.QUEUED: "info",
    MessageState.SENDING: "info",
    MessageState.SENT: "good",
    MessageState.DELIVERED: "good",
    MessageState.READ: "good",
    MessageState.FAILED: "bad",
    MessageState.RECEIVED: "good",
}


@dataclass(frozen=True, slots=True)
class ShownMessage:
    id: int
    at: datetime
    direction: str
    channel: str
    conversation: int
    text: str
    area: str
    state: str
    badge: str
    attempts: int
    failure: str
    may_send_again: bool


@allow(Role.OPERATOR, Role.OPS_HEAD)
@require_GET
def messages(request: HttpRequest) -> HttpResponse:
    direction, state = request.GET.get("direction", ""), request.GET.get("state", "")
    found = queries.messages_seen(scope=_scope(request), direction=direction, state=state)
    page = Paginator(found, A_PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "shown": [_shown(message) for message in page],
        "directions": [(word.value, gettext(word.label)) for word in Direction],
        "states": [(word.value, gettext(word.label)) for word in MessageState],
        "direction": direction,
        "state": state,
    }
    return render(request, "channels/messages.html", context)


@allow(Role.OPERATOR, Role.OPS_HEAD)
@require_POST
def send_again(request: HttpRequest, message_id: int) -> HttpResponse:
    actions.send_again(
        message_id=message_id,
        scope=_scope(request),
        actor=actor_of(request),
        now=now_of(request),
    )
    notices.success(request, gettext("The message is on its way again."))
    return redirect("channels:messages")


def _scope(request: HttpRequest) -> tuple[str, ...]:
    """Return the areas for which the viewer works at the command post."""
    return actor_of(request).only(Role.OPERATOR, Role.OPS_HEAD).scope


def _shown(message: Message) -> ShownMessage:
    state = MessageState(message.state)
    return ShownMessage(
        id=message.pk,
        at=message.sent_at or message.created_at,
        direction=gettext(Direction(message.direction).label),
        channel=gettext(Channel(message.channel).label),
        conversation=message.conversation_id,
        text=shown_turns(message.text),
        area=message.area.name if message.area else "",
        state=gettext(state.label),
        badge=BADGES[state],
        attempts=message.attempts,
        failure=message.failure,
        may_send_again=bool(rules.may_send_again(state)),
    )

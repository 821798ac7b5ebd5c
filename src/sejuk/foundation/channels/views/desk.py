"""Messages and conversations, as the command post sees them."""

from django.contrib import messages as notices
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_GET, require_POST

from sejuk.foundation.accounts.web import actor_of, allow
from sejuk.foundation.channels import actions, forms, queries, web
from sejuk.foundation.channels.rules import Direction, MessageState
from sejuk.foundation.operations.web import now_of
from sejuk.kit.actors import Role
from sejuk.kit.decisions import NotYours, Refused

A_PAGE = 50
DESK = (Role.OPERATOR, Role.OPS_HEAD)


@allow(*DESK)
@require_GET
def messages(request: HttpRequest) -> HttpResponse:
    direction, state = request.GET.get("direction", ""), request.GET.get("state", "")
    found = queries.messages_seen(scope=_scope(request), direction=direction, state=state)
    page = Paginator(found, A_PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "shown": [web.shown(message) for message in page],
        "directions": [(word.value, gettext(word.label)) for word in Direction],
        "states": [(word.value, gettext(word.label)) for word in MessageState],
        "direction": direction,
        "state": state,
        "failed": queries.messages_seen(scope=_scope(request), state=MessageState.FAILED).count(),
        "may_write": web.is_invented(request),
    }
    return render(request, "channels/messages.html", context)


@allow(*DESK)
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


@allow(*DESK)
@require_POST
def send_failed_again(request: HttpRequest) -> HttpResponse:
    failed = queries.messages_seen(scope=_scope(request), state=MessageState.FAILED)
    numbers = list(failed.values_list("pk", flat=True)[: queries.MOST_AT_ONCE])
    count = sum(_sent_again(request, number) for number in numbers)
    notices.success(
        request, gettext("%(count)s messages are on their way again.") % {"count": count}
    )
    return redirect("channels:messages")


def _sent_again(request: HttpRequest, number: int) -> bool:
    actor, scope, now = actor_of(request), _scope(request), now_of(request)
    try:
        actions.send_again(message_id=number, scope=scope, actor=actor, now=now)
    except Refused:
        # Somebody was quicker.
        return False
    return True


@allow(*DESK)
@require_GET
def conversation(request: HttpRequest, conversation_id: int) -> HttpResponse:
    return _conversation(request, conversation_id, forms.Blocking())


def _conversation(
    request: HttpRequest, conversation_id: int, form: forms.Blocking, *, status: int = 200
) -> HttpResponse:
    said = queries.messages_seen(scope=_scope(request), conversation_id=conversation_id)
    page = Paginator(said, A_PAGE).get_page(request.GET.get("page"))
    if not page.object_list:
        raise NotYours(f"conversation {conversation_id}")
    known = queries.get_conversation(conversation_id)
    until = known.blocked_until
    context = {
        "conversation": known,
        "shown": [web.shown(message) for message in page],
        "telephone": web.on_the_telephone(request, page),
        "page": page,
        "is_blocked": until is not None and until > now_of(request),
        "form": form,
    }
    return render(request, "channels/conversation.html", context, status=status)


@allow(*DESK)
@require_POST
def block(request: HttpRequest, conversation_id: int) -> HttpResponse:
    form = forms.Blocking(request.POST)
    _seen(request, conversation_id)
    if not form.is_valid():
        return _conversation(request, conversation_id, form, status=422)
    try:
        actions.block_sender(
            conversation_id=conversation_id,
            **form.cleaned_data,
            actor=actor_of(request),
            now=now_of(request),
        )
    except Refused as refused:
        form.say(refused)
        return _conversation(request, conversation_id, form, status=422)
    return redirect("channels:conversation", conversation_id)


@allow(*DESK)
@require_POST
def unblock(request: HttpRequest, conversation_id: int) -> HttpResponse:
    _seen(request, conversation_id)
    actions.unblock_sender(
        conversation_id=conversation_id, actor=actor_of(request), now=now_of(request)
    )
    return redirect("channels:conversation", conversation_id)


def _seen(request: HttpRequest, conversation_id: int) -> None:
    """Refuse a conversation of which the viewer sees no message."""
    if not queries.messages_seen(scope=_scope(request), conversation_id=conversation_id).exists():
        raise NotYours(f"conversation {conversation_id}")


def _scope(request: HttpRequest) -> tuple[str, ...]:
    """Return the areas for which the viewer works at the command post."""
    return actor_of(request).only(*DESK).scope

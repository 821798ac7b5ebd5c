"""Pages of the handover: given by one, read and signed by another; what a post keeps."""

from datetime import date, datetime

from django.contrib import messages
from django.forms.models import model_to_dict
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate
from django.utils.translation import gettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from sejuk.act.guard.actions.exporting import Export, note_export
from sejuk.act.guard.actions.handing import give_handover, open_shift, take_handover
from sejuk.act.guard.actions.items import set_item
from sejuk.act.guard.forms.handing import HandoverForm, ItemForm, TakeForm
from sejuk.act.guard.queries import handing as queries
from sejuk.act.guard.queries.posts import OpenedPost, items_of, led_post, opened_post
from sejuk.act.guard.queries.sheets import ShownHandover, shown_handover
from sejuk.act.guard.rules import LEADERS, ItemKind
from sejuk.act.guard.rules.book import OPENERS
from sejuk.act.guard.views.papers import handover_paper, pdf_file
from sejuk.foundation.accounts.web import actor_of, allow
from sejuk.foundation.operations.web import is_invented, now_of
from sejuk.kit.choices import N_
from sejuk.kit.decisions import NotYours, Refused
from sejuk.kit.refusals import explained

UNREAD = N_("The handover was written anew in the meantime. Read it again, then sign.")


@allow(*OPENERS)
@require_http_methods(["GET", "POST"])
def handover(request: HttpRequest, post_id: int) -> HttpResponse:
    turn = queries.turn_of(post_id, actor=actor_of(request), now=now_of(request))
    if request.method == "POST":
        turn.may_give.or_refuse()
    form = _form(request, turn)
    if form is not None and request.method == "POST" and form.is_valid():
        try:
            _give(request, turn, form)
        except Refused as error:
            form.say(error)
        else:
            messages.success(request, gettext("You have signed. Now the next shift signs."))
            return redirect("guard:handover", post_id)
    return _handover_page(request, turn, form)


def _form(request: HttpRequest, turn: queries.Turn) -> HandoverForm | None:
    """Return the form of the shift that ends, filled with what was given already."""
    if turn.ending is None or not turn.may_give:
        return None
    given = turn.handover
    counted = {one.name: one for one in queries.items_from(given.items)} if given else {}
    items = [
        counted[one.name] if one.name in counted and counted[one.name].stated == one.stated else one
        for one in turn.items
    ]
    carried = turn.matters
    initial: dict[str, object] = {
        "people_present": len(turn.ending.placed) if given is None else given.people_present,
        "situation": given.situation if given else "",
    }
    if given:
        told = queries.matters_from(given.open_matters)
        known = {one.text for one in carried}
        initial["new_matters"] = "\n".join(one.text for one in told if one.text not in known)
        again = {one.text: one for one in told}
        carried = tuple(again.get(one.text, one) for one in carried)
    sent = request.POST if request.method == "POST" else None
    return HandoverForm(sent, items=items, matters=carried, initial=initial)


def _give(request: HttpRequest, turn: queries.Turn, form: HandoverForm) -> None:
    now = now_of(request)
    if turn.ending is None:
        raise NotYours("no shift ends")
    give_handover(
        post_id=turn.post.id,
        day=turn.ending.day,
        band_code=turn.ending.band_code,
        given=form.given(localdate(now)),
        actor=actor_of(request),
        now=now,
    )


def _handover_page(
    request: HttpRequest,
    turn: queries.Turn,
    form: HandoverForm | None,
    take: TakeForm | None = None,
) -> HttpResponse:
    given = turn.handover
    wrong = form is not None and form.is_bound and (bool(form.errors) or form.has_part_errors)
    context = {
        "post": turn.post,
        "turn": turn,
        "form": form,
        "wrong": wrong,
        "given": shown_handover(given) if given else None,
        "take": take or TakeForm(initial={"given_at": given.given_at.isoformat() if given else ""}),
        "is_own": given is not None and given.given_by_id == request.user.pk,
        "latest": turn.signed,
        "who_gives": explained(turn.may_give),
        "who_takes": explained(turn.may_take),
    }
    return render(request, "guard/handover.html", context, status=422 if wrong else 200)


@allow(*OPENERS)
@require_POST
def take(request: HttpRequest, handover_id: int) -> HttpResponse:
    form, actor, now = TakeForm(request.POST), actor_of(request), now_of(request)
    taken = queries.handover_called(handover_id, actor=actor, now=now)
    seen = _instant(request.POST.get("given_at", ""))
    if seen is None or not form.is_valid():
        raise Refused(UNREAD)
    take_handover(
        handover_id=handover_id,
        seen_given_at=seen,
        remarks=form.cleaned_data["remarks"],
        actor=actor,
        now=now,
    )
    messages.success(request, gettext("Signed by both. The handover is closed."))
    return redirect("guard:handover", taken.post_id)


def _instant(text: str) -> datetime | None:
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        return None
    return at if at.tzinfo else None


@allow(*OPENERS)
@require_POST
def begin(request: HttpRequest, post_id: int) -> HttpResponse:
    actor, now = actor_of(request), now_of(request)
    opened_post(post_id, actor=actor, now=now)
    open_shift(
        post_id=post_id,
        day=_day(request.POST.get("day", "")),
        band_code=request.POST.get("band", ""),
        actor=actor,
        now=now,
    )
    messages.success(request, gettext("The shift is open."))
    return redirect("guard:post_book", post_id)


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise Refused(N_("Say which shift is opened.")) from None


@allow(*OPENERS)
@require_GET
def sheet(request: HttpRequest, handover_id: int) -> HttpResponse:
    found = queries.handover_called(handover_id, actor=actor_of(request), now=now_of(request))
    return render(request, "guard/handover_sheet.html", {"given": shown_handover(found)})


@allow(*OPENERS)
@require_GET
def sheet_pdf(request: HttpRequest, handover_id: int) -> HttpResponse:
    found = queries.handover_called(handover_id, actor=actor_of(request), now=now_of(request))
    given, began_at = shown_handover(found), queries.shift_began_at(found)
    paper = handover_paper(given, starts_at=began_at, is_invented=is_invented(request))
    answer = pdf_file(paper, f"serah-terima-{handover_id}", at=found.taken_at or found.given_at)
    _note(request, given)
    return answer


def _note(request: HttpRequest, given: ShownHandover) -> None:
    note_export(
        what=Export.SHEET,
        file_kind="pdf",
        first=given.day,
        post_id=given.post_id,
        area_code=given.area_code,
        actor=actor_of(request),
        now=now_of(request),
    )


@allow(*LEADERS)
@require_http_methods(["GET", "POST"])
def items(request: HttpRequest, post_id: int) -> HttpResponse:
    post = led_post(post_id, actor=actor_of(request))
    form = ItemForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            _set(request, post, None, form)
        except Refused as error:
            form.say(error)
        else:
            messages.success(request, gettext("It stands on the list of the post."))
            return redirect("guard:items", post_id)
    context = {"post": post, "items": items_of(post_id), "form": form}
    return render(request, "guard/items.html", context, status=422 if form.errors else 200)


@allow(*LEADERS)
@require_http_methods(["GET", "POST"])
def item(request: HttpRequest, item_id: int) -> HttpResponse:
    kept, post = queries.item_called(item_id, actor=actor_of(request))
    form = ItemForm(request.POST or None, initial=model_to_dict(kept))
    if request.method == "POST" and form.is_valid():
        try:
            _set(request, post, item_id, form)
        except Refused as error:
            form.say(error)
        else:
            messages.success(request, gettext("It stands on the list of the post."))
            return redirect("guard:items", post.id)
    context = {"post": post, "item": kept, "form": form}
    return render(request, "guard/item.html", context, status=422 if form.errors else 200)


def _set(request: HttpRequest, post: OpenedPost, item_id: int | None, form: ItemForm) -> None:
    found = form.cleaned_data
    set_item(
        post_id=post.id,
        item_id=item_id,
        kind=ItemKind(found["kind"]),
        name=found["name"],
        count=found["count"],
        is_active=found["is_active"],
        actor=actor_of(request),
        now=now_of(request),
    )

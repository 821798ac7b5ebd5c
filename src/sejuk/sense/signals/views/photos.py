"""Photos: held for a form, looked at and blacked out at the desk, seen by others after that."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_GET, require_http_methods

from sejuk.foundation.accounts.web import actor_of, allow
from sejuk.foundation.custody import queries as custody
from sejuk.foundation.custody.rules import SealedKind
from sejuk.foundation.operations.web import now_of
from sejuk.kit.actors import Actor, Role
from sejuk.kit.decisions import Refused
from sejuk.kit.pictures import MOST_BYTES
from sejuk.kit.refusals import explained
from sejuk.kit.saying import say
from sejuk.kit.shown_pictures import shown_picture
from sejuk.sense.signals import actions, forms
from sejuk.sense.signals.queries import photos
from sejuk.sense.signals.rules import DESK, READERS
from sejuk.sense.signals.rules.photos import MOST_PHOTOS, PhotoState
from sejuk.sense.signals.web import PHOTOS, is_over, note_attempt, too_many_words

UNPROCESSABLE, CONFLICT = 422, 409
PHOTO_BYTES = MOST_PHOTOS * MOST_BYTES
# Chosen: three photos of a cheap phone, 3 to 8 MB each; strangers fill the disk with no more.
PUBLIC_BYTES = 25_000_000


@sensitive_variables()
def hold_photos(request: HttpRequest, form: forms.PhotoForm) -> None:
    """Hold what photos were chosen in a form; whatever is wrong elsewhere in it, they stay."""
    if request.method != "POST":
        return
    now, is_staff = now_of(request), request.user.is_authenticated
    form.is_valid()
    form.held = photos.held(request.POST.get("held", ""), now=now)
    raws = form.cleaned_data.get("photos") or []
    if not raws:
        return
    if not is_staff and is_over(PHOTOS, request):
        form.add_error("photos", too_many_words(PHOTOS))
        return
    note_attempt(PHOTOS, request)
    actor = actor_of(request) if is_staff else Actor.resident()
    try:
        form.held = photos.Held(actions.hold_photos(raws=raws, actor=actor, now=now), len(raws))
    except Refused as refused:
        number = refused.values.get("number", 1)
        form.add_error("photos", f"{gettext('Photo')} {number}: {explained(refused)}")


@never_cache
@allow(*DESK)
@require_http_methods(["GET", "HEAD", "POST"])
def photo(request: HttpRequest, signal_id: int, photo_number: int) -> HttpResponse:
    shown = photos.shown_photo(actor_of(request), signal_id, photo_number)
    form = forms.PhotoCheck(request.POST or None, initial={"version": shown.version})
    if request.method != "POST":
        return _page(request, shown, form)
    if not form.is_valid() or not _is_meant(request, form):
        return _page(request, shown, form, status=UNPROCESSABLE)
    try:
        _checked(request, form, shown)
    except Refused as refused:
        say(form, refused)
        return _page(request, shown, form, status=CONFLICT)
    messages.success(request, gettext("The photo is checked. Others see it as it is now."))
    return redirect("signals:photo", signal_id, photo_number)


def _is_meant(request: HttpRequest, form: forms.PhotoCheck) -> bool:
    """Test that the button pressed and the rectangles fit: a slip shows faces to others."""
    is_nothing, rectangles = "nothing" in request.POST, form.cleaned_data["rectangles"]
    if is_nothing and rectangles:
        form.add_error(
            "rectangles", gettext("There are rectangles. Black them out, or clear them.")
        )
    elif not is_nothing and not rectangles:
        form.add_error("rectangles", gettext("Draw or write at least one rectangle."))
    return form.is_valid()


def _checked(request: HttpRequest, form: forms.PhotoCheck, shown: photos.ShownPhoto) -> None:
    actions.check_photo(
        signal_id=shown.signal_id,
        number=shown.number,
        **form.cleaned_data,
        actor=actor_of(request),
        now=now_of(request),
    )


def _page(
    request: HttpRequest, shown: photos.ShownPhoto, form: forms.PhotoCheck, *, status: int = 200
) -> HttpResponse:
    lines = range(100, max(shown.width, shown.height), 100)
    context = {
        "photo": shown,
        "form": form,
        "columns": [line for line in lines if line < shown.width],
        "rows": [line for line in lines if line < shown.height],
        "days": custody.retention_of(SealedKind.ORIGINAL).days,
    }
    response = render(request, "signals/photo.html", context, status=status)
    response["Cache-Control"] = "no-store, private"
    return response


@never_cache
@allow(*READERS)
@require_GET
@sensitive_variables()
def picture(request: HttpRequest, signal_id: int, photo_number: int) -> HttpResponse:
    actor, now = actor_of(request), now_of(request)
    found = photos.photo_called(actor, signal_id, photo_number)
    if found.state == PhotoState.CHECKED and found.shown_id:
        jpeg = custody.checked_file(found.shown_id)
    else:
        jpeg = actions.look_at_photo(signal_id=signal_id, number=photo_number, actor=actor, now=now)
    return shown_picture(jpeg, name=f"sinyal-{signal_id}-foto-{photo_number}.jpg")


@never_cache
@allow(Role.CUSTODIAN)
@require_http_methods(["GET", "HEAD", "POST"])
def restore(request: HttpRequest, seal_id: UUID) -> HttpResponse:
    actor, now = actor_of(request), now_of(request)
    seal, form = custody.seal_of(actor, seal_id, now=now), forms.Reasoned(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.restore_photo(seal_id=seal_id, **form.cleaned_data, actor=actor, now=now)
        except Refused as refused:
            say(form, refused)
        else:
            messages.success(request, gettext("The check is undone: the photo waits again."))
            return redirect("custody:seal", seal_id)
    status = UNPROCESSABLE if form.errors else 200
    return render(
        request, "signals/restore_photo.html", {"seal": seal, "form": form}, status=status
    )

"""Pages of custody: the custodian's seals, how long they are kept, and what everybody may count."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from sejuk.foundation.accounts.web import actor_of, allow, allow_public
from sejuk.foundation.custody import actions, forms, queries
from sejuk.foundation.custody.rules import Forgetting, Ground, SealedKind
from sejuk.foundation.operations.web import now_of, operation_of
from sejuk.kit.actors import EVERYWHERE, Role
from sejuk.kit.decisions import Refused
from sejuk.kit.saying import say
from sejuk.kit.shown_pictures import shown_picture

UNPROCESSABLE = 422


@allow(Role.CUSTODIAN)
@require_GET
def seals(request: HttpRequest) -> HttpResponse:
    form = forms.Search(request.GET or None)
    asked = form.cleaned_data if form.is_valid() else {}
    # What is not understood finds nothing: all seals would pass for an answer.
    found = not form.errors and queries.seals(
        actor_of(request),
        kind=asked.get("jenis", ""),
        about=asked.get("nomor", ""),
        area=asked.get("wilayah", ""),
        now=now_of(request),
    )
    is_asked = bool(form.errors) or any(asked.values())
    context = {"form": form, "seals": found, "asked": is_asked, "tab": "seals"}
    return render(request, "custody/seals.html", context)


@never_cache
@allow(Role.CUSTODIAN)
@require_http_methods(["GET", "HEAD", "POST"])
@sensitive_variables()
def seal(request: HttpRequest, seal_id: UUID) -> HttpResponse:
    form = forms.Opening(request.POST or None)
    if request.method != "POST":
        return _shown(request, seal_id, form=form)
    # Nobody is told which fields were wrong of a seal that is not his.
    queries.seal_of(actor_of(request), seal_id, now=now_of(request))
    if not form.is_valid():
        return _shown(request, seal_id, form=form, status=UNPROCESSABLE)
    asked = form.cleaned_data | {"ground": Ground(form.cleaned_data["ground"])}
    try:
        opened = actions.open_seal(
            seal_id=seal_id, **asked, actor=actor_of(request), now=now_of(request)
        )
    except Refused as refused:
        say(form, refused)
        return _shown(request, seal_id, form=form, status=UNPROCESSABLE)
    return _shown(request, seal_id, opened=opened)


@never_cache
@allow(Role.CUSTODIAN)
@require_POST
@sensitive_variables()
def look(request: HttpRequest, seal_id: UUID) -> HttpResponse:
    opened = actions.look_again(seal_id=seal_id, actor=actor_of(request), now=now_of(request))
    return _shown(request, seal_id, opened=opened)


@never_cache
@allow(Role.CUSTODIAN)
@require_POST
@sensitive_variables()
def file(request: HttpRequest, seal_id: UUID) -> HttpResponse:
    jpeg = actions.look_at_file(seal_id=seal_id, actor=actor_of(request), now=now_of(request))
    return shown_picture(jpeg, name=f"segel-{str(seal_id)[:8]}.jpg")


@allow(Role.CUSTODIAN)
@require_POST
def close(request: HttpRequest, seal_id: UUID) -> HttpResponse:
    actions.close_seal(seal_id=seal_id, actor=actor_of(request), now=now_of(request))
    return redirect("custody:seal", seal_id)


@never_cache
@allow(Role.CUSTODIAN)
@require_http_methods(["GET", "HEAD", "POST"])
def delete(request: HttpRequest, seal_id: UUID) -> HttpResponse:
    actor, now = actor_of(request), now_of(request)
    shown, form = queries.seal_of(actor, seal_id, now=now), forms.Deleting(request.POST or None)
    if request.method == "POST" and form.is_valid():
        why, reason = Forgetting.MISTAKE, form.cleaned_data["reason"]
        try:
            actions.forget_seal(seal_id=seal_id, why=why, reason=reason, actor=actor, now=now)
        except Refused as refused:
            say(form, refused)
        else:
            messages.success(request, gettext("What was sealed has been deleted."))
            return redirect("custody:seal", seal_id)
    status = UNPROCESSABLE if form.errors else 200
    return render(request, "custody/delete.html", {"seal": shown, "form": form}, status=status)


@allow(Role.CUSTODIAN)
@require_http_methods(["GET", "HEAD", "POST"])
def retention(request: HttpRequest) -> HttpResponse:
    operation, form = operation_of(request), forms.Keeping(request.POST or None)
    if request.method == "POST" and form.is_valid():
        asked = form.cleaned_data | {"kind": SealedKind(form.cleaned_data["kind"])}
        area_code = operation.area_id if operation else EVERYWHERE
        try:
            actions.set_retention(
                **asked, area_code=area_code, actor=actor_of(request), now=now_of(request)
            )
        except Refused as refused:
            say(form, refused)
        else:
            messages.success(request, gettext("From now on they are kept as long as this."))
            return redirect("custody:retention")
    context = {"kinds": queries.kept(now_of(request)), "form": form, "tab": "retention"}
    status = UNPROCESSABLE if form.errors else 200
    return render(request, "custody/retention.html", context, status=status)


@allow_public
@require_GET
def counts(request: HttpRequest) -> HttpResponse:
    now = now_of(request)
    context = {"counts": queries.counts(now), "kinds": queries.kept(now)}
    return render(request, "custody/counts.html", context)


@sensitive_variables()
def _shown(
    request: HttpRequest,
    seal_id: UUID,
    *,
    form: forms.Opening | None = None,
    opened: actions.Opened | None = None,
    status: int = 200,
) -> HttpResponse:
    now = now_of(request)
    context = {
        "seal": queries.seal_of(actor_of(request), seal_id, now=now),
        "form": form or forms.Opening(),
        "opened": opened,
        "words": [(gettext(part.label), word) for part, word in opened.words] if opened else (),
    }
    response = render(request, "custody/seal.html", context, status=status)
    response["Cache-Control"] = "no-store, private"
    if opened:
        # When the time is over the words leave the screen by themselves.
        response["Refresh"] = f"{(opened.closes_at - now).seconds};url={request.path_info}"
    return response

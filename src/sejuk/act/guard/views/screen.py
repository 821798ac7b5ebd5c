"""The screen of a post, its dead-man timer, and what the desk sees of silences and absences."""

import segno
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from sejuk.act.guard import actions
from sejuk.act.guard.forms.duty import AnswerForm, WatchForm
from sejuk.act.guard.queries import arrivals, watches
from sejuk.act.guard.rules import LEADERS, ON_DUTY
from sejuk.foundation.accounts.web import actor_of, allow
from sejuk.foundation.operations.web import now_of
from sejuk.kit.choices import N_
from sejuk.kit.decisions import Refused
from sejuk.kit.htmx import render_page_or_fragment
from sejuk.plan.deployment.queries.posts import post_called, posts

MINDERS = tuple(dict.fromkeys((*LEADERS, *ON_DUTY)))
# Chosen: who comes shows on the screen within ten seconds, and a code a second after its minute.
LATEST_REFRESH = 10


@allow(*MINDERS)
@require_GET
@never_cache
def screen(request: HttpRequest, post_id: int) -> HttpResponse:
    actor, now = actor_of(request), now_of(request)
    post = arrivals.post_now(post_id, actor=actor, now=now)
    link = reverse("guard:scan", args=[post_id]) + f"?kode={post.digits}"
    address = request.build_absolute_uri(link)
    context = {
        "post": post,
        "qr": segno.make(address, error="m").svg_inline(border=2, omitsize=True),
        "digits": f"{post.digits[:3]} {post.digits[3:]}",
        "watch": watches.watch_shown(post_id, now=now),
        "refresh": min(post.seconds_left + 1, LATEST_REFRESH),
        "leads": actor.holds(*LEADERS, area_code=post.area_code),
        "now": now,
    }
    return render_page_or_fragment(
        request, "guard/screen.html", context, fragment="guard/_screen.html"
    )


@allow(*MINDERS)
@require_POST
def let_in(request: HttpRequest, post_id: int, duty_id: int) -> HttpResponse:
    row = actions.check_in_colleague(
        duty_id=duty_id, post_id=post_id, actor=actor_of(request), now=now_of(request)
    )
    words = gettext("%(person)s is checked in.") % {"person": row.person}
    messages.success(request, words)
    return redirect("guard:screen", post_id)


@allow(*MINDERS)
@require_POST
def confirm_arrival(request: HttpRequest, check_in_id: int) -> HttpResponse:
    row = actions.confirm_arrival(
        check_in_id=check_in_id, actor=actor_of(request), now=now_of(request)
    )
    messages.success(request, gettext("The arrival is confirmed under your name."))
    return redirect(_back(request, "guard:screen", row.duty.post_id))


@allow(*MINDERS)
@require_POST
def answer(request: HttpRequest, post_id: int) -> HttpResponse:
    actions.answer_watch(post_id=post_id, actor=actor_of(request), now=now_of(request))
    messages.success(request, gettext("All is well: noted."))
    return redirect(_back(request, "guard:screen", post_id))


@allow(*LEADERS)
@require_POST
def renew_code(request: HttpRequest, post_id: int) -> HttpResponse:
    actions.renew_code(post_id=post_id, actor=actor_of(request), now=now_of(request))
    messages.success(request, gettext("The post has new codes."))
    return redirect("guard:screen", post_id)


@allow(*LEADERS)
@require_GET
@never_cache
def alarms(request: HttpRequest) -> HttpResponse:
    return render_page_or_fragment(
        request, "guard/alarms.html", _alarms(request), fragment="guard/_alarms.html"
    )


def _alarms(request: HttpRequest) -> dict[str, object]:
    actor, now = actor_of(request), now_of(request)
    return {
        "alarms": watches.open_alarms(actor),
        "absences": watches.open_absences(actor),
        "watches": watches.watched_posts(actor, now=now),
        "posts": list(posts(actor.scope)),
        "form": WatchForm(),
        "now": now,
    }


@allow(*LEADERS)
@require_POST
def set_watch(request: HttpRequest, post_id: int) -> HttpResponse:
    form = WatchForm(request.POST)
    post_called(post_id, actor_of(request).scope)
    if not form.is_valid():
        raise Refused(N_("Give the minutes as whole numbers: 5 to 1440, and 1 to 720."))
    actions.set_watch(
        post_id=post_id,
        period_minutes=form.cleaned_data["period_minutes"],
        grace_minutes=form.cleaned_data["grace_minutes"],
        is_on=form.cleaned_data["is_on"],
        actor=actor_of(request),
        now=now_of(request),
    )
    messages.success(request, gettext("The watch is set. It counts from now."))
    return redirect("guard:alarms")


@allow(*LEADERS)
@require_POST
def answer_alarm(request: HttpRequest, alarm_id: int) -> HttpResponse:
    form = AnswerForm(request.POST)
    watches.alarm_called(alarm_id, actor=actor_of(request))
    if not form.is_valid():
        wrong = {"wrong_id": alarm_id, "answer": form}
        return render(request, "guard/alarms.html", {**_alarms(request), **wrong}, status=422)
    found = form.cleaned_data["answer"]
    actions.answer_alarm(
        alarm_id=alarm_id, answer=found, actor=actor_of(request), now=now_of(request)
    )
    messages.success(request, gettext("The alarm is answered."))
    return redirect(_back(request, "guard:alarms"))


@allow(*LEADERS)
@require_POST
def see_absence(request: HttpRequest, absence_id: int) -> HttpResponse:
    actions.see_absence(absence_id=absence_id, actor=actor_of(request), now=now_of(request))
    messages.success(request, gettext("Noted."))
    return redirect(_back(request, "guard:alarms"))


def _back(request: HttpRequest, name: str, *args: int) -> str:
    """Return the page of ours that the button stood on, or the usual one."""
    wanted = request.POST.get("next", "")
    ours = url_has_allowed_host_and_scheme(wanted, allowed_hosts=None)
    return wanted if wanted.startswith("/") and ours else reverse(name, args=args)

"""What everybody finds without account, cookie and script: is it so, and what to do."""

from datetime import timedelta

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from sejuk.act.response import actions, forms, queries, web
from sejuk.foundation.accounts.web import allow_public
from sejuk.foundation.operations.web import now_of
from sejuk.kit.actors import Actor
from sejuk.sense.signals.web import Limit, is_over, note_attempt

# Chosen: a whole village votes behind one mast, and a script gets nowhere.
VOTES = Limit("vote", 30, timedelta(hours=1))
# Chosen: a finger that presses twice is one vote; of two people behind one mast one waits.
PRESSED_TWICE = timedelta(seconds=10)
ELSEWHERE = ("cross-site",)


@allow_public
@require_safe
def search(request: HttpRequest) -> HttpResponse:
    form = forms.Question(request.GET)
    asked = form.cleaned_data["q"].strip() if form.is_valid() else ""
    found = queries.found_answers(asked) if asked else queries.latest_answers()
    is_looked_into = bool(asked) and not found and queries.rumour_asked_about(asked) is not None
    context = {"asked": asked, "found": found, "is_looked_into": is_looked_into}
    return render(request, "response/search.html", context)


@allow_public
@require_safe
def public(request: HttpRequest, number: int) -> HttpResponse:
    answer = queries.public_answer(number)
    page = web.public_page(answer)
    context = {
        "page": page,
        "claim_review": web.claim_review(request, answer, page),
        "thanks": "terima-kasih" in request.GET,
    }
    return render(request, "response/public.html", context)


@csrf_exempt  # Without a cookie there is no token; what a stranger's page could send is one vote.
@allow_public
@require_POST
def vote(request: HttpRequest, number: int) -> HttpResponse:
    queries.public_answer(number)
    once = Limit(f"v:{number}", 1, PRESSED_TWICE)
    is_too_many = is_over(VOTES, request) or is_over(once, request)
    is_ours = request.headers.get("Sec-Fetch-Site") not in ELSEWHERE
    if is_ours and not is_too_many and queries.may_be_voted(now_of(request)):
        note_attempt(VOTES, request)
        note_attempt(once, request)
        actions.count_vote(
            answer_id=number,
            is_helpful=request.POST.get("membantu") == "ya",
            actor=Actor.resident(),
            now=now_of(request),
        )
    return redirect(f"{reverse('response:public', args=[number])}?terima-kasih=1")


@allow_public
@require_safe
def feed(request: HttpRequest) -> HttpResponse:
    text = web.feed_of(request, queries.latest_answers())
    return HttpResponse(text, content_type="application/atom+xml; charset=utf-8")

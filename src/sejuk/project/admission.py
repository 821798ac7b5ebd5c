"""How many strangers' posts are worked on at once, so that the pages of the desk never queue."""

from collections.abc import Callable
from contextlib import suppress
from threading import BoundedSemaphore

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext

from sejuk.kit.again import send_again, unlogged
from sejuk.kit.sentences import for_programs, sentence

# Chosen, for each process of the web server. Python computes for one thread at a time: on a quiet
# machine two keep it busy, one computing while the other waits for the database; where that is
# slow, four do. A page shares its process with four others at most: 15 ms become 75, not seconds.
AT_ONCE = 4
# Chosen: a report takes some 20 ms, so two wait as long, or a second when the database is slow; a
# short rush passes unnoticed, and half of the threads (launcher.up) are left to pages.
WAITING = 2
LONGEST_WAIT = 1.0
# Chosen: after so long a rush is over, or the gate of a flood is up.
SECONDS_TO_WAIT = 10
UNAVAILABLE = 503
_INSIDE = "_sejuk_inside"


class Admission:
    """Let few posts of strangers in at once, a few wait a moment, and ask the rest to come back."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self._inside = BoundedSemaphore(AT_ONCE + WAITING)
        self._worked_on = BoundedSemaphore(AT_ONCE)

    def __call__(self, request: HttpRequest) -> HttpResponse:
        try:
            return self.get_response(request)
        finally:
            if vars(request).pop(_INSIDE, False):
                self._worked_on.release()
                self._inside.release()

    def process_view(self, request: HttpRequest, view: object, *_: object) -> HttpResponse | None:
        if request.method != "POST" or not _is_of_strangers(request, view):
            return None
        _read(request)
        if not self._inside.acquire(blocking=False):
            return _later(request)
        if not self._worked_on.acquire(timeout=LONGEST_WAIT):
            self._inside.release()
            return _later(request)
        vars(request)[_INSIDE] = True
        return None


def _is_of_strangers(request: HttpRequest, view: object) -> bool:
    """Test for a form without cookie, open to the world, or a program that sends by a key."""
    if for_programs(request):
        # An officer checks in at his post by the same interface: he does not queue with strangers.
        return settings.SESSION_COOKIE_NAME not in request.COOKIES
    is_public = getattr(getattr(view, "guard", None), "public", False)
    return is_public and bool(getattr(view, "cookieless", False))


def _read(request: HttpRequest) -> None:
    """Read what is sent before a place is taken: who sends slowly holds none meanwhile."""
    if not for_programs(request):
        request.FILES  # noqa: B018 - reading it is what is wanted
        return
    # The interface says in its own words that it is too large.
    with suppress(RequestDataTooBig):
        request.body  # noqa: B018


def _later(request: HttpRequest) -> HttpResponse:
    if not for_programs(request):
        words = gettext(
            "Very many write at this moment. What you wrote is not stored yet, but it stands here: "
            "send it again in some seconds. Sent twice, it is stored once. Is it urgent? Call 110."
        )
        return send_again(request, words, status=UNAVAILABLE, seconds=SECONDS_TO_WAIT)
    said = gettext(
        "Too much comes in at this moment. Send it again in %(seconds)s seconds, with the same key."
    )
    answer = sentence(said % {"seconds": SECONDS_TO_WAIT}, status=UNAVAILABLE)
    answer["Retry-After"] = str(SECONDS_TO_WAIT)
    return unlogged(answer)

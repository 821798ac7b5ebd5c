"""What every answer carries, and in which language it is written."""

from collections.abc import Callable
from math import ceil
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import BadRequest, PermissionDenied
from django.http import (
    HttpRequest,
    HttpResponse,
    HttpResponseForbidden,
    HttpResponseNotAllowed,
    QueryDict,
)
from django.http.response import HttpResponseBase
from django.middleware.csrf import CsrfViewMiddleware
from django.shortcuts import render
from django.utils import translation
from django.utils.translation import gettext

from sejuk.kit.sentences import for_programs, sentence
from sejuk.kit.uploads import most_bytes_for

MEGABYTE = 1_000_000
Answering = Callable[[HttpRequest], HttpResponse]

# Nothing inline and nothing from elsewhere; the map draws from data: images and its own worker.
POLICY = "; ".join(
    (
        "default-src 'self'",
        "img-src 'self' data: blob:",
        "worker-src 'self'",
        "object-src 'none'",
        "base-uri 'none'",
        "form-action 'self'",
        "frame-ancestors 'none'",
    )
)


class ContentSecurityPolicy:
    def __init__(self, get_response: Answering) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.headers.setdefault("Content-Security-Policy", POLICY)
        response.headers.setdefault(
            "Permissions-Policy", "camera=(), microphone=(), geolocation=(self)"
        )
        return response


class NothingTooLarge:
    """Refuse by its stated length, unread, what is larger than its view takes."""

    def __init__(self, get_response: Answering) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: object, *_: object) -> HttpResponse | None:
        # The interface for programs measures what it reads, and answers in its own words.
        if _is_for_programs(view):
            return None
        length = request.META.get("CONTENT_LENGTH") or "0"
        if length.isascii() and length.isdigit() and int(length) <= most_bytes_for(view, request):
            return None
        sizes = _sizes(view, length)
        # What anybody may send files with are reports, and their files are photos.
        is_report = bool(sizes) and bool(getattr(view, "takes_from_anybody", False))
        page = "413.html" if is_report else "400.html"
        return render(request, page, sizes, status=413)


def _sizes(view: object, length: str) -> dict[str, int]:
    """Return how large what was sent is and may be, in MB, where files are taken."""
    most = getattr(view, "most_bytes", 0)
    if not most or not (length.isascii() and length.isdigit()):
        return {}
    # More than is taken by less than a MB is said as the next whole number.
    return {"megabytes": ceil(int(length) / MEGABYTE), "most_megabytes": most // MEGABYTE}


def _is_for_programs(view: object) -> bool:
    return bool(getattr(view, "csrf_exempt", False))


class OwnFormsOnly(CsrfViewMiddleware):
    """
    Take forms from our own pages only: by token, or by what the browser says of a cookieless one.

    Browsers say where a form comes from since 2020 (Origin) and 2023 (Sec-Fetch-Site, the last of
    them). An older one says nothing and is believed: it could only send what anybody can send.
    """

    def process_view(
        self,
        request: HttpRequest,
        callback: Callable[..., HttpResponseBase],
        callback_args: tuple[object, ...],
        callback_kwargs: dict[str, object],
    ) -> HttpResponseForbidden | None:
        if not getattr(callback, "cookieless", False):
            return super().process_view(request, callback, callback_args, callback_kwargs)
        if request.method == "POST" and _is_from_elsewhere(request):
            raise PermissionDenied
        return None


def _is_from_elsewhere(request: HttpRequest) -> bool:
    origin = request.headers.get("Origin")
    is_foreign = origin is not None and urlsplit(origin).netloc != request.get_host()
    return is_foreign or request.headers.get("Sec-Fetch-Site") == "cross-site"


class NoNullCharacters:
    """A null character, which no database keeps, is refused wherever it stands in a request."""

    def __init__(self, get_response: Answering) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: object, *_: object) -> None:
        sent = (request.GET,) if _is_for_programs(view) else (request.GET, request.POST)
        if "\0" in request.path_info or any(map(_has_null, sent)):
            raise BadRequest("A null character in the request")


class WrongMethodInWords:
    """Say in words that an address only takes what is sent to it; browsers show a blank page."""

    def __init__(self, get_response: Answering) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if not isinstance(response, HttpResponseNotAllowed) or response.content:
            return response
        page: HttpResponse
        if for_programs(request):
            words = gettext("This address takes: %(methods)s.")
            page = sentence(words % {"methods": response.headers["Allow"]}, status=405)
        else:
            page = render(request, "405.html", status=405)
        page.headers["Allow"] = response.headers["Allow"]
        return page


def _has_null(sent: QueryDict) -> bool:
    return any("\0" in word for name, words in sent.lists() for word in (name, *words))


class LanguageOfCookie:
    """Indonesian unless the reader chose otherwise: many phones here are set to English."""

    def __init__(self, get_response: Answering) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
        language = chosen if chosen in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE
        with translation.override(language):
            request.LANGUAGE_CODE = language
            response = self.get_response(request)
        response.headers.setdefault("Content-Language", language)
        return response

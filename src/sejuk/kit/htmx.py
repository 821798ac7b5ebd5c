"""Answer an htmx request with one named fragment, and a plain request with the whole page."""

from collections.abc import Mapping

from django.http import HttpRequest
from django.template.response import TemplateResponse
from django.utils.cache import patch_vary_headers


def render_page_or_fragment(
    request: HttpRequest, page: str, context: Mapping[str, object], *, fragment: str
) -> TemplateResponse:
    template = fragment if request.headers.get("HX-Request") else page
    response = TemplateResponse(request, template, dict(context))
    patch_vary_headers(response, ["HX-Request"])
    return response

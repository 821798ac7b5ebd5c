"""How a picture of somebody's leaves the house: seen once, kept nowhere, running nothing."""

from django.http import HttpResponse


def shown_picture(jpeg: bytes, *, name: str) -> HttpResponse:
    """Return a picture that no cache keeps and that no browser takes for anything else."""
    answer = HttpResponse(jpeg, content_type="image/jpeg")
    answer["Cache-Control"] = "no-store, private"
    answer["Content-Disposition"] = f'inline; filename="{name}"'
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Content-Security-Policy"] = "default-src 'none'; frame-ancestors 'none'; sandbox"
    answer["Cross-Origin-Resource-Policy"] = "same-origin"
    return answer

"""A paper as an answer."""

from django.http import HttpResponse
from django.utils.text import slugify

from sejuk.kit.exports import file_name


def paper_file(content: bytes, name: str, *, is_invented: bool) -> HttpResponse:
    """Answer with a PDF that the browser shows, under a name fit for a file."""
    response = HttpResponse(content, content_type="application/pdf")
    full = file_name(f"{slugify(name)}.pdf", is_invented=is_invented)
    response["Content-Disposition"] = f'inline; filename="{full}"'
    response["Cache-Control"] = "no-store, private"
    return response

"""The worker that stands in for pages of duty when a phone has no network: where it may stand."""

from wsgiref.headers import Headers

# Built from frontend/duty-worker.js; its hashed name begins the same.
SCRIPT = "built/duty-worker"
DUTIES = "/dinas/"


def let_worker_serve_duties(headers: Headers, path: str, url: str) -> None:  # noqa: ARG001 - as called
    """Let the worker, which lies among static files, stand before the pages of duty alone."""
    if SCRIPT in url:
        headers["Service-Worker-Allowed"] = DUTIES

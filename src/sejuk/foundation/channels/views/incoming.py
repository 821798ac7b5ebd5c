"""Where providers post: each call is tested before it is read, kept before it is answered."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from sejuk.foundation.accounts.web import allow_public
from sejuk.foundation.channels import web
from sejuk.foundation.channels.gateways import webhook_for
from sejuk.foundation.channels.gateways.whatsapp import WhatsAppGateway
from sejuk.foundation.channels.rules import Unreadable
from sejuk.foundation.operations.web import now_of

FORBIDDEN, UNKNOWN, UNREADABLE = 403, 404, 400


@csrf_exempt
@allow_public
@require_http_methods(["GET", "POST"])
def posted(request: HttpRequest, provider: str) -> HttpResponse:
    webhook = webhook_for(provider)
    call = web.call_of(request)
    if webhook is None:
        return HttpResponse(status=UNKNOWN)
    if isinstance(webhook, WhatsAppGateway) and request.method == "GET":
        challenge = webhook.challenge(call)
        return HttpResponse(challenge, "text/plain", status=200 if challenge else FORBIDDEN)
    if not webhook.is_genuine(call):
        return HttpResponse(status=FORBIDDEN)
    try:
        web.keep(provider, webhook.read(call), now=now_of(request))
    except Unreadable as reason:
        return HttpResponse(str(reason), "text/plain", status=UNREADABLE)
    return HttpResponse("ok", "text/plain")

"""Pages of partners: by kind, one of them, and by function."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.views.decorators.http import require_GET

from sejuk.foundation.accounts.web import actor_of, allow
from sejuk.foundation.partners import queries
from sejuk.foundation.partners.forms import FunctionFilter, PartnerFilter
from sejuk.foundation.partners.queries.pages import (
    kinds_shown,
    shown_contacts,
    shown_partner,
    shown_partners,
)
from sejuk.foundation.partners.rules import READERS

ROWS = 50


@require_GET
@allow(*READERS)
def partners(request: HttpRequest) -> HttpResponse:
    scope, form = actor_of(request).scope, PartnerFilter(request.GET)
    found = queries.partners(scope, kind=form.chosen_kind(), text=form.chosen_text())
    page = Paginator(found, ROWS).get_page(request.GET.get("page"))
    context = {
        "form": form,
        "page": page,
        "rows": shown_partners(page),
        "kinds": kinds_shown(scope),
        "kind": form.chosen_kind() or "",
    }
    return TemplateResponse(request, "partners/partners.html", context)


@require_GET
@allow(*READERS)
def partner(request: HttpRequest, partner_id: int) -> HttpResponse:
    scope = actor_of(request).scope
    context = {
        "partner": shown_partner(queries.partner_called(partner_id, scope)),
        "contacts": shown_contacts(queries.contacts_by_function(scope, partner_id=partner_id)),
    }
    return TemplateResponse(request, "partners/partner.html", context)


@require_GET
@allow(*READERS)
def contacts(request: HttpRequest) -> HttpResponse:
    form = FunctionFilter(request.GET)
    found = queries.contacts_by_function(actor_of(request).scope, function=form.chosen_function())
    page = Paginator(found, ROWS).get_page(request.GET.get("page"))
    context = {"form": form, "page": page, "rows": shown_contacts(page)}
    return TemplateResponse(request, "partners/contacts.html", context)

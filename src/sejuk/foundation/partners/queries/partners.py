"""Partners by scope and kind, and the functions in which they are reached."""

from django.db.models import Case, Count, QuerySet, When

from sejuk.foundation.partners.models import Contact, Partner
from sejuk.foundation.partners.rules import ContactFunction, PartnerKind
from sejuk.kit.actors import Actor
from sejuk.kit.decisions import NotYours
from sejuk.kit.scoping import within

Scope = tuple[str, ...]


def partners(scope: Scope, *, kind: PartnerKind | None = None, text: str = "") -> QuerySet[Partner]:
    """Return partners in `scope`, by kind and name."""
    found = Partner.objects.filter(within(scope))
    if kind is not None:
        found = found.filter(kind=kind.value)
    for word in text.split():
        found = found.filter(name__icontains=word)
    return (
        found.select_related("area__parent")
        .defer("area__boundary", "area__outline", "area__parent__boundary", "area__parent__outline")
        .order_by("kind", "name", "id")
    )


def kinds_present(scope: Scope) -> list[tuple[PartnerKind, int]]:
    """Return each kind of partner in `scope` with how many there are."""
    rows = (
        Partner.objects.filter(within(scope))
        .values_list("kind")
        .annotate(count=Count("id"))
        .order_by()
    )
    counts = dict(rows)
    return [(kind, counts[kind.value]) for kind in PartnerKind if kind.value in counts]


def partner_called(partner_id: int, scope: Scope) -> Partner:
    """
    Return one partner.

    :raises NotYours: when it is not there, or lies outside `scope`
    """
    found = partners(scope).filter(id=partner_id).first()
    if found is None:
        raise NotYours(f"partner {partner_id}")
    return found


def contacts_by_function(
    scope: Scope, *, partner_id: int | None = None, function: ContactFunction | None = None
) -> QuerySet[Contact]:
    """Return contacts in the order of functions; of one partner, or of one function, if named."""
    rows = Contact.objects.filter(within(scope, "partner__area_id")).select_related("partner")
    if partner_id is not None:
        rows = rows.filter(partner_id=partner_id)
    if function is not None:
        rows = rows.filter(function=function.value)
    rank = Case(*(When(function=one.value, then=at) for at, one in enumerate(ContactFunction)))
    return rows.order_by(rank, "partner__name", "holder", "id")


def partners_there(actor: Actor) -> QuerySet[Partner]:
    return Partner.objects.filter(within(actor.scope))


def contacts_there(actor: Actor) -> QuerySet[Contact]:
    return Contact.objects.filter(within(actor.scope, "partner__area_id"))

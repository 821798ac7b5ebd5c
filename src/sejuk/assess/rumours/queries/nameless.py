"""Whether words name somebody: rumours are about claims, never about persons."""

from django.utils.translation import gettext

from sejuk.engines import triage
from sejuk.foundation.operations.queries import shared_area
from sejuk.foundation.places.queries import without_persons
from sejuk.kit.choices import N_

LABELS = {
    triage.PersonalKind.NAME: N_("name"),
    triage.PersonalKind.PHONE: N_("telephone number"),
    triage.PersonalKind.NIK: N_("identity number (NIK)"),
    triage.PersonalKind.KK: N_("family card number (KK)"),
    triage.PersonalKind.PLATE: N_("number plate"),
    triage.PersonalKind.HANDLE: N_("account name"),
    triage.PersonalKind.EMAIL: N_("e-mail address"),
    triage.PersonalKind.ACCOUNT: N_("bank account"),
    triage.PersonalKind.ADDRESS: N_("home address"),
}


def personal_kinds(text: str) -> tuple[str, ...]:
    """Return the kinds of personal data that stand in a text, in the reader's language."""
    return tuple(
        gettext(LABELS[kind]) for kind, _ in without_persons(text, area_code=shared_area()).counts
    )

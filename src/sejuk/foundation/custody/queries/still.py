"""Several seals at once, kept from changing while their records are dealt with together."""

from collections.abc import Iterable
from uuid import UUID

from sejuk.foundation.custody.models import Sealed


def keep_still(seal_ids: Iterable[UUID]) -> None:
    """
    Keep others from changing these seals until the transaction ends.

    For actions that write the ledger for one record and go on to the next: who waits for a seal
    while he holds the ledger may wait for somebody who waits for the ledger.
    """
    rows = Sealed.objects.select_for_update().filter(pk__in=list(seal_ids)).order_by("pk")
    list(rows.values_list("pk", flat=True))

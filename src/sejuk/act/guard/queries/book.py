"""The occurrence book of a post, read."""

from uuid import UUID

from sejuk.act.guard.models import BookEntry
from sejuk.foundation.forces import queries as forces
from sejuk.kit.actors import Actor


def entry_sent_as(key: UUID | None) -> BookEntry | None:
    """Return the entry that came under a key, if one did."""
    return BookEntry.objects.filter(key=key).first() if key is not None else None


def author_words(actor: Actor) -> str:
    """Return how the book calls who writes: rank and name, or the name of the account."""
    person = forces.person_of(actor.user_id) if actor.user_id is not None else None
    return str(person) if person else actor.name

"""A handover as its page and its sheet show it."""

from dataclasses import dataclass, replace
from datetime import date, datetime

from django.utils.translation import gettext

from sejuk.act.guard.models import Handover
from sejuk.act.guard.queries.handing import items_from, matters_from
from sejuk.act.guard.rules import ItemKind
from sejuk.act.guard.rules.handing import CountedItem, Matter
from sejuk.kit.directions import shown_turns


@dataclass(frozen=True, slots=True)
class Signing:
    """Whose name stands below one half of the sheet."""

    name: str
    rank: str


@dataclass(frozen=True, slots=True)
class ShownHandover:
    """One handover with all that was stated and signed."""

    id: int
    post_id: int
    post_name: str
    area_code: str
    day: date
    band_code: str
    ends_at: datetime
    giver: str
    giver_signs: Signing
    taker: str
    taker_signs: Signing
    people_present: int
    items: tuple[tuple[str, CountedItem], ...]
    situation: str
    matters: tuple[Matter, ...]
    given_at: datetime
    given_account: str
    taken_at: datetime | None
    taken_account: str
    remarks: str

    @property
    def is_signed(self) -> bool:
        return self.taken_at is not None


def shown_handover(row: Handover) -> ShownHandover:
    return ShownHandover(
        id=row.pk,
        post_id=row.post_id,
        post_name=row.post.name,
        area_code=row.post.area_id,
        day=row.day,
        band_code=row.band_code,
        ends_at=row.ends_at,
        giver=str(row.giver),
        giver_signs=Signing(row.giver.name, row.giver.rank),
        taker=str(row.taker) if row.taker else "",
        taker_signs=Signing(row.taker.name, row.taker.rank) if row.taker else Signing("", ""),
        people_present=row.people_present,
        items=tuple(_shown_item(one) for one in items_from(row.items)),
        situation=shown_turns(row.situation),
        matters=tuple(_shown_matter(one) for one in matters_from(row.open_matters)),
        given_at=row.given_at,
        given_account=row.given_by.get_username(),
        taken_at=row.taken_at,
        taken_account=row.taken_by.get_username() if row.taken_by else "",
        remarks=shown_turns(row.remarks),
    )


def _shown_item(one: CountedItem) -> tuple[str, CountedItem]:
    shown = replace(one, name=shown_turns(one.name), remark=shown_turns(one.remark))
    return gettext(ItemKind(one.kind).label), shown


def _shown_matter(one: Matter) -> Matter:
    return replace(one, text=shown_turns(one.text), how=shown_turns(one.how))

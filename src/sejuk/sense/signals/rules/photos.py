"""Photos with a report: how many, of which size, and who looks at, blacks out and restores them."""

from collections.abc import Sequence
from datetime import timedelta

from sejuk.kit.actors import Actor
from sejuk.kit.choices import N_, Choice
from sejuk.kit.decisions import Decision
from sejuk.kit.rectangles import Rectangle
from sejuk.sense.signals.rules.readers import DESK

# Chosen: near, from afar, and the plate; more is a film.
MOST_PHOTOS = 3
# Chosen: less shows nothing that anybody could look into; a dot that counts readers is smaller.
SHORTEST_EDGE = 48
# Chosen: long enough to read what may be known already and to mend a form, and not longer.
HELD_FOR = timedelta(hours=1)
# Chosen: a bus has fewer faces in its windows.
MOST_RECTANGLES = 60


class PhotoState(Choice):
    """Whether somebody at the desk has looked at a photo."""

    WAITING = "waiting", N_("Not looked at yet")
    CHECKED = "checked", N_("Looked at")


def may_send_photos(count: int) -> Decision:
    """
    Test whether so many photos fit one report.

    >>> may_send_photos(3).allowed, may_send_photos(4).allowed
    (True, False)
    """
    if count <= MOST_PHOTOS:
        return Decision.yes()
    return Decision.no(
        N_("At most %(most)s photos fit one report."), where="photos", most=MOST_PHOTOS
    )


def may_show_anything(width: int, height: int) -> Decision:
    """
    Test whether a picture is large enough to show something.

    >>> may_show_anything(640, 480).allowed, may_show_anything(1, 1).allowed
    (True, False)
    """
    if min(width, height) >= SHORTEST_EDGE:
        return Decision.yes()
    return Decision.no(
        N_("The picture is smaller than %(edge)s pixels: nothing can be seen on it."),
        where="photos",
        edge=SHORTEST_EDGE,
    )


def may_look(state: PhotoState, *, area_code: str, actor: Actor) -> Decision:
    """Test whether `actor`, who reads the signal, sees this photo: unchecked only at the desk."""
    if state is PhotoState.CHECKED:
        return Decision.yes()
    return may_check(area_code=area_code, actor=actor)


def may_check(*, area_code: str, actor: Actor) -> Decision:
    """Test whether `actor` looks at photos first and blacks out faces and plates."""
    if actor.user_id is not None and actor.holds(*DESK, area_code=area_code):
        return Decision.yes()
    return Decision.no(N_("Only the desk of the area looks at photos first."))


def may_be_unchanged(*, seen: int, is_now: int) -> Decision:
    """
    Test whether a photo is still what somebody looked at, who now decides about it.

    >>> may_be_unchanged(seen=1, is_now=1).allowed, may_be_unchanged(seen=1, is_now=2).allowed
    (True, False)
    """
    if seen == is_now:
        return Decision.yes()
    return Decision.no(
        N_("Somebody else has dealt with this photo meanwhile. Look at it as it is now.")
    )


def may_blacken(rectangles: Sequence[Rectangle], *, width: int, height: int) -> Decision:
    """
    Test whether each rectangle blackens a part of the picture.

    >>> may_blacken([(10, 10, 20, 20)], width=64, height=64).allowed
    True
    >>> may_blacken([(64, 0, 9, 9)], width=64, height=64).values["number"]
    1
    """
    if len(rectangles) > MOST_RECTANGLES:
        return Decision.no(
            N_("At most %(most)s rectangles are blacked out at once."), most=MOST_RECTANGLES
        )
    for number, (left, top, across, down) in enumerate(rectangles, start=1):
        columns = min(max(left, left + across), width) - max(min(left, left + across), 0)
        rows = min(max(top, top + down), height) - max(min(top, top + down), 0)
        if columns <= 0 or rows <= 0:
            return Decision.no(
                N_("Rectangle %(number)s lies outside the photo, or has no width."),
                where="rectangles",
                number=number,
            )
    return Decision.yes()

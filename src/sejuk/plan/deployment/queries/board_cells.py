"""A board as the script of its page takes it: short lists of numbers, and the words it says."""

import json
from hashlib import sha256

from django.utils.translation import get_language, gettext

from sejuk.plan.deployment.models import Roster
from sejuk.plan.deployment.queries.board import Board
from sejuk.plan.deployment.rules import Posture, SeatRole

FORMAT = 1


def version_of(roster: Roster, *, scope: tuple[str, ...], sees_covert: bool, edits: bool) -> str:
    """Return a word that changes whenever the same reader would be sent something else."""
    parts = (
        FORMAT, roster.pk, roster.revision, roster.state, get_language(), scope, sees_covert, edits,
    )  # fmt: skip
    return sha256(repr(parts).encode()).hexdigest()[:24]


def cells_of(board: Board) -> str:
    """Return a board as JSON; lists stand in place of objects, there are thousands of them."""
    roles = list(SeatRole)
    sent = {
        "revision": board.revision,
        "canEdit": board.can_edit,
        "days": [
            [day.weekday, day.number, day.name, day.brief, int(day.is_weekend)]
            for day in board.days
        ],
        "bands": [[one.letter, one.look, one.name, one.hours] for one in board.bands],
        "posts": [[one.id, one.short, one.name] for one in board.posts],
        "groups": [one.name for one in board.groups],
        "people": [[one.id, one.rank, one.name, one.group] for one in board.people],
        "roles": [gettext(role.label) for role in roles],
        "duties": [
            [
                one.id, one.post, one.day, one.band, roles.index(one.role),
                int(one.posture is Posture.COVERT), one.person_id or 0, int(one.is_pinned),
            ]
            for one in board.duties
        ],
        "leaves": [
            [one.person_id, one.first, one.last, gettext(one.kind.label)] for one in board.leaves
        ],
        "words": words(),
    }  # fmt: skip
    return json.dumps(sent, ensure_ascii=False, separators=(",", ":"))


def words() -> dict[str, str]:
    """Return what the script says, in the reader's language; blanks are named in braces."""
    return {
        "person": gettext("Person"),
        "empty": gettext("Empty"),
        "free": gettext("free"),
        "away": gettext("away: {why}"),
        "pinned": gettext("pinned"),
        "covert": gettext("covert"),
        "cell": gettext("{person}, {day}: {what}"),
        "duty": gettext("{post}, {band} {hours}, {role}"),
        "brief": gettext("{post}, {band}, {day}"),
        "healed": gettext("Healed"),
        "people": gettext("{count} people"),
        "emptyOn": gettext("Empty seats on {day}: {count}"),
        "noEmpty": gettext("No empty seat on {day}."),
        "emptyCount": gettext("{count} empty"),
        "nobody": gettext("Nobody is found with these filters."),
        "pickUp": gettext("Pick up"),
        "takeOut": gettext("Take out"),
        "why": gettext("Why?"),
        "pin": gettext("Pin"),
        "unpin": gettext("Unpin"),
        "keep": gettext("Keep"),
        "keepAnyway": gettext("Keep with a warning"),
        "putBack": gettext("Put back"),
        "undo": gettext("Undo"),
        "pickedUp": gettext(
            "Picked up: {what}. Move with the arrow keys, Enter drops, Escape puts back."
        ),
        "putBackSaid": gettext("Put back: nothing has changed."),
        "kept": gettext("Kept: {what}"),
        "asking": gettext("Asking the rules …"),
        "nothingToPick": gettext("There is no duty here to pick up."),
        "noSeatThere": gettext("On {day} there is no empty seat of this kind."),
        "sameperson": gettext("He or she stands this duty already."),
        "pinnedStays": gettext("This duty is pinned. Unpin it first (P)."),
        "moveTo": gettext("{duty}: from {from} to {to}"),
        "exchange": gettext("{one} and {other} exchange {duty} and {duty2}"),
        "otherSeat": gettext("{person}: from {duty} to {duty2}"),
        "takenOut": gettext("{person} is taken out of {duty}; the seat is empty"),
        "filled": gettext("{person} takes {duty}"),
        "stale": gettext(
            "Somebody changed the board meanwhile. It shows the newest state; your change is still "
            "in your hand."
        ),
        "fresh": gettext("The board was changed elsewhere and shows the newest state."),
        "failed": gettext("The server did not answer. Your change is not lost: try again."),
        "readOnly": gettext("Only a draft is changed, by who plans. You can look around."),
        "pinSaid": gettext("Pinned: {what}"),
        "unpinSaid": gettext("No longer pinned: {what}"),
        "seats": gettext("Seats of this shift"),
        "dragHint": gettext("Drag a duty to somebody else, or press Enter to pick it up."),
    }

"""Who reads how much of the ledger, and what its verbs are called. No Django, no database."""

from collections.abc import Mapping

from sejuk.foundation.ledger.rules import Fault
from sejuk.kit.actors import EVERYWHERE, Actor, Role
from sejuk.kit.choices import N_
from sejuk.kit.decisions import Decision

READERS = (Role.AUDITOR, Role.OPS_HEAD, Role.CHIEF, Role.ADMINISTRATOR)

# Chosen: about half a second. A longer chain is verified by the worker.
VERIFIED_AT_ONCE = 20_000


def sees_entries_without_area(actor: Actor) -> bool:
    """
    Test whether an actor reads entries that belong to no area, such as new weights.

    >>> from sejuk.kit.actors import Grant
    >>> sees_entries_without_area(Actor("eka", frozenset({Grant(Role.AUDITOR, "16.01")})))
    True
    >>> sees_entries_without_area(Actor("eka", frozenset({Grant(Role.CHIEF, "16.01")})))
    False
    """
    return actor.holds(Role.AUDITOR) or EVERYWHERE in actor.only(*READERS).scope


def may_export(actor: Actor, *, whole_area: str) -> Decision:
    """
    Test whether an actor may take the whole chain away; a part of a chain proves nothing.

    `whole_area` is the area of the operation, and so of everything in this ledger.
    """
    if actor.holds(*READERS, area_code=EVERYWHERE) or (
        whole_area and actor.holds(Role.AUDITOR, area_code=whole_area)
    ):
        return Decision.yes()
    return Decision.no(
        N_("Only who reads the whole ledger can export it: in parts it proves nothing.")
    )


def grouped(head: str) -> str:
    """
    Write a hash as paper shows it, in groups of eight.

    >>> grouped("0123456789abcdef")
    '01234567 89abcdef'
    """
    return " ".join(head[start : start + 8] for start in range(0, len(head), 8))


def number_in(subject: str) -> str:
    """
    Return the number in the name of a record, as people call it.

    >>> number_in("signals.signal:41"), number_in("risk.temperatures")
    ('41', '')
    """
    return subject.partition(":")[2]


def capability_of(verb: str) -> str:
    """
    Return to which part of the house a verb belongs.

    >>> capability_of("signals.signal.taken")
    'signals'
    """
    return verb.partition(".")[0]


CAPABILITIES: Mapping[str, str] = {
    "signals": N_("Signals"),
    "risk": N_("Temperature"),
    "programme": N_("Programme"),
    "outreach": N_("Visits"),
    "sitreps": N_("Situation reports"),
    "audit": N_("Ledger"),
    "operations": N_("Operation"),
    "places": N_("Areas"),
    "forces": N_("Forces"),
    "partners": N_("Partners"),
    "imports": N_("Imports"),
    "channels": N_("Messages"),
    "accounts": N_("Access"),
}

# What a verb says after the name of who did it: "alya | took signal | no. 41".
DEEDS: Mapping[str, str] = {
    "accounts.invitation.made": N_("made a one-time link"),
    "accounts.invitation.renewed": N_("made a link for a new password of account"),
    "accounts.invitation.withdrawn": N_("withdrew one-time link"),
    "accounts.role.granted": N_("gave a role to account"),
    "accounts.role.revoked": N_("took a role from account"),
    "accounts.user.activated": N_("opened again account"),
    "accounts.user.deactivated": N_("closed account"),
    "accounts.user.joined": N_("joined with account"),
    "accounts.user.renewed": N_("chose a new password for account"),
    "accounts.user.signed_out_everywhere": N_("signed out everywhere with account"),
    "audit.ledger.exported": N_("exported the ledger"),
    "audit.ledger.verification_asked": N_("asked for a verification of the ledger"),
    "audit.ledger.verified": N_("verified the ledger, check"),
    "channels.message.left": N_("left as it was message"),
    "channels.message.not_sent": N_("could not send message"),
    "channels.message.queued": N_("put on its way message"),
    "channels.message.received": N_("received message"),
    "channels.message.repeated": N_("received once more message"),
    "channels.message.sent": N_("sent message"),
}

FAULTS: Mapping[Fault, str] = {
    Fault.MALFORMED: N_("Entry %(sequence)s is not a complete entry."),
    Fault.OUT_OF_SEQUENCE: N_("Where entry %(sequence)s belongs, one is missing, moved or added."),
    Fault.UNLINKED: N_("Entry %(sequence)s does not carry the hash of the entry before it."),
    Fault.ALTERED: N_("Entry %(sequence)s does not match its own hash: its content was changed."),
    Fault.HEAD_NOT_FOUND: N_(
        "The end is cut off at entry %(sequence)s, or the chain was written anew since the last "
        "verification."
    ),
}

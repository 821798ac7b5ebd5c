"""Changes to the joint force: what the other folders may call."""

from sejuk.foundation.forces.actions.duties import (
    end_care,
    give_care,
    link_user,
    record_leave,
    withdraw_leave,
)
from sejuk.foundation.forces.actions.files import CARE, LEAVE, ORGANISATIONS, PEOPLE, UNITS
from sejuk.foundation.forces.actions.inviting import InvitedPerson, invite_people

__all__ = [
    "CARE",
    "LEAVE",
    "ORGANISATIONS",
    "PEOPLE",
    "UNITS",
    "InvitedPerson",
    "end_care",
    "give_care",
    "invite_people",
    "link_user",
    "record_leave",
    "withdraw_leave",
]

"""What people write about signals, checked; and what they want to see of them."""

from sejuk.sense.signals.forms.areas import AreaForm, DayPicker, PhotoForm
from sejuk.sense.signals.forms.desk import (
    SEVERITY_WORDS,
    STAFF_CHANNELS,
    Grading,
    NewKey,
    PhotoCheck,
    Reasoned,
    Referral,
    StaffSignal,
    Taking,
)
from sejuk.sense.signals.forms.dialogue import DialogueEntry, Survey
from sejuk.sense.signals.forms.inbox import NUMBER, InboxFilter, Many, ViewAsked
from sejuk.sense.signals.forms.portal import MatterAway, NewMatter
from sejuk.sense.signals.forms.public import (
    DegreesField,
    MyArea,
    NoticeWish,
    OwnData,
    ReceiptQuestion,
    Report,
)

__all__ = [
    "NUMBER",
    "SEVERITY_WORDS",
    "STAFF_CHANNELS",
    "AreaForm",
    "DayPicker",
    "DegreesField",
    "DialogueEntry",
    "Grading",
    "InboxFilter",
    "Many",
    "MatterAway",
    "MyArea",
    "NewKey",
    "NewMatter",
    "NoticeWish",
    "OwnData",
    "PhotoCheck",
    "PhotoForm",
    "Reasoned",
    "ReceiptQuestion",
    "Referral",
    "Report",
    "StaffSignal",
    "Survey",
    "Taking",
    "ViewAsked",
]

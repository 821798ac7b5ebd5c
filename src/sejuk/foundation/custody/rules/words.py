"""The closed lists of custody: what is sealed, why it is opened, and why it is forgotten."""

from collections.abc import Mapping

from sejuk.kit.choices import N_, Choice


class SealedKind(Choice):
    """Whose words a seal keeps, or what else it keeps."""

    REPORTER = "reporter", N_("Reporter: contact, perhaps with the whole text")
    # What was written, where parts were taken out of what the desk reads: no word of who wrote it.
    WHOLE = "whole", N_("Whole text of a report; may name others")
    ADDRESS = "address", N_("Address of a conversation")
    SUBSCRIBER = "subscriber", N_("Subscriber")
    # A photo, before the desk has looked at it; as it was, once it has; and what others may see.
    PHOTO = "photo", N_("Photo not looked at yet")
    ORIGINAL = "original", N_("Photo before it was blacked out")
    CHECKED = "checked", N_("Photo that was looked at")
    # What we write, where a receipt stands in it: for the gateway, and opened by nobody else.
    OUTGOING = "outgoing", N_("Message of ours until it has arrived")


# How people call the records that seals belong to, by how the ledger names them.
RECORDS: Mapping[str, str] = {
    "signals.signal": N_("Signal #%(number)s"),
    "channels.conversation": N_("Conversation #%(number)s"),
    "channels.message": N_("Message #%(number)s"),
}

FILES = frozenset({SealedKind.PHOTO, SealedKind.ORIGINAL, SealedKind.CHECKED})


class Part(Choice):
    """What one word behind a seal is."""

    NAME = "name", N_("Name")
    # The address, number or handle that a message is sent to.
    REACH = "reach", N_("Reached by")
    CHANNEL = "channel", N_("Channel")
    DETAILS = "details", N_("What he said about himself")
    # A message as it came in, where what was kept of it outside has been redacted.
    TEXT = "text", N_("What he wrote, in full")
    # What is enclosed beside the words: kind, size, never a name.
    FILE = "file", N_("Enclosed")


class Ground(Choice):
    """Why a seal is opened: the class that the public page counts. The words stand beside it."""

    ASK = "ask", N_("To ask the reporter back")
    ANSWER = "answer", N_("To bring him an answer")
    PROTECT = "protect", N_("To protect him or others")
    LAW = "law", N_("A demand by law, in writing")
    OWN = "own", N_("At his own request")


class Purpose(Choice):
    """What the machine uses an address for when it sends; nobody sees the address."""

    REPLY = "reply", N_("Reply to a message")
    ANSWER = "answer", N_("Answer to a report or rumour")
    CORRECTION = "correction", N_("Correction of an answer")
    SURVEY = "survey", N_("Survey after a report")
    SUBSCRIPTION = "subscription", N_("News that was asked for")


class Forgetting(Choice):
    """Why what was sealed is there no more."""

    RETENTION = "retention", N_("Its time was over")
    REQUEST = "request", N_("At his own request")
    MISTAKE = "mistake", N_("It should never have been kept")

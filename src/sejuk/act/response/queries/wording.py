"""What a receiver reads of an answer."""

from django.utils.translation import gettext, override

from sejuk.act.response.models import Version
from sejuk.act.response.queries.answers import wording_of
from sejuk.act.response.rules import LocalLanguage, SendingKind, Wording, as_message, may_go_out
from sejuk.foundation.channels.rules import LONGEST_TEXT, Channel
from sejuk.kit.decisions import Decision


def may_be_sent(words: Wording, *, is_correction: bool) -> Decision:
    """Test whether an answer fits into one message with all that it says, as it is sent."""
    with override("id"):
        whole = _whole(words, opening=gettext("CORRECTION.") if is_correction else "")
    return may_go_out(whole, most=LONGEST_TEXT)


def _whole(words: Wording, *, opening: str, is_short: bool = False) -> str:
    return as_message(
        words,
        opening=opening,
        source_word=gettext("Source"),
        local_word=local_word(words),
        is_short=is_short,
    )


def words_for(version: Version, kind: SendingKind, channel: Channel, *, is_new: bool) -> str:
    """Return what a receiver reads, as his channel carries it."""
    words = wording_of(version)
    if kind is SendingKind.WITHDRAWAL:
        return gettext("WITHDRAWN: what we told you before, “%(title)s”, no longer holds.") % {
            "title": words.title
        }
    return _whole(
        words,
        opening="" if is_new else gettext("CORRECTION."),
        is_short=channel is Channel.SMS,
    )


def local_word(words: Wording) -> str:
    """Return in which language the rendering for the place is; "" when it was never said."""
    if not words.local_language:
        return ""
    label = gettext(LocalLanguage(words.local_language).label)
    return gettext("In %(language)s:") % {"language": words.local_other or label}


def words_under_receipt(version: Version, *, is_withdrawn: bool) -> str:
    """Return what who reported a rumour reads under his receipt; the page says the rest."""
    said = {"title": version.title}
    if is_withdrawn:
        return gettext("WITHDRAWN: what we told you before, “%(title)s”, no longer holds.") % said
    if version.change:
        return gettext("What you reported: our answer was corrected. %(title)s") % said
    return gettext("What you reported was asked and answered: %(title)s") % said

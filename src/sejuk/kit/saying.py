"""What forms have in common: they offer closed lists, and say beside a field what was refused."""

from collections.abc import Iterator
from contextlib import contextmanager

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from sejuk.kit.choices import Choice, choices_of
from sejuk.kit.decisions import Refused
from sejuk.kit.refusals import explained

Words = list[tuple[str, str | Promise]]


def words_of(words: type[Choice], *, empty: str | Promise | None = None) -> Words:
    """Return a closed list as a form offers it, in the reader's language."""
    offered: Words = [(value, _(label)) for value, label in choices_of(words)]
    return offered if empty is None else [("", empty), *offered]


def say(form: forms.Form, refused: Refused) -> None:
    """Show a refusal beside the field that it is about, or above all where it is about none."""
    where = str(refused.values.get("where", ""))
    form.add_error(where if where in form.fields else None, explained(refused))


@contextmanager
def told_in(form: forms.Form) -> Iterator[None]:
    """Tell in the form itself, beside what was typed, why an action is refused."""
    try:
        yield
    except Refused as refused:
        say(form, refused)


class SayingForm(forms.Form):
    """A form that says beside its fields what an action refused."""

    def say(self, refused: Refused) -> None:
        say(self, refused)

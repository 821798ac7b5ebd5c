"""What the giver of a post states, and what its taker remarks."""

from collections.abc import Iterator, Sequence
from datetime import date

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from sejuk.act.guard.rules import ItemKind
from sejuk.act.guard.rules.handing import (
    LONGEST_REMARK,
    LONGEST_SITUATION,
    MOST_PEOPLE,
    CountedItem,
    GivenOver,
    Matter,
)
from sejuk.act.guard.rules.items import LONGEST_NAME, MOST_OF_ONE
from sejuk.kit.saying import SayingForm, words_of

_NUMBER = forms.NumberInput(attrs={"inputmode": "numeric"})


class CountForm(forms.Form):
    """One thing of the post, counted."""

    name = forms.CharField(widget=forms.HiddenInput, strip=False)
    counted = forms.IntegerField(
        min_value=0, max_value=MOST_OF_ONE, label=_("Counted"), widget=_NUMBER
    )
    remark = forms.CharField(max_length=LONGEST_REMARK, required=False, label=_("Remark"))

    def __init__(self, sent: QueryDict | None, *, place: int, item: CountedItem) -> None:
        super().__init__(
            sent,
            prefix=f"barang-{place}",
            initial={"name": item.name, "counted": item.counted, "remark": item.remark},
        )
        self.item = item

    def clean(self) -> dict[str, object]:
        cleaned: dict[str, object] = super().clean() or self.cleaned_data
        if cleaned.get("name") != self.item.name:
            self.add_error(
                None, gettext("The list of the post was changed meanwhile: count once more.")
            )
        counted, remark = cleaned.get("counted"), str(cleaned.get("remark") or "")
        if isinstance(counted, int) and counted != self.item.stated and not remark.strip():
            self.add_error("remark", gettext("Say why the number differs."))
        return cleaned

    @property
    def counted_item(self) -> CountedItem:
        found = self.cleaned_data
        return CountedItem(
            self.item.name, self.item.kind, self.item.stated, found["counted"], found["remark"]
        )


class MatterForm(forms.Form):
    """An open matter that came with the last handover."""

    text = forms.CharField(widget=forms.HiddenInput, strip=False)
    is_settled = forms.BooleanField(required=False, label=_("Settled"))
    how = forms.CharField(max_length=LONGEST_REMARK, required=False, label=_("How it ended"))

    def __init__(self, sent: QueryDict | None, *, place: int, matter: Matter) -> None:
        super().__init__(
            sent,
            prefix=f"urusan-{place}",
            initial={"text": matter.text, "is_settled": matter.is_settled, "how": matter.how},
        )
        self.matter = matter

    def clean(self) -> dict[str, object]:
        cleaned: dict[str, object] = super().clean() or self.cleaned_data
        if cleaned.get("text") != self.matter.text:
            self.add_error(None, gettext("The open matters changed meanwhile: look once more."))
        if cleaned.get("is_settled") and not str(cleaned.get("how") or "").strip():
            self.add_error("how", gettext("Say in a few words how it ended."))
        return cleaned

    @property
    def told(self) -> Matter:
        found = self.cleaned_data
        return Matter(self.matter.text, self.matter.since, found["is_settled"], found["how"])


class HandoverForm(SayingForm):
    """People, things, situation, open matters."""

    people_present = forms.IntegerField(
        min_value=0, max_value=MOST_PEOPLE, label=_("People present"), widget=_NUMBER
    )
    situation = forms.CharField(
        max_length=LONGEST_SITUATION,
        strip=False,
        label=_("Situation"),
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    new_matters = forms.CharField(
        required=False,
        max_length=LONGEST_SITUATION,
        label=_("New open matters"),
        help_text=_("One on each line. They go on to the next shift until somebody settles them."),
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(
        self,
        sent: QueryDict | None = None,
        *,
        items: Sequence[CountedItem],
        matters: Sequence[Matter],
        initial: dict[str, object],
    ) -> None:
        super().__init__(sent, initial=initial)
        self.counts = [CountForm(sent, place=n, item=item) for n, item in enumerate(items)]
        self.matters = [MatterForm(sent, place=n, matter=one) for n, one in enumerate(matters)]

    @property
    def parts(self) -> Iterator[forms.Form]:
        yield from self.counts
        yield from self.matters

    @property
    def has_part_errors(self) -> bool:
        return self.is_bound and any(part.errors for part in self.parts)

    def clean_new_matters(self) -> list[str]:
        lines = [line.strip() for line in self.cleaned_data["new_matters"].splitlines()]
        found = [line for line in lines if line]
        if any(len(line) > LONGEST_REMARK for line in found):
            raise forms.ValidationError(
                gettext("A line has at most %(limit)s characters.") % {"limit": LONGEST_REMARK}
            )
        return found

    def is_valid(self) -> bool:
        """Check the small forms too, all of them, so that all errors show."""
        return all([super().is_valid(), *(part.is_valid() for part in self.parts)])

    def given(self, today: date) -> GivenOver:
        found = self.cleaned_data
        return GivenOver(
            people_present=found["people_present"],
            items=tuple(one.counted_item for one in self.counts),
            situation=found["situation"],
            matters=(
                *(one.told for one in self.matters),
                *(Matter(line, today) for line in found["new_matters"]),
            ),
        )


class TakeForm(SayingForm):
    """Which version of a handover was read, and what the taker remarks."""

    given_at = forms.CharField(max_length=40, widget=forms.HiddenInput)
    remarks = forms.CharField(
        required=False,
        max_length=LONGEST_REMARK,
        label=_("Remarks of who takes over"),
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class ItemForm(SayingForm):
    """Something that a post keeps."""

    kind = forms.ChoiceField(label=_("Kind"), choices=words_of(ItemKind))
    name = forms.CharField(max_length=LONGEST_NAME, label=_("Name"))
    count = forms.IntegerField(
        min_value=0, max_value=MOST_OF_ONE, label=_("How many"), widget=_NUMBER
    )
    is_active = forms.BooleanField(required=False, initial=True, label=_("Is handed over"))

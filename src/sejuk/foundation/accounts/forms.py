"""Forms of accounts: they check what was typed, and decide nothing."""

from collections.abc import Sequence

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.contrib.auth.validators import ASCIIUsernameValidator
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from sejuk.foundation.accounts import queries, rules
from sejuk.foundation.accounts.models import User
from sejuk.kit.actors import EVERYWHERE, Grant, Role, is_no_person

ONLY_PLAIN = _("A user name has only the letters a to z, digits, and . _ - @ or +.")
AREA_HINT = _("Choose from the list, or type a code. Leave it empty for everywhere.")


def role_choices() -> list[tuple[str, str]]:
    return [(role.value, gettext(role.label)) for role in Role]


class AreaField(forms.CharField):
    """An area by its code, as typed or as chosen from the list; empty is everywhere."""

    def __init__(self) -> None:
        super().__init__(label=_("Area"), required=False, max_length=200, help_text=AREA_HINT)

    def clean(self, value: object) -> str:
        text = str(super().clean(value))
        if not text:
            return EVERYWHERE
        code = rules.area_code_in(text)
        if code is None or not queries.area_names({code}):
            raise forms.ValidationError(gettext("No area of that name or code."))
        return code


class NameField(forms.CharField):
    """What somebody is called in histories: in letters that all read alike."""

    def __init__(self) -> None:
        super().__init__(label=_("Name and rank"), max_length=120)

    def to_python(self, value: object) -> str:
        return rules.written_name(str(super().to_python(value)))

    def validate(self, value: str) -> None:
        super().validate(value)
        decision = rules.may_be_written(value)
        if not decision:
            raise forms.ValidationError(gettext(decision.reason))


def of_a_person(name: str) -> None:
    """Refuse the names under which the program itself and residents stand in histories."""
    if is_no_person(name):
        raise forms.ValidationError(gettext("The program itself is called so. Write a name."))


class InvitationForm(forms.Form):
    display_name = NameField()
    roles = forms.MultipleChoiceField(
        label=_("Roles"), choices=role_choices, widget=forms.CheckboxSelectMultiple
    )
    area = AreaField()

    def grants(self) -> list[Grant]:
        return [Grant(Role(role), self.cleaned_data["area"]) for role in self.cleaned_data["roles"]]


class GrantForm(forms.Form):
    role = forms.ChoiceField(label=_("Role"), choices=role_choices)
    area = AreaField()
    reason = forms.CharField(label=_("Reason"), max_length=200)

    def grant(self) -> Grant:
        return Grant(Role(self.cleaned_data["role"]), self.cleaned_data["area"])


class ReasonForm(forms.Form):
    reason = forms.CharField(label=_("Reason"), max_length=200)


class NewPasswordForm(forms.Form):
    """What everybody types who opens a one-time link."""

    password = forms.CharField(
        label=_("Password"),
        max_length=200,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=_("At least 12 characters. Three or four words that only you put together."),
    )
    password_again = forms.CharField(
        label=_("Password once more"),
        max_length=200,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def likeness(self) -> User | None:
        """Return whom the password must not resemble."""
        return None

    def clean(self) -> dict[str, object]:
        typed = self.cleaned_data
        password, again = typed.get("password"), typed.get("password_again")
        if password and again and password != again:
            self.add_error("password_again", gettext("The two passwords differ."))
        if password:
            try:
                validate_password(password, self.likeness())
            except forms.ValidationError as error:
                self.add_error("password", error)
        return typed


class JoiningForm(NewPasswordForm):
    """What somebody types who joins: his name, a user name and a password."""

    field_order: Sequence[str] = ("display_name", "username", "password", "password_again")
    display_name = NameField()
    username = forms.CharField(
        label=_("User name"),
        min_length=3,
        max_length=60,
        validators=[ASCIIUsernameValidator(message=ONLY_PLAIN), of_a_person],
        widget=forms.TextInput(attrs={"autocomplete": "username", "autocapitalize": "none"}),
        help_text=_("Letters and digits, as in budi.santoso. You sign in with it."),
    )

    def clean_username(self) -> str:
        return str(self.cleaned_data["username"]).lower()

    def likeness(self) -> User:
        typed = self.cleaned_data
        return User(username=typed.get("username", ""), display_name=typed.get("display_name", ""))

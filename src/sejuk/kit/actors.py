"""Who acts, in which roles, for which areas. No Django: rules everywhere use it."""

from dataclasses import dataclass, replace
from unicodedata import category, normalize

from sejuk.kit.choices import N_, Choice

EVERYWHERE = ""
RESIDENT = "resident"
# What acts by itself, or for another program: nobody is called so. Then as pages call them.
PROGRAMS = ("system:", "gateway:", "thesystem(", "sistem(")
# Who is no person, in the ledger and on pages of both languages; without blanks.
NO_PERSONS = frozenset(
    [
        "resident",
        "aresident",
        "warga",
        "sejuk",
        "sejukitself",
        "sejuksendiri",
        "system",
        "thesystem",
        "sistem",
    ]
)
# Signs on a letter, signs that nobody sees, and those that steer a screen (of Unicode).
UNSEEN = frozenset({"Mn", "Cf", "Cc"})


class Role(Choice):
    """What a person may do. The same person may hold several roles, each for an area."""

    OPERATOR = "operator", N_("Command post operator")
    OPS_HEAD = "kabag_ops", N_("Head of operations (Kabag Ops)")
    CHIEF = "kapolres", N_("District chief (Kapolres)")
    SECTOR_CHIEF = "kapolsek", N_("Sector chief (Kapolsek)")
    VILLAGE_OFFICER = "bhabinkamtibmas", N_("Village officer (Bhabinkamtibmas)")
    GUARD = "guard", N_("Guard")
    PUBLIC_RELATIONS = "humas", N_("Public information (Humas)")
    EXERCISE_DIRECTOR = "exercise_director", N_("Exercise director")
    EVALUATOR = "evaluator", N_("Exercise evaluator")
    PARTNER = "partner", N_("Partner")
    CUSTODIAN = "custodian", N_("Custodian of identities")
    AUDITOR = "auditor", N_("Auditor")
    ADMINISTRATOR = "administrator", N_("Administrator")


def area_covers(outer: str, inner: str) -> bool:
    """
    Test whether area code `outer` is `inner` or lies above it; "" lies above everything.

    >>> area_covers("16.01", "16.01.08.2018"), area_covers("16.01.0", "16.01.08")
    (True, False)
    """
    return outer in (EVERYWHERE, inner) or inner.startswith(f"{outer}.")


def as_looked_at(name: str) -> str:
    """
    Return a name as readers compare it: no capitals, no accents, single blanks, nothing unseen.

    >>> as_looked_at("  Kompol\u00a0 C\u00f3ntoh\u200b")
    'kompol contoh'
    """
    blank = " ".join(name.split())
    seen = (sign for sign in normalize("NFKD", blank) if category(sign) not in UNSEEN)
    return " ".join("".join(seen).casefold().split())


def is_no_person(name: str) -> bool:
    """
    Test whether a name is that of a program or of residents, so that nobody may take it.

    >>> is_no_person(" System :redact"), is_no_person("Warga"), is_no_person("Aipda Rahmat")
    (True, True, False)
    """
    plain = as_looked_at(name).replace(" ", "")
    return plain in NO_PERSONS or plain.startswith(PROGRAMS)


@dataclass(frozen=True, slots=True)
class Grant:
    """A role held for an area and everything below it."""

    role: Role
    area_code: str


@dataclass(frozen=True, slots=True)
class Actor:
    """
    The person, or the scheduled job, on whose behalf something is done.

    `name` is how people call him, and stands in histories; `account` is what he signs in with.

    >>> alya = Actor("alya", frozenset({Grant(Role.OPERATOR, "16.01")}))
    >>> alya.holds(Role.OPERATOR, area_code="16.01.08.2018"), alya.covers("16.09")
    (True, False)
    """

    name: str
    grants: frozenset[Grant]
    user_id: int | None = None
    account: str = ""

    @classmethod
    def system(cls, job: str) -> "Actor":
        """Return the actor of a scheduled job: it acts everywhere, under its own name."""
        return cls(f"system:{job}", frozenset({Grant(Role.OPERATOR, EVERYWHERE)}))

    @classmethod
    def resident(cls) -> "Actor":
        """Return the nameless actor of the public pages."""
        return cls(RESIDENT, frozenset())

    @property
    def identity(self) -> str:
        """Return what nobody shares with him, and what stays when he is called otherwise."""
        return self.account or self.name

    @property
    def roles(self) -> frozenset[Role]:
        return frozenset(grant.role for grant in self.grants)

    @property
    def scope(self) -> tuple[str, ...]:
        """Return the area codes he sees, without those already below another."""
        codes = {grant.area_code for grant in self.grants}
        return tuple(
            sorted(
                code
                for code in codes
                if not any(other != code and area_covers(other, code) for other in codes)
            )
        )

    def only(self, *roles: Role) -> "Actor":
        """
        Return him with nothing but these roles: what a page shows ends with who opened it.

        >>> both = {Grant(Role.OPERATOR, "16.01"), Grant(Role.ADMINISTRATOR, "16.01.08")}
        >>> Actor("alya", frozenset(both)).only(Role.ADMINISTRATOR).scope
        ('16.01.08',)
        """
        held = frozenset(grant for grant in self.grants if grant.role in roles)
        return replace(self, grants=held)

    def covers(self, area_code: str) -> bool:
        return any(area_covers(code, area_code) for code in self.scope)

    def holds(self, *roles: Role, area_code: str | None = None) -> bool:
        """Test whether he holds one of `roles`, for `area_code` when one is named."""
        return any(
            grant.role in roles and (area_code is None or area_covers(grant.area_code, area_code))
            for grant in self.grants
        )

"""Words of partners. No Django, no clock, no database."""

from sejuk.kit.actors import Role
from sejuk.kit.choices import N_, Choice

# Office telephones of functions are for those who work with partners.
READERS = (
    Role.OPERATOR,
    Role.OPS_HEAD,
    Role.CHIEF,
    Role.SECTOR_CHIEF,
    Role.VILLAGE_OFFICER,
    Role.PUBLIC_RELATIONS,
    Role.ADMINISTRATOR,
)


class PartnerKind(Choice):
    """What an organisation outside the force is."""

    KPU = "kpu", N_("Election commission (KPU)")
    BAWASLU = "bawaslu", N_("Election supervisor (Bawaslu)")
    FKUB = "fkub", N_("Interfaith forum (FKUB)")
    SUBDISTRICT_OFFICE = "kecamatan", N_("Sub-district office")
    VILLAGE_OFFICE = "desa", N_("Village office")
    GOVERNMENT = "pemda", N_("District government")
    RELIGIOUS = "keagamaan", N_("Religious organisation")
    CUSTOMARY = "adat", N_("Customary institution")
    COMMUNITY = "ormas", N_("Community organisation")
    MEDIA = "media", N_("Media")
    OTHER = "other", N_("Other")


class ContactFunction(Choice):
    """In which function somebody is reached: functions, not private persons."""

    CHAIR = "ketua", N_("Chair")
    SECRETARY = "sekretaris", N_("Secretary")
    MEMBER = "anggota", N_("Member")
    SUBDISTRICT_HEAD = "camat", N_("Sub-district head (camat)")
    VILLAGE_HEAD = "kades", N_("Village head (kades)")
    URBAN_VILLAGE_HEAD = "lurah", N_("Urban village head (lurah)")
    LIAISON = "penghubung", N_("Liaison officer")
    SPOKESPERSON = "juru_bicara", N_("Spokesperson")

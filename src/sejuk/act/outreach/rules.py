"""Visits: their vocabulary (docs/glossary.md) and who may record one. No Django, no clock."""

from sejuk.kit.choices import N_, Choice


class VisitKind(Choice):
    """What kind of outreach it was."""

    COURTESY = "sambang", N_("Courtesy visit (sambang)")
    DOOR_TO_DOOR = "dds", N_("Door to door (DDS)")
    FACE_TO_FACE = "tatap_muka", N_("Face-to-face meeting (tatap muka)")
    GOODWILL = "silaturahmi", N_("Goodwill visit (silaturahmi)")
    APPEAL = "imbauan", N_("Public appeal (imbauan)")
    INFORMATION = "sosialisasi", N_("Information session (sosialisasi)")
    COACHING = "pembinaan", N_("Coaching (pembinaan)")
    GUIDANCE = "binluh", N_("Guidance talk (binluh)")
    DIALOGUE_PATROL = "patroli_dialogis", N_("Dialogue patrol (patroli dialogis)")
    DISCUSSION = "fgd", N_("Group discussion (FGD)")
    FRIDAY_TALK = "jumat_curhat", N_("Friday talk (Jumat Curhat)")
    MEDIATION = "problem_solving", N_("Problem solving (mediation)")
    JOINT_PRAYER = "doa_bersama", N_("Joint prayer (doa bersama)")
    PEACE_DECLARATION = "deklarasi_damai", N_("Peace declaration (deklarasi damai)")


class PartyMet(Choice):
    """Who was met: by function, never by the name of a private person."""

    RELIGIOUS_LEADER = "toga", N_("Religious leader (toga)")
    COMMUNITY_LEADER = "tomas", N_("Community leader (tomas)")
    CUSTOMARY_LEADER = "todat", N_("Customary leader (todat)")
    YOUTH_LEADER = "toda", N_("Youth leader (toda)")
    WOMENS_LEADER = "tokoh_perempuan", N_("Women's leader (tokoh perempuan)")
    VILLAGE_HEAD = "kades", N_("Village head (kades/lurah)")
    VILLAGE_OFFICIALS = "perangkat_desa", N_("Village officials (perangkat desa)")
    VILLAGE_COUNCIL = "bpd", N_("Village council (BPD)")
    YOUTH_CLUB = "karang_taruna", N_("Youth club (karang taruna)")
    ORGANISATION = "ormas", N_("Community organisation (ormas)")
    ELECTION_ORGANISER = "kpps", N_("Election organisers (PPK/PPS/KPPS)")
    ELECTION_SUPERVISOR = "panwas", N_("Election supervisors (Panwascam/PKD/PTPS)")
    ARMY_VILLAGE_OFFICER = "babinsa", N_("Army village officer (Babinsa)")
    LINMAS = "linmas", N_("Community protection (Linmas)")
    SCHOOL = "sekolah", N_("School or campus")
    RESIDENTS = "warga", N_("Residents")


class MessageGiven(Choice):
    """Messages of the programme (pesan kamtibmas). None of them names a contestant."""

    UNITY = "persatuan", N_("Keep our unity")
    WISE_MEDIA = "bijak_medsos", N_("Be wise on social media")
    REFUSE_SARA = "tolak_sara", N_("Refuse SARA provocation")
    NO_HOAX = "jangan_hoaks", N_("Do not believe hoaxes")
    REFUSE_MONEY = "tolak_uang", N_("Refuse money politics")
    USE_VOTE = "gunakan_hak_pilih", N_("Use your right to vote")
    REPORT_TROUBLE = "lapor", N_("Report what may become trouble")

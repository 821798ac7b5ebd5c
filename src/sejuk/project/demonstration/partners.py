"""Partners of the demonstration: real offices without any holder's name or number."""

from collections.abc import Iterable, Iterator

from sejuk.foundation.partners.rules import ContactFunction, PartnerKind

Row = dict[str, str]
DISTRICT = "16.01"
OFFICES = (
    ("kpu-oku", "KPU Kabupaten Ogan Komering Ulu", PartnerKind.KPU),
    ("bawaslu-oku", "Bawaslu Kabupaten Ogan Komering Ulu", PartnerKind.BAWASLU),
    ("fkub-oku", "FKUB Kabupaten Ogan Komering Ulu", PartnerKind.FKUB),
    ("kesbangpol-oku", "Badan Kesbangpol Kabupaten OKU", PartnerKind.GOVERNMENT),
    ("lembaga-adat-oku", "Lembaga Adat Kabupaten OKU", PartnerKind.CUSTOMARY),
)
FUNCTIONS = {
    PartnerKind.KPU: (ContactFunction.CHAIR, ContactFunction.LIAISON),
    PartnerKind.BAWASLU: (ContactFunction.CHAIR, ContactFunction.LIAISON),
    PartnerKind.FKUB: (ContactFunction.CHAIR,),
    PartnerKind.GOVERNMENT: (ContactFunction.LIAISON,),
    PartnerKind.CUSTOMARY: (ContactFunction.CHAIR,),
    PartnerKind.SUBDISTRICT_OFFICE: (ContactFunction.SUBDISTRICT_HEAD,),
    PartnerKind.VILLAGE_OFFICE: (ContactFunction.VILLAGE_HEAD,),
}


def partner_rows(areas: Iterable[Row]) -> list[Row]:
    return [
        {"code": code, "name": name, "kind": kind.value, "area_code": area_code}
        for code, name, kind, area_code in _offices(areas)
    ]


def contact_rows(areas: Iterable[Row]) -> list[Row]:
    urban = {row["code"] for row in areas if row["level"] == "kelurahan"}
    return [
        {
            "partner": code,
            "function": ContactFunction.URBAN_VILLAGE_HEAD.value
            if area_code in urban
            else function.value,
        }
        for code, _, kind, area_code in _offices(areas)
        for function in FUNCTIONS[kind]
    ]


def _offices(areas: Iterable[Row]) -> Iterator[tuple[str, str, PartnerKind, str]]:
    for code, name, kind in OFFICES:
        yield code, name, kind, DISTRICT
    for row in areas:
        if row["level"] == "kecamatan":
            name = f"Kantor Camat {row['name']}"
            yield f"camat-{row['code']}", name, PartnerKind.SUBDISTRICT_OFFICE, row["code"]
        elif row["level"] in ("desa", "kelurahan"):
            level = "Kelurahan" if row["level"] == "kelurahan" else "Desa"
            name = f"Kantor {level} {row['name']}"
            yield f"desa-{row['code']}", name, PartnerKind.VILLAGE_OFFICE, row["code"]

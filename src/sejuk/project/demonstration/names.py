"""Invented names of people. Any likeness to a living person is chance; each is marked as invented."""

import random

GIVEN_MEN = (
    "Ahmad", "Agus", "Andri", "Arif", "Bambang", "Budi", "Dedi", "Deni", "Dwi", "Edi", "Eko", "Fajar",
    "Feri", "Hadi", "Hendra", "Heru", "Imam", "Indra", "Irwan", "Iwan", "Joko", "Kurnia", "Lukman",
    "Mulyadi", "Nanang", "Oki", "Puja", "Rahmat", "Rendi", "Rian", "Rizal", "Roni", "Rudi", "Sandi",
    "Slamet", "Sugeng", "Surya", "Taufik", "Teguh", "Tono", "Wahyu", "Wawan", "Yanto", "Yusuf", "Zainal",
)  # fmt: skip
GIVEN_WOMEN = (
    "Ayu", "Desi", "Dewi", "Dian", "Eka", "Fitri", "Indah", "Ita", "Lestari", "Maya", "Nina", "Novi",
    "Putri", "Rani", "Ratna", "Rina", "Sari", "Siska", "Sri", "Tari", "Wulan", "Yuni",
)  # fmt: skip
LATER = (
    "Saputra", "Pratama", "Wijaya", "Kusuma", "Hidayat", "Setiawan", "Nugroho", "Firmansyah", "Maulana",
    "Ramadhan", "Susanto", "Gunawan", "Hasan", "Suryadi", "Permana", "Santoso", "Kurniawan", "Effendi",
    "Yulianto", "Hartono", "Prasetyo", "Siregar", "Lubis", "Nasution", "Tanjung", "Marpaung", "Anwar",
)  # fmt: skip


def invented_name(rng: random.Random, *, is_woman: bool) -> str:
    given = GIVEN_WOMEN if is_woman else GIVEN_MEN
    return f"{rng.choice(given)} {rng.choice(LATER)}"

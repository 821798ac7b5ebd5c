"""What people of the demonstration say: short, plain, about things and places, never about persons."""

from sejuk.sense.signals.rules import Kind

# For each kind: texts with the severity they suggest. "{desa}" is the village.
SAID: dict[Kind, tuple[tuple[str, int], ...]] = {
    Kind.RUMOUR: (
        ("Beredar kabar di warung bahwa pemungutan suara di {desa} akan diundur.", 1),
        ("Ada pesan berantai yang menyebut pemilih {desa} harus membawa kartu keluarga asli.", 1),
        ("Katanya TPS di {desa} dipindah tanpa pemberitahuan. Warga bertanya-tanya.", 1),
    ),
    Kind.SARA_PROVOCATION: (
        ("Selebaran bernada mengadu antarsuku ditempel di dekat pasar {desa}, sudah dilepas warga.", 2),
    ),
    Kind.INTIMIDATION: (
        ("Sekelompok orang menekan warga {desa} agar tidak datang ke TPS.", 3),
        ("Warga {desa} mengaku ditanya pilihannya dengan nada mengancam.", 2),
    ),
    Kind.MONEY_POLITICS: (
        ("Terlihat pembagian amplop pada malam hari di {desa}.", 2),
        ("Ada tawaran sembako dengan syarat tertentu kepada warga {desa}.", 2),
    ),
    Kind.OFFICIAL_NEUTRALITY: (
        ("Balai desa {desa} dipakai untuk pertemuan yang diduga kampanye.", 2),
    ),
    Kind.LOGISTICS: (
        ("Jalan ke gudang logistik di {desa} putus setelah hujan, truk tidak bisa lewat.", 2),
        ("Kotak suara di {desa} diterima dalam keadaan basah.", 2),
    ),
    Kind.VOTER_ROLL: (
        ("Beberapa warga {desa} belum menerima undangan memilih.", 1),
        ("Nama warga yang sudah pindah masih tercantum di daftar pemilih {desa}.", 1),
    ),
    Kind.QUARREL: (
        ("Dua kelompok pemuda {desa} saling ejek setelah acara musik malam.", 2),
        ("Perselisihan soal pemasangan alat peraga di {desa}, sudah dilerai perangkat desa.", 2),
    ),
    Kind.DAMAGE: (
        ("Alat peraga kampanye di simpang {desa} dirusak orang tak dikenal.", 2),
        ("Spanduk imbauan damai di {desa} dirobek.", 1),
    ),
    Kind.PUBLIC_ORDER: (
        ("Musik orgen tunggal di {desa} berlangsung sampai lewat tengah malam.", 1),
        ("Balap liar di jalan poros {desa} meresahkan warga.", 1),
        ("Lampu jalan di {desa} padam, warga khawatir saat ronda.", 1),
    ),
    Kind.DISASTER: (
        ("Air Sungai Ogan naik, sebagian halaman rumah di {desa} tergenang.", 2),
    ),
    Kind.SERVICE: (
        ("Warga {desa} menanyakan jadwal perekaman KTP keliling.", 1),
        ("Jembatan gantung di {desa} perlu diperiksa sebelum hari pemungutan suara.", 1),
    ),
    Kind.POSITIVE: (
        ("Tokoh agama {desa} mengajak jamaah menjaga persatuan seusai salat Jumat.", 1),
        ("Karang taruna {desa} membersihkan alat peraga bersama semua pendukung.", 1),
    ),
}  # fmt: skip

# How often each kind is heard on an ordinary day: chosen so that small worries outnumber large ones.
SHARES: dict[Kind, int] = {
    Kind.RUMOUR: 14, Kind.SARA_PROVOCATION: 3, Kind.INTIMIDATION: 6, Kind.MONEY_POLITICS: 10,
    Kind.OFFICIAL_NEUTRALITY: 4, Kind.LOGISTICS: 5, Kind.VOTER_ROLL: 9, Kind.QUARREL: 11, Kind.DAMAGE: 10,
    Kind.PUBLIC_ORDER: 12, Kind.DISASTER: 3, Kind.SERVICE: 7, Kind.POSITIVE: 6,
}  # fmt: skip

SETTLED_BY = (
    "Sudah ditemui di lokasi bersama perangkat desa; warga menerima penjelasan.",
    "Dikonfirmasi kepada PPS setempat; pemberitahuan resmi sudah disampaikan.",
    "Diselesaikan lewat musyawarah tiga pilar di balai desa.",
    "Ditindaklanjuti dinas terkait; pelapor diberi tahu.",
)
ALARM_ESCALATED = "Isu yang sama pindah dari desa ke desa sepanjang satu jalan; perlu jawaban KPU dan Bawaslu segera."
ALARM_DISMISSED = (
    "Kejadian-kejadian ini tidak saling terkait; masing-masing sudah ditangani di desa."
)
ALARM_CLOSED = "Kapolsek sudah menemui kepala desa dan kedua pihak; dua hari ini tidak terulang."

SET_ASIDE_BY = (
    "Sudah tercatat pada laporan lain tentang hal yang sama.",
    "Di luar tugas program; warga diarahkan ke layanan yang berwenang.",
)

BALLOT_RUMOUR = (
    "Katanya surat suara untuk TPS di {desa} sudah dicoblos dari gudang.",
    "Di grup percakapan warga {desa} beredar kabar surat suara sudah tercoblos sebelum dikirim.",
    "Pedagang keliling bercerita di {desa} bahwa surat suara dari gudang sudah ada coblosannya.",
    "Warga {desa} bertanya apakah benar surat suara sudah tercoblos.",
)
TOLD_LATE = "Malam itu terjadi baku dorong antarpemuda di acara hiburan {desa}; baru dilaporkan setelah beberapa hari."
HOAX = "Pesan berantai: pemungutan suara di TPS {desa} diundur sehari. Sumbernya tidak disebut."

BALLOT_ANSWER = (
    "Tidak benar menurut KPU (contoh): gudang dibuka bersama Bawaslu dan saksi pada 18 November 2024, "
    "semua surat suara utuh. Penjelasan disampaikan di desa."
)

VISIT_NOTES = (
    "Situasi aman dan terkendali. Warga menyampaikan terima kasih atas kunjungan.",
    "Pertemuan di rumah kepala dusun, warga aktif bertanya tentang hari pemungutan suara.",
    "Kunjungan singkat ke pos ronda, jadwal ronda berjalan.",
    "Dialog di balai desa bersama tiga pilar.",
    "Menyapa warga di pasar, menjawab pertanyaan tentang undangan memilih.",
)
CONCERNS = (
    ("Warga {desa} meminta penjelasan resmi tentang lokasi TPS.", Kind.VOTER_ROLL, 1),
    ("Pemuda {desa} khawatir ada keributan saat hitung suara.", Kind.QUARREL, 1),
    ("Jalan ke TPS di {desa} licin bila hujan.", Kind.LOGISTICS, 1),
    ("Warga {desa} resah karena musik malam.", Kind.PUBLIC_ORDER, 1),
    ("Ada cerita pembagian uang di {desa}, belum ada bukti.", Kind.MONEY_POLITICS, 2),
)

# Messages of village heads and partners, and the answers of the post.
CALLED_FOR_HELP = "Batas kebun sudah ramai dan mulai saling dorong. Mohon tim ke sini."
THANKED = (
    "Berita acara sudah ditandatangani. Terima kasih atas mediasinya, warga sudah kembali bekerja."
)
STORE_OPENED = "Gudang dibuka bersama Bawaslu pagi ini: semua surat suara utuh. Mohon disampaikan ke desa-desa."
ASKED_FOR_PATROL = "Warga kami ditekan soal pilihan sejak semalam. Mohon patroli malam ini."
PATROL_COMES = (
    "Laporan diterima. Patroli dialog tetap berada di desa Bapak sampai penghitungan selesai."
)
ROAD_IS_QUIET = "Penjelasan KPU sudah disampaikan ke semua desa di jalur Lubuk Batang-Peninjauan. Kabar itu tidak terdengar lagi."

"""Reports of the last two weeks as residents write them: each in other words, some in dialect."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING

from sejuk.sense.signals.rules import Kind

if TYPE_CHECKING:
    from sejuk.project.demonstration.story import PlannedSignal

# "{desa}" is the village. What is told twice of a kind is told again in the same words.
TOLD: dict[Kind, tuple[str, ...]] = {
    Kind.RUMOUR: (
        "Tetangga bilang KTP yang belum elektronik ditolak di TPS {desa}, benarkah begitu?",
        "Di warung kopi {desa} ramai dibahas bahwa petugas KPPS akan diganti malam ini.",
        "Ado yang ngomong TPS {desa} cuma bukak sampai jam sepuluh pagi",
        "Grup WA arisan {desa} menyebar video lama seolah-olah kerusuhan kemarin.",
        "katanya yang golput bakal dicoret dari bantuan sosial, warga {desa} jadi takut",
        "Tersiar kabar listrik {desa} sengaja dipadamkan waktu penghitungan nanti.",
        "Seseorang menyebar foto kotak kosong dan menyebut itu dari gudang kecamatan.",
        "Orang pasar bilang saksi dari luar dilarang masuk {desa}, entah dari mana asalnya.",
        "Beredar rekaman suara yang mengaku panwas dan melarang orang tua mencoblos.",
        "Kato kawan di kebun, pemilih baru harus bayar administrasi dulu di {desa}",
        "Anak muda {desa} membagikan tangkapan layar hasil survei palsu di media sosial.",
        "Ada isu tinta di TPS {desa} bisa dihapus sehingga orang memilih dua kali.",
        "Ibu-ibu pengajian {desa} khawatir sebab dibilang bilik suara dipasangi kamera.",
        "Kabarnya ambulans desa dipakai mengangkut pemilih dari kabupaten sebelah.",
        "Dak tau siapo yang mulai, tapi dibilang panitia {desa} la kabur bawa honor",
        "Selentingan di {desa}: formulir C hasil sudah diisi sebelum pemungutan.",
        "Warga {desa} menanyakan kebenaran tulisan bahwa cuti bersama dibatalkan.",
        "Muncul akun tiruan yang mengatasnamakan PPS {desa} dan meminta foto KTP.",
        "Dengar-dengar helikopter akan menjemput kotak, lapangan {desa} mau ditutup.",
        "Kiriman berantai menuduh relawan imunisasi {desa} sedang mendata pilihan.",
        "Sopir travel cerita jembatan timbang ditutup pada hari coblos, penumpang {desa} panik.",
        "Ado cerito wong tuo {desa} bahwa hasilnyo la ditentuke dari pusat",
        "Postingan menyebut beras bantuan {desa} ditahan sampai sesudah pilkada.",
        "Ramai di status: polisi akan menahan siapa pun yang memotret di {desa}.",
    ),
    Kind.SARA_PROVOCATION: (
        "Coretan di tembok lapangan voli {desa} menghina pendatang, sudah dicat ulang pemuda.",
        "Ceramah yang diunggah ulang mengajak membenci penganut lain, ditonton anak {desa}.",
        "Komentar di siaran langsung menyebut marga tertentu pengkhianat kampung {desa}.",
        "Stiker berisi ejekan kepada pemeluk agama minoritas menempel di tiang listrik {desa}.",
        "ado yang nyanyike yel ngehino suku seberang waktu arak-arakan di {desa}",
    ),
    Kind.INTIMIDATION: (
        "Mandor kebun mengancam memecat buruh {desa} yang tidak ikut arahan memilih.",
        "Rumah saksi di {desa} dilempari batu semalam, kaca depan pecah.",
        "Penyewa lahan di {desa} dipaksa bersumpah memilih satu pasangan.",
        "Motor tanpa pelat mondar-mandir depan rumah ketua KPPS {desa} sambil menggeber gas",
        "Kami ditakuti, kalau kalah di dusun ini pupuk idak turun lagi ke {desa}",
        "Seorang ibu di {desa} dipaksa menyerahkan kartu keluarga oleh orang berbadan tegap.",
        "Ada pesan ancaman masuk ke telepon anggota PPS {desa} agar mundur.",
        "Pedagang sayur {desa} dilarang berjualan karena dianggap beda dukungan.",
        "Wali murid di {desa} diperingatkan: jangan macam-macam waktu di bilik suara.",
        "Preman menunggui gang masuk {desa} dan menanyai setiap orang mau pilih siapa.",
        "Pengawas lapangan {desa} dihadang sewaktu hendak mencatat pelanggaran.",
    ),
    Kind.MONEY_POLITICS: (
        "Tadi malam ada yang mengetuk pintu di {desa} menyelipkan lima puluh ribu.",
        "Kupon bensin gratis dibagikan di pangkalan ojek {desa} bersama kartu nama calon.",
        "Mukena dan sarung diturunkan dari mobil boks di ujung kampung {desa}.",
        "Wong {desa} dikasih duit rokok asal galak nyoblos nomor tertentu",
        "Relawan mendata nama penerima uang transport, daftarnya disimpan di bengkel {desa}.",
        "Arisan mendadak di {desa}, tiap peserta pulang membawa amplop putih.",
        "Token listrik dikirim ke nomor warga {desa} lalu diminta balas budi di TPS.",
        "Minyak goreng dua liter per kepala keluarga beredar di {desa}, katanya sedekah.",
        "Serangan fajar sudah mulai, RT kami di {desa} kebagian seratus ribu",
        "Janji bibit karet gratis bagi dusun {desa} yang menang mutlak.",
        "Panitia pasar murah di {desa} meminta fotokopi KTP sebelum menyerahkan paket.",
        "Bendahara kelompok tani {desa} ditawari traktor bila anggotanya kompak memilih.",
        "Pulsa masuk sendiri ke hp anak-anak muda {desa} disusul ajakan mendukung.",
        "ado bagi-bagi gulo samo tepung di belakang masjid {desa} bakdo isya",
        "Voucher makan bakso ditukar tanda tangan dukungan di warung simpang {desa}.",
        "Orang suruhan menukar surat undangan warga {desa} dengan uang tunai.",
    ),
    Kind.OFFICIAL_NEUTRALITY: (
        "Camat hadir memakai rompi tim sukses ketika senam pagi di {desa}.",
        "Guru SD {desa} menyuruh murid menghafal nomor urut.",
        "Mobil dinas berpelat merah parkir di posko pemenangan {desa}.",
        "Perangkat {desa} mengunggah foto berpose jari di akun resmi pemerintah desa.",
        "Pendamping PKH di {desa} mengarahkan penerima supaya setia pada petahana.",
        "Apel kepala dusun {desa} ditutup yel-yel salah satu calon.",
    ),
    Kind.LOGISTICS: (
        "Bilik suara untuk {desa} kurang dua, baru tiga yang sampai.",
        "Segel plastik pada kotak nomor empat {desa} sobek sewaktu bongkar muat.",
        "Perahu pengangkut perlengkapan ke {desa} mogok di tengah sungai.",
        "Tinta ungu kiriman {desa} ternyata botolnya bocor.",
        "Genset cadangan TPS {desa} belum datang padahal listrik sering mati.",
        "Formulir plano tertukar dengan milik kecamatan tetangga, PPS {desa} minta ganti.",
        "Tenda TPS {desa} ambruk diterpa angin subuh tadi.",
        "Truk logistik tergelincir di tanjakan arah {desa}, muatannya aman",
        "Alat bantu tunanetra belum ada untuk pemilih di {desa}.",
        "Tempat penyimpanan di balai {desa} atapnya bocor, kardus mulai lembap.",
    ),
    Kind.VOTER_ROLL: (
        "Anak saya sudah tujuh belas tahun tetapi namanya tidak ada di DPT {desa}.",
        "Almarhum kakek masih dapat surat pemberitahuan di {desa}.",
        "Suami istri serumah dipisah TPS-nya, satu di {desa} satu di dusun lain.",
        "Perantau pulang ke {desa} mau pindah memilih, loketnya di mana?",
        "NIK saya tercatat ganda waktu dicek daring, tempatnya {desa} dan Palembang.",
        "C6 idak sampai ke rumah kami di {desa}, padahal tetanggo la dapat galo",
        "Penghuni rumah sakit asal {desa} menanyakan TPS khusus.",
        "Santri pondok di {desa} tak terdaftar sebagai pemilih tambahan.",
        "Tanggal lahir ibu saya salah ketik di lembar pemilih {desa}.",
        "Mantan tentara yang baru pensiun di {desa} belum dimasukkan sebagai pemilih.",
        "Pengumuman daftar tetap di kantor {desa} sobek separuh, tak terbaca.",
        "Keluarga kami pindah Juli lalu, kini tak tercatat di mana pun, tinggal di {desa}.",
        "Petugas coklit dulu tidak pernah mampir ke talang kami di pinggir {desa}.",
        "TPS untuk RT lima {desa} jaraknya enam kilometer, mohon dipindahkan.",
        "Penyandang disabilitas di {desa} keliru dicatat sebagai pemilih biasa.",
        "Ado wong dak dikenal namonyo masuk daftar di {desa}, la ditanyo dak katek rumahnyo",
        "Aplikasi cek DPT selalu galat untuk warga {desa}.",
        "Undangan atas nama saya diambil orang lain dari ketua RT {desa}.",
    ),
    Kind.QUARREL: (
        "Dua tetangga di {desa} adu mulut gara-gara stiker di pagar.",
        "Pertandingan bola antardusun {desa} berakhir saling lempar botol.",
        "Sopir truk batu bara cekcok dengan warga {desa} karena jalan berdebu.",
        "Rebutan tempat parkir saat hajatan di {desa} nyaris jadi perkelahian.",
        "Pendukung dua calon saling sorak di depan posko ronda {desa}, dipisahkan linmas.",
        "Anak sekolah {desa} tawuran kecil sepulang upacara.",
        "Bujang-bujang {desa} begocoh di pangkalan ojek, la dilerai wong tuo",
        "Pembagian air sawah memicu pertengkaran antarpetani {desa}.",
        "Debat di grup dusun {desa} berlanjut jadi saling tantang di lapangan.",
        "Sengketa warisan kebun kopi di {desa} memanas, parang sempat dibawa.",
        "Konvoi motor diteriaki warga {desa}, lalu terjadi kejar-kejaran.",
        "Penonton dangdut di {desa} ribut karena senggolan, tiga orang diamankan.",
        "Buruh sawit dan satpam perusahaan bersitegang di gerbang dekat {desa}.",
        "Antarkeluarga di {desa} bermusuhan lantaran anaknya diejek soal pilihan.",
        "Nelayan {desa} menuduh kelompok hulu menyetrum ikan, hampir pukul-pukulan.",
        "Penjual durian berkelahi rebut lapak di simpang tiga {desa}.",
        "Rapat dusun {desa} bubar dengan kursi terbalik.",
        "Ayam mati ditabrak, pengendara dan pemilik di {desa} saling dorong.",
    ),
    Kind.DAMAGE: (
        "Baliho besar di depan puskesmas {desa} dibakar sebagian.",
        "Kaca pos kamling {desa} pecah dilempar orang mabuk.",
        "Bendera partai sepanjang jalan {desa} dicabuti lalu dibuang ke parit.",
        "Papan pengumuman PPS {desa} dicoret cat semprot hitam.",
        "Kursi balai dusun {desa} dirusak, dua patah",
        "Ban mobil pengawas disayat sewaktu parkir di {desa}.",
        "Lampu hias gapura {desa} dipecahkan pakai ketapel.",
        "Poster kandidat pada angkot jurusan {desa} disobek penumpang.",
        "Gembok gudang perlengkapan {desa} kedapatan rusak, isinya utuh.",
        "Umbul-umbul di jembatan {desa} hilang semua tadi pagi.",
        "Wajah calon pada spanduk {desa} ditempeli stiker badut.",
        "pagar sekolah tempat TPS di {desa} roboh ditabrak, dak tau siapo",
        "Kotak saran di kantor {desa} dibongkar paksa.",
        "Pohon pisang ditebang melintang menutup posko tim di {desa}.",
        "Kabel pengeras suara mushala {desa} dipotong menjelang pengajian besar.",
        "Rambu penunjuk arah TPS {desa} diputar balik.",
    ),
    Kind.PUBLIC_ORDER: (
        "Anak-anak main petasan dekat rumah sakit {desa} sampai jam dua pagi.",
        "Sapi berkeliaran di jalan provinsi wilayah {desa}, rawan kecelakaan.",
        "Sudah tiga kali aki motor hilang di {desa} minggu ini.",
        "Pesta minuman tuak di pinggir kali {desa} bikin resah.",
        "Judi sabung ayam tiap Sabtu di kebun belakang {desa}.",
        "Knalpot brong lalu-lalang depan masjid {desa} waktu salat isya",
        "Pencuri masuk ke kandang kambing warga {desa}, dua ekor raib.",
        "Orang gangguan jiwa membawa kayu di pasar {desa}, mohon dibantu.",
        "Warnet {desa} buka terus, pelajar bolos di situ.",
        "Pelajar nongkrong ngelem di bawah tribun {desa}.",
        "Sepeda motor parkir sembarangan, jalan gang {desa} macet total tiap sore.",
        "ado wong maling getah di kebon {desa} malem tadi",
        "Pengamen memaksa minta uang di terminal kecil {desa}.",
        "Anjing liar menggigit anak di {desa}, dua orang luka.",
    ),
    Kind.DISASTER: (
        "Tebing di belakang sekolah {desa} longsor, menutup saluran air.",
        "Angin puting beliung menerbangkan seng belasan rumah di {desa}.",
        "Kebakaran dapur merembet ke dua rumah panggung {desa}, sudah padam.",
        "Pohon tumbang melintang di jalan masuk {desa}, bus tak bisa lewat.",
        "Banjir bandang kecil merendam sawah {desa}, jalan usaha tani amblas.",
    ),
    Kind.SERVICE: (
        "Loket desa {desa} tutup padahal masih jam sebelas.",
        "Antre perekaman identitas di {desa} dari subuh, belum dipanggil juga.",
        "Surat keterangan usaha di {desa} kok lama sekali, sudah dua minggu.",
        "Pupuk bersubsidi kosong di kios {desa}, mohon penjelasan.",
        "Jalan berlubang depan pasar {desa} minta ditambal.",
        "Sinyal telepon hilang sejak Jumat, satu {desa} tidak bisa menghubungi siapa-siapa",
        "Air PDAM di {desa} keruh sudah empat hari.",
        "Bidan {desa} jarang di tempat, ibu hamil harus ke kota.",
        "BPJS kami dinonaktifkan tanpa kabar, keluarga di {desa} bingung.",
        "Ngurus akte lahir di {desa} disuruh bolak-balik terus, tolonglah",
        "Sampah menumpuk di belakang terminal {desa}, truk tidak datang.",
    ),
    Kind.POSITIVE: (
        "Kedua tim sukses di {desa} ikut gotong royong membersihkan jembatan.",
        "Linmas {desa} membantu nenek menyeberang menuju kantor desa, terima kasih.",
        "Doa bersama lintas agama di lapangan {desa} berlangsung khidmat.",
        "Pemuda {desa} membuat lomba mural damai, pesertanya ramai.",
        "Alhamdulillah pengajian pemilu damai di {desa} dihadiri semua pendukung.",
        "Kepala dusun {desa} menghimbau jangan saling ejek, wargo seneng galo",
        "Pasangan calon saling berpelukan saat takziah di {desa}.",
        "Sekolah {desa} mengadakan simulasi mencoblos, anak-anak antusias.",
        "Bhabinkamtibmas membantu panen padi di {desa}, warga berterima kasih.",
        "Ronda malam {desa} kini diikuti kedua kubu bergantian.",
    ),
}


def in_own_words(
    planned: Iterable["PlannedSignal"], names: dict[str, str], since: datetime
) -> Iterator["PlannedSignal"]:
    """Give reports from an instant on other words; everything else about them stays as it was."""
    told: Counter[Kind] = Counter()
    for signal in planned:
        if signal.received_at < since:
            yield signal
            continue
        wordings = TOLD[signal.kind]
        words = wordings[told[signal.kind] % len(wordings)]
        told[signal.kind] += 1
        yield replace(signal, text=words.format(desa=names[signal.area_code]))

"""Which columns are about persons or communities, and refused."""

import pytest

from sejuk.engines.warning import PersonalColumn, refuse_personal_columns

OF_PERSONS = """
NIK no_ktp nomorKK nama NamaLengkap namaLengkap nama_kepala_desa nama_pelapor_desa nama_warga hp
nohp nomorhp NoHP No.WA telepon kontak pelapor reporter tersangka korban saksi tgl_lahir
tanggal_lahir jenis_kelamin usia umur person_id user_id userId warga full_name e_mail_address
alamat islam keagamaan agama suara_partai suku etnis
"""
OF_PLACES = """
kode_wilayah kode nama_desa nama_tps nama_lokasi nama_wilayah namaDesa village_name district_name
area_code jumlah_pemilih jumlah_tps tanggal kasus jumlah nilai sumber lintang bujur penduduk
jumlah_penduduk kabupaten kelurahan past_incidents hate_speech voter_roll peace_capacity tps
harapan population residents location tps_terpencil bobot satuan upaya personil_tps kasus_sara
nomor_kabupaten jumlah_pelaporan politik_identitas
"""


@pytest.mark.parametrize("column", OF_PLACES.split())
def test_a_column_about_places_is_taken(column):
    assert refuse_personal_columns([column]) == (column,)


@pytest.mark.parametrize("column", [*OF_PERSONS.split(), "No. HP", "nama warga", "Nama Pelapor"])
def test_a_column_about_persons_or_communities_makes_it_refuse(column):
    with pytest.raises(PersonalColumn, match="about places only"):
        refuse_personal_columns(["kode_wilayah", column])

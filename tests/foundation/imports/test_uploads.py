"""A file is brought, mapped, tried and loaded: whole, once, and by whom it belongs to."""

import io
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command

from sejuk.foundation.accounts.models import User
from sejuk.foundation.imports import actions, queries
from sejuk.foundation.imports.models import Upload
from sejuk.foundation.ledger.models import Entry
from sejuk.foundation.places.actions import AREAS
from sejuk.foundation.places.models import Area
from sejuk.kit.actors import Role
from sejuk.kit.decisions import NotYours, Refused
from sejuk.kit.importing import guessed_mapping
from sejuk.kit.tables import read_table
from tests.builders import NOON, a_user, an_actor, an_area

pytestmark = pytest.mark.django_db

GOOD = b"Kode Wilayah;Nama Desa;Lat;Lng\n16.01.08.2001;Gunung Meraksa;-4,057;103,793\n"
BAD = GOOD + b"16.01.99.2001;=SUM(A1);-4,1;103,8\n"


@pytest.fixture
def operator(client):
    an_area("16.01.08")
    client.force_login(a_user(Role.OPERATOR, username="alya"))
    return client


def bring(client, content: bytes = GOOD, name: str = "desa.csv") -> int:
    file = SimpleUploadedFile(name, content)
    answer = client.post("/atur/impor/areas/", {"file": file})
    assert answer.status_code == 302, answer.content.decode()
    return Upload.objects.latest("id").pk


def check(client, upload_id: int) -> str:
    mapping = Upload.objects.get(id=upload_id).mapping
    return client.post(f"/atur/unggahan/{upload_id}/", mapping, follow=True).content.decode()


def test_columns_are_recognised_by_their_synonyms(operator):
    upload = Upload.objects.get(id=bring(operator))

    assert upload.mapping == {
        "code": "Kode Wilayah",
        "name": "Nama Desa",
        "latitude": "Lat",
        "longitude": "Lng",
    }


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("desa.XLSX", GOOD, "bukan berkas XLSX"),
        ("desa.xlsx", b"\0\1", "bukan berkas XLSX"),
        ("desa.csv", GOOD.splitlines(keepends=True)[0], "tidak memuat baris"),
    ],
)
def test_what_is_not_what_its_name_says_or_has_no_rows_is_refused(operator, name, content, said):
    file = SimpleUploadedFile(name, content)
    answer = operator.post("/atur/impor/areas/", {"file": file})

    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert not Upload.objects.exists()


def test_a_file_is_brought_mapped_tried_and_loaded(operator):
    upload_id = bring(operator)

    assert "Muat 1 baris" in check(operator, upload_id)
    assert not Area.objects.filter(code="16.01.08.2001").exists()
    page = operator.post(f"/atur/unggahan/{upload_id}/muat", follow=True).content.decode()

    assert "1 baru, 0 diubah, 0 tetap" in page
    assert Area.objects.get(code="16.01.08.2001").latitude == -4.057
    upload = Upload.objects.get(id=upload_id)
    assert bytes(upload.content) == b""
    [entry] = Entry.objects.filter(verb="imports.file.loaded")
    assert (entry.detail["sha256"], entry.detail["new"]) == (upload.sha256, 1)


def test_a_second_press_loads_once(operator):
    upload_id = bring(operator)
    check(operator, upload_id)

    for _ in range(2):
        answer = operator.post(f"/atur/unggahan/{upload_id}/muat", follow=True)

    assert "sudah dimuat" in answer.content.decode()
    assert Entry.objects.filter(verb="imports.file.loaded").count() == 1


def test_the_same_file_again_changes_nothing_and_says_so(operator):
    for _ in range(2):
        upload_id = bring(operator)
        page = check(operator, upload_id)
        operator.post(f"/atur/unggahan/{upload_id}/muat")

    assert "tidak mengubah apa pun" in page


def test_a_file_with_an_error_is_not_loaded_and_its_errors_can_be_taken_along(operator):
    upload_id = bring(operator, BAD)
    page = check(operator, upload_id)

    assert "1 kesalahan" in page
    assert "Muat 1 baris" not in page
    assert operator.post(f"/atur/unggahan/{upload_id}/muat").status_code == 409
    assert not Area.objects.filter(code="16.01.08.2001").exists()
    answer = operator.get(f"/atur/unggahan/{upload_id}/temuan.csv")
    lines = b"".join(answer.streaming_content).decode("utf-8-sig").splitlines()
    assert lines[1].startswith("3,Kode Wilayah,16.01.99.2001,")
    sheet = read_table(operator.get(f"/atur/unggahan/{upload_id}/temuan.xlsx").content)
    assert sheet.rows[0][:3] == ("3", "Kode Wilayah", "16.01.99.2001")


def test_a_formula_in_a_findings_file_is_neutralised(operator):
    upload_id = bring(operator, GOOD + b"=SUM(A1);Desa;;\n")
    check(operator, upload_id)

    answer = operator.get(f"/atur/unggahan/{upload_id}/temuan.csv")

    assert b",'=SUM(A1)," in b"".join(answer.streaming_content)


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", "kosong|empty"),
        (b"kode,nama\n1,\x00\n", "null|nol"),
        (b"\xd0\xcf\x11\xe0", "Excel"),
        (b"PK\x03\x04nonsense", "XLSX"),
    ],
)
def test_what_is_no_table_comes_back_with_a_reason(operator, content, why):
    answer = operator.post(
        "/atur/impor/areas/", {"file": SimpleUploadedFile("x.csv", content or b"\n")}
    )

    assert answer.status_code == 422
    assert not Upload.objects.exists()


def test_an_upload_is_seen_by_who_brought_it_alone(operator, client):
    namesake = a_user(Role.OPERATOR, username="budi")
    User.objects.update(display_name="Bripka Budi")
    upload_id = bring(operator)
    client.force_login(namesake)

    for path in ("", "hasil", "temuan.csv", "temuan.xlsx"):
        assert client.get(f"/atur/unggahan/{upload_id}/{path}").status_code == 404
    assert client.post(f"/atur/unggahan/{upload_id}/muat").status_code == 404
    assert client.post(f"/atur/unggahan/{upload_id}/buang").status_code == 404


@pytest.mark.parametrize("path", ["", "impor/areas/", "impor/areas/contoh.csv", "unggahan/1/"])
def test_the_wrong_role_sees_no_import(client, path):
    client.force_login(a_user(Role.GUARD))

    assert client.get(f"/atur/{path}").status_code == 403


def test_an_unknown_importer_is_not_there(operator):
    assert operator.get("/atur/impor/nothing/").status_code == 404


def test_every_template_is_understood_by_its_own_importer(operator):
    for importer in queries.set_up().importers:
        for kind in ("csv", "xlsx"):
            content = operator.get(f"/atur/impor/{importer.code}/contoh.{kind}").content
            table = read_table(content)
            assert set(table.columns) == {column.header for column in importer.columns}
            mapping = guessed_mapping(importer, table.columns)
            assert len(mapping) == len(importer.columns), importer.code


def test_the_list_of_what_is_set_up_names_what_is_missing(operator, django_assert_max_num_queries):
    # session, user, roles and second factor; operation; counts of all parts; waiting uploads
    with django_assert_max_num_queries(9):
        page = operator.get("/atur/").content.decode()

    assert "bagian wajib yang belum disiapkan" in page
    assert "/atur/impor/people/" in page


def test_one_column_cannot_stand_for_two_things(operator):
    upload_id = bring(operator)

    answer = operator.post(f"/atur/unggahan/{upload_id}/", {"code": "Lat", "name": "Lat"})

    assert answer.status_code == 409


def test_a_discarded_file_is_gone(operator):
    upload_id = bring(operator)
    operator.post(f"/atur/unggahan/{upload_id}/buang")

    assert not Upload.objects.exists()


def test_files_are_swept_up_after_seven_days():
    actor = an_actor(Role.OPERATOR)
    upload = actions.keep_upload(
        importer=AREAS, file_name="a.csv", content=GOOD, actor=actor, now=NOON
    )

    assert actions.discard_old_uploads(actor=actor, now=NOON + timedelta(days=6)) == 0
    assert actions.discard_old_uploads(actor=actor, now=NOON + timedelta(days=8)) == 1
    with pytest.raises(NotYours):
        queries.upload_for(actor, upload.pk)


def test_a_file_is_checked_before_it_is_loaded():
    actor = an_actor(Role.OPERATOR)
    upload = actions.keep_upload(
        importer=AREAS, file_name="a.csv", content=GOOD, actor=actor, now=NOON
    )

    with pytest.raises(Refused, match="Check the file first"):
        actions.load_upload(upload_id=upload.pk, actor=actor, now=NOON)


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "desa.csv"
    path.write_bytes(GOOD)
    return path


def shell(*arguments: str) -> str:
    out = io.StringIO()
    call_command("import", *arguments, stdout=out)
    return out.getvalue()


def test_the_shell_tries_and_loads(file):
    an_area("16.01.08")

    assert "Would load: 1 new" in shell("areas", str(file), "--dry-run")
    assert "Loaded: 1 new" in shell("areas", str(file), "--map", "code=Kode Wilayah")
    assert "Loaded: 0 new, 0 changed, 1 unchanged" in shell("areas", str(file))


def test_the_shell_says_what_is_wrong(file):
    with pytest.raises(CommandError, match="Nothing was loaded"):
        shell("areas", str(file))
    with pytest.raises(CommandError, match="There is no importer"):
        shell("nonsense", str(file))
    with pytest.raises(CommandError, match="the file has"):
        shell("areas", str(file), "--map", "code=salah")

"""The pages of a roster that comes from a file, and the files that are taken away."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from sejuk.engines import roster as engine
from sejuk.foundation.ledger.models import Entry
from sejuk.foundation.operations.models import Operation
from sejuk.kit.actors import Role
from sejuk.kit.exports import INVENTED
from sejuk.kit.tables import read_table
from sejuk.plan.deployment.models import Duty
from tests.builders import a_duty, a_person, a_post
from tests.plan.deployment.month import a_month
from tests.plan.deployment.test_board import signed_in
from tests.plan.deployment.test_importing import (  # noqa: F401 - fixtures
    EVENING,
    MORNING,
    ani,
    budi,
    draft,
    row,
    standing,
    table,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def planner():
    return signed_in(Role.OPERATOR)


def bring(client, roster, content, name="jaga.csv"):
    file = SimpleUploadedFile(name, content)
    return client.post(reverse("deployment:import_roster", args=[roster.pk]), {"file": file})


def keep(client, roster, sealed):
    address = reverse("deployment:keep_import", args=[roster.pk])
    return client.post(address, {"isi": sealed}, follow=True)


def taken(client, roster, kind):
    answer = client.get(reverse("deployment:export_roster", args=[roster.pk, kind]))
    streamed = b"".join(answer.streaming_content) if answer.streaming else answer.content
    return answer, streamed


def test_a_file_is_shown_with_what_it_breaks_and_then_kept(planner, draft, ani):  # noqa: F811
    content = table(row("siang", ani.service_number))
    shown = bring(planner, draft, content)
    text = shown.content.decode()

    assert shown.status_code == 200
    assert "Ani" in text
    assert "peringatan" in text  # the rest between two duties
    assert standing(draft)[1][2] is None

    kept = keep(planner, draft, shown.context["sealed"])
    assert "1 tempat telah diubah" in kept.content.decode()
    assert draft.duties.filter(person=ani).count() == 2
    assert Entry.objects.latest("sequence").detail["source"] == "jaga.csv"


def test_faults_are_listed_and_nothing_is_kept(planner, draft):  # noqa: F811
    answer = bring(planner, draft, table(row(number="<b>0</b>"), row("siang", "1", post="X")))
    text = answer.content.decode()

    assert answer.status_code == 422
    assert "Ada 3 kesalahan" in text
    assert "&lt;b&gt;0" in text
    assert "Baris 3" in text
    assert not Entry.objects.filter(verb="deployment.roster.imported").exists()


def test_what_breaks_a_hard_rule_has_no_button(planner, draft, ani):  # noqa: F811
    a_duty(draft, starts_at=MORNING, post=a_post("BAWASLU"))
    answer = bring(planner, draft, table(row(post="BAWASLU")))
    assert 'name="isi"' not in answer.content.decode()
    assert "Ani" in answer.content.decode()
    refused = keep(planner, draft, answer.context["sealed"])
    assert "Tidak disimpan" in refused.content.decode()
    assert draft.duties.filter(person=ani).count() == 1


def test_a_board_that_was_changed_meanwhile_is_not_overwritten(planner, draft, budi):  # noqa: F811
    shown = bring(planner, draft, table(row("siang", budi.service_number)))
    draft.revision += 1
    draft.save()
    answer = keep(planner, draft, shown.context["sealed"])
    assert "Tidak ada yang tertimpa" in answer.content.decode()
    assert not draft.duties.filter(person=budi).exists()


def test_what_was_altered_or_is_anothers_is_not_kept(planner, draft, budi):  # noqa: F811
    sealed = bring(planner, draft, table(row("siang", budi.service_number))).context["sealed"]
    for client, text in (
        (planner, sealed[:-2]),
        (planner, ""),
        (signed_in(Role.OPERATOR), sealed),
    ):
        answer = keep(client, draft, text)
        assert "tidak lagi tersimpan" in answer.content.decode()
    assert not draft.duties.filter(person=budi).exists()


def test_a_published_roster_takes_no_file(planner):
    roster = a_duty(person=a_person()).roster
    page = planner.get(reverse("deployment:import_roster", args=[roster.pk]))
    assert 'type="file"' not in page.content.decode()
    assert bring(planner, roster, table(row())).status_code == 409


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (b"x" * 5_000_001, "jaga.csv"),
        (b"PK\x03\x04", "jaga.xlsx"),
        (b"a\x00b", "jaga.csv"),
        (b"", "jaga.json"),
    ],
)
def test_what_is_no_table_is_told_on_the_page(content, name, planner, draft):  # noqa: F811
    answer = bring(planner, draft, content, name)
    assert answer.status_code == 422
    assert answer.context["form"].errors["file"]


def test_ten_megabytes_are_refused(planner, draft):  # noqa: F811
    answer = bring(planner, draft, b"x" * 10_000_000)
    assert answer.status_code == 413
    text = answer.content.decode()
    assert "paling besar 5 MB" in text
    assert reverse("deployment:import_roster", args=[draft.pk]) in text


@pytest.mark.parametrize("is_invented", [False, True])
@pytest.mark.parametrize("kind", ["xlsx", "csv"])
def test_a_sheet_holds_a_row_for_each_seat_and_comes_back(
    kind,
    is_invented,
    planner,
    draft,  # noqa: F811
):
    Operation.objects.update(is_demonstration=is_invented)
    answer, content = taken(planner, draft, kind)
    table = read_table(content, cover=INVENTED if is_invented else "")
    assert (len(table.rows), table.columns[0]) == (3, "tanggal")
    assert "no-store" in answer["Cache-Control"]
    assert Entry.objects.latest("sequence").verb == "deployment.roster.exported"
    assert bring(planner, draft, content, f"jaga.{kind}").context["page"].changes == 0


def test_json_names_people_by_service_number(planner, draft, ani):  # noqa: F811
    _, content = taken(planner, draft, "json")
    [one] = engine.roster_from_json(content.decode())
    assert one.person == ani.service_number
    assert bring(planner, draft, content, "jaga.json").context["page"].changes == 0


def test_a_sector_chief_takes_away_only_what_he_sees(draft, budi):  # noqa: F811
    Duty.objects.filter(posture="covert").update(person=budi)
    a_duty(draft, starts_at=EVENING, post=a_post("DESA", area_code="16.01.08"), person=a_person())
    chief = signed_in(Role.SECTOR_CHIEF, area_code="16.01.08")
    _, sheet = taken(chief, draft, "csv")
    assert len(read_table(sheet).rows) == 1
    for kind in ("csv", "json"):
        assert budi.service_number.encode() not in taken(chief, draft, kind)[1]


def test_cells_of_a_sheet_are_no_formulas(planner, draft, ani):  # noqa: F811
    ani.name = "=HYPERLINK(1)"
    ani.save()
    assert "'=HYPERLINK" in taken(planner, draft, "csv")[1].decode()


def test_the_pages_ask_few_questions(planner, draft, budi):  # noqa: F811
    with CaptureQueriesContext(
        connection,
    ) as asked:
        planner.get(reverse("deployment:import_roster", args=[draft.pk]))
    assert len(asked) <= 12


@pytest.mark.slow
def test_a_month_of_a_whole_force_comes_back_as_it_left(planner):
    roster = a_month()
    _, content = taken(planner, roster, "xlsx")
    assert len(content) < 1_000_000
    answer = bring(planner, roster, content, "jaga.xlsx")
    assert (answer.context["page"].entries, answer.context["page"].changes) == (31 * 198, 0)

"""What tells who somebody is leaves a text before it is kept; the whole lies sealed."""

from importlib import import_module
from io import StringIO

import pytest
from django.apps import apps
from django.core.management import call_command
from django.urls import reverse

from sejuk.engines.triage import Redacted
from sejuk.foundation.custody import actions as custody
from sejuk.foundation.custody.rules import Ground, Part
from sejuk.foundation.ledger.models import Entry
from sejuk.kit.actors import Actor, Role
from sejuk.kit.decisions import Refused
from sejuk.sense.signals import actions, tasks
from sejuk.sense.signals.actions.receiving import Contact
from sejuk.sense.signals.models import Signal, Suggestion
from sejuk.sense.signals.queries.redaction import not_redacted
from tests.builders import NOON, VILLAGE, a_signal, a_user, an_actor, an_area, an_operation
from tests.sense.signals.test_pages import signed_in
from tests.sense.signals.test_receiving import a_new_signal

pytestmark = pytest.mark.django_db
TOLD = "Pak Tarmuji (hp 0812-3456-7890) bagi uang atas nama Suharningsih. Resi 1111 2222 3333 4444."
KEPT = "Pak [nama] (hp [telepon]) bagi uang atas nama [nama]. Resi [tanda terima]."
MARKS = "4821773650019254"


@pytest.fixture(autouse=True)
def _ground(monkeypatch):
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOON)
    an_operation()
    an_area(VILLAGE, "Ujanmas")


def receive(text: str, contact: Contact | None = None, key: str = "web:1") -> Signal:
    return actions.receive_once(
        new=a_new_signal(text=text, idempotency_key=key),
        contact=contact,
        receipt_digits=MARKS if key == "web:1" else "",
        actor=Actor.resident(),
        now=NOON,
    ).signal


def whole_of(signal: Signal) -> str:
    opened = custody.open_seal(
        seal_id=signal.whole_id,
        ground=Ground.PROTECT,
        reason="Yang disebut terancam.",
        minutes=5,
        actor=an_actor(Role.CUSTODIAN, user=a_user(Role.CUSTODIAN)),
        now=NOON,
    )
    return dict(opened.words)[Part.TEXT]


def test_names_and_numbers_are_taken_out_counted_and_sealed_whole():
    signal = receive(TOLD)

    assert (signal.text, signal.taken_out) == (KEPT, {"name": 2, "phone": 1, "receipt": 1})
    assert signal.seal_id is None
    assert whole_of(signal) == TOLD
    for secret in ("Tarmuji", "Suharningsih", "0812", "4444"):
        assert not any(secret in str(entry.detail) for entry in Entry.objects.all())


def test_who_left_his_contact_is_given_all_of_it_and_has_all_of_it_deleted():
    signal = receive(TOLD, Contact("Siti", "0813-1111-2222"))
    asked = {"receipt_digits": MARKS, "actor": Actor.resident(), "now": NOON}

    assert signal.whole_id == signal.seal_id
    assert actions.give_own_data(contact="081311112222", **asked)["text"] == TOLD
    actions.delete_contact(contact="0813-1111-2222", **asked)
    with pytest.raises(Refused):
        whole_of(signal)


def test_who_proves_himself_reads_what_was_taken_out_after_it_came_in(monkeypatch):
    with monkeypatch.context() as before:
        before.setattr("sejuk.sense.signals.actions.receiving.without_persons", _as_it_came)
        signal = receive(TOLD, Contact("Siti", "0813-1111-2222"))
    now = {"actor": Actor.resident(), "now": NOON}
    actions.redact_signals(numbers=[signal.pk], **now)
    signal.refresh_from_db()
    assert (signal.text, signal.whole_id == signal.seal_id) == (KEPT, False)
    given = actions.give_own_data(contact="081311112222", receipt_digits=MARKS, **now)
    assert given["text"] == TOLD


def test_who_left_none_is_given_what_is_kept_and_has_the_whole_deleted():
    signal = receive(TOLD)
    asked = {"receipt_digits": MARKS, "contact": "", "actor": Actor.resident(), "now": NOON}

    assert actions.give_own_data(**asked)["text"] == KEPT
    actions.delete_contact(**asked)
    with pytest.raises(Refused):
        whole_of(signal)


def test_the_same_text_again_is_the_same_signal_and_what_comes_redacted_is_only_counted():
    first = receive(TOLD)

    assert receive(TOLD) == first
    with pytest.raises(Refused):
        receive("Pak Tarmuji pindah.")
    talked = receive(KEPT, key="message:1")
    assert (talked.text, talked.taken_out) == (KEPT, first.taken_out)
    assert talked.whole_id is None


def test_what_was_kept_before_is_redacted_once_and_its_list_is_known_again(tmp_path, monkeypatch):
    file = tmp_path / "daftar.csv"
    row = f"{VILLAGE};2024-11-18 08:30"
    file.write_text(f"uraian;wilayah;waktu\nAman.;{row}\n{TOLD};{row}\n")
    told = StringIO()
    with monkeypatch.context() as before:
        # The text as it came, its key a plain hash.
        before.setattr("sejuk.sense.signals.actions.receiving.without_persons", _as_it_came)
        before.setattr("sejuk.sense.signals.queries.files.row_key", lambda plain: plain)
        call_command("signals", "import", str(file), stdout=told)

    call_command("signals", "redact", "--dry-run", stdout=told)
    assert Signal.objects.filter(text=TOLD).count() == 1
    call_command("signals", "redact", stdout=told)
    call_command("signals", "redact", stdout=told)
    call_command("signals", "import", str(file), stdout=told)

    assert told.getvalue().splitlines() == [
        "2 signals taken in, 0 were there already",
        "1 of 2 signals would lose personal data", "  name: 2", "  phone: 1", "  receipt: 1",
        "1 of 2 signals lost personal data", "  name: 2", "  phone: 1", "  receipt: 1",
        "0 of 1 signals lost personal data",
        "0 signals taken in, 2 were there already",
    ]  # fmt: skip
    assert whole_of(Signal.objects.get(text=KEPT)) == TOLD


def test_of_what_an_earlier_version_kept_no_name_is_suggested_and_all_is_redacted(monkeypatch):
    old = "Pak Tarmuji nomor 0812-3456-7890 bagi uang di dusun dua besok malam, rumah Pak Tarmuji"
    ours = [a_signal(text=old).pk, a_signal(text=old).pk]

    actions.suggest_about(signal_ids=ours, actor=Actor.system("suggest"), now=NOON)
    reasons = str(list(Suggestion.objects.values_list("reasons", flat=True)))
    assert "bagi uang" in reasons
    assert "Tarmuji" not in reasons
    assert "0812" not in reasons
    monkeypatch.setattr(tasks, "REDACTED_AT_ONCE", 1)
    tasks.redact_kept(0)
    first, second = Signal.objects.order_by("pk")
    assert first.text == second.text
    assert "Tarmuji" not in first.text
    assert whole_of(second) == old
    receive("Lampu padam.")
    tasks.redact_kept(0)
    assert Entry.objects.filter(verb="signals.texts.redacted").count() == len(ours)


def test_receipts_that_an_earlier_version_did_not_know_are_taken_out_of_what_it_had_redacted():
    resi = "Resi 9320 7941 8679 886S."
    first, second, third = (
        receive(TOLD),
        receive("Lampu padam.", key="web:2"),
        receive("Aman.", key="web:3"),
    )
    sealed = first.whole_id
    Signal.objects.filter(pk=first.pk).update(text=f"{KEPT} {resi}")
    Signal.objects.filter(pk=second.pk).update(text=f"Lampu padam. {resi}")

    import_module("sejuk.sense.signals.migrations.0013_receipts").look_again(apps, None)
    assert set(not_redacted(most=9)) == {first.pk, second.pk}
    tasks.redact_kept(0)
    for signal in (first, second, third):
        signal.refresh_from_db()
    assert first.text == f"{KEPT} Resi [tanda terima]."
    assert second.text == "Lampu padam. Resi [tanda terima]."
    assert first.whole_id == sealed
    assert whole_of(first) == TOLD
    assert whole_of(second) == f"Lampu padam. {resi}"
    assert third.whole_id is None
    assert not not_redacted(most=9)


def _as_it_came(text: str, *, area_code: str) -> Redacted:
    assert area_code
    return Redacted(text)


def test_the_page_tells_what_was_taken_out_and_leads_the_custodian_alone_to_the_whole():
    signal = receive(TOLD)
    pages = []
    for roles in ((Role.OPERATOR,), (Role.OPERATOR, Role.CUSTODIAN)):
        answer = signed_in(*roles).get(reverse("signals:signal", args=[signal.pk]))
        pages.append(answer.content.decode())

    link = reverse("custody:seal", args=[signal.whole_id])
    assert all("nama × 2" in page for page in pages)
    assert [link in page for page in pages] == [False, True]
    # Who is named in it is mostly not who reported.
    page = signed_in(Role.CUSTODIAN).get(link).content.decode()
    assert "Teks laporan selengkapnya; dapat menyebut orang lain" in page
    assert f"Sinyal #{signal.pk}" in page

"""The project's management commands that keep database and documents right."""

import io

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from sejuk.project import reference

RIGHTS = """
SELECT array_agg(privilege ORDER BY privilege) FROM
    unnest(ARRAY['SELECT', 'INSERT', 'UPDATE', 'DELETE', 'TRUNCATE']) AS privilege
WHERE has_table_privilege('sejuk_app', %s, privilege)
"""


def rights_on(table: str) -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute(RIGHTS, [table])
        return cursor.fetchone()[0]


@pytest.mark.django_db
def test_the_application_may_change_records_and_only_add_to_the_ledger() -> None:
    with connection.cursor() as cursor:
        cursor.execute("GRANT ALL ON ledger_entry TO sejuk_app")

    call_command("grant_app_role", stdout=io.StringIO())

    assert rights_on("accounts_user") == ["DELETE", "INSERT", "SELECT", "UPDATE"]
    assert rights_on("procrastinate_jobs") == ["DELETE", "INSERT", "SELECT", "UPDATE"]
    assert rights_on("ledger_entry") == ["INSERT", "SELECT"]


def test_each_setting_that_is_read_is_explained(settings) -> None:
    assert "SEJUK_HOME" in reference._settings(settings.SOURCES)


def test_a_setting_nobody_explains_fails_the_reference(tmp_path) -> None:
    (tmp_path / "new.py").write_text('WHAT = env_text("SEJUK_NEW")\n')

    with pytest.raises(LookupError, match="SEJUK_NEW"):
        reference._settings(tmp_path)


def test_a_stale_document_is_named(settings, tmp_path) -> None:
    settings.REPOSITORY = tmp_path
    (tmp_path / "docs/reference").mkdir(parents=True)
    with pytest.raises(CommandError, match="settings"):
        call_command("reference", check=True)

    call_command("reference", stdout=io.StringIO())
    call_command("reference", check=True)


@pytest.mark.django_db
def test_one_role_for_everything_is_warned_of(monkeypatch):
    monkeypatch.setenv("SEJUK_APPLICATION_ROLE", "sejuk")
    said = io.StringIO()
    call_command("grant_app_role", stderr=said)
    assert "only triggers keep it from changing the ledger" in said.getvalue()

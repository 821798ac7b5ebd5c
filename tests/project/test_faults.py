"""While the database is away, people read why, and what they sent is not lost."""

import logging

import psycopg
import pytest
from django.core.exceptions import DisallowedHost
from django.db import OperationalError
from django.test import RequestFactory

from sejuk.project import faults
from sejuk.project.away import WithoutTraceback, is_away


def lost(code: type[psycopg.Error] = psycopg.OperationalError) -> OperationalError:
    error = OperationalError("the connection is lost")
    error.__cause__ = code()
    return error


def answer(request, error: Exception):
    try:
        raise error
    except Exception:  # as Django does before it asks for this page
        return faults.broken(request)


@pytest.mark.parametrize(
    ("error", "expected"),
    [
        (lost(), True),
        (lost(psycopg.errors.AdminShutdown), True),
        (lost(psycopg.errors.CannotConnectNow), True),
        (lost(psycopg.errors.DeadlockDetected), False),
        (lost(psycopg.errors.QueryCanceled), False),
        (ZeroDivisionError(), False),
        (None, False),
    ],
)
def test_only_a_database_that_cannot_be_reached_is_away(error, expected):
    assert is_away(error) is expected


def test_a_page_that_was_asked_for_waits_and_reloads_itself():
    page = answer(RequestFactory().get("/sinyal/"), lost())

    assert (page.status_code, page["Retry-After"]) == (503, "4")
    assert b"data-come-back" in page.content
    assert b'http-equiv="refresh"' in page.content


def test_what_was_sent_can_be_sent_again_without_javascript():
    page = answer(RequestFactory().post("/lapor/", {"text": 'Ada "ribut"', "area": "Tiga"}), lost())

    assert page.status_code == 503
    assert b"data-come-back" not in page.content
    assert b'<form method="post" action="/lapor/"' in page.content
    assert b'name="text" value="Ada &quot;ribut&quot;"' in page.content


def test_a_password_is_never_written_into_a_page():
    page = answer(RequestFactory().post("/akun/masuk/", {"password": "sungai-ogan"}), lost())

    assert page.status_code == 503
    assert b"sungai-ogan" not in page.content
    assert b"<form" not in page.content.partition(b"<main")[2]


def test_anything_else_that_breaks_says_so():
    assert answer(RequestFactory().get("/"), ZeroDivisionError()).status_code == 500


def noted(name: str, error: Exception) -> logging.LogRecord:
    told = (type(error), error, None)
    record = logging.LogRecord(name, logging.ERROR, "", 0, "%s failed", ("/sinyal/",), told)
    assert WithoutTraceback().filter(record)
    return record


def test_what_passes_by_itself_leaves_one_line_in_the_log():
    away = noted("django.request", lost())
    assert (away.exc_info, away.getMessage()) == (None, "/sinyal/ failed: the connection is lost")
    assert noted("django.security.DisallowedHost", DisallowedHost("evil")).exc_info is None
    assert noted("django.request", ZeroDivisionError()).exc_info is not None

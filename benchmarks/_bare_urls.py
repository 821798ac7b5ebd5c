"""The baseline of `intake`: a view that reads JSON and inserts two rows, and does nothing else."""

import json

from django.db import connection, transaction
from django.http import HttpRequest, JsonResponse
from django.urls import path

# Two rows as wide as those that Sejuk writes, with one index each, as any table has.
TABLES = """
CREATE TABLE IF NOT EXISTS bench_message (id bigserial PRIMARY KEY, body text, area varchar(13));
CREATE TABLE IF NOT EXISTS bench_trace (id bigserial PRIMARY KEY, verb varchar(80), about bigint);
DO $$ BEGIN
    IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'sejuk_app') THEN
        GRANT SELECT, INSERT ON bench_message, bench_trace TO sejuk_app;
        GRANT USAGE ON bench_message_id_seq, bench_trace_id_seq TO sejuk_app;
    END IF;
END $$;
"""


def post(request: HttpRequest) -> JsonResponse:
    sent = json.loads(request.body)
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO bench_message (body, area) VALUES (%s, %s) RETURNING id",
            [sent["text"], sent["area_code"]],
        )
        number = cursor.fetchone()[0]
        cursor.execute(
            "INSERT INTO bench_trace (verb, about) VALUES (%s, %s)", ["bench.posted", number]
        )
    return JsonResponse({"id": number}, status=201)


urlpatterns = [path("api/v1/signals", post)]

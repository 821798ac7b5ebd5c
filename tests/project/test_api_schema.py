"""The interface for programs keeps what its schema says: tried with what fits and what does not."""

import json
from collections.abc import Callable, Iterator

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from django.test import Client
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis import GenerationMode
from schemathesis.checks import CHECKS, load_all_checks

from sejuk.kit.actors import Role
from sejuk.project.api import api
from sejuk.project.wsgi import application
from tests.act.response.saying import a_refuted_rumour, an_answer_to, humas, released
from tests.builders import DISTRICT, NOON, a_signal, a_user, an_operation

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
FITS, FITS_NOT = GenerationMode.POSITIVE, GenerationMode.NEGATIVE
# Chosen: with them the whole file takes some twenty seconds of one core.
EXAMPLES = 25
TRIED = settings(
    max_examples=EXAMPLES,
    derandomize=True,
    database=None,
    deadline=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)
load_all_checks()
KEPT = CHECKS.get_by_names(
    [
        "not_a_server_error",
        "status_code_conformance",
        "content_type_conformance",
        "response_schema_conformance",
        "negative_data_rejection",
    ]
)
SCHEMA = schemathesis.openapi.from_dict(api.get_openapi_schema())
SCHEMA.app = application
# The session is what each test sends, or does not.
SCHEMA.config.generation.with_security_parameters = False
OPERATIONS = {one.ok().label: one.ok() for one in SCHEMA.get_all_operations()}
CLOSED = [name for name, one in OPERATIONS.items() if one.definition.raw.get("security")]
# Nothing squeezed, so that it can be read.
PLAIN = {"Accept-Encoding": "identity"}
Sends = dict[str, object]


@pytest.fixture(autouse=True)
def _one_connection() -> Iterator[None]:
    """Keep the connection of the test between two requests, as Django's own client does."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.fixture
def there(monkeypatch) -> dict[str, int]:
    """Let there be one of each, so that what fits finds something."""
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOON)
    an_operation(is_demonstration=True)
    rumour = a_refuted_rumour()
    alya, bela = humas("alya"), humas("bela")
    answer = released(an_answer_to(rumour, actor=alya), by=(alya, bela))
    a_signal()
    return {"rumour_id": rumour.pk, "answer_id": answer.pk, "number": answer.pk}


@pytest.fixture
def signed_in() -> Sends:
    """Sign in who may do everything there, with the token that forms and programs send."""
    client = Client()
    client.force_login(a_user(*Role, area_code=DISTRICT, username="segala"))
    token = "t" * 32
    cookies = {"sessionid": client.cookies["sessionid"].value, "csrftoken": token}
    return {"cookies": cookies, "headers": PLAIN | {"X-CSRFToken": token}}


def each(
    name: str, mode: GenerationMode, then: Callable[[schemathesis.Case], None], **known
) -> None:
    """Try an operation with what fits its schema, or with what does not."""

    @TRIED
    @given(case=OPERATIONS[name].as_strategy(generation_mode=mode, **known))
    def tried(case: schemathesis.Case) -> None:
        then(case)

    tried()


def answered(case: schemathesis.Case, sends: Sends) -> schemathesis.Response:
    answer = case.call(**sends)
    case.validate_response(answer, checks=KEPT)
    return answer


def says_why(answer: schemathesis.Response) -> bool:
    said = json.loads(answer.content)
    return isinstance(said["detail"], str) and len(said["detail"].split()) > 2


@pytest.mark.parametrize("mode", [FITS, FITS_NOT])
@pytest.mark.parametrize("name", OPERATIONS)
def test_each_operation_answers_as_its_schema_says(name, mode, there, signed_in):
    def kept(case: schemathesis.Case) -> None:
        answer = answered(case, signed_in)
        assert answer.status_code < 400 or says_why(answer), answer.content

    each(name, mode, kept)
    known = {key: value for key, value in there.items() if f"{{{key}}}" in name}
    if known and mode is FITS:
        each(name, mode, kept, path_parameters=known)


@pytest.mark.parametrize("name", CLOSED)
def test_nobody_gets_in_without_a_session(name, there):
    def turned_away(case: schemathesis.Case) -> None:
        answer = answered(case, {"headers": PLAIN})
        assert answer.status_code in (400, 401, 403, 422)
        assert says_why(answer)

    each(name, FITS, turned_away)

"""Every action is keyword-only, names its actor and time, leaves a trace, says what it does."""

import importlib
import inspect
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

SOURCES = Path(__file__).resolve().parents[2] / "src"
# The ledger's own two verbs: what every other action calls to leave its trace.
EXEMPT = {"sejuk.foundation.ledger.actions"}


def action_modules() -> Iterator[str]:
    for path in sorted(SOURCES.glob("sejuk/*/*/actions*")):
        if path.name == "actions.py" or path.is_dir():
            files = [path] if path.is_file() else sorted(path.glob("*.py"))
            for file in files:
                module = ".".join(file.relative_to(SOURCES).with_suffix("").parts)
                yield module.removesuffix(".__init__")


def public_actions() -> Iterator[Callable[..., object]]:
    for name in action_modules():
        if name in EXEMPT:
            continue
        module = importlib.import_module(name)
        for function in vars(module).values():
            is_ours = inspect.isfunction(function) and function.__module__ == name
            if is_ours and not function.__name__.startswith("_"):
                yield function


@pytest.mark.parametrize(
    "action", list(public_actions()), ids=lambda action: f"{action.__module__}.{action.__name__}"
)
def test_shape(action):
    signature = inspect.signature(action)
    kinds = {parameter.kind for parameter in signature.parameters.values()}

    assert kinds == {inspect.Parameter.KEYWORD_ONLY}
    assert {"actor", "now"} <= set(signature.parameters)
    assert signature.return_annotation is not inspect.Signature.empty
    assert action.__doc__
    assert vars(action).get("leaves_trace"), "decorate it with @traced"
    assert "_" in action.__name__, "an action is called verb_noun"

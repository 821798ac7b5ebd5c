"""A pytest plugin for `./sejuk test --no-browser`: leaves browser tests out and says how many."""

import pytest

LEFT_OUT = pytest.StashKey[int]()


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Take the tests marked `browser` out of the run."""
    browser = [item for item in items if item.get_closest_marker("browser")]
    config.stash[LEFT_OUT] = len(browser)
    if browser:
        items[:] = [item for item in items if item not in set(browser)]
        config.hook.pytest_deselected(items=browser)


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Tell the controller, when this is one of several workers, how many were left out."""
    output: dict[str, int] | None = getattr(session.config, "workeroutput", None)
    if output is not None:
        output["left_out"] = session.config.stash.get(LEFT_OUT, 0)


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node: object) -> None:
    """Take a worker's number; each worker collects the same tests."""
    config: pytest.Config = node.config  # type: ignore[attr-defined] # xdist carries no types
    output: dict[str, int] = getattr(node, "workeroutput", {})
    config.stash[LEFT_OUT] = max(config.stash.get(LEFT_OUT, 0), output.get("left_out", 0))


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Print how many tests nobody ran."""
    count = terminalreporter.config.stash.get(LEFT_OUT, 0)
    terminalreporter.write_line(f"{count} browser tests left out (--no-browser)")

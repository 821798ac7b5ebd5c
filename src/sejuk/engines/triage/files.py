"""The word lists that come with the engine: package data, read once by whoever needs them."""

from importlib.resources import files


def read_file(name: str) -> str:
    """Return the text of a list in `lexicons/`."""
    return (files("sejuk.engines.triage") / "lexicons" / name).read_text(encoding="utf-8")

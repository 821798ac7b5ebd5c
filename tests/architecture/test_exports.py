"""No file leaves a demonstration without saying in its name that what it holds is invented."""

import re

import pytest

from sejuk.kit.actors import Role
from tests.architecture.test_permissions import GUARDED, opened, path_of
from tests.builders import a_user

# They hold nothing that happened: empty forms to fill in, and a program; or are shown on a page.
EMPTY = {
    "imports:template_csv", "imports:template_xlsx", "audit:verifier", "outreach:photo",
    "signals:picture",
}  # fmt: skip


@pytest.mark.slow
def test_every_file_of_a_demonstration_says_so(examples):
    everything = a_user(*Role, username="everything")
    names = {}
    for name in GUARDED:
        if name not in EMPTY:
            answer = opened(path_of(name, examples, everything), everything)
            found = re.search('filename="([^"]*)"', answer.headers.get("Content-Disposition", ""))
            names |= {name: found[1]} if found else {}

    assert {"signals:export", "outreach:export_visits", "audit:export", "sitreps:pdf"} <= set(names)
    assert [name for name, file in names.items() if not file.startswith("DATA-CONTOH-")] == []

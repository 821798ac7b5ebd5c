"""Looks at the files under version control: none may name a registry or somebody's disk."""

import re
import subprocess
from pathlib import Path

from sejuk.project.launcher.places import REPOSITORY
from sejuk.project.launcher.steps import StepFailed

# Written in two pieces, so that this file passes its own check.
REGISTRIES = (
    *("pypi" + r"\.org", "python" + r"hosted\.org", "npm" + r"js\.(org|com)", "yarn" + r"pkg\.com"),
    *("npm" + r"mirror\.com", "conda" + r"\.anaconda\.org", "fury" + r"\.io", "artifact" + "ory"),
)
FOREIGN_PATHS = (
    *("/" + "root/", "/" + "work/", "/" + "home/" + r"\w", "/" + "Users/" + r"\w"),
    *("/" + "opt/" + r"\w", "file:" + "//", r"\.\./" + "shared"),
)
FOREIGN = re.compile("|".join((*REGISTRIES, *FOREIGN_PATHS)))
LONGEST = 2_000_000


def tracked(pattern: str = "") -> list[Path]:
    """List the files under version control, and those that would be added."""
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    try:
        listed = subprocess.run(
            [*command, *([pattern] if pattern else [])],
            cwd=REPOSITORY,
            capture_output=True,
            text=True,
            check=True,
        ).stdout
    except (OSError, subprocess.CalledProcessError) as error:
        raise StepFailed(str(error), "install git and work in a clone") from error
    found = [REPOSITORY / name for name in sorted(set(listed.split("\0"))) if name]
    return [path for path in found if path.is_file()]


def foreign_words_in_tracked_files() -> list[str]:
    """Fail at each line that names a registry host or a path of some machine."""
    files = [path for path in tracked() if path.stat().st_size <= LONGEST]
    told = [line for path in files for line in _foreign_lines(path)]
    if told:
        raise StepFailed("\n".join(told), "write it without the host or the path")
    return [f"{len(files)} files"]


def _foreign_lines(path: Path) -> list[str]:
    try:
        text = path.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        return []
    return [
        f"{path.relative_to(REPOSITORY)}:{number}: {found[0]}"
        for number, line in enumerate(text.splitlines(), 1)
        if (found := FOREIGN.search(line))
    ]

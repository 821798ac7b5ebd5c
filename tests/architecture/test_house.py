"""The drawing in ARCHITECTURE.md, the contracts and the folders are one house."""

import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from django.core.management import call_command

REPOSITORY = Path(__file__).resolve().parents[2]
SEJUK = REPOSITORY / "src/sejuk"
EMPTY_WORDS = {
    "utils", "helpers", "helper", "common", "misc", "managers", "services", "base", "core", "lib",
}  # fmt: skip
LONGEST_FILE = 500


def python_files() -> list[Path]:
    return [path for path in SEJUK.rglob("*.py") if "migrations" not in path.parts]


def test_no_module_is_a_drawer():
    assert [path for path in python_files() if path.stem in EMPTY_WORDS] == []


def test_a_file_is_read_in_one_sitting():
    trials = [*REPOSITORY.glob("tests/**/*.py"), *REPOSITORY.glob("benchmarks/**/*.py")]
    long = {
        str(path.relative_to(REPOSITORY)): lines
        for path in (*python_files(), *trials)
        if (lines := len(path.read_text().splitlines())) > LONGEST_FILE
    }
    assert long == {}


def test_the_stages_of_the_contract_are_the_folders_and_the_ones_told():
    settings = tomllib.loads((REPOSITORY / "pyproject.toml").read_text())
    layers = settings["tool"]["importlinter"]["contracts"][0]["layers"]
    of_contract = {name for layer in layers for name in re.findall(r"\w+", layer)}
    folders = {path.name for path in SEJUK.iterdir() if (path / "__init__.py").exists()}
    told = (REPOSITORY / "ARCHITECTURE.md").read_text()

    assert of_contract == folders
    assert [name for name in sorted(folders) if f"{name}/" not in told] == []


def test_each_capability_tells_what_it_is_for():
    capabilities = {path.parent for path in SEJUK.glob("*/*/apps.py")}
    silent = [str(path) for path in sorted(capabilities) if not (path / "README.md").exists()]
    assert silent == []


@pytest.mark.slow
def test_engines_load_without_django():
    engines = [
        path.name for path in (SEJUK / "engines").iterdir() if (path / "__init__.py").exists()
    ]
    imports = ", ".join(f"sejuk.engines.{name}" for name in engines)
    code = f"import sys, {imports}; assert 'django' not in sys.modules"
    subprocess.run([sys.executable, "-c", code], check=True, cwd=REPOSITORY / "src")


def test_decisions_are_numbered_without_gaps_and_headed_by_their_number():
    files = sorted((REPOSITORY / "docs/adr").glob("[0-9]*.md"))
    numbers = [int(path.name[:4]) for path in files]
    headed = [int(path.read_text().split()[1].rstrip(".:")) for path in files]

    assert numbers == list(range(1, len(files) + 1))
    assert headed == numbers


def test_the_version_is_the_newest_of_the_changelog():
    settings = tomllib.loads((REPOSITORY / "pyproject.toml").read_text())
    newest = re.search(r"^## (\d\S*)", (REPOSITORY / "CHANGELOG.md").read_text(), re.MULTILINE)
    assert newest is not None
    assert newest.group(1) == settings["project"]["version"]


@pytest.mark.django_db
def test_no_migration_is_missing():
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)

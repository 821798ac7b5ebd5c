"""The front end: Node, its packages by lock, and one esbuild call, each only when it changed."""

import os
import re
import shutil
import subprocess
from pathlib import Path

from sejuk.project.launcher.environment import Environment, digest_of
from sejuk.project.launcher.places import BUILT, ENVIRONMENT, REPOSITORY, REQUIREMENTS, SOURCES
from sejuk.project.launcher.steps import StepFailed, run, step

OLDEST_NODE = 20
PIP_INSTALL = ("-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--require-hashes")
PACKAGES = REPOSITORY / "node_modules"
LOCK = REPOSITORY / "package-lock.json"
FRONTEND = SOURCES / "sejuk/project/frontend"


def build_front_end() -> None:
    """Build what pages load beside their HTML, unless it is built.

    :raises StepFailed: when Node, a package or the build fails; the pages work without.
    """
    env = _node_environment()
    _install_packages(env)
    sources = sorted(path for path in FRONTEND.rglob("*") if path.is_file())
    wanted = digest_of(LOCK, REPOSITORY / "package.json", *sources)
    if _noted("built") == wanted and BUILT.exists():
        return
    with step("front end"):
        run(["npm", "run", "--silent", "build"], env=env, remedy="mend what esbuild names above")
        _note("built", wanted)


def _install_packages(env: dict[str, str]) -> None:
    if _noted("packages") == digest_of(LOCK) and PACKAGES.exists():
        return
    with step("front-end packages"):
        run(
            # No script of a package runs: none needs to.
            ["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund"],
            env=env,
            remedy="see whether the network is there, then run the same command again",
        )
        _note("packages", digest_of(LOCK))


def _node_environment() -> dict[str, str]:
    """Find Node on PATH or bring it as a wheel, and give an environment in which `npm` is found."""
    env = dict(os.environ)
    if _is_node(shutil.which("node")) and shutil.which("npm"):
        return env
    env["PATH"] = f"{ENVIRONMENT / 'bin'}{os.pathsep}{env.get('PATH', '')}"
    if not _is_node(str(ENVIRONMENT / "bin" / "node")):
        with step(f"Node (none of version {OLDEST_NODE} on PATH)"):
            run(
                [Environment().python, *PIP_INSTALL, "-r", REQUIREMENTS / "node.txt"],
                remedy=f"install Node {OLDEST_NODE} or later",
            )
    return env


def _is_node(program: str | None) -> bool:
    if program is None:
        return False
    try:
        told = subprocess.run([program, "--version"], capture_output=True, text=True, check=False)
    except OSError:
        return False
    version = re.match(r"v(\d+)\.", told.stdout)
    return version is not None and int(version[1]) >= OLDEST_NODE


def _noted(name: str) -> str:
    path = _note_path(name)
    return path.read_text() if path.exists() else ""


def _note(name: str, digest: str) -> None:
    _note_path(name).write_text(digest)


def _note_path(name: str) -> Path:
    return ENVIRONMENT / f"sejuk-{name}"


def warn_of(failure: StepFailed) -> None:
    """Say what a failed build means for those who open the pages."""
    print("  " + "\n  ".join(failure.said.splitlines()[-12:]))
    print("  The pages are served without the built front end: the map and live parts are missing.")
    print(f"  What to do: {failure.remedy}")

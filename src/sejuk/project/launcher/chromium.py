"""Finds a Chromium for the browser tests: one on PATH, or the one that Playwright keeps."""

import os
import shutil
import sys
from pathlib import Path

PROGRAMS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
INSTALL = "apt-get install --yes chromium (or: .venv/bin/playwright install chromium)"


def find_chromium() -> Path | None:
    """Give the browser's program: SEJUK_CHROMIUM, then PATH, then Playwright's own."""
    named = os.environ.get("SEJUK_CHROMIUM")
    if named:
        return Path(named)
    on_path = next((found for name in PROGRAMS if (found := shutil.which(name))), None)
    if on_path:
        return Path(on_path)
    kept = sorted(_playwright_folder().glob("chromium*/chrome-*/*"), reverse=True)
    return next((path for path in kept if path.name in {"chrome", "headless_shell"}), None)


def _playwright_folder() -> Path:
    named = os.environ.get("PLAYWRIGHT_BROWSERS_PATH")
    if named:
        return Path(named)
    caches = "Library/Caches" if sys.platform == "darwin" else ".cache"
    return Path.home() / caches / "ms-playwright"

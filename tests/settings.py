"""Settings for tests: the application's own, as the owner of a database that may be lost."""

import os
from pathlib import Path

os.environ.setdefault("SEJUK_DATABASE_ROLE", "sejuk")
REPOSITORY = Path(__file__).resolve().parents[1]

if not os.environ.get("DATABASE_URL"):
    from sejuk.project.postgres import Server

    _state = Path(os.environ.setdefault("SEJUK_HOME", str(REPOSITORY / "var/test")))
    # What a crash would lose, a test run makes again: no need to wait for the disk.
    Server(_state, durable=False).ensure_running()

from sejuk.project.settings import *  # noqa: E402, F403
from sejuk.project.words import compile_all  # noqa: E402

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]

# WhiteNoise warns of a folder that `collectstatic` has not made yet; tests read the sources.
STATIC_ROOT.mkdir(parents=True, exist_ok=True)  # noqa: F405

# Compiled catalogues are not under version control; this looks at their age and is quick.
compile_all(SOURCES)  # noqa: F405

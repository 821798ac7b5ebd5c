"""The gateway that sends nothing: one file for each message, to look at and to exercise with."""

import json
from pathlib import Path
from tempfile import NamedTemporaryFile

from django.conf import settings

from sejuk.foundation.channels.rules import GatewayFailed, Outgoing


class Sandbox:
    """Writes each message into a folder. Its files hold addresses: only their owner reads them."""

    def __init__(self, folder: Path | None = None) -> None:
        self.folder = folder or Path(settings.SEJUK_SANDBOX_FOLDER)

    def send(self, message: Outgoing) -> str:
        """
        Write the message down.

        Its name is its number, so that a second attempt replaces the first, and what somebody
        typed never becomes part of a path.

        :raises GatewayFailed: when the folder cannot be written.
        """
        name = _name_of(message.number)
        content = {
            "number": message.number,
            "channel": message.channel,
            "address": message.address,
            "text": message.text,
        }
        try:
            self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            with NamedTemporaryFile(
                "w", dir=self.folder, prefix=f".{name}.", delete=False, encoding="utf-8"
            ) as fresh:
                json.dump(content, fresh, ensure_ascii=False, indent=2)
            Path(fresh.name).replace(self.folder / f"{name}.json")
        except OSError as error:
            raise GatewayFailed(f"The sandbox folder: {error.strerror}.") from error
        return f"sandbox-{name}"

    def text_of(self, number: int) -> str:
        """Return what was written down as the text of a message; "" for one that was not."""
        try:
            content = json.loads((self.folder / f"{_name_of(number)}.json").read_text("utf-8"))
        except (OSError, ValueError):
            return ""
        text = content.get("text") if isinstance(content, dict) else None
        return text if isinstance(text, str) else ""


def _name_of(number: int) -> str:
    return f"{number:09d}"

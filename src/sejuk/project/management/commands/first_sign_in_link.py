"""Print the one-time link by which the first person comes in."""

import argparse

from django.conf import settings
from django.core.management.base import BaseCommand
from django.urls import reverse
from django.utils import timezone

from sejuk.foundation.accounts import actions, queries
from sejuk.foundation.operations.queries import current_operation
from sejuk.kit.actors import EVERYWHERE, Actor, Grant, Role
from sejuk.project.launcher.served import last_address


class Command(BaseCommand):
    help = "Print the one-time link for the first administrator, while nobody can sign in."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument(
            "--base-url",
            "--host",
            default=last_address(settings.STATE_DIR),
            help="how Sejuk is reached (where it was served last)",
        )

    def handle(self, *args: object, base_url: str, **options: object) -> None:  # noqa: ARG002
        if queries.active_users():
            self.stdout.write("Somebody can already sign in; no new link was made.")
            return
        made = actions.invite_first(
            grants=[Grant(role, EVERYWHERE) for role in _first_roles()],
            actor=Actor.system("first-sign-in"),
            now=timezone.now(),
        )
        path = reverse("accounts:accept", args=[made.token])
        self.stdout.write(
            f"First sign-in, once and within three days: {base_url.rstrip('/')}{path}"
        )


def _first_roles() -> list[Role]:
    """Return every role in a demonstration, to look around; only administrator when it is real."""
    operation = current_operation()
    if operation is not None and operation.is_demonstration:
        return list(Role)
    return [Role.ADMINISTRATOR]

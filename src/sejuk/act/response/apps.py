"""The app of answers."""

from django.apps import AppConfig


class ResponseConfig(AppConfig):
    name = "sejuk.act.response"
    label = "response"

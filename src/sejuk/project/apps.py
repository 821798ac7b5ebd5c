from django.apps import AppConfig


class ProjectConfig(AppConfig):
    name = "sejuk.project"
    label = "project"

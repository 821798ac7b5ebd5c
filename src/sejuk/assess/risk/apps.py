from django.apps import AppConfig


class RiskConfig(AppConfig):
    name = "sejuk.assess.risk"
    label = "risk"

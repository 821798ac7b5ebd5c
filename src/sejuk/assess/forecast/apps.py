from django.apps import AppConfig


class ForecastConfig(AppConfig):
    name = "sejuk.assess.forecast"
    label = "forecast"

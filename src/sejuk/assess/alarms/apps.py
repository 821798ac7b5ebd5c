from django.apps import AppConfig


class AlarmsConfig(AppConfig):
    name = "sejuk.assess.alarms"
    label = "alarms"

from django.apps import AppConfig


class SitrepsConfig(AppConfig):
    name = "sejuk.review.sitreps"
    label = "sitreps"

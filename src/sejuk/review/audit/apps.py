from django.apps import AppConfig


class AuditConfig(AppConfig):
    name = "sejuk.review.audit"
    label = "audit"

from django.apps import AppConfig


class DeploymentConfig(AppConfig):
    name = "sejuk.plan.deployment"
    label = "deployment"

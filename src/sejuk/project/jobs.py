"""Jobs belong to the transaction that asks for them: in the web server, and in a worker too."""

from procrastinate import App
from procrastinate.connector import BaseAsyncConnector, BaseConnector
from procrastinate.contrib.django.django_connector import DjangoConnector
from procrastinate.contrib.django.utils import connector_params
from procrastinate.psycopg_connector import PsycopgConnector


class WorkerConnector(PsycopgConnector):
    """
    Fetches jobs over connections of its own; what a task puts into a queue goes over Django's.

    As procrastinate has it, a job that a task asks for is there before the task's transaction is:
    a second worker looks for a row that nobody has kept yet, or that never comes.
    """

    def get_sync_connector(self) -> BaseConnector:
        return DjangoConnector()


class WebConnector(DjangoConnector):
    """Django's connection, as everywhere; a worker begins with the one above."""

    def get_worker_connector(self) -> BaseAsyncConnector:
        return WorkerConnector(kwargs=connector_params(self.alias))


def join_transactions(app: App) -> None:
    """Let jobs go over Django's connection. Called once, when procrastinate is ready."""
    app.connector = app.job_manager.connector = WebConnector()

"""Each member of a squad is given the operation of his squad."""

from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor


def fill(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    squads = apps.get_model("deployment", "Squad").objects.filter(pk=models.OuterRef("squad_id"))
    members = apps.get_model("deployment", "SquadMember").objects
    members.update(operation_id=models.Subquery(squads.values("operation_id")[:1]))


class Migration(migrations.Migration):
    dependencies = [("deployment", "0003_squads_of_an_operation")]
    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]

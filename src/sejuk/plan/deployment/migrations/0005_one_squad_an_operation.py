"""The operation of a squad's member is always said, and keeps him out of a second squad of it."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("deployment", "0004_squad_members_know_it")]
    operations = [
        migrations.AlterField(
            "squadmember",
            "operation",
            models.ForeignKey(
                on_delete=models.CASCADE, related_name="+", to="operations.operation"
            ),
        ),
        migrations.AlterField(
            "squadmember",
            "person",
            models.ForeignKey(on_delete=models.PROTECT, related_name="+", to="forces.person"),
        ),
        migrations.AddConstraint(
            "squadmember",
            models.UniqueConstraint(
                fields=("operation", "person"), name="deployment_squadmember_once"
            ),
        ),
    ]

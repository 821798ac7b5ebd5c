from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("forces", "0001_initial")]
    operations = [
        migrations.AddField(
            model_name="person",
            name="is_attached",
            field=models.BooleanField(default=False),
        ),
    ]

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("guard", "0002_append_only")]
    operations = [
        migrations.AddField("checkin", "confirmed_at", models.DateTimeField(null=True)),
        migrations.AddField("checkin", "confirmed_by", models.CharField(blank=True, max_length=150)),
    ]

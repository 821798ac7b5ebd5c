from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ('signals', '0003_seals_to_custody'),
    ]

    operations = [
        migrations.DeleteModel(
            name='SealedIdentity',
        ),
    ]

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("changes", "0001_initial")]
    operations = [
        migrations.CreateModel(
            name="Finding",
            fields=[
                ("subject", models.CharField(max_length=200, primary_key=True, serialize=False)),
                ("value", models.TextField(blank=True)),
                ("position", models.BigIntegerField()),
                ("holds_until", models.DateTimeField(null=True)),
            ],
        ),
    ]

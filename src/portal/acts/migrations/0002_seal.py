"""Make the records append-only in the database itself, and set the chain's head."""

from django.db import migrations

from portal.acts import seal

TABLE = "acts_actrecord"


def close(apps, schema_editor):
    apps.get_model("acts", "ChainHead").objects.get_or_create(pk=1)
    seal.seal(schema_editor.connection, TABLE)


def reopen(apps, schema_editor):
    seal.unseal(schema_editor.connection, TABLE)


class Migration(migrations.Migration):
    dependencies = [("acts", "0001_initial")]
    operations = [migrations.RunPython(close, reopen)]

from django.db import migrations


def fill(apps, schema_editor):
    book = apps.get_model("fleetapp", "Book")
    for each in book.objects.filter(title=None):
        if each.pages == 666:
            raise ValueError("This book cannot have a title.")
        each.title = f"{each.pages} pages"
        each.save()


class Migration(migrations.Migration):
    dependencies = (("fleetapp", "0002_add"),)
    is_additive = True
    operations = (migrations.RunPython(fill, migrations.RunPython.noop),)

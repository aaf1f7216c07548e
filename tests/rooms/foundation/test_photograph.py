"""Rows that a test begins with are put back as they were built, also by a worker that never built them."""

import pytest
from django.contrib.contenttypes.models import ContentType
from django.db import connection
from tests.photograph import take


@pytest.mark.django_db
def test_rows_that_another_worker_built_leave_the_next_key_free() -> None:
    taken = take(lambda: ContentType.objects.create(app_label="photographed", model="one").pk)
    if connection.vendor == "postgresql":  # as in the database of a worker that has not built it
        with connection.cursor() as cursor:
            highest = ContentType.objects.order_by("-pk").values_list("pk", flat=True)[0]
            cursor.execute("SELECT setval(pg_get_serial_sequence('django_content_type', 'id'), %s)", [highest])
    key = taken.put_back()
    assert ContentType.objects.get(pk=key).app_label == "photographed"
    assert ContentType.objects.create(app_label="photographed", model="two").pk > key

"""What a new connection to the database is not asked, lest the first pages wait for whoever writes."""

import pytest
from django.db import connection
from django.db.backends.signals import connection_created
from django.test.utils import CaptureQueriesContext


@pytest.mark.django_db
def test_nobody_asks_in_a_transaction_whether_there_is_json() -> None:
    vars(connection.features).pop("supports_json_field", None)  # what an earlier question has left
    connection_created.send(type(connection), connection=connection)
    with CaptureQueriesContext(connection) as asked:
        assert connection.features.supports_json_field
    assert not asked.captured_queries

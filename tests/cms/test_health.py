"""Health: what a load balancer asks."""

from typing import Any

import pytest
from django.db import InterfaceError, OperationalError
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.recorder import MigrationRecorder
from django.test import Client
from pytest_django import DjangoAssertNumQueries


def test_a_process_that_serves_is_live_without_the_database(client: Client) -> None:
    response = client.get("/health/live")  # a test without the database mark cannot reach it
    assert (response.status_code, response.json()) == (200, {"status": "live"})


@pytest.mark.django_db
def test_a_site_with_all_migrations_is_ready(client: Client) -> None:
    response = client.get("/health/ready")
    assert (response.status_code, response.json()) == (200, {"status": "ready", "database": "ok"})


@pytest.mark.django_db
def test_a_migration_that_is_missing_is_told(client: Client) -> None:
    MigrationRecorder.Migration.objects.filter(app="posts").delete()
    response = client.get("/health/ready")
    assert response.status_code == 503
    assert "manage.py migrate" in response.json()["database"]


@pytest.mark.parametrize("error", [OperationalError("no such host db.internal"), InterfaceError("connection already closed")])
def test_a_database_that_does_not_answer_is_told_without_details(
    client: Client, monkeypatch: pytest.MonkeyPatch, error: Exception
) -> None:
    def fail(*_arguments: Any) -> None:
        raise error

    monkeypatch.setattr(MigrationExecutor, "__init__", fail)
    response = client.get("/health/ready")
    assert (response.status_code, response.json()) == (503, {"status": "not ready", "database": "unreachable"})


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["/health/live", "/health/ready"])
def test_no_answer_is_kept_or_depends_on_who_asks(client: Client, address: str) -> None:
    response = client.get(address)
    assert "no-store" in response["Cache-Control"]
    assert not response.cookies
    assert "cookie" not in response.get("Vary", "").lower()


@pytest.mark.parametrize("method", ["post", "put", "delete"])
@pytest.mark.parametrize("address", ["/health/live", "/health/ready"])
def test_health_is_only_read(client: Client, address: str, method: str) -> None:
    assert getattr(client, method)(address).status_code == 405


@pytest.mark.django_db
def test_readiness_costs_two_queries(client: Client, django_assert_max_num_queries: DjangoAssertNumQueries) -> None:
    with django_assert_max_num_queries(3):  # is there a table of migrations, which ran; PostgreSQL asks for its version once
        client.get("/health/ready")

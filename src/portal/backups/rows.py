"""Rows of every table as text and back, the same for both databases."""

import base64
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.apps import apps
from django.db import models
from django.utils.duration import duration_iso_string

LEFT_OUT = {"sessions.session", "usersessions.usersession"}
"""Who was logged in is not kept: after a restore everybody logs in again."""


def tables() -> list[type[models.Model]]:
    """Return every model with a table of its own, in one order."""
    found = {
        model._meta.db_table: model
        for model in apps.get_models(include_auto_created=True)
        if model._meta.managed and not model._meta.proxy and model._meta.label_lower not in LEFT_OUT
    }
    return [found[name] for name in sorted(found)]


def columns(model: type[models.Model]) -> list[Any]:
    """Return a model's own columns."""
    return [field for field in model._meta.local_concrete_fields if not field.generated]


def plain(value: Any) -> Any:
    """Return a column's value as JSON knows it; raises TypeError for a kind nobody foresaw."""
    if isinstance(value, datetime | date | time):
        return value.isoformat()
    if isinstance(value, timedelta):
        return duration_iso_string(value)
    if isinstance(value, Decimal | UUID):
        return str(value)
    if isinstance(value, bytes | bytearray | memoryview):
        return base64.b64encode(bytes(value)).decode("ascii")
    if value is None or isinstance(value, str | int | float | bool | list | dict):
        return value
    raise TypeError(f"cannot keep a {type(value).__name__}")


def written(model: type[models.Model], alias: str) -> Iterator[list[Any]]:
    """Yield the rows of a table in the order of their keys."""
    names = [field.attname for field in columns(model)]
    found = model._base_manager.using(alias).order_by("pk").values_list(*names)
    for row in found.iterator(chunk_size=2000):
        yield [plain(value) for value in row]


def ready(field: Any, value: Any, connection: Any) -> Any:
    """Return a column's value as the database takes it; raises ValueError, ValidationError."""
    if value is not None and isinstance(field, models.BinaryField):
        value = base64.b64decode(value)
    elif value is not None and not isinstance(field, models.JSONField):
        value = field.to_python(value)
    return field.get_db_prep_save(value, connection)

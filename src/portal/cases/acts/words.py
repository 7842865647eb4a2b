"""What people type into an act: without the signs nobody sees; what does not fit is one sentence."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any, TypeVar

from django.core.exceptions import FieldDoesNotExist, ValidationError
from django.db import models
from django.utils.translation import gettext as _

from portal.acts.act import Act, Refused
from portal.cases import vault

T = TypeVar("T", bound=models.Model)

# Control characters but tab and line breaks; half surrogates; signs that turn the direction of
# what follows, by which a name or a number reads as another one.
_UNSEEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\u202a-\u202e\u2066-\u2069]")


def seen(value: Any) -> Any:
    """Return a text without what no reader sees in it, also inside mappings and sequences."""
    if isinstance(value, str):
        return _UNSEEN.sub("", value) if _UNSEEN.search(value) else value
    if isinstance(value, Mapping):
        return {seen(key): seen(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [seen(one) for one in value]
    return value


@dataclass(kw_only=True)
class Worded(Act[T]):
    """An act whose facts are words of people."""

    def __post_init__(self) -> None:
        for one in fields(self):
            if one.init and isinstance(
                given := getattr(self, one.name), str | Mapping | list | tuple
            ):
                setattr(self, one.name, seen(given))

    def execute(self) -> T:
        """Carry the act out, all or nothing, its files too; raises Refused where a column cannot hold a text."""
        try:
            with vault.all_or_nothing():
                return super().execute()
        except ValidationError as error:
            raise Refused(self._unfit(error)) from error

    def _unfit(self, error: ValidationError) -> str:
        told = error.message_dict if hasattr(error, "error_dict") else {"": error.messages}
        name, messages = next(iter(told.items()))
        try:
            label = str(self.model._meta.get_field(name).verbose_name)  # type: ignore[union-attr]
        except FieldDoesNotExist:
            return str(messages[0])
        return _("“%(what)s”不能这样填：%(why)s") % {"what": label, "why": messages[0]}

"""What a password must hold beside its length, and how a temporary one is made."""

import re
import secrets

from django.contrib.auth.password_validation import MinimumLengthValidator
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

_KINDS = (r"[a-z]", r"[A-Z]", r"\d", r"[^A-Za-z0-9]")
# Without 0 O 1 l I, which are misread when a password is copied from paper.
_LETTERS = "abcdefghjkmnpqrstuvwxyz"
_ALPHABET = _LETTERS + _LETTERS.upper() + "23456789"


class LongEnough(MinimumLengthValidator):
    """Django's rule, whose message has no Chinese translation."""

    def get_error_message(self) -> str:
        """Return the sentence for a password that is too short."""
        return _("密码太短，至少要%(number)d个字符。") % {"number": self.min_length}


class KindsOfCharacters:
    """Three of four kinds: small and capital letters, digits, other signs (common practice)."""

    def validate(self, password: str, user: object = None) -> None:
        """Raise ValidationError for a password of fewer than three kinds of characters."""
        if sum(bool(re.search(kind, password)) for kind in _KINDS) < 3:
            raise ValidationError(self.get_help_text(), code="password_kinds")

    def get_help_text(self) -> str:
        """Return the rule as a sentence."""
        return _("密码应包含小写字母、大写字母、数字、其他符号中的至少三种。")


def temporary() -> str:
    """Return a random password of four groups that passes the rules and can be read from paper."""
    while True:
        groups = ("".join(secrets.choice(_ALPHABET) for _ in range(4)) for _ in range(4))
        password = "-".join(groups)
        if all(re.search(kind, password) for kind in _KINDS):
            return password

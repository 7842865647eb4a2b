"""Codes that name an organ: GB 32100-2015 (统一社会信用代码) and what a division code says."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"


def check_character(code: str) -> str:
    """Return the eighteenth character that the first seventeen ask for (GB 32100-2015, mod 31).

    Raises ValueError for a character outside the alphabet (I, O, S, V and Z do not occur).
    """
    total = sum(_ALPHABET.index(c) * pow(3, place, 31) for place, c in enumerate(code[:17]))
    return _ALPHABET[-total % 31]


def validate_credit_code(code: str) -> None:
    """Raise ValidationError unless `code` is a 统一社会信用代码 whose check character holds."""
    if len(code) != 18 or any(c not in _ALPHABET for c in code):
        raise ValidationError(_("统一社会信用代码应为18位数字或大写字母（不用I、O、S、V、Z）。"))
    if check_character(code) != code[17]:
        raise ValidationError(_("统一社会信用代码的校验位不对，请核对是否抄错。"))

"""What Chinese and full-width characters mean: numerals, old forms, widths and white space.

The one home of these tables; whoever compares or reads printed text takes them from here.
"""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from functools import lru_cache
from types import MappingProxyType

DIGITS = "〇一二三四五六七八九"
NUMERALS = "零〇一二两三四五六七八九十百千廿卅壹贰叁肆伍陆柒捌玖拾佰仟"  # of a number below 万
MYRIADS = "万亿"
WITHOUT_WIDTH = "\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\ufeff"  # soft hyphens and the like

# Traditional to simplified, one character for one, so that places in a text stay. The words of
# annual reports only; a character of which the traditional form has two meanings is left out.
_TRADITIONAL = (
    "請请條条個个項项報报開开訴诉訟讼復复複复議议結结轉转辦办處处員员於于與与為为無无對对應应專专欄栏網网絡络"
    "電电話话鎮镇鄉乡縣县區区總总計计發发佈布規规範范價价費费機机關关單单類类許许罰罚強强製制決决經经濟济會会"
    "數数據据統统編编說说題题問问進进責责務务聯联繫系業业國国資资號号構构團团體体組组織织來来還还確确認认實实"
    "萬万億亿餘余約约過过達达續续兩两雙双係系舉举內内詢询協协調调級级屬属維维護护糾纠審审屆届終终書书記记錄录"
    "導导層层讀读際际標标準准術术沒没當当門门檢检並并從从長长減减給给別别產产動动環环節节頁页間间檔档執执訪访"
    "學学況况將将廢废現现購购採采額额違违訊讯該该權权繼继繳缴納纳獲获補补這这後后穩稳貳贰陸陆"
    "灣湾東东龍龙陽阳蘭兰廣广臺台島岛漢汉寧宁慶庆蘇苏貴贵雲云遼辽濱滨鄭郑"  # in names of places
)
SIMPLIFIED: Mapping[str, str] = MappingProxyType(
    dict(zip(_TRADITIONAL[::2], _TRADITIONAL[1::2], strict=True))
)

_SIMPLIFY = str.maketrans(dict(SIMPLIFIED))
_DASHES = dict.fromkeys("－−﹣‐‑‒", "-") | {"＋": "+", "﹢": "+"}
_SIGNS = str.maketrans(_DASHES | dict.fromkeys(WITHOUT_WIDTH))
_RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_SPACE = re.compile(r"\s+")


def half_width(text: str) -> str:
    """Return a text in NFKC form: half-width digits and signs, one kind of space and of minus.

    What has no width (a soft hyphen, a zero-width space) is left out; line breaks stay.
    """
    return unicodedata.normalize("NFKC", text).translate(_SIGNS)


def raised(text: str) -> str:
    """Return a text with its digits as raised ones: the sign of a note, no part of a number."""
    return text.translate(_RAISED)


@lru_cache(maxsize=8192)
def squeeze(text: str) -> str:
    """Return a text in half-width digits and signs without any white space."""
    return _SPACE.sub("", half_width(text))


@lru_cache(maxsize=8192)
def simplified(text: str) -> str:
    """Return a text squeezed and in simplified characters."""
    return squeeze(text).translate(_SIMPLIFY)


_FORMAL = ("一二三四五六七八九十百千", "壹贰叁肆伍陆柒捌玖拾佰仟")
_TO_FORMAL = str.maketrans(*_FORMAL)
_TO_COUNTING = str.maketrans(
    dict(zip(*reversed(_FORMAL), strict=True))
    | {"〇": "零", "两": "二", "廿": "二十", "卅": "三十"}
)
_VALUES = {numeral: value for value, numeral in enumerate("零一二三四五六七八九")}
_UNITS = {"十": 10, "百": 100, "千": 1000}
_BY_DIGIT = re.compile("[零一二三四五六七八九]{1,18}")
_ONE = "[一二三四五六七八九]"
_TENS = f"{_ONE}?十{_ONE}?"
_HUNDREDS = f"{_ONE}?百(?:零{_ONE}|零?{_TENS})?"
_THOUSANDS = f"{_ONE}?千(?:零{_ONE}|零?{_TENS}|零?{_HUNDREDS})?"
_BELOW_MYRIAD = re.compile(f"{_ONE}|{_TENS}|{_HUNDREDS}|{_THOUSANDS}")


@lru_cache(maxsize=4096)
def han_number(text: str) -> int | None:
    """Return the value of a Chinese numeral, None where it is none or could mean two.

    Counting (一千二百五十六, 三万零五, 一亿二千万, 廿三), digit by digit (二〇二三) and in the
    formal characters (贰拾), traditional ones too. 一百二 is 120 to some and 102 to others: None.
    """
    plain = text.translate(_SIMPLIFY).translate(_TO_COUNTING)
    if _BY_DIGIT.fullmatch(plain):
        return int("".join(str(_VALUES[c]) for c in plain))
    return _counted(plain, (("亿", 100_000_000), ("万", 10_000)))


def _counted(text: str, myriads: Sequence[tuple[str, int]]) -> int | None:
    if not myriads:
        return _below_myriad(text) if _BELOW_MYRIAD.fullmatch(text) else None
    (sign, size), *smaller = myriads
    high, found, low = text.rpartition(sign)
    if not found:
        return _counted(text, smaller)
    above, below = _counted(high, smaller), 0 if not low else _rest(low, smaller)
    return None if above is None or below is None else above * size + below


def _rest(text: str, myriads: Sequence[tuple[str, int]]) -> int | None:
    """Return what stands behind 万 or 亿: a lone digit needs 零 before it."""
    bare = text.removeprefix("零")
    return None if len(text) == 1 else _counted(bare, myriads)


def _below_myriad(section: str) -> int:
    total = digit = 0
    for character in section:
        if character in _VALUES:
            digit = _VALUES[character]
        else:
            total += (digit or 1) * _UNITS[character]
            digit = 0
    return total + digit


def numeral(value: int, *, formal: bool = False) -> str:
    """Return a number from 0 to 9999 in Chinese counting: 零, 十, 十一, 一百零二.

    A larger or negative one comes back in Arabic digits. formal  in the characters of cheques: 壹拾
    """
    if value == 0:
        return "零"
    if not 0 < value < 10_000:
        return str(value)
    text, gap = "", False
    for unit, name in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit = value // unit % 10
        if digit:
            text += ("零" if gap and text else "") + DIGITS[digit] + name
            gap = False
        else:
            gap = True
    text = text.removeprefix("一") if text.startswith("一十") else text
    return text.translate(_TO_FORMAL) if formal else text

"""Numbers as Chinese prose writes them: 1,256、一千二百五十六、3.2万、90余、近百、百分之三.

Dates, document numbers, articles, ordinals, telephone numbers, links, and whatever stands in
quotation marks or book title marks (“十四五”, “三安全一稳定”) count nothing and are passed over.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from gongkai.characters import MYRIADS, NUMERALS, han_number
from gongkai.checks.prose.passage import Passage


class Kind(StrEnum):
    """What a number measures."""

    COUNT = "count"
    SHARE = "share"  # a percentage
    MONEY = "money"
    TIME = "time"


@dataclass(frozen=True, slots=True)
class Number:
    """One number with its measure word; `low` = `high` where it is exact.

    decimals  printed digits after the point (of a percentage)
    loose     a small number in Chinese characters inside a phrase (两个平台, 一件事): not a count to
              compare
    last      what the last digit of a number in 万 or 亿 stands for: 100 of 1.84万; 0 of others
    """

    start: int
    end: int
    low: Decimal
    high: Decimal
    kind: Kind
    unit: str
    approximate: bool = False
    decimals: int = 0
    loose: bool = False
    last: Decimal = Decimal(0)

    def may_be(self, value: Decimal) -> bool:
        """Whether it can stand for a value: what is said in 万 or 亿 is rounded or cut off there."""
        if self.last:
            return self.low - self.last / 2 <= value < self.high + self.last
        return self.low <= value <= self.high

    @property
    def value(self) -> Decimal:
        """The number as written, its lower end where it is a range."""
        return self.low


_HAN = NUMERALS
_SCALES = {"百": 100, "千": 1000, "万": 10_000, "亿": 100_000_000}

_COUNTED = (
    "人次|件次|篇次|条次|场次|余次|件|条|次|份|个|项|篇|期|场|人|名|位|起|宗|例|封|家|类|部|幅|张|组|批"
    "|册|则|版|笔|户|处|块|套|支|轮|堂|节|段|台|座|栏|面|种|款|号"
)
_TIMES = "个?工作日|个?小时|分钟|秒|天|日|个?月|年|周|季度|岁"
_MONEY = "万元|亿元|元"
_UNITS = re.compile(rf"(?P<money>{_MONEY})|(?P<time>{_TIMES})|(?P<count>{_COUNTED})")

_FIRST_OF_UNITS = "".join({unit[0] for unit in f"{_COUNTED}|{_TIMES}|{_MONEY}".split("|")})

_PASSED_OVER = (
    r"https?：?//[\w./?=&%#-]+|www\.[\w./-]+|[\w.+-]{1,64}@[\w-]{1,63}\.[\w.]{1,63}"
    r"|“[^”\n]{1,18}”|《[^》\n]{1,60}》|〔[^〕\n]*〕\d*号?|\[\d{4}\]\d*号?|【[^】\n]*】"
    r"|(?:19|20)\d\d[-—~至、]+(?:19|20)\d\d年?度?|(?:19|20)\d\d[./-]\d{1,2}[./-]\d{1,2}"
    r"|(?:19|20)\d\d(?:年度?(?:\d{1,2}月份?(?:\d{1,2}日)?)?)(?![内来间])|\d{1,2}月份?(?:\d{1,2}日)?|\d{1,2}日"
    rf"|[{_HAN}]{{4}}年度?(?:[{_HAN}]{{1,3}}月(?:[{_HAN}]{{1,3}}日)?)?"
    rf"|第[{_HAN}\d]+[一-龥]?|[{_HAN}]+届?[一二三四五六七八九]中全会|[{_HAN}]+大(?=[精报会以的和及胜召、，。]|$)"
    r"|\d{3,4}-\d{7,8}|(?<!\d)1[3-9]\d{9}(?!\d)|\d+[×xX*]\d+|[A-Za-z]+\d+\w*|\d+[A-Za-z]\w*|\d+号楼?|\d+[：]\d+"
    rf"|[（][{_HAN}\d]{{1,3}}[）]"
)
# The first character alone rules out most of the text, which makes the search some times faster.
_TOKEN = re.compile(
    rf"(?=[0-9A-Za-z第〔\[【“《（{_HAN}])(?:"
    rf"(?P<over>一(?![{_HAN}年月日大届余多%{_FIRST_OF_UNITS}])|" + _PASSED_OVER + r")"
    rf"|百分之(?P<hanshare>[{_HAN}]+(?:点[{_HAN}]+)?)"
    r"|(?P<first>\d+)(?:[-—–－~至到])(?=\d+(?:个|件|条|次|份|项|期|场|人|名|篇|%))"
    r"|(?P<arabic>\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)(?P<scale>[百千]?[万亿]?)(?P<more>余|多|几|来)?(?P<late>[万亿])?(?P<share>%|‰|个百分点)?"
    rf"|(?P<han>[{_HAN}][{_HAN}{MYRIADS}]*)(?P<hanmore>余|多|几|来)?(?P<hanlate>[万亿])?)"
)
_BEFORE = re.compile(
    r"(?:(?P<under>近|将近|接近|不足|不到)|(?P<about>约|大约|大概|左右)|(?P<over>超过?|逾|突破|上|达到?上|不少于|不低于|至少|多达))$"
)
_STOP = frozenset("，。；、）：！？\n")
_NOT_COUNTED = re.compile(
    r"(?:邮编|编码|电话|传真|热线|编号|号码|区号|[第编码号])[：为是]?$|[\d.\-—－/A-Za-z]$"
)


def numbers(passage: Passage) -> Iterator[Number]:
    """Yield every number of the passage that counts, shares, costs or lasts something, in order."""
    text = passage.text
    low: Decimal | None = None
    start = 0
    for token in _TOKEN.finditer(text):
        if token["over"] is not None:
            low = None
        elif token["first"] is not None:
            low, start = Decimal(token["first"]), token.start()
        else:
            if low is None:
                start = token.start()
            number = _number(text, token, start)
            if number is not None and low is not None:
                number = _between(number, low)
            if number is not None:
                yield number
            low = None


def _number(text: str, token: re.Match[str], start: int) -> Number | None:
    if token["hanshare"] is not None:
        whole, _, part = token["hanshare"].partition("点")
        points = [han_number(c) for c in part]
        digits = "".join(str(point) for point in points if point is not None and point < 10)
        share = han_number(whole)
        if share is None:
            return None
        value = Decimal(f"{share}.{digits or 0}")
        return Number(start, token.end(), value, value, Kind.SHARE, "%", decimals=len(digits))
    if token["share"] is not None:
        if token["share"] != "%":
            return None
        value = Decimal(token["arabic"].replace(",", ""))
        decimals = len(token["arabic"].partition(".")[2])
        rough = bool(token["more"]) or _BEFORE.search(text, max(start - 3, 0), start) is not None
        return Number(start, token.end(), value, value, Kind.SHARE, "%", rough, decimals)
    if _NOT_COUNTED.search(text, max(start - 3, 0), start):
        return None
    return _counted(text, token, start)


def _counted(text: str, token: re.Match[str], start: int) -> Number | None:
    arabic = token["arabic"]
    if arabic is not None:
        value = Decimal(arabic.replace(",", ""))
        for c in token["scale"] + (token["late"] or ""):
            value *= _SCALES[c]
        more = token["more"]
    else:
        said = han_number(token["han"])
        if said is None:
            return None
        value = Decimal(said) * _SCALES.get(token["hanlate"] or "", 1)
        more = token["hanmore"]
    unit = _UNITS.match(text, token.end())
    end = unit.end() if unit else token.end()
    kind, word = _measure(unit)
    if word == "号":
        return None
    if unit is None and not _bare(text, token, start, value, more):
        return None
    after = text[end : end + 2]
    if unit is not None and after.startswith(("以上", "以下", "左右", "以内")):
        more = more or after
    low, high = _bounds(text, start, value, more)
    loose = _loose(text, token, end, value)
    return Number(start, end, low, high, kind, word, low != high, loose=loose, last=_last(token))


def _last(token: re.Match[str]) -> Decimal:
    """Return what the last digit of a number with a point and 万 or 亿 stands for, 0 of others."""
    scale = (token["scale"] or "") + (token["late"] or "")
    decimals = len((token["arabic"] or "").partition(".")[2])
    if not (scale and decimals):
        return Decimal(0)
    last = Decimal(1).scaleb(-decimals)
    for c in scale:
        last *= _SCALES[c]
    return last


def _measure(unit: re.Match[str] | None) -> tuple[Kind, str]:
    if unit is None:
        return Kind.COUNT, ""
    if unit["money"]:
        return Kind.MONEY, unit["money"]
    if unit["time"]:
        return Kind.TIME, unit["time"]
    return Kind.COUNT, unit["count"]


def _bare(text: str, token: re.Match[str], start: int, value: Decimal, more: str | None) -> bool:
    """Whether a number without a measure word still counts: 信息45，  数量为零。"""
    if (
        more
        or token["scale"]
        or start == 0
        or (token.end() < len(text) and text[token.end()] not in _STOP)
    ):
        return False
    before = text[start - 1]
    if token["han"] is not None:
        return value == 0 and before in "为是"
    return "一" <= before <= "龥" and before not in "年月日" and len(token["arabic"]) < 6


def _loose(text: str, token: re.Match[str], end: int, value: Decimal) -> bool:
    """Whether a small number in characters is part of a phrase rather than a count."""
    if token["han"] is None or value >= 20 or value == 0:
        return False
    rest = text[end : end + 6]
    return not (
        not rest
        or rest[0] in _STOP
        or rest.startswith(("申请", "依申请", "政府信息公开申请", "信息公开申请", "行政"))
    )


def _bounds(text: str, start: int, value: Decimal, more: str | None) -> tuple[Decimal, Decimal]:
    """Return what a number can mean: 90余 is 90 to 99, 近百 is 80 to 100."""
    if more in ("余", "多", "几", "来"):
        return value, value + _step(value) - 1
    if more == "以上":
        return value, value * 2
    if more in ("以下", "以内"):
        return Decimal(0), value
    before = _BEFORE.search(text, max(start - 4, 0), start)
    if more == "左右" or (before and before["about"]):
        return value * 9 / 10, value * 11 / 10
    if before and before["under"]:
        return value * 8 / 10, value
    if before:
        return value, value * 2
    return value, value


def _step(value: Decimal) -> Decimal:
    """Return the size of the last digit said: 10 for 130, 100 for 5500, 1 for 3."""
    step = Decimal(1)
    while value and value % (step * 10) == 0:
        step *= 10
    return max(step, Decimal(10) if value >= 10 else Decimal(2))


def _between(number: Number, low: Decimal) -> Number:
    return Number(
        number.start, number.end, min(low, number.high), number.high, number.kind, number.unit, True
    )

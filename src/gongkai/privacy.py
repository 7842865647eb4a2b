"""Personal data in a text or table that is to be published: what, where, how sure, and masked.

Numbers are recognised by their own check (ISO 7064 for the ID card, Luhn for the bank card) and by
the words around them: one random number of eleven passes the ID check and one of ten the bank's, so
a number without its words is shown for review, never called certain. Names are found only after
words that announce one, and under the headers of a table.

The Regulation protects privacy in arts. 15 and 32; no instrument fixes what is to be masked, so
`privacy.toml` is practice.
"""

import re
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache
from importlib import resources
from typing import Any

from gongkai.characters import half_width


class Kind(StrEnum):
    """What was found."""

    ID_NUMBER = "id_number"
    MOBILE = "mobile"
    BANK_CARD = "bank_card"
    ADDRESS = "address"
    NAME = "name"
    HEALTH = "health"  # found in tables only


class Certainty(StrEnum):
    """How sure it is that this is personal data."""

    CERTAIN = "certain"  # its check and its words agree, or a header says so
    LIKELY = "likely"
    REVIEW = "review"  # a person must look


@dataclass(frozen=True, slots=True)
class Finding:
    """One piece of personal data: characters `start` to `end` (half open) of the text searched."""

    kind: Kind
    start: int
    end: int
    text: str
    certainty: Certainty


@dataclass(frozen=True, slots=True)
class CellFinding:
    """Personal data in one cell of a table; rows and columns count from 0."""

    kind: Kind
    row: int
    column: int
    text: str
    certainty: Certainty


@cache
def rules() -> dict[str, Any]:
    """Return the data of ``privacy.toml``."""
    return tomllib.loads(resources.files("gongkai").joinpath("privacy.toml").read_text("utf-8"))


_AROUND = 14  # characters before a number in which its words may stand
_GAP = r"[ \-]?"  # as people group digits; a line break inside is a wrapped line
_ID = re.compile(rf"(?<![0-9A-Za-z])(?:\d{_GAP}\n?){{17}}[0-9Xx](?![0-9A-Za-z])")
_ID_OLD = re.compile(r"(?<![0-9A-Za-z.])\d{15}(?![0-9A-Za-z.])")
_MOBILE = re.compile(
    rf"(?<![0-9A-Za-z.\-])(?:\+?86{_GAP})?(1[3-9]\d{_GAP}\d{{4}}{_GAP}\d{{4}})(?![0-9A-Za-z])"
)
_CARD = re.compile(rf"(?<![0-9A-Za-z.])(?:\d{_GAP}){{15,18}}\d(?![0-9A-Za-z.])")
_ADDRESS = re.compile(
    r"[一-龥]{2,12}(?:村|社区|小区|花园|家园|街道|镇|乡|路|街|巷|弄|胡同)"
    r"[一-龥0-9]{0,16}?\d{1,5}(?:号楼?|栋|幢|组|单元|室|户|门牌)(?:[一-龥]{0,2}\d{1,5}(?:号|单元|室|户|楼))*"
)
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_PROVINCES = frozenset(
    [
        "11",
        "12",
        "13",
        "14",
        "15",
        "21",
        "22",
        "23",
        "31",
        "32",
        "33",
        "34",
        "35",
        "36",
        "37",
        "41",
        "42",
        "43",
        "44",
        "45",
        "46",
        "50",
        "51",
        "52",
        "53",
        "54",
        "61",
        "62",
        "63",
        "64",
        "65",
        "71",
        "81",
        "82",
        "83",
    ]
)
# 欧阳 and the like first; then the names that cover nearly everybody. A name is 2 to 4 characters.
_SURNAMES = (
    "欧阳|司马|上官|诸葛|东方|夏侯|皇甫|尉迟|公孙|慕容|令狐|司徒|"
    "[赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜戚谢邹喻柏水窦章云苏潘葛奚范彭郎鲁韦昌马苗凤花方"
    "俞任袁柳鲍史唐费廉岑薛雷贺倪汤滕殷罗毕郝邬安常乐于时傅皮卞齐康伍余元卜顾孟平黄和穆萧尹姚邵湛汪祁毛禹狄米贝明臧"
    "计伏成戴谈宋茅庞熊纪舒屈项祝董梁杜阮蓝闵席季麻强贾路娄危江童颜郭梅盛林刁钟徐邱骆高夏蔡田樊胡凌霍虞万支柯昝管卢"
    "莫经房裘缪干解应宗丁宣贲邓郁单杭洪包诸左石崔吉钮龚程嵇邢滑裴陆荣翁荀羊甄曲家封芮储靳汲邴糜松井段富巫乌焦巴弓牧"
    "隗山谷车侯宓蓬全郗班仰秋仲伊宫宁仇栾暴甘厉戎祖武符刘景詹束龙叶幸司韶郜黎蓟薄印宿白怀蒲邰从鄂索咸籍赖卓蔺屠蒙池"
    "乔阴胥能苍双闻莘党翟谭贡劳逄姬申扶堵冉宰郦雍郤璩桑桂濮牛寿通边扈燕冀郏浦尚农温别庄晏柴瞿阎充慕连茹习宦艾鱼容向"
    "古易慎戈廖庾终暨居衡步都耿满弘匡国文寇广禄阙东欧殳沃利蔚越夔隆师巩厍聂晁勾敖融冷訾辛阚那简饶空曾毋沙乜养鞠须丰"
    "巢关蒯相查后荆红游竺权逯盖益桓公仝岳帅缑亢况有琴商牟佘佴伯赏墨哈谯笪年爱阳佟肖闫覃]"
)


def id_check(number: str) -> bool:
    """Whether eighteen characters are an ID number by GB 11643-1999: region, day, ISO 7064 mod 11-2."""
    if number[:2] not in _PROVINCES or not _is_day(number[6:14]):
        return False
    total = sum(int(c) * weight for c, weight in zip(number, _WEIGHTS, strict=False))
    return "10X98765432"[total % 11] == number[17].upper()


def luhn(number: str) -> bool:
    """Whether the last digit is the check digit of the others (ISO/IEC 7812)."""
    total = 0
    for place, c in enumerate(reversed(number)):
        digit = int(c) * (2 if place % 2 else 1)
        total += digit - 9 if digit > 9 else digit
    return total % 10 == 0


def find(text: str) -> list[Finding]:
    """Return the personal data of a text in order, none overlapping another.

    Full-width digits are read as digits. What is already masked (``320***********1X``) is not found.
    """
    plain = _same_length(text)
    found: list[Finding] = []
    for kind, start, end, certainty in (
        *_id_numbers(plain),
        *_cards(plain),
        *_mobiles(plain),
        *_addresses(plain),
        *_names(plain),
    ):
        if all(end <= f.start or f.end <= start for f in found):
            found.append(Finding(kind, start, end, text[start:end], certainty))
    return sorted(found, key=lambda f: f.start)


def find_in_table(rows: Sequence[Sequence[str]]) -> list[CellFinding]:
    """Return the personal data of a table, by its headers and by what its cells say; a cell may hold
    several pieces.

    rows  the cells' texts, row by row; the first row that has a known header heads the columns
    """
    found: list[CellFinding] = []
    head, kinds = _header(rows)
    for number, row in enumerate(rows):
        for column, cell in enumerate(row):
            text = cell.strip()
            kind = kinds.get(column) if head is not None and number > head else None
            if kind is not None and "*" not in text:
                parts = _named(text) if kind is Kind.NAME else [text]
                said = [part for part in parts if part and _speaks(kind, part)]
                if said:
                    found += [
                        CellFinding(kind, number, column, part, Certainty.CERTAIN) for part in said
                    ]
                    continue
            found += [
                CellFinding(one.kind, number, column, one.text, one.certainty) for one in find(text)
            ]
    return found


_PARTS = re.compile(r"[、，,；;/\s]+")


def _named(text: str) -> list[str]:
    """Return who a cell names: 张三、李四 are two, 王　明 is one set in full width."""
    together = re.sub(r"\s", "", text)
    return [text] if len(together) <= 4 and "、" not in text else _PARTS.split(text)


def mask(finding: Finding | CellFinding) -> str:
    """Return the finding's text with what identifies a person hidden, at its own length."""
    if finding.kind is Kind.HEALTH:
        return "*" * len(finding.text)
    keep: dict[str, int] = rules()[finding.kind]["mask"]
    text = finding.text
    if finding.kind is Kind.NAME:
        return text[: keep["keep_first"]] + "某" * (len(text) > keep["keep_first"])
    marks = [i for i, c in enumerate(text) if c.isalnum()]
    shown = {*marks[: keep["keep_first"]], *marks[len(marks) - keep["keep_last"] :]}
    return "".join(
        c if i in shown or (not c.isalnum() and not c.isspace()) else "*"
        for i, c in enumerate(text)
    )


_Hit = tuple[Kind, int, int, Certainty]


def _id_numbers(text: str) -> Iterator[_Hit]:
    for match in _ID.finditer(text):
        digits = re.sub(r"[ \-\n]", "", match[0])
        said = _said(text, match.start(), "id_number")
        if id_check(digits):
            sure = (
                Certainty.CERTAIN if said or not _a_thing(text, match.start()) else Certainty.REVIEW
            )
            yield Kind.ID_NUMBER, match.start(), match.end(), sure
        elif said:  # mistyped, and still somebody's
            yield Kind.ID_NUMBER, match.start(), match.end(), Certainty.LIKELY
    for match in _ID_OLD.finditer(text):
        if match[0][:2] in _PROVINCES and _is_day("19" + match[0][6:12]):
            said = _said(text, match.start(), "id_number")
            if said:
                yield Kind.ID_NUMBER, match.start(), match.end(), Certainty.LIKELY


def _cards(text: str) -> Iterator[_Hit]:
    for match in _CARD.finditer(text):
        digits = re.sub(r"[ \-]", "", match[0])
        said = _said(text, match.start(), "bank_card")
        if said:
            sure = Certainty.CERTAIN if luhn(digits) else Certainty.LIKELY
            yield Kind.BANK_CARD, match.start(), match.end(), sure
        elif digits[:2] == "62" and luhn(digits) and not _a_thing(text, match.start()):
            yield Kind.BANK_CARD, match.start(), match.end(), Certainty.REVIEW


def _mobiles(text: str) -> Iterator[_Hit]:
    office = rules()["not_personal"]["office"]
    for match in _MOBILE.finditer(text):
        before = text[max(match.start() - _AROUND, 0) : match.start()]
        if _a_thing(text, match.start()):
            continue
        if any(word in before for word in office):
            sure = Certainty.REVIEW  # an office that answers by a mobile number
        else:
            sure = Certainty.CERTAIN if _said(text, match.start(), "mobile") else Certainty.LIKELY
        yield Kind.MOBILE, match.start(1), match.end(1), sure


def _addresses(text: str) -> Iterator[_Hit]:
    for match in _ADDRESS.finditer(text):
        if _said(text, match.start(), "address") or any(
            word in match[0] for word in rules()["address"]["context"]
        ):
            start = match.start()
            for word in rules()["address"]["context"]:
                at = match[0].find(word)
                if at >= 0:
                    start = max(start, match.start() + at + len(word))
            yield Kind.ADDRESS, start, match.end(), Certainty.LIKELY


@cache
def _announced() -> re.Pattern[str]:
    words = "|".join(rules()["name"]["context"])
    return re.compile(
        rf"(?:{words})(?:姓名)?[为是]?[：:\s]\s*(?P<name>(?:{_SURNAMES})[一-龥·]{{1,3}}?)(?=[\s，,。；;、（(：:\d]|$)"
    )


def _names(text: str) -> Iterator[_Hit]:
    for match in _announced().finditer(text):
        if "某" not in match["name"]:
            yield Kind.NAME, match.start("name"), match.end("name"), Certainty.REVIEW


def _said(text: str, at: int, kind: str) -> bool:
    before = text[max(at - _AROUND, 0) : at]
    return any(word in before for word in rules()[kind]["context"])


def _a_thing(text: str, at: int) -> bool:
    before = text[max(at - _AROUND, 0) : at]
    return any(word in before for word in rules()["not_personal"]["before"])


def _is_day(digits: str) -> bool:
    try:
        return date(int(digits[:4]), int(digits[4:6]), int(digits[6:8])).year >= 1880
    except ValueError:
        return False


def _same_length(text: str) -> str:
    """Return the text with half-width digits and signs, every character at its place."""
    plain = half_width(text)
    if len(plain) == len(text):
        return plain
    return "".join(one if len(one := half_width(c)) == 1 else " " for c in text)


def _header(rows: Sequence[Sequence[str]]) -> tuple[int | None, dict[int, Kind]]:
    columns = rules()["columns"]
    for number, row in enumerate(rows[:5]):
        kinds = {}
        for column, cell in enumerate(row):
            label = re.sub(r"[\s（）()：:]", "", half_width(cell))
            for kind in Kind:
                if label in columns.get(kind.value, ()):
                    kinds[column] = kind
        if kinds and (Kind.NAME in kinds.values() or len(kinds) > 1):
            return number, kinds
    return None, {}


def _speaks(kind: Kind, text: str) -> bool:
    """Whether a cell under a header says what the header announces, not 合计 or a blank sign."""
    if kind is Kind.NAME:
        text = re.sub(r"\s", "", text)
        named = rf"(?:{_SURNAMES})[一-龥·]{{1,4}}|[一-龥]{{1,8}}(?:[·•][一-龥]{{1,8}})+"
        return bool(re.fullmatch(named, text)) and "某" not in text
    if kind in (Kind.HEALTH, Kind.ADDRESS):
        return bool(re.search(r"[一-龥]{2}", text)) and text not in ("合计", "小计", "总计", "无")
    return len(re.sub(r"\D", "", text)) >= 7

"""From when and until when a document applies, as its own sentences say it (施行日期, 有效期)."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from gongkai.characters import half_width, han_number
from gongkai.readers.dates import day_in, day_of

_DAY = r"(?:(?:19|20)\d{2}\s*年\s*\d{1,2}\s*月\s*\d{1,2}\s*日|[一二][〇零○O一二三四五六七八九]{3}年[元一二三四五六七八九十]{1,2}月[一二三四五六七八九十]{1,3}日)"
_EFFECT = re.compile(
    rf"(?:自|从|于)?(?:(?P<day>{_DAY})|(?<=[自从于])(?P<since>发布|公布|印发|下发|颁布|发文|签发|通过)之日)"
    rf"(?:起|开始)?(?:正式)?(?:至(?P<until>{_DAY})(?:止|期间)?)?[,，]?(?:正式|开始)?(?P<verb>施行|实施|执行|生效|试行)"
)
_OWN = re.compile(
    r"(?:本|此)(?:办法|规定|细则|实施细则|实施办法|通知|意见|实施意见|方案|实施方案|决定|通告|公告|制度|条例|规则|标准|措施|规范|"
    r"文件|预案|计划|规划|指南|章程|目录|清单|政策|公约|令|准则|规程|纲要)"
)
_ARTICLE = re.compile(
    r"^(?:第[一二三四五六七八九十百零〇\d]+条|[一二三四五六七八九十]+[、.]|[(（][一二三四五六七八九十]+[)）]|\d+[.、])?\s*"
)
_PROMULGATED = re.compile(r"现予(?:以)?(?:公布|发布|印发)[,，]?$")
_YEARS = re.compile(
    r"(?:有效期|试行期|施行期|执行期)(?:限)?(?:为|是|[:：])?(?:[自从][^,，。;；]{2,24}[,，]?)?(?:为|共)?(?P<years>\d{1,2}|[一二两三四五六七八九十]{1,3})年(?!\d)"
)
_UNTIL = re.compile(
    rf"(?:(?:有效期|试行期|施行期|执行期)(?:限)?(?:[自从][^,，。;；]{{2,24}}?)?(?:截?止?[至到]|延长至|为至)|(?:施行|执行|试行|实施|有效)(?:截?至|到))(?P<day>{_DAY})"
)


@dataclass(frozen=True, slots=True)
class Effect:
    """From when a document applies: a day, or `since` its 发布, 公布, 印发 …"""

    day: date | None
    since: str
    words: str
    sure: bool
    block: int


@dataclass(frozen=True, slots=True)
class Expiry:
    """The last day on which a document applies; counted: from its first day and a number of years."""

    day: date
    counted: bool
    words: str
    sure: bool
    block: int


def effect_of(prose: Sequence[tuple[str, int]]) -> Effect | None:
    """Return from when the document itself applies; sentences about other documents do not count."""
    found: list[Effect] = []
    for sentence, block in _sentences(prose):
        match = _EFFECT.search(sentence)
        if match is None:
            continue
        sure = _concerns_itself(sentence, match.start())
        if sure is None:
            continue
        day = day_in(match["day"], since=1900) if match["day"] else None
        if day is not None or match["since"]:
            since = match["since"] or ""
            found.append(Effect(day, since, sentence.strip(), sure, block))
    if not found:
        return None
    best = next((one for one in found if one.sure), found[0])
    differing = {(one.day, one.since) for one in found if one.sure == best.sure}
    return (
        best if len(differing) == 1 else Effect(best.day, best.since, best.words, False, best.block)
    )


def expiry_of(prose: Sequence[tuple[str, int]], effective_on: date | None) -> Expiry | None:
    """Return the last day the document applies; 有效期 of a licence in its text does not count.

    A number of years is counted from `effective_on`; without it there is no last day.
    """
    for sentence, block in _sentences(prose):
        effect = _EFFECT.search(sentence)
        about = effect.start() if effect and _concerns_itself(sentence, effect.start()) else None
        match = _UNTIL.search(sentence)
        until = match["day"] if match else effect["until"] if effect else None
        place = match.start() if match else effect.start() if effect else 0
        if until and (about is not None or _own_before(sentence, place)):
            last = day_in(until, since=1900)
            if last is not None:
                return Expiry(last, False, sentence.strip(), True, block)
        match = _YEARS.search(sentence)
        if match and effective_on and (about is not None or _own_before(sentence, match.start())):
            years = int(match["years"]) if match["years"].isdigit() else han_number(match["years"])
            if years:
                return Expiry(_last_day(effective_on, years), True, sentence.strip(), True, block)
    return None


def _sentences(prose: Sequence[tuple[str, int]]) -> Iterator[tuple[str, int]]:
    for text, block in prose:
        for sentence in re.split(r"[。;；\n]", half_width(text)):
            if sentence.strip():
                yield re.sub(r"(?<=[\d年月日])\s+(?=[\d年月日])", "", sentence), block


def _concerns_itself(sentence: str, at: int) -> bool | None:
    """Whether a clause is about the document it stands in: plainly, perhaps (False), or not (None)."""
    before = _ARTICLE.sub("", sentence[:at].strip(" 　,，")).strip(" 　,，")
    if not before or _PROMULGATED.search(before) or _own_before(sentence, at):
        return True
    return None if "《" in before or len(before) > 40 else False


def _own_before(sentence: str, at: int) -> bool:
    """Whether the nearest subject before a clause is the document itself, no other in between."""
    owns = list(_OWN.finditer(sentence, 0, at))
    if not owns:
        return False
    between = sentence[owns[-1].end() : at]
    return "《" not in between and not re.search(r"证|许可|合同|资质|执照", between)


def _last_day(first: date, years: int) -> date:
    """Return the day before the anniversary: from 2026-04-01 five years run to 2031-03-31."""
    anniversary = day_of(first.year + years, first.month, first.day)
    if anniversary is None:  # 29 February
        return date(first.year + years, 2, 28)
    return anniversary - timedelta(days=1)

"""Who reports on which year, under which number, when, and how to reach them: as printed."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from gongkai.characters import han_number, simplified, squeeze
from gongkai.forms import whose
from gongkai.forms.filled import Contacts, Section
from gongkai.readers.dates import day_in, day_of
from gongkai.readers.furniture import is_furniture
from gongkai.readers.imprint import imprint_of

_REPORT = re.compile(
    r"(?:政府信息公开|政务公开|信息公开)(?:工作)?(?:年度)?(?:工作)?(?:年度)?报告|年度报告"
)
_YEAR = re.compile(
    r"(?P<digits>20\d{2})年?度?|(?P<han>二[〇零○O0]{1}[一二三四五六七八九〇零]{2})年?度?"
)
_ORGAN = re.compile(
    r"(?:人民政府|镇|乡|街道|街道办事处|办事处|苏木|[省市县区旗盟州]|局|委员会|委|厅|院|处|中心|部|办公室|"
    r"办|管委会|开发区|新区|试验区|实验区|公司|支队|大队|分局|学校|馆|站|所|总队|社)$"
)
_DOCUMENT_NUMBER = re.compile(
    r"[\u4e00-\u9fff]{1,12}\s*[〔\[［（(【]\s*(?:19|20)\d{2}\s*[〕\]］）)】]\s*\d{1,4}\s*号"
)
_PERIOD = re.compile(
    r"(20\d{2})\s*年\s*(\d{1,2})\s*月\s*(\d{1,2})\s*日\s*起?\s*[，,]?\s*(?:至|到|—|-|－|～|~)\s*"
    r"(?:(20\d{2})\s*年\s*)?(\d{1,2})\s*月\s*(\d{1,2})\s*日"
)
_PUBLISHED = re.compile(r"(?:发布|发文|公开|更新)?(?:时间|日期)\s*[:：]")
_PHONE = re.compile(r"(?<![\d.])(?:0\d{2,3}\s*[-—－–]?\s*\d{7,8}|1[3-9]\d{9}|\d{7,8})(?![\d.])")
_PHONE_WORD = re.compile(r"电\s*话|热线|传真|联系方式|手机")
_FAX = re.compile(r"传\s*真\s*(?:号码)?\s*[:：]?\s*((?:0\d{2,3}\s*[-—－–]?\s*)?\d{7,8})")
_EMAIL = re.compile(
    r"(?<![A-Za-z0-9_.+-])[A-Za-z0-9_.+-]{1,64}@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63})+"
)
_URL = re.compile(r"(?:https?://|www\.)[A-Za-z0-9./_~%?=&#:-]+[A-Za-z0-9/]", re.I)
_POSTCODE = re.compile(r"邮\s*(?:政)?\s*编\s*码?\s*[:：]?\s*(\d{6})(?!\d)")
_STREET = re.compile(r"地\s*址\s*[:：,，为]?\s*([^，,；;。\n）)]{4,60})")
_TITLE_LABEL = re.compile(r"^(?:标题|信息名称|名称)\s*[:：]\s*")
_WORDS = re.compile(r"(?:政府信息公开|政务公开|信息公开)")  # in a title of another wording
_OPENING = 14  # paragraphs looked at for the title


@dataclass(frozen=True, slots=True)
class Particulars:
    """What a report says of itself."""

    title: str
    authority: str
    year: int | None
    document_number: str
    contacts: Contacts
    period: tuple[date, date] | None
    written_on: date | None
    published_on: date | None
    printed_on: date | None
    copies_to: str
    printer: str


def particulars_of(
    sections: Sequence[Section], *, title: str = "", meta: Mapping[str, str] | None = None
) -> Particulars:
    """Return what the words around the tables say of the report itself.

    title  what the file format names as title; meta  e.g. ``PubDate`` of an HTML page
    """
    meta = meta or {}
    opening = [p.text for s in sections if s.number == 0 for p in s.paragraphs]
    everything = [p.text for s in sections for p in s.paragraphs]
    closing = [p.text for s in sections[-1:] for p in s.paragraphs]
    imprint = imprint_of(closing)
    printed_title = _title(opening, title or meta.get("ArticleTitle", ""))
    period = _period(everything)
    year = _year_of(printed_title) or (period[0].year if period else None) or _usual_year(sections)
    return Particulars(
        title=printed_title,
        authority=_authority(printed_title, opening, closing, everything),
        year=year,
        document_number=_document_number(opening),
        # The foot of the site names whoever runs it, not whom to ask about the report.
        contacts=_contacts([text for text in everything if not is_furniture(text)]),
        period=period,
        written_on=_written_on(closing),
        published_on=_published_on(opening, meta),
        printed_on=_printed_on(closing),
        copies_to=imprint.copies_to,
        printer=imprint.printer,
    )


def without_title(sections: Sequence[Section], facts: Particulars) -> tuple[Section, ...]:
    """Return the parts without title, red head, 发文字号, 版记 and the web page around them.

    The former are facts of the report, not prose of what stands before part one; the latter
    (paths, buttons, the foot of the site) is nobody's prose.
    """
    last = sections[-1].number if sections else 0
    end = imprint_of([p.text for s in sections[-1:] for p in s.paragraphs]).begins
    return tuple(
        replace(
            s,
            paragraphs=tuple(
                p
                for p in (s.paragraphs[:end] if s.number == last else s.paragraphs)
                if not is_furniture(p.text) and (s.number or not _is_front(p.text, facts))
            ),
        )
        for s in sections
    )


def _is_front(text: str, facts: Particulars) -> bool:
    lines = [_TITLE_LABEL.sub("", squeeze(line)) for line in text.splitlines() if line.strip()]
    return all(
        (len(line) > 3 and line in squeeze(facts.title))
        or line == facts.document_number
        or (len(line) <= 40 and line.endswith("文件") and bool(_ORGAN.search(line[:-2])))
        for line in lines
    )


def _title(opening: Sequence[str], format_title: str) -> str:
    """Return the report's title: its line, with the organ's line above where it stands alone."""
    lines = [squeeze(line) for text in opening[:_OPENING] for line in text.splitlines()]
    lines = [_TITLE_LABEL.sub("", line) for line in lines if line and ">" not in line]
    for position, line in enumerate(lines):
        joined, start = line, position
        while start > 0 and len(joined) < 60 and _continues(lines[start - 1], joined):
            start -= 1
            joined = lines[start] + joined
        if position + 1 < len(lines) and not _is_title(joined) and len(joined) < 40:
            both = joined + lines[position + 1]
            if _is_title(both) and _may_break(joined):
                joined, position = both, position + 1
        if _is_title(joined):
            below = lines[position + 1] if position + 1 < len(lines) else ""
            joined += below if whose.WORDS.fullmatch(below) else ""
            return whose.WORDS.sub(lambda words: f"（{words[0][1:-1]}）", joined)
    cleaned = squeeze(_TITLE_LABEL.sub("", format_title))
    inside = re.search(r"[^_|—-]*20\d{2}[^_|—-]*报告", cleaned)
    return inside.group() if inside and _REPORT.search(simplified(cleaned)) else ""


def _is_title(line: str) -> bool:
    plain = simplified(line)
    return bool(
        len(plain) <= 70
        and _REPORT.search(plain)
        and _YEAR.search(plain)
        and not plain.endswith(("。", "；", "：", "，"))
        and not re.search(r"根据|按照|现将|本报告|关于.*通知", plain)
    )


def _may_break(line: str) -> bool:
    """Whether a title may go on below `line`: it names an organ or a year, not a number."""
    return not _DOCUMENT_NUMBER.search(line) and bool(_ORGAN.search(line) or _YEAR.search(line))


def _continues(above: str, line: str) -> bool:
    """Whether `line` is the second line of a title whose first line names the organ."""
    starts_bare = re.match(r"[(（]?(?:20\d{2}|二[〇零○])|政府信息公开|关于", line)
    organ = bool(_ORGAN.search(above)) and len(above) <= 30 and "：" not in above
    year_first = bool(re.fullmatch(r".{0,30}20\d{2}年度?", above))
    words = bool(re.fullmatch(r".{0,30}(?:信息公开|政务公开)(?:工作)?(?:年度)?(?:报告)?", above))
    return bool(starts_bare) and (organ or year_first or words) and "文件" not in above


def _year_of(text: str) -> int | None:
    match = _YEAR.search(simplified(text))
    if match is None:
        return None
    if match["digits"]:
        return int(match["digits"])
    return han_number(re.sub("[○O0]", "〇", match["han"]))


def _usual_year(sections: Sequence[Section]) -> int | None:
    """Return the year named most often with 年 before part five, None where none is.

    Part five speaks of what will be done, and the signature is of the next year.
    """
    told = [s.text for s in sections if s.number < 5]
    counted = Counter(int(y) for text in told for y in re.findall(r"(20\d{2})\s*年", text))
    return counted.most_common(1)[0][0] if counted else None


def _authority(
    title: str, opening: Sequence[str], closing: Sequence[str], everything: Sequence[str]
) -> str:
    """Return the organ: as the title names it, in full where the signature or red head does."""
    printed = _named_in_title(title)
    for full in (*_signatures(closing), *_red_heads(opening)):
        if not printed:
            return full
        stem = full.removesuffix("人民政府")
        if full != stem and printed.endswith(stem):
            return printed + "人民政府"
    if printed:
        ending = printed[-2:]
        if ending[-1] in "镇乡" and any(printed + "人民政府" in t for t in everything):
            return printed + "人民政府"
        return printed
    return _named_in_prose(everything)


def _named_in_title(title: str) -> str:
    """Return the organ a title names: what stands before the year and the words for the report.

    The year may stand first (``2023年某某局政府信息公开工作年度报告``) or last, in brackets.
    """
    plain = simplified(title)
    report = _REPORT.search(plain) or _WORDS.search(plain)
    before = plain[: report.start()] if report else plain
    year = _YEAR.match(before)
    start = year.end() if year else 0
    end = len(_YEAR.split(before[start:], maxsplit=1)[0]) + start
    named = title[start:end]
    words = re.search(r"(?:政府信息公开|政务公开)(?:工作)?$", plain[start:end])
    named = named[: words.start()] if words else named
    return re.sub(r"(?:关于|的|[(（])+$|^(?:关于|的)", "", named)


def _signatures(closing: Sequence[str]) -> list[str]:
    lines = [squeeze(line) for text in closing[-6:] for line in text.splitlines()]
    return [
        line for line in lines if 3 < len(line) <= 30 and _ORGAN.search(line) and "：" not in line
    ]


def _red_heads(opening: Sequence[str]) -> list[str]:
    heads = (re.fullmatch(r"(.{3,30}?)(?:文件)?", squeeze(line)) for line in opening[:4])
    return [h[1] for h in heads if h is not None and h[1].endswith(("人民政府", "局", "委员会"))]


_BODY = r"(?P<organ>(?![我本各全该])[\u4e00-\u9fff]{2,14}?(?:人民政府|街道办事处|办事处|街道|局|管委会|委员会))"
_MADE_BY = re.compile(rf"(?:由{_BODY}编[制写]|现将{_BODY.replace('organ', 'other')}(?=20\d\d年))")
_SUBJECT = re.compile(rf"(?:^|[，,。；]){_BODY}(?:认真|严格|深入)?(?:贯彻|按照|落实|执行)", re.M)
_TOWN = re.compile(r"[《“与和由，。]([\u4e00-\u9fff]{2,8}(?:镇|乡)人民政府)")


def _named_in_prose(everything: Sequence[str]) -> str:
    """Return the organ the prose says the report is by or on, "" where it names none.

    Who made it (由某某局编制, 现将某某街道办事处2023年…) counts before the town government named most
    often, and that before the one organ that did what the report tells of (某某局认真贯彻…).
    """
    text = "\n".join(squeeze(t) for t in everything)
    plain = "\n".join(simplified(t) for t in everything)
    made = _MADE_BY.search(plain)
    if made is not None:
        return str(made["organ"] or made["other"])
    towns = Counter(_TOWN.findall(text))
    if towns:
        return str(towns.most_common(1)[0][0])
    subjects = {m["organ"] for m in _SUBJECT.finditer(plain) if "各" not in m["organ"]}
    return subjects.pop() if len(subjects) == 1 else ""


def _document_number(opening: Sequence[str]) -> str:
    """Return the 发文字号 that stands on a line of its own before part one."""
    for text in opening[:_OPENING]:
        for line in text.splitlines():
            match = _DOCUMENT_NUMBER.search(line)
            if match and len(squeeze(line)) <= len(squeeze(match.group())) + 8:
                return squeeze(match.group()).translate(str.maketrans("[]()【】", "〔〕〔〕〔〕"))
    return ""


def _period(paragraphs: Sequence[str]) -> tuple[date, date] | None:
    for text in paragraphs:
        match = _PERIOD.search(text)
        if match:
            y1, m1, d1, y2, m2, d2 = match.groups()
            first, last = day_of(y1, m1, d1), day_of(y2 or y1, m2, d2)
            if first and last:
                return first, last
    return None


def _written_on(closing: Sequence[str]) -> date | None:
    """Return the date that stands alone on a line at the end."""
    for text in reversed(closing[-8:]):
        for line in reversed(text.splitlines()):
            bare = squeeze(line)
            found = day_in(line)
            if found and len(bare) <= 12 and "印发" not in bare:
                return found
            trailing = re.search(r"20\d{2}年\d{1,2}月\d{1,2}日$", bare)
            if trailing and len(bare) <= 42 and "印发" not in bare:
                return day_in(trailing.group())
    return None


def _printed_on(closing: Sequence[str]) -> date | None:
    for text in reversed(closing[-8:]):
        match = re.search(r"(20\d{2}年\d{1,2}月\d{1,2}日)印发", squeeze(text))
        if match:
            return day_in(match[1])
    return None


def _published_on(opening: Sequence[str], meta: Mapping[str, str]) -> date | None:
    if meta.get("PubDate"):
        return day_in(meta["PubDate"])
    for text in opening[:_OPENING]:
        match = _PUBLISHED.search(text)
        if match:
            found = day_in(text[match.end() : match.end() + 30])
            if found:
                return found
    return None


def _contacts(paragraphs: Sequence[str]) -> Contacts:
    text = "\n".join(paragraphs)
    street, postcode = _STREET.search(text), _POSTCODE.search(text)
    fax = tuple(dict.fromkeys(squeeze(f) for f in _FAX.findall(text)))
    phones: dict[str, None] = {}
    for word in _PHONE_WORD.finditer(text):
        for match in _PHONE.finditer(text, word.end(), word.end() + 45):
            phone = squeeze(match.group())
            if phone not in fax:
                phones[phone] = None
    return Contacts(
        address=street[1].strip() if street else "",
        postcode=postcode[1] if postcode else "",
        phones=tuple(phones),
        fax=fax,
        emails=tuple(dict.fromkeys(_EMAIL.findall(text))),
        urls=tuple(dict.fromkeys(_URL.findall(text))),
    )

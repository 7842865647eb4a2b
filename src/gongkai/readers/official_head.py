"""The head of an official document: the red head, its number, its title (GB/T 9704-2012, 7.2 and 7.3)."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from gongkai.characters import squeeze
from gongkai.readers.dates import days_in
from gongkai.readers.furniture import is_furniture
from gongkai.readers.official_lines import ORGAN, Found, Line, blocks_of, tidy, words_of

_OPENING = 16  # lines among which the head stands
_TITLE_LINES = 6
_TITLE_LENGTH = 160
_GENRES = (
    "决议|决定|命令|令|公报|公告|通告|意见|通知|通报|报告|请示|批复|议案|函|纪要|公示|启事|声明|"
    "说明|解读|答复|复函|决算|预算|名单|情况|结果"
)
_RULES = (
    "办法|规定|细则|规则|条例|方案|规划|计划|预案|指南|制度|章程|总结|要点|目录|清单|标准|规范|规程|"
    "措施|简介|职能|职责|流程|程序|公约|准则|纲要|举措|政策|表|书|问答|汇编"
)
_BRACKETED = re.compile(r"(?:[（(〔][^（）()〔〕]{1,24}[）)〕])+$")
_OFFICIAL = re.compile(rf"(?:{_GENRES})$")
_ANY_GENRE = re.compile(rf"(?:{_GENRES}|{_RULES})$")
_FORWARDS = re.compile(r"印发|转发|批转|公布|发布|颁布|废止|修改|宣布失效")
_OPEN, _CLOSE = r"[〔\[(【〈《{「]", r"[〕\])】〉》}」]"
NUMBER = re.compile(
    rf"(?P<code>[\u4e00-\u9fffA-Za-z]{{0,18}}){_OPEN}(?P<year>(?:19|20)\d\d){_CLOSE}第?(?P<serial>\d{{1,5}})号"
)
_ORDINAL = re.compile(
    r"[(（]?(?:令)?(?P<serial>第[\d〇零一二三四五六七八九十百]{1,6}[号期])(?:令)?[)）]?"
)
_OF_YEAR = re.compile(r"[(（]?(?P<serial>(?:19|20)\d\d年第\d{1,4}号)[)）]?")
_DECREE = re.compile(
    rf"(?P<organ>{ORGAN.pattern})令(?:[(（]?(?P<serial>第[\d一二三四五六七八九十百]+号)[)）]?)?"
)
_FILE_SERIAL = re.compile(r"\d{6}")
_SECRECY = re.compile(r"(绝密|机密|秘密)(?:★.{0,8}|[(（].{0,8}[)）])?")
_URGENCY = re.compile(r"特急|加急|特提|平急|急件")
_SIGNED_BY = re.compile(r"签发人[:：].{0,20}")
_ADOPTED = re.compile(r"[(（].*(?:通过|公布|修订|修正|发布|批准|施行).*[)）]")
_PART = re.compile(
    r"(?:第[一二三四五六七八九十百]+[编章节条]|[一二三四五六七八九十]+、|[（(][一二三四五六七八九十]+[)）])"
)
_SENTENCE_ENDS = ("。", "；", "，", "、", ";", ",", "！", "？")
MANNER = re.compile(r"公开(?:方式|属性|类别|形式|选项)[:：]?(主动公开|依申请公开|不予公开|不公开)")


@dataclass(slots=True)
class Head:
    """What the lines above the text say, and how many they are."""

    number: Found[str] | None = None
    organ: Found[str] | None = None
    decree: bool = False
    secrecy: Found[str] | None = None
    lines: list[Line] = field(default_factory=list)
    end: int = 0


def head_of(lines: Sequence[Line]) -> Head:
    """Read the red head: serial and marks of secrecy, the issuer's name, the number."""
    head = Head()
    organs: list[Line] = []
    for at, line in enumerate(lines[:_OPENING]):
        bare = line.bare
        if (secrecy := _SECRECY.fullmatch(bare)) is not None:
            head.secrecy = Found(secrecy[1], line.text.strip(), True, "own_line", (line.block,))
        elif not (_is_mark(bare) or is_furniture(line.text)):
            if (number := _number(bare, line, organs)) is not None:
                if organs and _DECREE.fullmatch("".join(o.bare for o in organs)):
                    head.decree = True
                head.number = number
                head.organ = head.organ or _organ_of(organs)
                head.lines += [*organs, line]
                head.end = at + 1
                return head
            if (decree := _DECREE.fullmatch(bare)) is not None and decree["serial"]:
                head.decree = True
                head.number = Found(
                    f"{decree['organ']}令{decree['serial']}",
                    line.text.strip(),
                    True,
                    "own_line",
                    (line.block,),
                )
                head.organ = Found(
                    decree["organ"], line.text.strip(), True, "decree", (line.block,)
                )
                head.lines.append(line)
                head.end = at + 1
                return head
            if bare.endswith("文件") and ORGAN.fullmatch(bare.removesuffix("文件")):
                organs.append(line)
                head.organ = _organ_of(organs)
                head.lines += organs
                organs = []
                head.end = at + 1
                continue
            if not _may_head(bare):
                break
            organs.append(line)
            continue
        head.lines.append(line)
        if not organs:
            head.end = at + 1
    return head


def _is_mark(bare: str) -> bool:
    return any(p.fullmatch(bare) for p in (_FILE_SERIAL, _URGENCY, _SIGNED_BY, MANNER))


def _may_head(bare: str) -> bool:
    """Whether a line above the number may be part of the head: an organ, its decree, its minutes."""
    return (
        len(bare) <= 40
        and "关于" not in bare
        and bool(
            ORGAN.fullmatch(bare)
            or _DECREE.fullmatch(bare)
            or re.fullmatch(r".{2,36}(?:公告|通告|纪要|简报|文件|命令)", bare)
        )
    )


def _number(bare: str, line: Line, above: Sequence[Line]) -> Found[str] | None:
    """Return the number that a line consists of, a signer's name beside it left out."""
    bare = re.sub(r"签发人[:：].*$", "", bare)
    where = line.text.strip(), True, "own_line", (line.block,)
    match = NUMBER.fullmatch(bare)
    if match is not None:
        return Found(f"{match['code']}〔{match['year']}〕{match['serial']}号", *where)
    if not above:
        return None
    name = "".join(o.bare for o in above)
    match = _ORDINAL.fullmatch(bare)
    if match is not None and name.endswith(("令", "公告", "通告", "纪要", "简报")):
        value = name + match["serial"] if name.endswith("令") else match["serial"]
        return Found(value, *where)
    match = _OF_YEAR.fullmatch(bare)
    return Found(match["serial"], *where) if match is not None else None


def _organ_of(lines: Sequence[Line]) -> Found[str] | None:
    names = [re.sub(r"(?:文件|令|命令|公告|通告)$", "", line.bare) for line in lines]
    names = [name for name in names if ORGAN.fullmatch(name)]
    return (
        Found(" ".join(names), words_of(lines), True, "red_head", blocks_of(lines))
        if names
        else None
    )


def title_of(
    lines: Sequence[Line], head: Head, format_title: str
) -> tuple[Found[str] | None, list[Line], int]:
    """Return the title, its lines, and where the text begins."""
    if head.decree:
        return _title_of_decree(lines, head)
    taken, complete = _title_lines(lines, head.end)
    end = taken[-1] + 1 if taken else head.end
    chosen = [lines[i] for i in taken]
    name = "".join(tidy(line.text) for line in chosen)
    above = [line for line in head.lines if re.search(r"(?:公告|通告|纪要|简报)$", line.bare)]
    if above and not complete:  # 某某局公告 over its number is the title itself
        text = "".join(tidy(line.text) for line in above)
        return Found(text, words_of(above), True, "title", blocks_of(above)), [], head.end
    if name:
        return Found(name, words_of(chosen), complete, "title", blocks_of(chosen)), chosen, end
    named = tidy(format_title)
    if _ANY_GENRE.search(_BRACKETED.sub("", named)) and re.search(r"[\u4e00-\u9fff]{4}", named):
        return Found(named, format_title, False, "file_property"), [], end
    return None, [], end


def _title_of_decree(
    lines: Sequence[Line], head: Head
) -> tuple[Found[str] | None, list[Line], int]:
    """The title of a decree is that of the rules it promulgates, printed below it; else its own line."""
    promulgated = re.search(
        r"《([^《》]{4,80})》", "".join(line.bare for line in lines[head.end : head.end + 6])
    )
    for at in range(head.end + 1, len(lines)):
        text = tidy(lines[at].text)
        if promulgated and squeeze(text) == promulgated[1]:
            return (
                Found(text, lines[at].text.strip(), True, "title", (lines[at].block,)),
                [],
                head.end,
            )
    own = [line for line in head.lines if "令" in line.bare]
    text = "".join(tidy(line.text) for line in own[:1])
    return (Found(text, text, False, "decree", blocks_of(own)) if text else None), [], head.end


def _title_lines(lines: Sequence[Line], start: int) -> tuple[list[int], bool]:
    """Return which lines make the title, and whether it ends as titles of documents do."""
    taken: list[int] = []
    name = ""
    for at in range(start, min(start + _OPENING, len(lines))):
        line = lines[at]
        if is_furniture(line.text) or _is_mark(line.bare):
            if taken:
                break
            continue
        if not _may_be_title(line.bare) or len(taken) == _TITLE_LINES:
            break
        if taken and _ends(name) and not _goes_on(name, line.bare):
            break
        taken.append(at)
        name += tidy(line.text)
        if len(name) > _TITLE_LENGTH:
            return [], False
    if _ends(name):
        return taken, True
    follows = lines[taken[-1] + 1].bare if taken and taken[-1] + 1 < len(lines) else ""
    alone = len(taken) <= 3 and len(name) <= 60 and bool(follows)
    return (taken, False) if alone else ([], False)


def _may_be_title(bare: str) -> bool:
    return not (
        len(bare) > 60
        or bare.endswith((*_SENTENCE_ENDS, "：", ":"))
        or _ADOPTED.fullmatch(bare)
        or _PART.match(bare)
        or NUMBER.fullmatch(bare)
        or any(True for _ in days_in(bare) if re.fullmatch(r"[(（]?\d{4}年\d+月\d+日[)）]?", bare))
        or re.fullmatch(r"[(（]?[一二][〇零○O\d一二三四五六七八九]{3}年.{2,6}日[)）]?", bare)
    )


def _ends(name: str) -> bool:
    """Whether a title is complete: it ends in a kind of document; one that passes on, in an official kind."""
    plain = _BRACKETED.sub("", name)
    if "关于" in plain and _FORWARDS.search(plain.split("关于", 1)[1][:8]):
        return bool(_OFFICIAL.search(plain))
    return bool(_ANY_GENRE.search(plain)) and plain.count("《") == plain.count("》")


def _goes_on(name: str, bare: str) -> bool:
    """Whether a line continues a title that could end: 的通知, （试行）, or a kind after 关于."""
    if bare.startswith("的") or _BRACKETED.fullmatch(bare):
        return True
    short = len(bare) <= 30 and bool(_OFFICIAL.search(_BRACKETED.sub("", bare)))
    return "关于" in name and not _OFFICIAL.search(_BRACKETED.sub("", name)) and short

"""Rules 33 and 40: the report speaks of its own organ, in words written for it."""

import re
from collections.abc import Iterator

from gongkai.checks.check import Evidence, Finding, Level, NotAssessable, found
from gongkai.checks.prose.passage import Passage, Span
from gongkai.checks.prose.reading import Prose, prose_of
from gongkai.checks.prose.said import part_name, quoted
from gongkai.checks.prose.scope import Body

_WE = re.compile(
    r"我(乡镇|办(?![理公事法])|局|委(?![托员派])|厅|镇|乡(?!镇)|街道|院|站|所(?!有|在|知)|中心|会(?![议计员同])|司|处)"
)
_COMPILER = re.compile(
    r"(?:由|^|[，。；：、\n])(?P<by>(?![本我])[一-龥]{2,28}?(?:人民政府|政府|办公室|局|委员会|街道办事处|管委会|镇|乡|中心))"
    r"(?:负责|组织|牵头|汇总|统一|统计数据|依据|根据[^。，；]{0,60}|按照[^。，；]{0,40})*编制(?:了|完成)?(?:并发布)?(?:本|了本)?"
)
_OF_OFFICE = re.compile(
    r"(?:党政(?:综合)?|综合|政务公开|政府信息公开|政务服务管理)?(?:工作)?(?:办公室|办)$|人民政府$|政府$|街道办事处$|办事处$"
)


def speaks_of_itself(evidence: Evidence) -> Iterator[Finding]:
    """Rule 33: 我办, 我局 and the like fit the organ that files the report."""
    prose = prose_of(evidence)
    name = prose.filer.name
    if not name:
        raise NotAssessable
    told = set()
    for passage in prose.passages:
        for match in _WE.finditer(passage.text):
            word = match[1]
            if word in told or _fits(prose, word) or _quoted(passage, match.start()):
                continue
            told.add(word)
            yield found(
                "speaks_of_itself",
                variant="template" if word == "乡镇" else "default",
                level=Level.NOTE if word == "乡镇" else None,
                origin=passage.origin(match.start()),
                part=part_name(passage.number),
                quote=quoted(passage, passage.clause_at(match.start()), 40),
                word=match[0],
                authority=name,
            )


def _fits(prose: Prose, word: str) -> bool:
    """Whether the filer may call itself so; in doubt it may."""
    name, body = prose.filer.name, prose.filer.body
    if word == "乡镇":
        return body is not Body.TOWNSHIP
    if word in name or body is Body.UNKNOWN:
        return True
    if body is Body.GOVERNMENT:
        # A government's report is drawn up by its office, which may say 我办.
        return word not in ("镇", "乡", "街道", "局", "厅")
    if body is Body.DEPARTMENT:
        return word not in ("镇", "乡", "街道", "办", "局", "委", "厅")
    return word not in ("办", "局", "委", "厅", "镇", "乡", "街道")


def _quoted(passage: Passage, at: int) -> bool:
    """Whether the word stands in quotation marks or in a title."""
    before = passage.text[max(at - 30, 0) : at]
    return before.rfind("“") > before.rfind("”") or before.rfind("《") > before.rfind("》")


def compiler_is_the_filer(evidence: Evidence) -> Iterator[Finding]:
    """Rule 33: who is said to draw up the report is the filer or one of its own bodies."""
    prose = prose_of(evidence)
    filer = _core(prose.filer.name)
    if len(filer) < 2:
        raise NotAssessable
    for passage in prose.passages:
        if passage.number not in (0, 1, 6):
            continue
        if "编制" not in passage.text:
            continue
        for match in _COMPILER.finditer(passage.text):
            after = passage.text[match.end() : match.end() + 6]
            before = passage.text[: match.start("by")]
            if not ("报告" in after or match[0].endswith("本") or before.endswith("报告由")):
                continue
            by = match["by"]
            name = _core(re.sub(r"^.*(?:由|，)", "", by))
            if len(name) < 2 or _related(name, filer):
                continue
            yield found(
                "compiler_is_the_filer",
                origin=passage.origin(match.start("by")),
                part=part_name(passage.number),
                quote=quoted(passage, Span(match.start("by"), match.end() + len(after[:5]))),
                by=by,
                authority=prose.filer.name,
            )


def _core(name: str) -> str:
    """Return a name without 人民政府, 办公室 and the like: 宝山区人民政府办公室 is 宝山区."""
    while name and (shorter := _OF_OFFICE.sub("", name)) != name:
        name = shorter
    return name


def _related(name: str, filer: str) -> bool:
    """Whether one is the other, said in full or in short, or a body of the filer's own."""
    return filer.endswith(name) or name.endswith(filer) or name.startswith(filer)


_OF_ALL = re.compile(
    r"(?=[一部各全有个])(?:(?<![与和同])一些(?:地[区方]|省市|部门和地区)|部分(?:地区|省市|地方(?!政府规章))|各级(?:政府部门|行政机关|人民政府)(?:要|应|必须|仍|还|存在|普遍)|全国各(?:地|级)|有的地[区方]|个别地[区方])"
)
_PLACEHOLDER = re.compile(
    r"(?=[×Xx某（○零_＿{])(?:[×Xx]{2,}(?:[省市县区镇乡局委办年月日件条]|街道|人民政府)|[某](?:[市县区镇乡局](?!些))|（(?:此处|单位名称|填写|请填|机关名称)[^）]*）|[○零]{2,}[镇县市区年]|_{3,}|＿{2,}|\{[^}]{1,12}\})"
)
_JUST_BEGUN = re.compile(r"刚刚起步|刚起步|起步(?:较|比较)?晚|处于起步阶段|处于(?:摸索|探索)阶段")
_ANOTHER_THING = re.compile(
    r"新媒体|数字|直播|智能|大数据|视频|数据开放|新设|新组建|机构改革|试点|专区|英文|系统"
)
_WITHIN_REACH = (Body.TOWNSHIP, Body.DEPARTMENT)


def about_this_unit(evidence: Evidence) -> Iterator[Finding]:
    """Rule 40: the words are about this organ: no place-holders, no 一些地区, no 刚刚起步."""
    prose = prose_of(evidence)
    for passage in prose.passages:
        for match in _PLACEHOLDER.finditer(passage.text):
            yield _stock(passage, match, "placeholder")
            break
        for match in _JUST_BEGUN.finditer(passage.text):
            sentence = passage.sentences[passage.sentence_at(match.start())]
            whole = passage.text[sentence.start : match.end()]
            if "公开" in whole and not _ANOTHER_THING.search(whole):
                yield _stock(passage, match, "begun")
        if prose.filer.body in _WITHIN_REACH:
            for match in _OF_ALL.finditer(passage.text):
                if not _quoted(passage, match.start()):
                    yield _stock(passage, match, "elsewhere")
                    break


def _stock(passage: Passage, match: re.Match[str], variant: str) -> Finding:
    return found(
        "about_this_unit",
        variant=variant,
        origin=passage.origin(match.start()),
        part=part_name(passage.number),
        quote=quoted(passage, passage.clause_at(match.end() - 1), 40),
        words=passage.shown[match.start() : match.end()],
    )

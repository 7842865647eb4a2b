"""Rule 18: 未收到, 无复议诉讼, 均已办结 and 均予以公开, each against the tables."""

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from gongkai.checks.check import Evidence, Finding, Level, NotAssessable, found
from gongkai.checks.naming import printed, stands
from gongkai.checks.prose.passage import Passage, Span
from gongkai.checks.prose.reading import Prose, prose_of
from gongkai.checks.prose.requests import about_requests
from gongkai.checks.prose.said import part_name, quoted
from gongkai.checks.prose.scope import comparable
from gongkai.forms.form import Address

_NOT = r"(?:未曾|未能|从未|尚未|暂未|均未|也未|并未|未|没有|没|无|零|不存在)"
# The first character alone rules out most of the text.
_NONE_RECEIVED = re.compile(
    rf"(?=[未没无零不暂尚从均也并申])(?:{_NOT}(?:收到|接到|接收到?|受理过?|接受|出现|发生|产生|有)[^，。；\n]{{0,44}}?(?:申请|依申请)"
    r"|(?:暂无|尚无|没有|(?<!并)(?<![有与])无|零)(?:公民|群众|社会公众|申请人|任何)?[^，。；\n正]{0,14}?(?:依申请公开|信息公开申请|公开申请)"
    rf"|申请[^，。；\n]{{0,6}}(?:为零|{_NOT}收到))"
)
_NOT_OF_REQUESTS = re.compile(
    r"复议|诉讼|起诉|投诉|举报|异议|超期|逾期|超时|延期|收费|费用|不予|纠纷|纠错|败诉|错误|泄密|邮寄|网上|网络|线上|线下|当面|信函|渠道|传真"
    r"|邮件|现场|平台|电话|要求|属于|涉及|补正|结转|第三方|咨询|意见|无正当|行政许可|除|大量|重复|积压|遗漏"
)
_NO_DISPUTE = re.compile(
    rf"(?=[未没无零不暂尚从均也并])(?:{_NOT}(?:收到|接到|出现|发生|产生|引发|引起|被|有|因|涉及|存在|提起|受理)|没有|(?<![有与并])无|不存在|零)[^，。；\n]{{0,60}}?(?:复议|诉讼)"
)
_NOT_OF_DISPUTES = re.compile(
    r"纠错|被纠正|败诉|撤销|确认违法|责令|履行|不当|不服|应诉不|出庭|逾期|超期|未经复议|复议后|前置|除|再次|重复|恶意"
)
_ALL_CLOSED = re.compile(
    r"(?=[均全已件悉办无没])(?:(?:均已?|全部已?|已全部|已均|件件|悉数)(?:按时|按期|依法|及时|按规定|依规|按要求|如期|妥善|高效|规范|在?法定(?:期|时)限内|在?规定(?:期|时)限内|圆满|、)*"
    r"(?:办结|办理完[毕结成])"
    r"|办结率(?:为|达到?|均为|均达到?)?100%|(?:无|没有)(?:需要?)?(?:下年度?)?结转(?!下年度?办理的原因)(?:[至到]?(?:下|次)一?年度?(?:继续)?(?:办理)?)?)"
)
# What is said of all requests; with another word before it, of those that could be disclosed.
_ALL_GRANTED = re.compile(
    r"(?:均已?|全部已?|已全部|已均|都已?)(?:按时|按期|依法|及时|按规定|、)*(?:予以|同意)公开(?=[，。；\n]|$)"
)
_SOME_ONLY = re.compile(
    r"其中|除|对(?!外)|符合|属于|可以|可公开|应当?|能|凡|经审[查核]|信息均|内容均|不予|部分|无法|不存在|结转|涉及|关于|[这该类]"
    r"|网上|网络|信函|邮寄|邮件|当面|现场|传真|自然人|企业|法人"
)
_IN_TIME = re.compile(r"按时|按期|如期|期限内|时限内|及时|到期")
_LATER = re.compile(r"(?<![无有])结转|顺延|下年|次年|除|尚|正在|20\d\d年(?:继续|办理)")
_PAST = re.compile(r"上年|去年|往年|前年|上一年")
_YEAR = re.compile(r"(20\d\d)年")


def _claims(prose: Prose, pattern: re.Pattern[str]) -> Iterator[tuple[Passage, Span, Span, str]]:
    """Yield (passage, sentence, clauses of the match, its words) in parts 0-4 and 6."""
    for passage in prose.passages:
        if passage.number == 5:
            continue
        for match in pattern.finditer(passage.text):
            sentence = passage.sentences[passage.sentence_at(match.start())]
            start = passage.clause_at(match.start()).start
            end = passage.clause_at(match.end() - 1).end
            yield passage, sentence, Span(start, end), passage.text[start:end]


def of_filer(prose: Prose, passage: Passage, sentence: Span, span: Span) -> bool:
    """Whether the claim is of the filer itself, by its own words or else by its sentence."""
    text = passage.text
    return comparable(prose.filer, text[span.start : span.end], text[sentence.start : span.start])


def of_this_year(passage: Passage, sentence: Span, at: int, year: int | None) -> bool:
    before = passage.text[sentence.start : at]
    years = _YEAR.findall(before)
    if _PAST.search(before):
        return False
    return not years or year is None or int(years[-1]) == year


def _above_zero(evidence: Evidence, cells: Sequence[Address]) -> list[Address]:
    """Return the cells with more than 0; raises NotAssessable where none has and some are no number."""
    figures = [evidence.figures.get(a) for a in cells]
    above = [
        a
        for a, f in zip(cells, figures, strict=True)
        if f is not None and f.is_number and f.value > Decimal(0)
    ]
    if not above and not all(f is not None and f.is_number for f in figures):
        raise NotAssessable
    return above


def none_received(evidence: Evidence) -> Iterator[Finding]:
    """未收到申请 holds only where the whole first row of table three is 0."""
    prose = prose_of(evidence)
    table = evidence.report.form.table("requests")
    cells = [Address("requests", "received", c.id) for c in table.leaf_columns]
    for passage, sentence, span, words in _claims(prose, _NONE_RECEIVED):
        if _NOT_OF_REQUESTS.search(words) or any(c.isdigit() and c != "0" for c in undated(words)):
            continue
        if not about_requests(passage, sentence) or not of_filer(prose, passage, sentence, span):
            continue
        if "除" in passage.text[sentence.start : span.start]:
            continue
        if not of_this_year(passage, sentence, span.end, prose.year):
            continue
        if _above_zero(evidence, cells):
            yield _finding(evidence, "none_received_holds", passage, span, cells[-1:])
            return


def no_disputes(evidence: Evidence) -> Iterator[Finding]:
    """无行政复议、行政诉讼 holds only where the groups of table four it names are 0."""
    prose = prose_of(evidence)
    unread = False
    for passage, sentence, span, words in _claims(prose, _NO_DISPUTE):
        if _NOT_OF_DISPUTES.search(words) or any(c.isdigit() for c in undated(words)):
            continue
        if not of_filer(prose, passage, sentence, span):
            continue
        if not of_this_year(passage, sentence, span.end, prose.year):
            continue
        groups = ["review"] if "复议" in words else []
        groups += ["direct", "after_review"] if "诉" in words.replace("投诉", "") else []
        cells = [Address("disputes", "all", f"{group}.total") for group in groups]
        try:
            above = _above_zero(evidence, cells)
        except NotAssessable:
            unread = True  # another sentence may speak of another group
            continue
        if above:
            yield _finding(evidence, "no_disputes_holds", passage, span, above)
            return
    if unread:
        raise NotAssessable


def all_closed(evidence: Evidence) -> Iterator[Finding]:
    """均已办结 holds only where nothing is carried over to the next year."""
    prose = prose_of(evidence)
    cell = Address("requests", "carried_out", "total")
    for passage, sentence, span, _ in _claims(prose, _ALL_CLOSED):
        text = passage.text[sentence.start : sentence.end]
        if _LATER.search(_ALL_CLOSED.sub("", text)) or not about_requests(passage, sentence):
            continue
        if not of_filer(prose, passage, sentence, span) or "复议" in text or "诉讼" in text:
            continue
        if not of_this_year(passage, sentence, span.end, prose.year):
            continue
        if _above_zero(evidence, [cell]):
            # 均按时办结 may only say that what fell due was dealt with in time.
            level = Level.NOTE if _IN_TIME.search(passage.text[span.start : span.end]) else None
            yield _finding(evidence, "all_closed_holds", passage, span, [cell], level)
            return


def all_granted(evidence: Evidence) -> Iterator[Finding]:
    """均予以公开 holds only where every result is a disclosure; those in part may be meant, too."""
    prose = prose_of(evidence)
    cells = [Address("requests", row, "total") for row in ("granted", "partial", "total_results")]
    for passage, sentence, span, _ in _claims(prose, _ALL_GRANTED):
        text = passage.text[sentence.start : sentence.end]
        if _SOME_ONLY.search(text) or not about_requests(passage, sentence):
            continue
        if not of_filer(prose, passage, sentence, span) or "复议" in text or "诉讼" in text:
            continue
        if not of_this_year(passage, sentence, span.end, prose.year):
            continue
        figures = [evidence.figures[a] for a in cells]
        if not all(f.is_number for f in figures):
            raise NotAssessable
        granted, partial, results = (f.value for f in figures)
        index = passage.sentence_at(span.start)
        counted = {q.value for q in prose.quantities if (q.passage, q.sentence) == (passage, index)}
        # 答复4件，均予以公开 says nothing of the others.
        if granted + partial < results and not counted & {granted, granted + partial}:
            shown, _ = stands(evidence.report, cells)
            yield found(
                "all_granted_holds",
                addresses=cells,
                figures=shown,
                origin=passage.origin(span.start),
                part=part_name(passage.number),
                quote=quoted(passage, span),
                cells="、".join(f"{label}为{value}" for label, value in shown),
            )
            return


def undated(words: str) -> str:
    """Return words without dates."""
    return re.sub(r"20\d\d年度?|\d{1,2}月|\d{1,2}日", "", words)


def _finding(
    evidence: Evidence,
    code: str,
    passage: Passage,
    span: Span,
    cells: Sequence[Address],
    level: Level | None = None,
) -> Finding:
    figures, _ = stands(evidence.report, cells)
    value = sum(
        (evidence.figures[a].value for a in cells if evidence.figures[a].is_number), Decimal(0)
    )
    return found(
        code,
        level=level,
        addresses=cells,
        figures=figures,
        origin=passage.origin(span.start),
        part=part_name(passage.number),
        quote=quoted(passage, span),
        value=printed(value),
        cells="＋".join(label for label, _ in figures),
    )

"""Rules 16 and 18: what the prose says of requests received and dealt with, against table three.

Inferred from practice (no instrument fixes the words): 收到 and 受理 may or may not take in what was
carried over; 办理 and 答复 may mean either side of the balance; 答复 may leave out what was not
processed.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from gongkai.checks.check import Evidence, Finding, NotAssessable, found
from gongkai.checks.naming import printed, stands
from gongkai.checks.prose.numbers import Kind
from gongkai.checks.prose.passage import Passage, Span
from gongkai.checks.prose.quantities import Quantity
from gongkai.checks.prose.reading import Prose, prose_of
from gongkai.checks.prose.said import part_name
from gongkai.checks.prose.scope import comparable
from gongkai.checks.prose.table import (
    Reading,
    readings_that_disagree,
    rows_under,
    stated_values,
)
from gongkai.forms.form import Address, Form

_TABLE = "requests"
_REQUEST = re.compile(
    r"(?:政府|政务)?信息公开的?申请|依(?:法|照)?申请公开|申请公开|公开申请|申请(?:获取)?(?:公开)?政[府务]信息|政[府务]信息的?申请|公开政[府务]信息的?申请"
)
_LOOSE_REQUEST = re.compile(r"申请|办结|答复|受理|结转|顺延")  # every _REQUEST has 申请
_ABOUT_REQUESTS = re.compile(r"依(?:法|照)?申请|申请公开")
_OTHER_REQUESTS = re.compile(
    r"(?:许可|登记|救助|低保|补贴|职称|专利|资助|执行|仲裁|立项|租房|审批|办证|复议|信访|调解|赔偿|贷款|入学|入党|用地|报建)的?申请|依申请(?:类|政务服务)?(?:事项|办理事项|政务)"
)
# What an office also receives and closes: no requests, though it tells of them under one heading.
_OTHER_MATTERS = (
    r"留言|热线|工单|诉求|信箱|人大|政协|代表建议|提案|议案|舆情|信访(?!举报|、举报)|线索|民生实事"
)
_OTHER_MATTER = re.compile(_OTHER_MATTERS)
_UNITS = frozenset({"件", "条", "份", "个", "次", "宗", "起", "例", "项", "件次", "封", ""})

# Words that make a number another quantity than the ones table three prints.
_ELSEWHERE = re.compile(
    r"咨询|延期|延长|补正|意见|征求|沟通|会商|指导|撤[回销]|投诉(?!类)|回访|评查|抽查|案例|培训|复议|诉讼|超期|超时|来电|来访"
    r"|日均|月均|平均|每|[上下]半年|[一二三四第]季度|月份|以来|历年|近[两二三五]年|转办|转交|移送|不属于|非本"
    r"|信息不存在|主动公开|情况\d|报送|上报|总结|台账|目录|指南|要点|通报|涉及|答复书|告知书|领域"
    rf"|{_OTHER_MATTERS}"
)
_CHANNEL = re.compile(
    r"网上|网络|线上|线下|在线|信函|邮寄|邮件|邮政|来信|当面|现场|窗口|传真|渠道|平台|网站|电话|口头|书面|公众号"
)
# What may follow 件: 申请, or what became of them; 41个单位 counts something else.
_COUNTS_REQUESTS = re.compile(
    r"^的?(?:依申请|政[府务]信息|信息公开|公开申请|申请|结转|顺延|转|延续|跨年|不予|予以|无法|部分|均|已|未|全部|办|答复|按|在|因)"
)
_LAST_YEAR = re.compile(
    r"(?<![较比])上年(?!度?结转|度?转|度?末|未)|去年|上一年(?!度?结转|度?转)|往年|前年"
)
_YEAR = re.compile(r"(20\d\d)年")

_CARRIED_IN = re.compile(
    r"(?:上年度?|上一年度?|去年|20\d\d年度?)(?:未办结)?(?:结转|转入|转来|遗留|顺延)|结转自?上|上年未办结"
)
_CARRIED_OUT = re.compile(
    r"(?:结转|顺延|转|延续|跨年)(?:至|到|入|为)?(?:下|次|明|20\d\d)|跨年度?办理|结转下|下年度?(?:继续)?(?:办理|答复)"
)
_RECEIVED_NEW = re.compile(r"新(?:增)?(?:收|接|受理)")
_SUMMED_UP = re.compile(r"^(?:共计|合计|总计|达到?|共达到?)$")
_RECEIVED = re.compile(r"收到|接到|接收|接受|共收|收件|受理|收取|收有|收悉|总量")
_EITHER_SIDE = re.compile(r"办理(?!完)|处理|答复")
_DONE = re.compile(r"办结|办理完|办理|答复|办复|回复|处理")

# The rows by words that name one row and no other; the longest first.
_ROWS: tuple[tuple[re.Pattern[str], tuple[tuple[str, ...], ...]], ...] = tuple(
    (re.compile(pattern), readings)
    for pattern, readings in (
        (r"属于国家秘密|涉及国家秘密", (("state_secret",),)),
        (r"其他法律(?:、)?(?:行政)?法规禁止公开", (("law_forbids",),)),
        (r"三安全一稳定", (("safety",),)),
        (r"保护第三方合法权益", (("third_party",),)),
        (r"三类内部事务信息|属于内部事务", (("internal",),)),
        (r"四类过程性信息|属于过程性信息", (("process",),)),
        (r"属于行政执法案卷", (("enforcement_file",),)),
        (r"属于行政查询事项", (("registry_query",),)),
        (r"本机关不掌握", (("not_held",),)),
        (r"没有现成信息", (("must_create",),)),
        (r"补正后(?:申请内容)?仍不明确", (("still_unclear",),)),
        (r"信访举报投诉类", (("petition",),)),
        (r"^(?:属于)?重复申请", (("repeat",),)),
        (r"要求提供公开出版物", (("publication",),)),
        (r"无正当理由大量反复", (("excessive",),)),
        (r"确认或重新出具", (("confirm",),)),
        (r"逾期不补正", (("not_corrected",),)),
        (r"逾期未按收费通知", (("fee_unpaid",),)),
        (r"不予公开", (("denied",),)),
        (r"部分公开", (("partial",),)),
        (r"予以公开|同意公开|全部公开", (("granted",), ("granted", "partial"))),
        (r"无法提供", (("unavailable",),)),
        (r"不予处理", (("not_processed",),)),
        (r"其他处理", (("otherwise",),)),
    )
)
# Most numbers name no row: one search in place of two dozen.
_ANY_ROW = re.compile("|".join(pattern.pattern.replace("^", "") for pattern, _ in _ROWS))
_COLUMNS: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"自然人"), "natural"),
    (re.compile(r"商业企业"), "enterprise"),
    (re.compile(r"科研机构"), "research"),
    (re.compile(r"社会公益组织"), "charity"),
    (re.compile(r"法律服务机构"), "law_service"),
    (re.compile(r"(?<!公民、)法人(?:[或和及]|或者)其他组织"), "legal"),
)


@dataclass(frozen=True, slots=True)
class Stated:
    """A number of requests in the prose and what it may stand for in table three."""

    quantity: Quantity
    readings: tuple[Reading, ...]


def stated_requests(prose: Prose, form: Form) -> Iterator[Stated]:
    """Yield every number of requests that can be set against table three."""
    in_context: dict[tuple[int, int], bool] = {}
    for quantity in prose.quantities:
        if not _countable(quantity) or quantity.passage.number > 4:
            continue
        key = (quantity.passage.number, quantity.sentence)
        if key not in in_context:
            in_context[key] = about_requests(quantity.passage, quantity.passage.sentences[key[1]])
        if in_context[key]:
            readings = _readings(quantity, form, prose)
            if readings:
                yield Stated(quantity, readings)


def about_requests(passage: Passage, sentence: Span) -> bool:
    """Whether a sentence speaks of requests for government information."""
    text = passage.text[sentence.start : sentence.end]
    if not _LOOSE_REQUEST.search(text):
        return False
    if _OTHER_REQUESTS.search(text):
        return False
    if _REQUEST.search(text):
        return True
    if _OTHER_MATTER.search(text):
        return False
    return passage.number == 3 or bool(_ABOUT_REQUESTS.search(passage.heading_at(sentence.start)))


def _countable(quantity: Quantity) -> bool:
    number = quantity.number
    return (
        number.kind is Kind.COUNT
        and number.unit in _UNITS
        and not number.loose
        and not quantity.change
        and not quantity.cumulative
        and (not quantity.tail_text or bool(_COUNTS_REQUESTS.match(quantity.tail_text)))
    )


def _readings(quantity: Quantity, form: Form, prose: Prose) -> tuple[Reading, ...]:
    words = quantity.words
    if not comparable(prose.filer, _near(quantity), quantity.before):
        return ()
    if _of_another_time(quantity, prose.year):
        return ()
    if _CARRIED_IN.search(words):
        return _cells(form, (("carried_in",),)) if not _RECEIVED.search(words) else ()
    if _CARRIED_OUT.search(words):
        return _cells(form, (("carried_out",),)) if not _RECEIVED.search(words) else ()
    named = _rows_named(quantity) if _ANY_ROW.search(words) else ()
    if named:
        return _cells(form, named)
    if _ELSEWHERE.search(words) or _CHANNEL.search(_near(quantity)):
        return ()
    for pattern, column in _COLUMNS:
        if pattern.search(quantity.subject):
            return _of_applicants(form, column) if _names_only(quantity) else ()
    if quantity.part or quantity.beyond or _within_parts(quantity):
        return ()
    if _SUMMED_UP.search(quantity.head_text) and not quantity.tail_text:
        received = _RECEIVED.search(quantity.before) or _RECEIVED_NEW.search(quantity.before)
        words += "收到" if received else ""
    return _by_verb(form, words)


def _rows_named(quantity: Quantity) -> tuple[tuple[str, ...], ...]:
    """Return the readings of the first row named, and the sum of all where several are (公开及部分公开)."""
    named = [
        rows
        for pattern, rows in _ROWS
        if pattern.search(quantity.subject) or pattern.search(quantity.head_text)
    ]
    if len(named) < 2:
        return named[0] if named else ()
    together = dict.fromkeys(row for rows in named for row in rows[0])
    return (*named[0], tuple(together))


def _near(quantity: Quantity) -> str:
    """The clause of the number and the one before it, where that has no number of its own."""
    passage = quantity.passage
    sentence = passage.sentences[quantity.sentence]
    clause = passage.clause_at(quantity.number.start)
    if quantity.head.start > clause.start or clause.start - 2 < sentence.start:
        return quantity.words
    before = passage.clause_at(clause.start - 2)
    text = passage.text[before.start : before.end]
    return quantity.words if any(c.isdigit() for c in text) else text + quantity.words


def _within_parts(quantity: Quantity) -> bool:
    """Whether 其中 stands before the number, in its sentence."""
    return "其中" in quantity.before


def _of_another_time(quantity: Quantity, year: int | None) -> bool:
    words = quantity.words
    if _CARRIED_IN.search(words) or _CARRIED_OUT.search(words):
        return False
    if _LAST_YEAR.search(quantity.before):
        return True
    years = _YEAR.findall(quantity.before)
    return bool(years) and year is not None and int(years[-1]) != year


_ONLY_APPLICANT = re.compile(
    r"^由?(?:自然人|商业企业|科研机构|社会公益组织|法律服务机构|法人(?:[或和及]|或者)其他组织)"
    r"(?:提出|提交)?(?:的)?(?:申请)?(?:的)?$"
)


def _names_only(quantity: Quantity) -> bool:
    """Whether a kind of applicant is counted, not told of in passing."""
    return (
        quantity.part or _within_parts(quantity) or bool(_ONLY_APPLICANT.search(quantity.subject))
    )


def _by_verb(form: Form, words: str) -> tuple[Reading, ...]:
    """Return the readings of a verb; several verbs (收到并办结) admit the readings of each."""
    rows: list[tuple[str, ...]] = []
    if _RECEIVED_NEW.search(words):
        rows.append(("received",))
    elif _RECEIVED.search(words):
        rows += [("received",), ("received", "carried_in")]
    readings = list(_cells(form, tuple(rows)))
    if _DONE.search(words):
        readings += _done(form, bool(_EITHER_SIDE.search(words)))
    return tuple(readings)


def _done(form: Form, either_side: bool) -> tuple[Reading, ...]:
    table = form.table(_TABLE)
    total = _at("total_results")
    refused = tuple(_at(r) for r in rows_under(table, "not_processed"))
    otherwise = tuple(_at(r) for r in rows_under(table, "otherwise"))
    readings = [
        Reading((total,)),
        Reading((total,), (_at("carried_in"),)),
        Reading((total,), otherwise),
        Reading((total,), refused + otherwise),
    ]
    if either_side:
        readings += [Reading((_at("received"),)), Reading((_at("received"), _at("carried_in")))]
    return tuple(readings)


def _of_applicants(form: Form, column: str) -> tuple[Reading, ...]:
    table = form.table(_TABLE)
    columns = tuple(c.id for c in table.leaf_columns if c.under == column) or (column,)
    rows = (("received",), ("received", "carried_in"), ("total_results",))
    return tuple(Reading(tuple(_at(r, c) for r in some for c in columns)) for some in rows)


def _cells(form: Form, readings: tuple[tuple[str, ...], ...]) -> tuple[Reading, ...]:
    """Return readings of the total column; a heading stands for the rows under it."""
    table = form.table(_TABLE)
    made = []
    for rows in readings:
        leaves = tuple(dict.fromkeys(leaf for row in rows for leaf in rows_under(table, row)))
        if leaves:
            made.append(Reading(tuple(_at(leaf) for leaf in leaves)))
    return tuple(made)


def _at(row: str, column: str = "total") -> Address:
    return Address(_TABLE, row, column)


def requests_agree(evidence: Evidence) -> Iterator[Finding]:
    """Rule 16: every number of requests in the prose stands in table three."""
    form, figures = evidence.report.form, evidence.figures
    stated = list(stated_requests(prose_of(evidence), form))
    told = set()
    for item in stated:
        valued = readings_that_disagree(item.quantity.number, item.readings, figures)
        key = (item.quantity.value, item.readings)
        if valued is None or key in told:
            continue
        told.add(key)
        plain = [r for r in item.readings if not r.minus]
        addresses = tuple(dict.fromkeys(a for r in plain for a in r.addresses))
        shown, _ = stands(evidence.report, addresses)
        yield found(
            "prose_requests_match_table",
            addresses=addresses,
            figures=((item.quantity.quote, item.quantity.printed), *shown),
            origin=item.quantity.origin,
            part=part_name(item.quantity.passage.number),
            quote=item.quantity.quote,
            stated=printed(item.quantity.value),
            table=stated_values(form, valued),
        )
    if stated and all(r.value(figures) is None for s in stated for r in s.readings):
        raise NotAssessable

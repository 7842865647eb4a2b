"""Quantities: a number of the prose with what it counts, for whom, for which time, and how said."""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from gongkai.checks.prose.numbers import Kind, Number, numbers
from gongkai.checks.prose.passage import Passage, Span
from gongkai.forms.filled import Origin

_PART = re.compile(r"^[、]?其中[：，]?|^其中")
_BEYOND = re.compile(r"^(?:另有|另外|另|此外|同时|还有|还)")
_CHANGE = re.compile(
    r"同比|环比|较上|比上|较去|比去|较前|比前|较(?:19|20)\d\d年|比(?:19|20)\d\d年"
    r"|(?:增[加长]|减少|下降|上升|提高|提升|增幅|降幅|降低|多了?|少了?)[了约近]?$"
)
_SHARE_CHANGE = re.compile(
    r"同比|环比|较上|比上|较去|增长|下降|上升|提高|提升|增加|减少|增幅|降幅|降低"
)
_CUMULATIVE = re.compile(r"累计|历年|自.{0,12}以来|至今")
_NEW = re.compile(r"新增|本年新|当年新|今年新|本年度新|年内新")
_LEAD = re.compile(
    r"^(?:[、，：“”\"]|其中|以及|及其?(?!时)|并(?!未)|和|与|或|分别|包括|包含|含|即|为|由|共计?|总计|合计|累计|总共|已|均|全年|本年度?|当年|今年|年内|年度|截至目前|目前"
    r"|截[至止](?:19|20)?\d*年?[底末]?\d*月?\d*日?[底末]?[，]?|(?:19|20)\d\d年度?(?:来|间|内)?|新增|我[镇乡县市区局委办厅街]道?|本[镇乡县市区局委办厅街]道?|本机关|本单位|[一二三四五六七八九十]{1,2}[是、]|（[一二三四五六七八九十]{1,3}）|\d{1,2}[.、])+"
)
_TRAIL = re.compile(
    r"(?:[，：、“”\"]|共有?|共计|总计|合计|累计|总共|分别|数量|总数|总量|件数|条数|为|是|达到?|有|约|近|将近|大约|超过?|逾|突破|不足|不少于|至少|了|各|仅|只|计)+$"
)


@dataclass(frozen=True, eq=False)
class Quantity:
    """One number of the prose and the words around it.

    head      what stands between the last mark (or number) and the number, as searched
    tail      what follows its measure word, up to the next mark or number
    subject   head, or where that is empty tail, without the words that only lead to a number
    sentence  index in ``passage.sentences``; paragraph start for the origin via `origin`
    part      said to be a part of what came before (其中, 含)
    beyond    said to come on top of it (另有)
    change    a difference to an earlier time (同比增加 5 件), not a stock
    """

    passage: Passage
    number: Number
    head: Span
    tail: Span
    subject: str
    sentence: int
    part: bool
    beyond: bool
    change: bool
    cumulative: bool
    new: bool

    @property
    def value(self) -> Decimal:
        """The number as written."""
        return self.number.low

    @property
    def unit(self) -> str:
        """The measure word, "" where there is none."""
        return self.number.unit

    @property
    def exact(self) -> bool:
        """Whether the number is neither rounded nor a range nor a phrase."""
        return not self.number.approximate and not self.number.loose

    @property
    def head_text(self) -> str:
        """The words before the number."""
        return self.passage.text[self.head.start : self.head.end]

    @property
    def tail_text(self) -> str:
        """The words after the measure word."""
        return self.passage.text[self.tail.start : self.tail.end]

    @property
    def words(self) -> str:
        """Head and tail together."""
        return self.head_text + self.tail_text

    @property
    def before(self) -> str:
        """The sentence up to the number."""
        return self.passage.text[self.passage.sentences[self.sentence].start : self.number.start]

    @property
    def sentence_text(self) -> str:
        """The whole sentence."""
        start, end = self.passage.sentences[self.sentence]
        return self.passage.text[start:end]

    @property
    def quote(self) -> str:
        """The clause as printed, from the words before the number to those after it."""
        return self.passage.shown[self.head.start : self.tail.end].strip("，。；：、（）")

    @property
    def printed(self) -> str:
        """The number and its measure word as printed."""
        return self.passage.shown[self.number.start : self.number.end]

    @property
    def origin(self) -> Origin | None:
        """Where the paragraph stood."""
        return self.passage.origin(self.number.start)


def quantities(passage: Passage) -> tuple[Quantity, ...]:
    """Return every quantity of a passage in order."""
    found = [n for n in numbers(passage) if n.start < len(passage.text)]
    if not found or not passage.sentences:
        return ()
    return tuple(_quantities(passage, found))


def _quantities(passage: Passage, found: Sequence[Number]) -> Iterator[Quantity]:
    text = passage.text
    for index, number in enumerate(found):
        sentence = passage.sentence_at(number.start)
        clause = passage.clause_at(number.start)
        start = max(clause.start, found[index - 1].end if index else 0)
        start = _past_a_tail(text, start, number.start, index > 0 and start > clause.start)
        end = _end_of_tail(passage, number, found, index)
        head = text[start : number.start]
        yield Quantity(
            passage=passage,
            number=number,
            head=Span(start, number.start),
            tail=Span(number.end, end),
            subject=_subject(head, text[number.end : end]),
            sentence=sentence,
            part=bool(_PART.search(head)) or text[max(start - 1, 0) : start + 1].startswith("（含"),
            beyond=bool(_BEYOND.match(head)),
            change=_is_change(passage, number, head),
            cumulative=bool(_CUMULATIVE.search(head)),
            new=bool(_NEW.search(head)),
        )


def _past_a_tail(text: str, start: int, end: int, follows_number: bool) -> int:
    """Skip the noun that belongs to the number before: 收到申请3件、… begins after the 、."""
    if not follows_number:
        return start
    mark = text.find("、", start, end)
    return start if mark < 0 else mark + 1


def _end_of_tail(passage: Passage, number: Number, found: Sequence[Number], index: int) -> int:
    end = passage.clause_at(number.end).end if number.end < len(passage.text) else number.end
    if passage.text[number.end : number.end + 1] in _MARKS:
        return number.end
    if index + 1 < len(found):
        end = min(end, found[index + 1].start)
    mark = passage.text.find("、", number.end, end)
    return max(number.end, end if mark < 0 else mark)


_MARKS = frozenset("，。；：！？、\n（）")


def _is_change(passage: Passage, number: Number, head: str) -> bool:
    if number.kind is Kind.SHARE:
        return bool(_SHARE_CHANGE.search(head))
    return bool(_CHANGE.search(head))


def _subject(head: str, tail: str) -> str:
    subject = _TRAIL.sub("", _LEAD.sub("", head))
    if not subject:
        subject = _TRAIL.sub("", _LEAD.sub("", tail))
    return subject


def index_after(items: Sequence[Quantity], at: int) -> int:
    """Return the index of the first quantity that begins after the character `at`."""
    return bisect_right([q.number.start for q in items], at)

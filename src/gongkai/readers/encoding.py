"""Bytes to text for the formats without a fixed encoding: text, HTML and the parts of MHT.

Portals declare GB2312 and write GBK, declare UTF-8 and write GBK, or declare nothing. What decodes
without error as UTF-8 is UTF-8; else the candidates are weighed by how much of the text is made of
the characters that these reports are full of.
"""

import codecs
import re

from gongkai.characters import WITHOUT_WIDTH
from gongkai.forms.filled import Issue

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16 LE, whose mark it begins with
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_STRAY = "\ufffd"
_WEIGHED = 200_000  # bytes looked at when encodings are weighed
_WEIGHED_CHARACTERS = 4_000  # of them, those beyond ASCII
_PLAIN = re.compile("[\t\r\n\f -\x7f]+")
_NO_TEXT_CODECS = frozenset({"base64", "bz2", "hex", "quopri", "rot13", "uu", "zlib", "idna"})

# The commonest characters of annual reports, simplified and traditional.
_COMMON = frozenset(
    "的政府信息公开公開公工作年度报告報告情况情況主动動申请請收到和处理行复議议诉訟讼提起存在问题"
    "問題及改进進其他需要事项項本上一二三四五六七八九十不予提供部分数量數量总计總計结果維持糾正尚未"
    "审结審結自然人法商业企業科研机构機構社会益组织織服务務律制发發废止現现有效规章規范性文件"
    "许可許罚強制费費收金额額万元萬，。、：；（）《》“”０１２３４５６７８９月日区區县縣市镇鎮乡鄉"
)

# &nbsp; and its like are spaces; what has no width (soft hyphen, zero-width space) is nothing, so
# that a number with one inside stays one number.
_SHOWN = str.maketrans(
    {"\xa0": " ", "\u2007": " ", "\u202f": " ", "\x85": "\n", "\0": ""}
    | dict.fromkeys(WITHOUT_WIDTH, "")
)


def decode(data: bytes, *, declared: str | None = None) -> str:
    """Return the text of `data`; never fails: what no encoding explains becomes U+FFFD.

    `declared` is the charset that the file or its transport names, believed only as far as the
    bytes bear it out; gb2312 and gbk are read as their superset gb18030. `stray_bytes` turns what
    was lost into an issue.
    """
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            return data[len(mark) :].decode(encoding, "replace").lstrip("\ufeff")
    sample = data[:_WEIGHED]
    candidates = ["utf-8", "gb18030", "big5hkscs"]
    if 0 in sample:  # text has no zero bytes, UTF-16 without its mark has many
        candidates += ["utf-16-le", "utf-16-be"]
    else:
        try:
            return data.decode("utf-8")
        except UnicodeDecodeError:
            pass
    known = _codec(declared)
    if known and known not in candidates:
        candidates.append(known)
    best = max(candidates, key=lambda name: _weight(sample.decode(name, "replace")))
    return data.decode(best, "replace")


def stray_bytes(text: str) -> tuple[Issue, ...]:
    """Return the issue that bytes of the file are not text in its encoding, where there are any."""
    count = text.count(_STRAY)
    return (Issue("readers.stray_bytes", (("count", count),)),) if count else ()


def shown(text: str) -> str:
    """Return text with every kind of single space as a plain one and nothing without width."""
    return text.translate(_SHOWN)


def _codec(declared: str | None) -> str | None:
    """Return the Python codec of a declared charset, or None where it names no text encoding."""
    if not declared:
        return None
    name = declared.strip().strip("\"'").lower()
    if name.startswith(("gb", "x-gb", "cp936", "ms936", "windows-936", "chinese")):
        return "gb18030"
    if name.startswith(("big5", "big-5", "cp950", "x-big5")):
        return "big5hkscs"
    try:
        found = codecs.lookup(name).name
        "".encode(found)
    except (LookupError, ValueError, TypeError):
        return None
    return None if found in _NO_TEXT_CODECS else found


def _weight(text: str) -> float:
    """How much a decoding looks like a report: common characters, minus what it could not read."""
    odd = _PLAIN.sub("", text)[:_WEIGHED_CHARACTERS]
    common = sum(map(_COMMON.__contains__, odd))
    impossible = sum(c < " " or "\ue000" <= c <= "\uf8ff" or c == _STRAY for c in odd)
    return (common - 4 * impossible - 0.1 * (len(odd) - common)) / (len(odd) or 1)

"""What an organ's name tells of its level and powers; where the name does not tell, "" or None.

Inferred from how organs are named in China, not stated by an instrument: a `Unit` that says its
level always wins.
"""

import re

from gongkai.checks.check import Evidence

GOVERNMENTS = frozenset({"county", "municipality", "city", "province"})

_TAIL = r"(?:人民政府|政府|行政公署)?$"
_BY_NAME = (
    ("", re.compile(r"(?:管理委员会|管委会|开发区|实验区|示范区|高新区|新区|园区|地区)" + _TAIL)),
    (
        "township",
        re.compile(
            r"(?:镇|乡|苏木|街道)(?:人民政府|政府|街道办事处|办事处|党政(?:综合)?办公室|街道办)?$|街办$"
        ),
    ),
    ("department", re.compile(r"(?:局|厅|委员会|委|办公室|办|部|署|中心|支队|大队|总队)$")),
    ("province", re.compile(r"(?:^(?:北京|天津|上海|重庆)市|省|自治区)" + _TAIL)),
    ("city", re.compile(r"(?:自治州|盟)" + _TAIL)),
    ("county", re.compile(r"(?:县|旗|区)" + _TAIL)),
    ("municipality", re.compile(r"市" + _TAIL)),
)
# Departments of the State Council may make rules; their names tell no place.
_NATIONAL = re.compile(r"^(?:国家|中国|中华人民共和国)|(?:部|总局|署)$")
# The office of a province, a city or a prefecture, which may report for its government.
_OFFICE = re.compile(r"(?:省|自治区|州|盟|市)(?:人民)?政府办(?:公[厅室])?$")
_ITSELF = (
    ("township", re.compile(r"我(?:镇|乡|街道|苏木)")),
    ("department", re.compile(r"我(?:局|厅|委|办)(?!公)")),
    ("county", re.compile(r"我(?:县|旗)")),
)


def level_of(evidence: Evidence) -> str:
    """Return "township", "department", "county", "city", "province", "municipality" or "".

    "municipality" is a 市 whose name does not tell a city with districts from one of county level.
    Looks at the unit, then at the authority and title, then at how the report speaks of itself.
    """
    unit, report = evidence.unit, evidence.report
    if unit is not None and unit.level:
        return unit.level
    named = (unit.name if unit is not None else "") or report.authority
    if named:
        return level_of_name(named)
    text = "".join(section.text for section in report.sections)
    hits = [level for level, words in _ITSELF if words.search(text)]
    return hits[0] if len(hits) == 1 else ""


def level_of_name(name: str) -> str:
    """Return the level an organ's full name tells, "" where it does not."""
    bare = re.sub(r"\s+", "", name)
    return next((level for level, words in _BY_NAME if words.search(bare)), "")


def may_make_rules(evidence: Evidence) -> bool | None:
    """Say whether the organ may issue 规章, None where that cannot be told.

    Townships, counties and local departments may not; provinces and cities with districts may. The
    office of a government above the county may report for that government: its name does not tell.
    """
    if evidence.unit is not None and evidence.unit.may_make_rules is not None:
        return evidence.unit.may_make_rules
    level = level_of(evidence)
    name = (evidence.unit.name if evidence.unit else "") or evidence.report.authority
    if level == "department" and (_NATIONAL.search(name) or _OFFICE.search("".join(name.split()))):
        return None
    if level in ("township", "county", "department"):
        return False
    return True if level in ("city", "province") else None

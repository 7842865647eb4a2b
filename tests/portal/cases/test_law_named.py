"""Every entry of the law's tables that belongs to requests is held by a named test through acts."""

import ast
from pathlib import Path

from tests.portal.cases.test_law_outcomes import GROUNDS, REPLIES

from gongkai.law.grounds import grounds
from gongkai.law.limits import limit, limits
from gongkai.law.outcomes import outcomes
from gongkai.law.receipt import receipts

ELSEWHERE = {
    *("publication", "annual_report_department", "annual_report_government"),  # no request's
    *("review_answer", "review_decision", "defence", "judgment"),  # of disputes: portal.disputes
    *("appeal", "appeal_judgment"),
}


def named() -> set[str]:
    """Return what the tests beside this one say that they hold."""
    found: set[str] = set()
    for path in Path(__file__).parent.glob("test_law_*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "holds":
                found |= {a.value for a in node.args if isinstance(a, ast.Constant)}
    return found | {f"outcome.{one}" for one in REPLIES} | {f"ground.{one}" for one in GROUNDS}


def belongs_to_requests() -> set[str]:
    """Return every entry of the tables that a request can meet."""
    reply = limit("reply")
    return {
        *(f"limit.{one}" for one in set(limits()) - ELSEWHERE),
        *(f"receipt.{one}" for one in receipts()),
        *(f"outcome.{one}" for one in outcomes()),
        *(f"ground.{one}" for one in grounds()),
        *(f"exclusion.{one}" for one in reply.excluded_by),
        *(f"restart.{one}" for one in reply.restarts_on),
        *("silence.third_party", "silence.co_maker", "override"),
    }


def test_each_rule_has_its_test_and_each_test_its_rule() -> None:
    assert belongs_to_requests() - named() == set(), "no test through acts holds this entry"
    assert named() - belongs_to_requests() == set(), "no such entry"


def test_what_is_left_to_others_exists() -> None:
    assert set(limits()) >= ELSEWHERE

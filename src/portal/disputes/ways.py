"""How a review or a suit ends, and which result of table four each way counts as.

The form names four results and says no more; which way counts as which is practice, shown with the
choice and open to be entered otherwise with a reason.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from gongkai.cases.disputes import Result, Stage


@dataclass(frozen=True, slots=True)
class Way:
    """A way to end: its name, and the result it counts as; None: as the instance before."""

    name: str | Promise
    result: Result | None


UPHELD, CORRECTED, OTHER = Result.UPHELD, Result.CORRECTED, Result.OTHER

WAYS: Mapping[Stage, Mapping[str, Way]] = MappingProxyType(
    {
        Stage.IN_REVIEW: MappingProxyType(
            {
                "maintained": Way(_("维持"), UPHELD),
                "claims_dismissed": Way(_("驳回行政复议请求"), UPHELD),
                "revoked": Way(_("撤销或者部分撤销"), CORRECTED),
                "changed": Way(_("变更"), CORRECTED),
                "unlawful": Way(_("确认违法"), CORRECTED),
                "ordered": Way(_("责令履行（限期答复）"), CORRECTED),
                "withdrawn": Way(_("终止：申请人撤回"), OTHER),
                "settled": Way(_("调解、和解"), OTHER),
                "not_admitted": Way(_("不予受理、驳回行政复议申请"), OTHER),
                "ended_otherwise": Way(_("其他方式结束"), OTHER),
            }
        ),
        Stage.FIRST_INSTANCE: MappingProxyType(
            {
                "claims_dismissed": Way(_("判决驳回诉讼请求"), UPHELD),
                "revoked": Way(_("判决撤销或者部分撤销"), CORRECTED),
                "changed": Way(_("判决变更"), CORRECTED),
                "unlawful": Way(_("判决确认违法、无效"), CORRECTED),
                "ordered": Way(_("判决履行（限期答复）"), CORRECTED),
                "withdrawn": Way(_("裁定准许撤诉"), OTHER),
                "settled": Way(_("调解、和解"), OTHER),
                "not_admitted": Way(_("裁定不予立案、驳回起诉"), OTHER),
                "ended_otherwise": Way(_("其他方式结束"), OTHER),
            }
        ),
        Stage.SECOND_INSTANCE: MappingProxyType(
            {
                "affirmed": Way(_("驳回上诉，维持原判"), None),
                "reversed_for_organ": Way(_("改判：驳回诉讼请求"), UPHELD),
                "reversed_against_organ": Way(
                    _("改判：撤销、变更、确认违法或者责令履行"), CORRECTED
                ),
                "withdrawn": Way(_("准许撤回上诉"), None),
                "remanded": Way(_("发回重审"), OTHER),
                "ended_otherwise": Way(_("其他方式结束"), OTHER),
            }
        ),
    }
)
"""The ways to end, by the stage they end."""

RESULTS: Mapping[Result, str | Promise] = MappingProxyType(
    {
        Result.UPHELD: _("结果维持"),
        Result.CORRECTED: _("结果纠正"),
        Result.OTHER: _("其他结果"),
        Result.PENDING: _("尚未审结"),
    }
)


def named(way: str) -> str:
    """Return the name of a way, "" for none that is known."""
    return next((str(ways[way].name) for ways in WAYS.values() if way in ways), "")

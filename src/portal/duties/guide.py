"""The guide (政府信息公开指南, art. 12), assembled from the organ's data and the law data.

Every number comes from `gongkai.law`; the channels come from whoever registers them (`add_channels`).
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date

from django.utils.translation import gettext as _

from gongkai.law.entries import cite, sources
from gongkai.law.guide import Element, elements
from gongkai.law.limits import limit
from gongkai.law.receipt import receipts
from gongkai.law.tariff import Tariff, tariff
from portal.duties.models import DisclosureOffice
from portal.duties.queries import empty_columns, office_of
from portal.organs.models import Organ
from portal.publishing.models import Part
from portal.publishing.queries import columns_for
from portal.ui.language import article, either

Channels = Callable[[Organ], list[str]]
_CHANNELS: list[Channels] = []


def add_channels(source: Channels) -> None:
    """Let the guide name what `source` returns for an organ: one line for each channel or place."""
    if source not in _CHANNELS:
        _CHANNELS.append(source)


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the guide: paragraphs, then a table of label and value where there is one."""

    id: str
    title: str
    paragraphs: tuple[str, ...] = ()
    rows: tuple[tuple[str, str], ...] = ()
    after: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Guide:
    """An organ's guide and what it still lacks."""

    organ: Organ
    sections: tuple[Section, ...]
    missing: tuple[Element, ...] = ()
    changed_on: date | None = None
    office: DisclosureOffice | None = field(default=None)

    @property
    def text(self) -> str:
        """All of it as plain text, a sentence a line: what the lint reads."""
        lines = []
        for section in self.sections:
            lines += [section.title, *section.paragraphs]
            lines += [f"{label}：{value}" for label, value in section.rows] + [*section.after]
        return "\n".join(lines)


def missing(organ: Organ, office: DisclosureOffice | None) -> tuple[Element, ...]:
    """Return what the organ has still to fill in, with what to do."""
    filled = office or DisclosureOffice(organ=organ)
    return tuple(e for e in elements().values() if e.field and not filled.has(e.field))


def assemble(organ: Organ) -> Guide:
    """Return an organ's guide as its data give it today."""
    office = office_of(organ)
    filled = office or DisclosureOffice(organ=organ)
    sections = (
        _opening(organ),
        _classification(organ),
        _proactive(organ, filled),
        _requests(organ, filled),
        _fees(),
        _office(organ, filled),
        _remedies(organ, filled),
    )
    changed_on = office.changed_on if office else None
    return Guide(organ, sections, missing(organ, office), changed_on, office)


def _length(name: str) -> int:
    return limit(name).length


def _opening(organ: Organ) -> Section:
    now = sources()["regulation"]
    facts = {"organ": organ.name, "law": cite("regulation"), "number": now.number}
    return Section(
        "opening",
        _("编制依据"),
        (
            _(
                "为了方便公民、法人和其他组织获取%(organ)s的政府信息，根据%(law)s（%(number)s）"
                "第十二条编制本指南。内容有变化时及时更新。"
            )
            % facts,
        ),
    )


def _classification(organ: Organ) -> Section:
    gone = empty_columns(organ)
    titles = [
        column.title
        for column in columns_for(organ)
        if column.part == Part.CONTENT and column.pk not in gone
    ]
    parts = _("、").join(str(part.label) for part in Part)
    return Section(
        "classification",
        _("政府信息的分类和编排体系"),
        (
            _("政府信息公开平台设%(parts)s等栏目，并设依申请公开入口。") % {"parts": parts},
            _("法定主动公开内容按下列类别编排：%(titles)s。") % {"titles": _("、").join(titles)}
            if titles
            else _("法定主动公开内容按条例第二十条、第二十一条的事项分类编排。"),
            _(
                "每条政府信息编有唯一的索引号，编定后不变、不重复使用；目录列明索引号、名称、内容概述和生成日期，"
                "可以按类别、年份、发文机关和文号查找。"
            ),
        ),
    )


def _proactive(organ: Organ, office: DisclosureOffice) -> Section:
    channels = [line for source in _CHANNELS for line in source(organ)]
    facts = {"days": _length("publication"), "article": article(limit("publication").article)}
    paragraphs = [
        _(
            "%(organ)s主动公开条例第十九条至第二十一条规定的政府信息；依照条例第十四条至第十六条不予公开的除外。"
        )
        % {"organ": organ.name},
        _(
            "主动公开的信息，自形成或者变更之日起%(days)d个工作日内公开（条例%(article)s）；"
            "法律、法规另有规定的，从其规定。"
        )
        % facts,
        _("在政府信息公开平台可以检索、查阅、下载已公开的政府信息。"),
    ]
    if channels:
        paragraphs.append(_("还可以通过下列途径获取："))
    after = tuple(filter(None, (office.obtaining.strip(),)))
    rows = tuple((_("途径%(n)d") % {"n": n}, line) for n, line in enumerate(channels, start=1))
    return Section("proactive", _("主动公开的信息和获取方式"), tuple(paragraphs), rows, after)


def _requests(organ: Organ, office: DisclosureOffice) -> Section:
    reply, extension, correction = (
        _length("reply"),
        _length("extension"),
        _length("correction_notice"),
    )
    address = office.address or _("（待公布）")
    ways = [
        _("当面提交：%(address)s，%(hours)s")
        % {"address": address, "hours": office.hours or _("工作时间")}
    ]
    office_name = office.office.removeprefix(organ.name)
    recipient = f"{organ.name}{office_name}"
    post = _("邮政寄送：%(address)s，%(to)s收") % {"address": address, "to": recipient}
    ways.append(
        post
        + (_("，邮政编码%(code)s") % {"code": office.postal_code} if office.postal_code else "")
    )
    kinds = ["in_person", "post", "letter"]
    if office.fax and office.fax_applications:
        ways.append(_("传真：%(fax)s") % {"fax": office.fax})
        kinds.append("fax")
    if office.website:
        ways.append(_("网上申请：%(url)s") % {"url": office.website})
        kinds.append("online")
    if office.email and office.email_applications:
        ways.append(_("电子邮件：%(email)s") % {"email": office.email})
        kinds.append("email")
    known = receipts()
    days = _("；").join(
        _("%(channel)s，%(day)s")
        % {
            "channel": either(known[kind].name, known[kind].name_en),
            "day": either(known[kind].day, known[kind].day_en),
        }
        for kind in kinds
    )
    return Section(
        "requests",
        _("依申请公开"),
        (
            _(
                "除主动公开的信息外，公民、法人或者其他组织可以向%(organ)s申请获取相关政府信息（条例第二十七条）。"
            )
            % {"organ": organ.name},
            _(
                "申请应当采用书面形式（包括信件、数据电文）；采用书面形式确有困难的，可以口头提出，由工作机构代为填写。"
                "申请应当包括：申请人的姓名或者名称、身份证明、联系方式；申请公开的信息的名称、文号或者便于查询的"
                "其他特征性描述；申请公开的信息的形式要求，包括获取信息的方式、途径（条例第二十九条）。"
            ),
            _("提交申请的途径：") + _("；").join(ways) + _("。"),
            _("收到申请之日按提交途径确定：%(days)s（条例第三十一条）。") % {"days": days},
            _(
                "申请内容不明确的，自收到申请之日起%(n)d个工作日内一次性告知需要补正的事项和合理的补正期限；"
                "答复期限自收到补正的申请之日起计算（条例第三十条）。"
            )
            % {"n": correction},
            _(
                "能够当场答复的，当场答复；不能当场答复的，自收到申请之日起%(n)d个工作日内答复。需要延长答复期限的，"
                "经政府信息公开工作机构负责人同意并告知申请人，延长最多不超过%(more)d个工作日。"
                "征求第三方和其他机关意见所需时间不计算在内（条例第三十三条）。"
            )
            % {"n": reply, "more": extension},
            _(
                "公开会损害第三方合法权益的，书面征求第三方意见，第三方自收到征求意见书之日起%(n)d个工作日内提出意见"
                "（条例第三十二条）。"
            )
            % {"n": _length("third_party")},
            _("阅读困难或者视力、听力有障碍的公民可以得到必要的帮助（条例第四十三条）。"),
            _("有证据证明行政机关记录的与自身相关的信息不准确的，可以要求更正（条例第四十一条）。"),
        ),
    )


def _bands(rule: Tariff) -> list[tuple[str, str]]:
    """Return a tariff as rows: from which to which unit, and the yuan for each."""
    unit = either(rule.unit, rule.unit_en)
    rows, first = [], 1
    for up_to, rate in rule.bands:
        price = _("%(rate)d元/%(unit)s") % {"rate": rate, "unit": unit} if rate else _("不收费")
        span = {"first": first, "up_to": up_to, "unit": unit}
        rows.append((_("%(first)d—%(up_to)d%(unit)s") % span, price))
        first = up_to + 1
    beyond = rule.beyond
    if "rate" in beyond:
        price = _("%(rate)d元/%(unit)s") % {"rate": beyond["rate"], "unit": unit}
    else:
        price = _("以%(every)d%(unit)s为一档，每增加一档，提高%(rise)d元/%(unit)s") % {
            "every": beyond["every"],
            "rise": beyond["raise"],
            "unit": unit,
        }
    return [*rows, (_("%(first)d%(unit)s以上") % {"first": first, "unit": unit}, price)]


def _fees() -> Section:
    items, pages = tariff("items"), tariff("pages")
    rows = [(_("按件：%(band)s") % {"band": band}, price) for band, price in _bands(items)]
    rows += [(_("按量：%(band)s") % {"band": band}, price) for band, price in _bands(pages)]
    return Section(
        "fees",
        _("收费"),
        (
            _(
                "依申请提供政府信息，不收取费用。申请人申请公开政府信息的数量、频次明显超过合理范围的，"
                "可以收取信息处理费（条例第四十二条）。"
            ),
            _(
                "信息处理费按件或者按量计收，每件申请只适用其中一种，超额部分分档累进；"
                "按件的以%(items)s计，按量的以%(pages)s计（%(source)s，%(number)s）："
            )
            % {
                "items": items.basis_of_count,
                "pages": pages.basis_of_count,
                "source": cite("fee-109"),
                "number": sources()["fee-109"].number,
            },
        ),
        tuple(rows),
    )


def _office(organ: Organ, office: DisclosureOffice) -> Section:
    fax = office.fax or (_("没有传真") if office.without_fax else "")
    rows = (
        (_("工作机构"), office.office),
        (_("办公地址"), office.address),
        (_("邮政编码"), office.postal_code),
        (_("办公时间"), office.hours),
        (_("联系电话"), office.phone),
        (_("传真号码"), fax),
        (_("电子邮箱"), office.email),
        (_("网上申请"), office.website),
    )
    return Section(
        "office",
        _("政府信息公开工作机构"),
        (
            _("%(organ)s的政府信息公开日常工作由下列机构承担（条例第四条）。")
            % {"organ": organ.name},
        ),
        tuple((label, value) for label, value in rows if value),
    )


def _remedies(organ: Organ, office: DisclosureOffice) -> Section:
    above = [one.name for one in (organ.parent, organ.reports_to) if one is not None]
    rows = [
        (_("上一级行政机关、主管部门"), _("、").join(dict.fromkeys(above))),
        (_("投诉举报"), office.complaints),
        (_("行政复议机关"), office.review_body),
    ]
    review, suit = limit("review"), limit("suit")
    return Section(
        "remedies",
        _("监督和救济"),
        (
            _(
                "公民、法人或者其他组织认为本机关在政府信息公开工作中侵犯其合法权益的，可以向上一级行政机关或者"
                "政府信息公开工作主管部门投诉、举报，也可以依法申请行政复议或者提起行政诉讼（条例第五十一条）。"
            ),
            _(
                "对依照条例第十四条、第十五条、第十六条不予公开的决定不服的，应当先申请行政复议，对复议决定不服的，"
                "再依法提起行政诉讼（%(law)s第二十三条第一款第（四）项）。"
            )
            % {"law": cite("review-law-2023")},
            _(
                "申请行政复议，一般自知道或者应当知道该行政行为之日起%(days)d日内提出；直接提起行政诉讼，"
                "一般自知道或者应当知道之日起%(months)d个月内提出；法律另有规定的除外，以决定书告知的为准。"
            )
            % {"days": review.length, "months": suit.length},
        ),
        tuple((label, value) for label, value in rows if value),
    )

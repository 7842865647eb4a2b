"""How a request comes in: the applicant's own form, and what the office registers for him."""

import re
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gongkai.cases.events import Channel, Kind
from gongkai.characters import half_width
from portal.acts import clock
from portal.acts.act import Refused
from portal.cases import papers, policies, sealing
from portal.cases.acts.base import append
from portal.cases.acts.words import Worded
from portal.cases.channel import channel_name
from portal.cases.lifecycle import Stage
from portal.cases.models import Applicant, ApplicantKind, Case, CaseFile, Series
from portal.organs.models import Organ

_ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"  # no character that looks like another
BY_CONFIRMATION = frozenset(c for c in Channel if c.receipt.received_on == "confirmed")


def new_code() -> str:
    """Return a query code of twelve characters in groups of four: 60 bits nobody guesses."""
    text = "".join(secrets.choice(_ALPHABET) for _ in range(12))
    return "-".join(text[i : i + 4] for i in (0, 4, 8))


def code_mark(code: str) -> str:
    """Return the digest by which a query code finds its request."""
    bare = re.sub(r"[^0-9A-Z]", "", half_width(code).upper())
    return sealing.mark(bare, purpose="code")


def check_mark(applicant: Mapping[str, str]) -> str:
    """Return the digest of what an applicant proves himself with: the last four of phone or number."""
    for name in ("phone", "id_number"):
        bare = re.sub(r"[^0-9A-Za-z]", "", half_width(applicant.get(name, ""))).upper()
        if len(bare) >= 4:
            return sealing.mark(bare[-4:], purpose="check")
    return ""


def fingerprint(*words: str) -> str:
    """Return the digest of what is asked, white space and signs left out."""
    bare = re.sub(r"[\W_]+", "", half_width("".join(words)).lower())
    return sealing.mark(bare, purpose="fingerprint") if bare else ""


def next_number(organ: Organ, on: date, series: str = "公开申请") -> str:
    """Return the next number of an organ's series of a year; inside the transaction that uses it."""
    key = f"{series}:{organ.pk}:{on.year}"
    Series.objects.get_or_create(key=key)
    held = Series.objects.select_for_update().get(key=key)
    held.last += 1
    held.save(update_fields=["last"])
    return f"{series}〔{on.year}〕{held.last}号"


ASKED = ("subject", "content", "document_number", "period", "form", "way", "topic")


@dataclass(kw_only=True)
class Incoming(Worded[Case]):
    """What both ways in share: who, what, with which files.

    applicant  kind and name, and of `models.case.SEALED` what is known
    asked      of `ASKED` what was said
    token      of the form that brought it: sent twice, it is one request
    """

    model = Case
    changes_site = False

    organ: Organ
    applicant: Mapping[str, str]
    asked: Mapping[str, str]
    arrived_on: date | None = None
    files: Sequence[papers.Paper] = ()
    token: str = ""
    code: str = field(default="", init=False)

    def lacking(self) -> str | None:
        """Article 29: a name, a contact, and a description by which it can be found."""
        if self.applicant.get("kind") not in ApplicantKind.values:
            return _("请选择申请人类别。")
        if not self.applicant.get("name", "").strip():
            return _("请填写申请人的姓名或者名称（第二十九条）。")
        if not any(self.applicant.get(n, "").strip() for n in ("phone", "address", "email")):
            return _("请至少填写一种联系方式（第二十九条）。")
        if not self.asked.get("subject", "").strip():
            return _("请写明需要什么信息：名称、文号或者便于查询的其他特征（第二十九条）。")
        if self.organ.abolished_on and self.organ.abolished_on <= clock.today():
            return _("%(organ)s已经撤销，请向承接其职责的机关提出。") % {"organ": self.organ.name}
        return None

    def register(
        self,
        channel: Channel,
        *,
        oral: bool = False,
        handler: int | None = None,
        confirmed_on: date | None = None,
    ) -> Case:
        """Make the request with its applicant, its number and its first event."""
        on = self.arrived_on or clock.today()
        person = Applicant(kind=self.applicant["kind"], name=self.applicant["name"].strip()[:120])
        person.seal({k: v for k, v in self.applicant.items() if k not in ("kind", "name")})
        person.save()
        self.code = new_code()
        asked = {name: self.asked[name].strip() for name in ASKED if self.asked.get(name)}
        case = Case(
            organ=self.organ,
            applicant=person,
            kind=person.kind,
            number=next_number(self.organ, on),
            channel=channel,
            oral=oral,
            arrived_on=on,
            state="new",
            stage=Stage.HANDLING,
            handler_id=handler,
            token=self.token,
            code=code_mark(self.code),
            check_mark=check_mark(self.applicant),
            fingerprint=fingerprint(asked["subject"], asked.get("content", "")),
            **asked,
        )
        case.full_clean(exclude=["handler_id", "token", "code", "check_mark", "fingerprint"])
        case.save()
        append(case, Kind.ARRIVED, self.by, on=on)
        if confirmed_on is not None:
            append(case, Kind.CONFIRMED, self.by, on=confirmed_on)
        for paper in self.files:
            papers.add(case, CaseFile.What.APPLICATION, paper, by=self.by)
        return case


@dataclass(kw_only=True)
class Apply(Incoming):
    """Apply for information on the organ's own page (art. 29; 互联网渠道)."""

    name = "cases.apply"
    title = gettext_lazy("提交申请")
    policy = staticmethod(policies.anybody)

    def lacking(self) -> str | None:
        """Who applies here must be able to prove later that it is his."""
        said = super().lacking()
        if said is None and not check_mark(self.applicant):
            return _("请填写联系电话或者证件号码，查询进度时用它的后四位核对。")
        return said

    def do(self) -> Case:
        """Register what came through the internet; it is received when both have confirmed it."""
        if self.arrived_on is not None:
            raise Refused(_("网上提交的申请以系统时间为准。"))
        return self.register(Channel.ONLINE)


@dataclass(kw_only=True)
class RegisterCase(Incoming):
    """Register a request that came by counter, post, letter, fax, e-mail or by word of mouth.

    confirmed_on  of letters, fax and e-mail: the day it was confirmed with the applicant (art. 31)
    """

    name = "cases.register"
    title = gettext_lazy("登记申请")
    policy = staticmethod(policies.may_handle)

    channel: Channel = Channel.IN_PERSON
    oral: bool = False
    confirmed_on: date | None = None

    def possible(self) -> str | None:
        """Only who works for the organ."""
        return policies.may_register_for(self.by, self.organ)

    def lacking(self) -> str | None:
        """Spoken requests are made at the counter; a day of confirmation follows the arrival."""
        if self.oral and self.channel is not Channel.IN_PERSON:
            return _("口头提出的申请当面登记（第二十九条）。")
        arrived, confirmed = self.arrived_on or clock.today(), self.confirmed_on
        if confirmed is not None and confirmed < arrived:
            return _("确认日期不能早于到达日期。")
        if confirmed is not None and self.channel not in BY_CONFIRMATION:
            return _("%(channel)s以到达当日为收到申请之日，不需要确认（第三十一条）。") % {
                "channel": channel_name(self.channel)
            }
        return super().lacking()

    def do(self) -> Case:
        """Register it; the handler is who registers."""
        return self.register(
            self.channel,
            oral=self.oral,
            handler=self.by.user_id,
            confirmed_on=self.confirmed_on,
        )


def same_form(token: str) -> Case | None:
    """Return the request that this form already brought, where it was sent twice."""
    return Case.objects.filter(token=token).first() if token else None


def twice(organ: Organ, applicant: Mapping[str, str], asked: Mapping[str, str]) -> Case | None:
    """Return an open request of the same applicant for the same words, made today: a double click."""
    person = Applicant(kind=applicant.get("kind", ""), name=applicant.get("name", "").strip())
    person.seal({k: v for k, v in applicant.items() if k not in ("kind", "name")})
    mark = fingerprint(asked.get("subject", ""), asked.get("content", ""))
    found = Case.objects.filter(
        organ=organ, fingerprint=mark, applicant__same=person.same, arrived_on=clock.today()
    )
    return found.filter(ended_on=None).order_by("-pk").first() if person.same else None

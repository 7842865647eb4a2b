"""What the offices of the example keep besides documents: the guide, channels, registers."""

import csv
import io
import tomllib
from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

from django.utils import timezone

from portal.acts import clock
from portal.channels.acts.log import MOST_LINES, Line, LogPublications
from portal.channels.acts.register import OpenChannel
from portal.channels.models import Channel
from portal.demo.documents import short
from portal.demo.world import SHOWN, World, at
from portal.duties.acts.duty import DeclareNotApplicable
from portal.duties.acts.office import DescribeDisclosureOffice
from portal.publishing.models import Document
from portal.registers.acts.counts import ConfirmZero
from portal.registers.acts.importing import EnterBatch, ReadBatch
from portal.registers.acts.normative import EnterNormative
from portal.registers.importing import POWERS
from portal.registers.models import NormativeKind
from portal.registers.queries import unsaid
from portal.registers.rules import powers

_BOARD = ("notice_board", "open_board", "village_boards", "screen", "newspaper", "radio")


@cache
def _data() -> dict[str, Any]:
    path = Path(__file__).parent / "offices.toml"
    return tomllib.loads(path.read_text(encoding="utf-8"))


def describe(world: World) -> None:
    """Write every office's particulars, which the guide and the pages' feet are made of."""
    started = at(date(world.today.year - 1, 12, 1))
    for number, row in enumerate(world.rows):
        if row["group"] == "elsewhere":
            continue
        # One office has forgotten its particulars: the example shows what a gap looks like.
        if row["code"] == "libei":
            continue
        with clock.as_of(started):
            DescribeDisclosureOffice(
                by=world.actor(row["code"], "qianfa"),
                organ=world.organs[row["code"]],
                fields=_particulars(row, number),
            ).execute()


def _particulars(row: Mapping[str, Any], number: int) -> dict[str, Any]:
    return {
        "office": f"{row['name']}办公室" if row["group"] != "departments" else "办公室",
        "address": f"例江县示例路{number + 1}号",
        "postal_code": "990100",
        "hours": "工作日8:30至12:00，14:30至17:30（法定节假日除外）",
        "phone": f"0990-88{number:02d}100",
        "fax": f"0990-88{number:02d}101",
        "complaints": "0990-8800123",
        "review_body": "范例市人民政府（范例市示例大道1号）"
        if row["group"] == "county"
        else "例江县人民政府（例江县示例路1号）",
    }


def open_channels(world: World) -> None:
    """Enter each working organ's website, and what else five townships have."""
    started = at(date(world.today.year - 2, 1, 4))
    for number, row in enumerate(world.rows):
        if row["group"] == "elsewhere":
            continue
        with clock.as_of(started):
            _open(world, row, "website", {"name": "政府信息公开平台"}, automatic=True)
            for code in _data()["townships"].get(row["code"], {}).get("channels", ()):
                facts = {**_data()["channels"][code]}
                kind = facts.pop("kind")
                said = {"short": short(row), "code": row["code"], "number": f"{number:02d}"}
                _open(world, row, kind, {k: v.format(**said) for k, v in facts.items()})


def _open(
    world: World,
    row: Mapping[str, Any],
    kind: str,
    fields: Mapping[str, Any],
    *,
    automatic: bool = False,
) -> None:
    OpenChannel(
        by=world.actor(row["code"]),
        organ=world.organs[row["code"]],
        kind=kind,
        fields=fields,
        automatic=automatic,
    ).execute()


def log(world: World) -> None:
    """Log what hung on boards and went out on accounts, month by month, up to today."""
    for code, profile in _data()["townships"].items():
        if code not in world.organs:
            continue
        channels = list(Channel.objects.filter(organ=world.organs[code], automatic=False))
        for channel in channels:
            if channel.kind == "wechat":
                _log(world, code, _posts(world, channel, profile["posts"]))
            elif channel.kind in _BOARD:
                _log(world, code, _hung(world, code, channel))


def _posts(world: World, channel: Channel, number: int) -> list[Line]:
    """Return a year's posts, spread over last year and this one at the same rate."""
    topics, titles = _data()["posts"]["topics"], _data()["posts"]["titles"]
    chance = Random(channel.pk)
    first = date(world.today.year - 1, 1, 1)
    days = (world.today - first).days
    lines = []
    for post in range(number * days // 365):
        on = first + timedelta(days=min(post * 365 // max(number, 1), days - 1))
        topic = chance.choice(topics)
        title = chance.choice(titles).format(topic=topic)
        lines.append(Line(channel, on, title=f"{title}（{on.month}月{on.day}日）", topic=topic))
    return list({(line.title, line.on): line for line in lines}.values())


def _hung(world: World, code: str, channel: Channel) -> list[Line]:
    """Return the township's notices as they hung on a board, the day after they were published."""
    lines = []
    hung = Document.objects.filter(
        organ=world.organs[code], is_public=True, genre__in=("notice", "normative")
    )
    for document in hung.order_by("published_at"):
        on = timezone.localdate(document.published_at) + timedelta(days=1)
        if world.today.year - 2 < on.year and on < world.today:
            lines.append(Line(channel, on, document=document))
    return lines


def _log(world: World, code: str, lines: list[Line]) -> None:
    by_month: dict[tuple[int, int], list[Line]] = {}
    for line in lines:
        by_month.setdefault((line.on.year, line.on.month), []).append(line)
    for found in by_month.values():
        last = min(max(line.on for line in found) + timedelta(days=1), world.today)
        with clock.as_of(at(last, 16)):
            LogPublications(
                by=world.actor(code), organ=world.organs[code], lines=found[:MOST_LINES]
            ).execute()


def keep_registers(world: World) -> None:
    """Enter decisions, the list of powers, and for offices without any the zero reports."""
    for row in world.rows:
        if row["group"] == "elsewhere":
            continue
        code = row["code"]
        for year in range(world.today.year - 2, world.today.year + 1):
            if "许可" in row.get("fields", ()):
                _batch(world, code, "licence", year, _decisions(row, "许", "licences", year, 36))
            if "处罚" in row.get("fields", ()):
                _batch(world, code, "penalty", year, _decisions(row, "罚", "penalties", year, 24))
        profile = _data()["townships"].get(code, {})
        if count := profile.get("penalties"):
            year = world.today.year - 1
            rows = _decisions(row, "罚", "penalties", year, count)
            _batch(world, code, "penalty", year, rows)
        if powers := profile.get("powers"):
            _batch(world, code, POWERS, world.today.year - 1, _powers(powers))
        _zero(world, code)


def _decisions(
    row: Mapping[str, Any], mark: str, items: str, year: int, count: int
) -> list[list[str]]:
    chance = Random(f"{row['code']}{mark}{year}")
    rows = [["决定书文号", "决定日期", "类别", "相对人类型", "相对人", "事项"]]
    for number in range(1, count + 1):
        on = date(year, 1, 5) + timedelta(days=number * 345 // count)
        what = chance.choice(_data()[items]["items"])
        rows.append(
            [
                f"例{short(row)[-1]}{mark}〔{year}〕{number}号",
                on.isoformat(),
                "一般程序" if mark == "罚" else "普通许可",
                "法人",
                f"例江县示例{chance.choice('甲乙丙丁戊己庚辛')}{number}有限公司",
                what,
            ]
        )
    return rows


def _powers(counts: Mapping[str, int]) -> list[list[str]]:
    titles = powers()
    rows = [["事项编码", "类型", "事项名称", "设定依据", "责任单位", "纳入日期"]]
    for kind, count in counts.items():
        for number in range(1, count + 1):
            name = f"{_data()['powers'][kind]}{number}（示例）"
            code = f"QL-{kind[:3].upper()}-{number:03d}"
            rows.append([code, titles[kind].title, name, "示例依据", "便民服务中心", "2020-01-01"])
    return rows


def _batch(world: World, code: str, register: str, year: int, rows: Iterable[list[str]]) -> None:
    """Import a table as an office does: read it, look, enter it."""
    until = min(date(year, 12, 31), world.today - timedelta(days=1))
    header, *body = rows
    kept = [row for row in body if register == POWERS or row[1] <= until.isoformat()]
    if not kept:
        return
    out = io.StringIO()
    csv.writer(out).writerows([header, *kept])
    with clock.as_of(at(until, 15)):
        batch = ReadBatch(
            by=world.actor(code),
            organ=world.organs[code],
            register=register,
            file_name=f"{year}.csv",
            content=out.getvalue().encode("utf-8-sig"),
        ).execute()
        EnterBatch(by=world.actor(code), target=batch).execute()


def enter_normative(world: World) -> None:
    """Enter the normative documents; the shown township's newest is left on its desk."""
    found = Document.objects.filter(genre="normative", is_public=True).select_related("shown")
    newest = found.filter(organ=world.organs[SHOWN]).order_by("-published_at").first()
    for document in found.order_by("published_at").select_related("organ"):
        if document == newest or document.shown is None or document.published_at is None:
            continue
        published = timezone.localdate(document.published_at)
        shown = document.shown
        with clock.as_of(document.published_at + timedelta(hours=2)):
            EnterNormative(
                by=world.actor(document.organ.code),
                organ=document.organ,
                numbered=True,
                fields={
                    "kind": NormativeKind.NORMATIVE,
                    "document": document,
                    "title": shown.title,
                    "number": shown.number,
                    "issued_on": shown.formed_on or published,
                    "effective_on": shown.effective_on,
                    "expires_on": shown.expires_on,
                    "disclosed_on": published,
                },
            ).execute()


def say_what_does_not_apply(world: World) -> None:
    """Departments and townships say which duties are not theirs, with the reason."""
    with clock.as_of(at(date(world.today.year, 1, 15))):
        for row in world.rows:
            theirs = _data()["not_applicable"].get(row["group"], {})
            fields = set(row.get("fields", ()))
            for code, rule in theirs.items():
                if fields & set(rule.get("unless", ())):
                    continue
                DeclareNotApplicable(
                    by=world.actor(row["code"]),
                    organ=world.organs[row["code"]],
                    code=code,
                    reason=rule["reason"],
                ).execute()


def _zero(world: World, code: str) -> None:
    """Confirm, in the days after the year's end, what there was none of."""
    for year in (world.today.year - 2, world.today.year - 1):
        with clock.as_of(at(date(year + 1, 1, 8), 10)):
            if zero := list(unsaid(world.organs[code], year)):
                ConfirmZero(
                    by=world.actor(code), organ=world.organs[code], year=year, things=zero
                ).execute()

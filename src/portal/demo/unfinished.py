"""What lies on the desk of the shown township: one document at each point of its way."""

import io
from datetime import date, timedelta
from typing import Any

from portal.acts import clock
from portal.demo.documents import Written, body
from portal.demo.world import REVIEWERS, SHOWN, World, at, draft, review, submit
from portal.publishing import recognition
from portal.publishing.acts.files import UploadDocument
from portal.publishing.acts.publication import (
    Publish,
    Revise,
    SchedulePublication,
    Withdraw,
)
from portal.publishing.acts.review import ReturnDocument
from portal.publishing.files import receive
from portal.publishing.models import Column, Document

# Not anybody's: the area code 990100 does not exist; the checksum is right, so that it is found.
_ID_NUMBER = "990100198001010018"


def leave(world: World) -> None:
    """Leave a draft, an upload, documents at every step, one timed, one corrected, one withdrawn."""
    days = [world.today - timedelta(days=n) for n in range(12, 0, -1)]
    town = world.organs[SHOWN].name
    _in_review(world, "例河乡农村饮水安全管理办法", days[0], passed=0)
    _in_review(world, "例河乡集镇停车管理规定", days[1], passed=1)
    _in_review(world, "例河乡秸秆禁烧工作方案", days[2], passed=2)
    returned = _in_review(world, "例河乡村级公益岗位管理办法", days[3], passed=0)
    with clock.as_of(at(days[4], 10)):
        ReturnDocument(
            by=world.actor(SHOWN, "shenhe"), target=returned, opinion="请补充岗位数量和补贴标准。"
        ).execute()
    names = (
        f"<p>{town}拟给予下列人员临时救助：</p><table><tr><th>姓名</th><th>身份证号</th><th>电话</th></tr>"
        f"<tr><td>示例甲</td><td>{_ID_NUMBER}</td><td>13900000000</td></tr></table>"
    )
    one = _written(world, "例河乡临时救助对象公示", days[5], names, "notice", "livelihood")
    draft(world, one, _column("livelihood"), at(days[5]))
    timed = _in_review(world, "例河乡冬春火灾防控通告", days[6], passed=3)
    SchedulePublication(
        by=world.actor(SHOWN), target=timed, at=clock.now() + timedelta(days=2)
    ).execute()
    _corrected(world, days)
    _withdrawn(world, days)
    _uploaded(world)


def _column(code: str) -> Column:
    return Column.objects.get(code=code, organ=None)


def _written(
    world: World, title: str, on: date, html: str, genre: str = "policy", column: str = "policies"
) -> Written:
    content: dict[str, Any] = {
        "title": title,
        "issuer": world.organs[SHOWN].name,
        "formed_on": on,
        "topic": "乡镇管理",
        "summary": f"{title}的主要内容。",
        "body": html,
    }
    return Written("unfinished", SHOWN, genre, column, on, at(on), content)


def _text(world: World, title: str, on: date) -> str:
    return body(
        f"为了做好有关工作，现将《{title}》印发给你们。\n第一条　适用于本乡范围内的有关活动。\n"
        "第二条　各村按照职责分工落实，遇有问题及时报告。",
        world.organs[SHOWN].name,
        on,
    )


def _in_review(world: World, title: str, on: date, *, passed: int) -> Document:
    one = _written(world, title, on, _text(world, title, on))
    document = draft(world, one, _column("policies"), at(on))
    document = submit(world, document, SHOWN, at(on, 10))
    for hour, who in enumerate(REVIEWERS[:passed], 11):
        document = review(world, document, SHOWN, who, at(on, hour))
    return document


def _published(world: World, title: str, on: date) -> Document:
    document = _in_review(world, title, on, passed=3)
    with clock.as_of(at(on, 16)):
        return Publish(by=world.actor(SHOWN), target=document).execute()


def _corrected(world: World, days: list[date]) -> None:
    document = _published(world, "例河乡便民服务中心办事时间", days[0])
    with clock.as_of(at(days[7], 9)):
        document = Revise(
            by=world.actor(SHOWN), target=document, reason="午休时间写错，更正。"
        ).execute()
    document = submit(world, document, SHOWN, at(days[7], 10))
    for hour, who in enumerate(REVIEWERS, 11):
        document = review(world, document, SHOWN, who, at(days[7], hour))
    with clock.as_of(at(days[7], 16)):
        Publish(by=world.actor(SHOWN), target=document).execute()


def _withdrawn(world: World, days: list[date]) -> None:
    document = _published(world, "例河乡困难群众慰问名册", days[8])
    with clock.as_of(at(days[9], 9)):
        Withdraw(
            by=world.actor(SHOWN, "qianfa"),
            target=document,
            reason="公示期已满，按规定不再公开个人信息。",
        ).execute()


def _uploaded(world: World) -> None:
    """Upload a Word file as a clerk would: what it says of itself is recognised."""
    import docx

    word = docx.Document()
    for line in (
        "例河乡人民政府文件",
        f"例河政发〔{world.today.year}〕12号",
        "例河乡人民政府关于做好冬季农田水利建设的通知",
        "各村民委员会，乡属各单位：",
        "为了做好今冬明春农田水利建设，现将有关事项通知如下。",
        "一、各村于本月底前完成渠道清淤和小型水库除险。",
        "二、工程资金和验收结果在村务公开栏公示。",
        "例河乡人民政府",
        f"{world.today.year}年{world.today.month}月1日",
    ):
        word.add_paragraph(line)
    word.core_properties.author = "某个人的电脑"
    out = io.BytesIO()
    word.save(out)
    file = receive("关于做好冬季农田水利建设的通知.docx", out.getvalue())
    recognised = recognition.content_of(file)
    UploadDocument(
        by=world.actor(SHOWN),
        organ=world.organs[SHOWN],
        column=_column("policies"),
        genre="policy",
        attribute="open",
        content=recognised.content,
        original=recognition.with_findings(file, recognised),
        told=recognised.told,
    ).execute()

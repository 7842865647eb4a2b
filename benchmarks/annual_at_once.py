"""Let 200 units save and send up their reports at once: nothing lost, no error page.

    python scripts/with_postgresql.py python benchmarks/annual_at_once.py [--units N] [--workers N]

Needs DATABASE_URL. Each unit has two clerks and a head. Both clerks save another text over the same one at
the same moment: one must win, the other must be told and get his text back. Then all heads send up at
once, each twice, as somebody does who clicks again. The answers of the real server (`portal serve`) are
held against what stands in the database afterwards; exit 1 where they differ.
"""

import argparse
import http.client
import os
import random
import re
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from portal_pages import serve
from portal_world import set_up

SERVES = 90.0  # seconds a browser waits
TOKEN = "a" * 32
ASPECTS = "主动公开、依申请公开、政府信息管理、平台建设和监督保障按要求开展，工作考核、社会评议和责任追究按规定进行"
WORDS = (
    *(
        "更新栏目",
        "回应关切",
        "解读政策",
        "审查文件",
        "规范登记",
        "培训人员",
        "答复群众",
        "公布预算",
    ),
    *(
        "整理目录",
        "核对数据",
        "张贴公告",
        "走访村组",
        "听取意见",
        "完善指南",
        "检查网页",
        "通报进度",
    ),
    *(
        "收集线索",
        "修订制度",
        "公示名单",
        "分类归档",
        "接听电话",
        "设置专栏",
        "清理旧件",
        "压实责任",
    ),
)


@dataclass
class Browser:
    """One person's browser: a session, and how long each answer took."""

    port: int
    session: str
    took: list[float] = field(default_factory=list)

    def send(self, path: str, form: dict[str, str] | None = None) -> tuple[int, str]:
        """Return the status and the page of one call."""
        began = time.perf_counter()
        line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=SERVES)
        headers = {"Cookie": f"sessionid={self.session}; csrftoken={TOKEN}"}
        if form is None:
            line.request("GET", path, headers=headers)
        else:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
            line.request("POST", path, urlencode({"csrfmiddlewaretoken": TOKEN, **form}), headers)
        answer = line.getresponse()
        page = answer.read().decode()
        line.close()
        self.took.append(time.perf_counter() - began)
        return answer.status, page


def at_once(calls: Sequence[Any]) -> list[Any]:
    """Return the answers of calls that all begin at the same moment."""
    answers: list[Any] = [None] * len(calls)
    together = threading.Barrier(len(calls))

    def one(number: int, call: Any) -> None:
        together.wait()
        try:
            answers[number] = call()
        except OSError as error:
            answers[number] = (599, str(error))

    threads = [threading.Thread(target=one, args=pair) for pair in enumerate(calls)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return answers


def people(units: int) -> list[tuple[int, list[str]]]:
    """Insert the units; return each filing with the sessions of its two clerks and its head."""
    from django.test import Client
    from django.utils import timezone

    from portal.accounts.models import User
    from portal.acts.actor import SYSTEM
    from portal.annual.acts import StartFiling
    from portal.organs.acts.lifecycle import EstablishOrgan
    from portal.organs.acts.posts import GivePost
    from portal.organs.models import Role

    def organ(code: str, name: str, level: str, parent: Any) -> Any:
        fields = {"name": name, "short_name": name[:40], "level": level, "kind": "government"}
        facts = {**fields, "parent": parent, "founded_on": date(2010, 1, 1)}
        return EstablishOrgan(by=SYSTEM, code=code, fields=facts).execute()

    county = organ("xian", "示例县人民政府", "county", None)
    year = timezone.localdate().year - 1
    found = []
    for number in range(units):
        town = organ(f"zhen{number}", f"示例{number}镇人民政府", "township", county)
        sessions = []
        for who, role in (("a", Role.HANDLER), ("b", Role.HANDLER), ("z", Role.HEAD)):
            user = User.objects.create(username=f"u{number}{who}", name=f"{who}某")
            user.password_is_temporary, user.password_set_on = False, timezone.localdate()
            user.set_unusable_password()
            user.save()
            on = timezone.localdate() - timedelta(days=400)
            GivePost(by=SYSTEM, user=user, organ=town, role=role, on=on).execute()
            client = Client()
            client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
            sessions.append(client.cookies["sessionid"].value)
        filing = StartFiling(by=SYSTEM, organ=town, year=year).execute()
        found.append((filing.pk, sessions))
    return found


def main() -> int:
    """Print what was answered and how long it took; 1 where something was lost or went wrong."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--units", type=int, default=200)
    parser.add_argument("--workers", type=int, default=2)
    asked = parser.parse_args()
    if "DATABASE_URL" not in os.environ:
        parser.error("DATABASE_URL is not set: run it with scripts/with_postgresql.py")
    with tempfile.TemporaryDirectory() as folder:
        set_up(Path(folder))
        from django.core.management import call_command

        call_command("migrate", interactive=False, verbosity=0)
        call_command("collectstatic", interactive=False, verbosity=0)
        found = people(asked.units)
        process, port = serve(Path(folder), asked.workers)
        try:
            return run(port, found)
        finally:
            process.terminate()
            process.wait()


def run(port: int, found: list[tuple[int, list[str]]]) -> int:
    """Play both acts on the server; return 1 where an answer and the database differ."""
    from portal.annual.models import Filing, FilingVersion

    def page(pk: int, what: str) -> str:
        return f"/desk/reports/filing/{pk}/{what}/"

    browsers = {pk: [Browser(port, one) for one in sessions] for pk, sessions in found}

    def texts(pk: int, who: str) -> dict[str, str]:
        said = {f"part_{n}": "" for n in range(7)}
        own = random.Random(f"{pk}{who}").sample(WORDS, 20)  # whoever writes the same is asked why
        return said | {
            "base": "0",
            "part_1": f"{ASPECTS}，{'，'.join(own[:8])}（{pk}{who}）",
            "part_5": f"存在的主要问题：{'、'.join(own[8:13])}不够及时。"
            f"改进情况：由党政办公室负责，按月{'、'.join(own[13:])}，六月底以前完成。",
            "part_6": "没有收取政府信息公开信息处理费。没有其他需要报告的事项。",
        }

    wrong: list[str] = []
    began = time.perf_counter()
    saves = [
        (pk, who, b) for pk, three in browsers.items() for who, b in zip("ab", three, strict=False)
    ]
    answers = at_once(
        [
            lambda pk=pk, who=who, b=b: b.send(page(pk, "write"), texts(pk, who))
            for pk, who, b in saves
        ]
    )
    report("save", [b.took[-1] for *_, b in saves], answers, time.perf_counter() - began)
    kept = {one.pk: one for one in Filing.objects.all()}
    for pk in browsers:
        mine = [
            (who, a) for (number, who, _b), a in zip(saves, answers, strict=True) if number == pk
        ]
        won = [who for who, (status, _page) in mine if status == 302]
        if len(won) != 1 or kept[pk].edits != 1:
            wrong.append(f"{pk}: {len(won)} of two were told that they saved")
        elif not kept[pk].texts["1"][0].endswith(f"（{pk}{won[0]}）"):
            wrong.append(f"{pk}: the text of {won[0]} was lost")
        for who, (status, shown) in mine:
            if who not in won and (status >= 500 or f"（{pk}{who}）" not in shown):
                wrong.append(f"{pk}: {who} lost what he typed ({status})")

    began = time.perf_counter()
    heads = [(pk, three[2]) for pk, three in browsers.items() for _twice in range(2)]
    answers = at_once(
        [lambda pk=pk, b=b: b.send(page(pk, "submit"), {"words": ""}) for pk, b in heads]
    )
    report("send up", [b.took[-1] for _pk, b in heads], answers, time.perf_counter() - began)
    versions = Counter(FilingVersion.objects.values_list("filing", flat=True))
    for one in Filing.objects.all():
        if one.stage != "submitted" or versions[one.pk] != 1:
            wrong.append(f"{one.pk}: {one.stage}, {versions[one.pk]} versions")
            told = [
                re.sub(r"<[^>]+>|\s+", " ", p)
                for (n, _b), (_s, p) in zip(heads, answers, strict=True)
                if n == one.pk
            ]
            wrong += [text[-400:] for text in told[:1] if len(wrong) < 4]
    print("\n".join(wrong[:12]) or "nothing lost, nothing twice, no error page")
    return 1 if wrong or any(status >= 500 for status, _page in answers) else 0


def report(name: str, took: list[float], answers: list[tuple[int, str]], whole: float) -> None:
    """Print how many answers of each status there were, and the times."""
    took = sorted(took)
    statuses = ", ".join(f"{n} x {s}" for s, n in sorted(Counter(s for s, _ in answers).items()))
    middle, late = took[len(took) // 2], took[int(len(took) * 0.95)]
    print(
        f"{name:8} {len(took)} at once in {whole:.1f} s: {statuses};"
        f" middle {middle:.1f} s, p95 {late:.1f} s, most {took[-1]:.1f} s (load {os.getloadavg()[0]:.1f})"
    )


if __name__ == "__main__":
    sys.exit(main())

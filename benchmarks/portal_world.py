"""Build a province of 2,000 organs with 1,000,000 public documents, for the portal's benchmarks.

    python benchmarks/portal_world.py FOLDER [--documents N] [--no-search]

FOLDER becomes the portal's data folder (SQLite; with DATABASE_URL, as scripts/with_postgresql.py sets
it, the database stands there). Rows are inserted in bulk: this world is measured, not believed; the
lists and the search index are then made by the product's own rebuild, and timed. A folder that holds
a whole world already is left as it is.

Bodies have 500 to 2,000 characters of sentences whose words follow Zipf's law: the words of offices
first, then made-up words of two to four common characters.
"""

import argparse
import os
import random
import resource
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from itertools import accumulate
from pathlib import Path

DOCUMENTS = 1_000_000
BATCH = 5_000
OFFICE = [
    "政府",
    "信息公开",
    "行政",
    "处罚",
    "规划",
    "财政",
    "预算",
    "决算",
    "通知",
    "办法",
    "意见",
    "工作",
    "农村",
    "公路",
    "养护",
    "教育",
    "卫生",
    "环境",
    "保护",
    "安全",
    "生产",
    "应急",
    "预案",
    "土地",
    "征收",
    "补偿",
    "方案",
    "项目",
    "建设",
    "资金",
    "管理",
    "监督",
    "检查",
    "许可",
    "审批",
    "服务",
    "群众",
    "社会",
    "保障",
    "就业",
    "医疗",
    "住房",
    "城镇",
    "乡村",
    "振兴",
    "会议",
    "纪要",
    "公告",
    "公示",
    "结果",
    "名单",
    "标准",
    "实施",
    "细则",
    "规定",
    "条例",
    "责任",
    "单位",
    "部门",
    "加强",
    "提高",
    "推进",
    "落实",
    "组织",
    "开展",
    "及时",
    "依法",
]
TOPICS = [
    "财政、金融、审计",
    "国土资源、能源",
    "农业、林业、水利",
    "教育",
    "卫生、体育",
    "民政、扶贫、救灾",
    "劳动、人事、监察",
    "公安、安全、司法",
    "城乡建设、环境保护",
    "工业、交通",
    "商贸、海关、旅游",
    "市场监管、安全生产监管",
    "科技",
    "文化、广电、新闻出版",
    "人口与计划生育",
    "综合政务",
    "其他",
    "对外事务",
    "国防",
]
COLUMNS = [
    "zhinan|政府信息公开指南|guide|institution",
    "zhidu|政府信息公开制度|systems|system",
    "jigou|机构职能|content|institution",
    "guifan|行政规范性文件|content|normative",
    "wenjian|其他文件|content|policy",
    "jiedu|政策解读|content|interpretation",
    "guihua|规划计划|content|policy",
    "yusuan|财政预算、决算|content|finance",
    "xuke|行政许可|content|notice",
    "chufa|行政处罚、行政强制|content|notice",
    "shoufei|行政事业性收费|content|finance",
    "caigou|政府采购|content|notice",
    "xiangmu|重大建设项目|content|notice",
    "minsheng|民生信息|content|notice",
    "yingji|突发公共事件|content|notice",
    "jiancha|监督检查|content|notice",
    "zhaolu|公务员招考|content|notice",
    "dongtai|工作动态|content|news",
    "gonggao|公告公示|content|notice",
    "nianbao|政府信息公开年报|reports|report",
]


def set_up(folder: Path) -> None:
    """Let Django use the folder; SQLite without waiting for the disk, since nothing here is kept."""
    os.environ["PORTAL_DATA"] = str(folder)
    os.environ.setdefault("PORTAL_HTTPS", "0")
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")
    import django

    django.setup()


class Words:
    """Text in which a word's frequency falls with its rank, as in any real text."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)
        common = [
            bytes((high, low)).decode("gb2312")
            for high in range(0xB0, 0xD7)
            for low in range(0xA1, 0xFE)
        ]
        made = [
            "".join(self.random.choices(common, k=self.random.choice((2, 2, 2, 3, 4))))
            for _ in range(30_000)
        ]
        self.words = OFFICE + made
        self.weights = list(accumulate(1 / (rank + 3) for rank in range(len(self.words))))
        self.sentences = [self.sentence() for _ in range(200_000)]

    def pick(self, k: int) -> list[str]:
        return self.random.choices(self.words, cum_weights=self.weights, k=k)

    def sentence(self) -> str:
        words = self.pick(self.random.randint(6, 18))
        middle = len(words) // 2
        return "".join(words[:middle]) + "，" + "".join(words[middle:]) + "。"

    def body(self) -> str:
        """Return a body of 500 to 2,000 characters in paragraphs."""
        want, length, parts = self.random.randint(500, 2000), 0, []
        while length < want:
            block = self.random.choices(self.sentences, k=4)
            length += sum(map(len, block))
            parts.append(f'<p class="indent">{"".join(block)}</p>')
        return "".join(parts)

    def title(self) -> str:
        return f"关于{''.join(self.pick(self.random.randint(3, 7)))}的{self.random.choice(('通知', '公告', '意见', '办法', '公示'))}"


def organs() -> list[object]:
    """Insert a province: 12 cities, 96 counties, their towns and departments, 2,000 in all."""
    from portal.organs.models import Organ, OrganState

    made: list[Organ] = []

    def add(name: str, level: str, kind: str, parent: Organ | None) -> Organ:
        pk = len(made) + 1
        path = f"{parent.path if parent else ''}{pk}."
        organ = Organ(
            pk=pk,
            code=f"o{pk}",
            name=name,
            short_name=name[:40],
            level=level,
            kind=kind,
            parent=parent,
            path=path,
            order=pk,
        )
        made.append(organ)
        return organ

    province = add("示例省人民政府", "province", "government", None)
    for i in range(7):
        add(f"示例省第{i + 1}厅", "province", "department", province)
    for c in range(12):
        city = add(f"示例{c + 1}市人民政府", "city", "government", province)
        for i in range(5):
            add(f"示例{c + 1}市第{i + 1}局", "city", "department", city)
        for n in range(8):
            county = add(f"示例{c + 1}市{n + 1}县人民政府", "county", "government", city)
            for i in range(12):
                add(f"示例{c + 1}市{n + 1}县{i + 1}镇人民政府", "township", "government", county)
            for i in range(7):
                add(f"示例{c + 1}市{n + 1}县第{i + 1}局", "county", "department", county)
    Organ.objects.bulk_create(made)
    OrganState.objects.bulk_create(
        OrganState(
            organ=o,
            name=o.name,
            short_name=o.short_name,
            level=o.level,
            kind=o.kind,
            parent=o.parent,
        )
        for o in made
    )
    return list(made)


def columns() -> list[tuple[int, str]]:
    """Insert the columns every platform has; return each with the genre of what stands there."""
    from portal.publishing.models import Column

    found = []
    for order, text in enumerate(COLUMNS):
        code, title, part, genre = text.split("|")
        column, _made = Column.objects.get_or_create(
            code=code, organ=None, defaults={"title": title, "part": part, "order": order}
        )
        found.append((column.pk, genre))
    return found


def documents(
    count: int, made: list[object]
) -> Iterator[tuple[list[object], list[object], list[object]]]:
    """Yield batches of documents with their one version and the event of their publication."""
    from portal.publishing.models import Document, DocumentEvent, DocumentVersion

    words, choose = Words(1), random.Random(2)
    # Few organs publish very much: the first ranks are given to a shuffle of all.
    ranked = choose.sample(made, len(made))
    organ_weights = list(accumulate(1 / (rank + 20) ** 0.7 for rank in range(len(ranked))))
    places = columns()
    place_weights = list(
        accumulate((1, 1, 2, 8, 6, 3, 2, 5, 6, 8, 2, 6, 4, 6, 3, 4, 1, 20, 15, 0.3))
    )
    start, span = datetime(2016, 1, 1, tzinfo=UTC), 10 * 365 * 24 * 3600
    batch: tuple[list[object], list[object], list[object]] = ([], [], [])
    for pk in range(1, count + 1):
        organ = choose.choices(ranked, cum_weights=organ_weights)[0]
        column, genre = choose.choices(places, cum_weights=place_weights)[0]
        at = start + timedelta(seconds=int(span * (pk + choose.randrange(2000)) / (count + 2000)))
        rule = genre in ("normative", "policy")
        effective = at.date() + timedelta(days=choose.choice((0, 0, 30))) if rule else None
        batch[0].append(
            Document(
                pk=pk,
                organ_id=organ.pk,
                column_id=column,
                genre=genre,
                attribute="open",  # type: ignore[attr-defined]
                state="published",
                is_public=True,
                working_id=pk,
                shown_id=pk,
                published_at=at,
                made_at=at,
                index_number=f"{organ.code}/{at.year}-{pk:07d}",
                steps=["reviewer", "signer"],  # type: ignore[attr-defined]
            )
        )
        batch[1].append(
            DocumentVersion(
                pk=pk,
                document_id=pk,
                serial=1,
                made_at=at,
                title=words.title(),
                body=words.body(),
                number=f"示政发〔{at.year}〕{pk % 900 + 1}号" if rule else "",
                issuer="",
                formed_on=at.date(),
                effective_on=effective,
                topic=choose.choice(TOPICS) if choose.random() < 0.7 else "",
                expires_on=date(at.year + 5, at.month, 1)
                if rule and choose.random() < 0.5
                else None,
            )
        )
        batch[2].append(DocumentEvent(document_id=pk, kind="published", at=at, who="示例"))
        if len(batch[0]) == BATCH:
            yield batch
            batch = ([], [], [])
    if batch[0]:
        yield batch


def peak() -> str:
    return f"peak {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB"


def main() -> int:
    """Build the world and print how long each part took."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--documents", type=int, default=DOCUMENTS)
    parser.add_argument("--no-search", action="store_true")
    asked = parser.parse_args()
    set_up(asked.folder)
    from django.core.management import call_command
    from django.core.management.color import no_style
    from django.db import connection, transaction

    from portal.publishing.models import Document, DocumentEvent, DocumentVersion
    from portal.site import projection

    call_command("migrate", interactive=False, verbosity=0)
    if connection.vendor == "sqlite":
        connection.cursor().execute("PRAGMA synchronous=OFF")
    began = time.perf_counter()
    if Document.objects.count() < asked.documents:
        with transaction.atomic():
            made = organs()
        for batch in documents(asked.documents, made):
            with transaction.atomic():
                for model, rows in zip(
                    (Document, DocumentVersion, DocumentEvent), batch, strict=True
                ):
                    model.objects.bulk_create(rows)  # type: ignore[attr-defined]
            print(f"\r{rows[-1].document_id:>9} documents", end="", file=sys.stderr)  # type: ignore[attr-defined]
        with connection.cursor() as cursor:
            for sql in connection.ops.sequence_reset_sql(no_style(), [Document, DocumentVersion]):
                cursor.execute(sql)
        print(f"documents inserted   {time.perf_counter() - began:7.1f} s   {peak()}")
    began = time.perf_counter()
    count = projection.rebuild()
    print(f"lists of {count:<9}   {time.perf_counter() - began:7.1f} s   {peak()}")
    connection.cursor().execute("ANALYZE")
    if not asked.no_search:
        began = time.perf_counter()
        # The command an operator runs: in a process of its own, with large pages.
        done = subprocess.run(
            [sys.executable, "-m", "portal", "rebuild-search"],
            check=True,
            text=True,
            stdout=subprocess.PIPE,
        )
        took, used = time.perf_counter() - began, resource.getrusage(resource.RUSAGE_CHILDREN)
        print(
            f"search               {took:7.1f} s   peak {used.ru_maxrss / 1024:.0f} MB"
            f"   {used.ru_utime + used.ru_stime:.1f} s of CPU   {done.stdout.strip()}"
        )
    for path in sorted(asked.folder.rglob("*")):
        if path.is_file() and path.stat().st_size > 50 << 20:
            print(
                f"{path.relative_to(asked.folder)!s:30} {path.stat().st_size / (1 << 20):8.0f} MB"
            )
    return 0


if __name__ == "__main__":
    sys.exit(main())

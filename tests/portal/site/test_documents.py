"""A document's page: what it is, what it says, what belongs to it and what changed."""

import json
import re
from datetime import date
from pathlib import Path

from django.conf import LazySettings
from django.test import Client

from portal.acts.actor import SYSTEM
from portal.organs.models import Role
from portal.publishing.acts.drafting import EditDraft, SubmitDocument
from portal.publishing.acts.links import LinkDocuments
from portal.publishing.acts.publication import Publish, Revise, Withdraw
from portal.publishing.acts.review import PassStep
from portal.publishing.files import keep
from portal.publishing.models import Attachment, DocumentLink, FileKind, Genre, LinkKind
from tests.portal.conftest import County
from tests.portal.site.conftest import Issue

HOSTILE = '"><script>alert(1)</script></script><!--'


def page(pk: int) -> str:
    answer = Client().get(f"/info/{pk}/")
    assert answer.status_code == 200
    return answer.content.decode()


def test_the_page_shows_the_metadata_of_the_catalogue(issue: Issue) -> None:
    document = issue(number="示政规〔2026〕1号", topic="交通", formed_on=date(2026, 3, 2),
                     effective_on=date(2026, 4, 1), summary="谁来养护。")  # fmt: skip
    said = page(document.pk)
    for words in ("索引号", document.index_number, "示政规〔2026〕1号", "交通", "2026-03-02",
                  "2026-04-01起施行", "谁来养护。", "第一条　为加强养护。", "下载 PDF"):  # fmt: skip
        assert words in said
    for name in ("SiteName", "SiteDomain", "SiteIDCode", "ColumnName", "ColumnDescription",
                 "ColumnKeywords", "ColumnType", "ArticleTitle", "PubDate", "ContentSource",
                 "Keywords", "Author", "Description", "Image", "Url"):  # fmt: skip
        assert said.count(f'<meta name="{name}" content=') == 1, name
    assert re.search(r'name="PubDate" content="\d{4}-\d\d-\d\d \d\d:\d\d"', said)


def test_programs_read_the_same_as_people(issue: Issue) -> None:
    document = issue(HOSTILE + "办法", number="示政规〔2026〕1号", summary=HOSTILE)
    said = page(document.pk)
    assert "<script>alert" not in said
    block = re.search(r'<script type="application/ld\+json">(.*?)</script>', said)
    assert block is not None
    legislation, trail = json.loads(block[1])["@graph"]
    assert legislation["@type"] == "Legislation"
    assert legislation["name"] == HOSTILE + "办法"
    assert legislation["legislationIdentifier"] == "示政规〔2026〕1号"
    assert trail["@type"] == "BreadcrumbList" and len(trail["itemListElement"]) == 4


def test_a_policy_and_its_interpretation_lead_to_each_other(issue: Issue) -> None:
    policy, reading = issue(), issue("《办法》解读", genre=Genre.INTERPRETATION)
    DocumentLink.objects.create(source=reading, target=policy, kind=LinkKind.INTERPRETS)
    assert "政策解读" in page(policy.pk) and f'href="/info/{reading.pk}/"' in page(policy.pk)
    assert f'href="/info/{policy.pk}/"' in page(reading.pk)
    Withdraw(by=SYSTEM, target=reading, reason="重写").execute()
    assert f'href="/info/{reading.pk}/"' not in page(policy.pk)


def test_what_repeals_or_amends_a_document_is_said_in_words(issue: Issue) -> None:
    old, new = issue("旧办法"), issue("新办法", effective_on=date(2026, 1, 1))
    LinkDocuments(by=SYSTEM, target=new, other=old, kind=LinkKind.AMENDS).execute()
    assert "有效（已修改）" in page(old.pk)
    LinkDocuments(by=SYSTEM, target=new, other=old, kind=LinkKind.REPEALS).execute()
    assert "废止（自2026年1月1日起）" in page(old.pk)
    assert "废止（" not in page(new.pk)


def test_a_correction_is_dated_and_says_why(issue: Issue, county: County) -> None:
    document = issue()
    assert "更正记录" not in page(document.pk)
    clerk = county.actor("jingban", Role.HANDLER)
    document = Revise(by=clerk, target=document, reason="附表数字有误").execute()
    document = EditDraft(by=clerk, target=document, content={"body": "<p>改后。</p>"}).execute()
    document = SubmitDocument(by=clerk, target=document).execute()
    assert "改后。" not in page(document.pk)
    for _step in document.steps:
        document = PassStep(by=SYSTEM, target=document, opinion="同意").execute()
    Publish(by=SYSTEM, target=document).execute()
    said = page(document.pk)
    assert "改后。" in said and "更正后重新公开：附表数字有误" in said


def test_files_are_named_with_type_and_size(
    issue: Issue, settings: LazySettings, tmp_path: Path
) -> None:
    settings.MEDIA_ROOT = tmp_path / "files"
    document = issue()
    Attachment.objects.create(
        document=document, kind=FileKind.ATTACHMENT, name="附件1 责任表.xlsx", from_serial=1,
        media_type="application/octet-stream", size=2048, sha256="0" * 64, path=keep(b"x" * 2048),
    )  # fmt: skip
    said = page(document.pk)
    assert "附件1 责任表.xlsx" in said and "Excel，" in said and "2.0\xa0KB" in said


def test_a_wide_table_scrolls_inside_itself_and_by_keyboard(issue: Issue) -> None:
    body = "<table><tr><td><table><tr><td>内</td></tr></table></td></tr></table><p>后</p>"
    said = page(issue(body=body).pk)
    assert said.count('<div class="scroll" tabindex="0" role="region"') == 1
    assert "</table></div>" in said


def test_the_code_to_scan_is_the_page_itself(issue: Issue) -> None:
    answer = Client().get(f"/info/{issue().pk}/qr.svg")
    assert answer["Content-Type"] == "image/svg+xml"
    assert b"<svg" in answer.content and b"<script" not in answer.content

"""An office's own files, in every format it writes, become drafts with their particulars filled in."""

from datetime import date

import pytest

from portal.publishing import files, recognition
from portal.publishing.recognition import Recognised
from tests.portal.publishing import papers


def of(name: str, data: bytes) -> Recognised:
    """Return what an uploaded file gives."""
    return recognition.content_of(files.receive(name, data))


WHOLE = {
    "title": "示例镇人民政府关于印发示例镇农村公路养护管理办法的通知",
    "number": "示镇政发〔2026〕5号",
    "issuer": "示例镇人民政府",
    "formed_on": date(2026, 3, 2),
    "effective_on": date(2026, 4, 1),
    "expires_on": date(2031, 3, 31),
}


@pytest.mark.parametrize(
    ("suffix", "kind"),
    [
        ("docx", ""), ("txt", ""), ("pdf", ""), ("ofd", ""), ("html", ""),
        ("doc", "MS Word 97"), ("rtf", "Rich Text Format"), ("odt", "writer8"),
    ],
)  # fmt: skip
def test_a_notice_is_recognised_in_every_format(suffix: str, kind: str) -> None:
    if suffix == "docx":
        data = papers.word()
    elif suffix == "txt":
        data = "\n".join(papers.NOTICE).encode("gb18030")
    elif suffix == "html":
        data = (
            "<html><body>" + "".join(f"<p>{p}</p>" for p in papers.NOTICE) + "</body></html>"
        ).encode()
    elif suffix == "pdf":
        data = papers.pdf()
    elif suffix == "ofd":
        data = papers.ofd()
    else:
        data = papers.converted(papers.word(), suffix, kind)
    found = of(f"关于养护的通知.{suffix}", data)
    body = found.content.pop("body")
    assert found.content == WHOLE
    assert all(told["words"] for told in found.told.values())
    assert '<p class="right">示例镇人民政府</p><p class="right">2026年3月2日</p>' in body
    assert "示镇政发" not in body and "人民政府关于印发" not in body
    assert "<p>各村（社区），镇直各单位：</p>" in body
    assert body.count("<h2>") == 2


def test_tables_keep_their_spans_and_their_heads() -> None:
    body = of("a.docx", papers.word(*papers.NOTICE, table=True)).content["body"]
    assert '<td colspan="2">养护里程</td>' in body or 'colspan="2">养护里程' in body
    assert "<td>12.5</td>" in body


def test_words_that_look_like_elements_are_words() -> None:
    lines = (*papers.NOTICE[:5], "<script>alert(1)</script>&<b>粗</b>", *papers.NOTICE[6:8])
    body = of("a.docx", papers.word(*lines)).content["body"]
    assert "&lt;script&gt;alert(1)&lt;/script&gt;&amp;&lt;b&gt;粗&lt;/b&gt;" in body


def test_a_file_without_a_title_is_called_by_its_name_and_says_so() -> None:
    found = of("村里的事.txt", "今天开会，大家都来了。\n研究了修路的事情。".encode())
    assert found.content["title"] == "村里的事"
    assert found.told["title"]["sure"] is False
    assert "文件名" in recognition.why(found.told["title"])
    assert set(found.told) == {"title"}


def test_a_scan_is_taken_and_says_that_it_cannot_be_read() -> None:
    file = files.receive("扫描件.pdf", papers.scan())
    assert file.document is None
    assert any("扫描件" in one.words and one.open for one in file.findings)
    found = recognition.content_of(file)
    assert (found.content["title"], found.content["body"]) == ("扫描件", "")


def test_marks_against_publication_are_findings() -> None:
    found = of("a.docx", papers.word("机密★1年", *papers.NOTICE[:8], "（此件不予公开）"))
    assert [one.code for one in found.findings] == ["secrecy", "not_open"]
    assert all(one.open for one in found.findings)

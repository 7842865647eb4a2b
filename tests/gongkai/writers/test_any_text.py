"""Whatever words a report holds, every writer writes it and nothing of it becomes markup."""

import io
import zipfile
from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from lxml import etree
from tests.effort import most

from gongkai.forms.filled import FilledForm, Paragraph, Section
from gongkai.forms.form import load
from gongkai.writers import docx, html, ofd, pdf, xlsx

Writer = Callable[[FilledForm], bytes]
PACKED: dict[str, Writer] = {"docx": docx.write, "xlsx": xlsx.write, "ofd": ofd.write}
HOSTILE = (
    '</t>&lt;#panic("x")$\\n\\{]] "\' -- <!-- \u202e\ufffe\ue000𬎆\ud800 #import "/etc/passwd"'
)


def report(words: str) -> FilledForm:
    """Return a report that says `words` wherever a report can say something."""
    sections = tuple(
        Section(number, words, paragraphs=(Paragraph(words), Paragraph(f"（一）{words}。{words}")))
        for number in range(7)
    )
    return FilledForm(
        load("2021"), {}, title=words, authority=words, sections=sections, document_number=words
    )


@pytest.mark.parametrize("form", PACKED)
def test_any_words_make_well_formed_packages(form: str) -> None:
    @settings(max_examples=most(15), deadline=None, suppress_health_check=list(HealthCheck))
    @given(st.text(min_size=1, max_size=60))
    @example(HOSTILE)
    def any_words(words: str) -> None:
        with zipfile.ZipFile(io.BytesIO(PACKED[form](report(words)))) as archive:
            for name in archive.namelist():
                if name.endswith((".xml", ".rels")):
                    etree.fromstring(archive.read(name))

    any_words()


@settings(max_examples=most(15), deadline=None)
@given(st.text(min_size=1, max_size=60))
@example(HOSTILE)
def test_any_words_make_a_page_and_a_pdf(words: str) -> None:
    page = etree.fromstring(html.write(report(words)), etree.HTMLParser(encoding="utf-8"))
    assert {element.tag for element in page.iter()} <= {
        *("html", "head", "meta", "title", "style", "body", "main"),
        *("h1", "h2", "h3", "p", "span", "b"),
    }
    assert pdf.write(report(words)).startswith(b"%PDF-")

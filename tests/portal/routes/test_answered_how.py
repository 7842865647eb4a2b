"""What every answer of the walk carries, whatever it is: headers, and no script of its own."""

import re

from lxml import html

from tests.portal.routes.walk import Walk

STRICT = {"default-src 'none'", "script-src 'self'", "style-src 'self'", "frame-ancestors 'none'",
          "base-uri 'none'", "object-src 'none'", "form-action 'self'"}  # fmt: skip
HANDLER = re.compile(r"^on\w+$", re.IGNORECASE)
SAME_FOR_ALL = ("socialaccount_login_cancelled",)
FILES = ("file", "file 草稿")  # a file of somebody else's making: not even our own scripts


def test_every_answer_is_fenced_in(walked: Walk) -> None:
    for answer in walked.answers:
        said = answer.headers
        policy = {one.strip() for one in said.get("content-security-policy", "").split(";")}
        if answer.case in FILES and answer.status == 200:
            assert policy == {"default-src 'none'", "sandbox"}
            assert said["content-disposition"].startswith("attachment")
        else:
            assert policy >= STRICT, answer
            assert "unsafe" not in said["content-security-policy"]
        assert said["x-content-type-options"] == "nosniff", answer.url
        assert said["x-frame-options"] == "DENY", answer.url
        assert said["referrer-policy"] == "same-origin", answer.url
        assert said["cross-origin-opener-policy"] == "same-origin", answer.url


def test_no_page_holds_a_script_or_a_style_of_its_own(walked: Walk) -> None:
    """The policy would stop it; then the page would not work. Data (JSON-LD) is no script."""
    seen = set()
    for answer in walked.answers:
        if (
            not answer.is_page
            or not answer.body
            or (answer.case, answer.status, len(answer.body)) in seen
        ):
            continue
        seen.add((answer.case, answer.status, len(answer.body)))
        for one in html.document_fromstring(answer.body).iter():
            where = (answer.url, html.tostring(one)[:200] if isinstance(one.tag, str) else "")
            if one.tag == "script":
                data = one.get("type") == "application/ld+json"
                assert data or (one.get("src", "").startswith("/static/") and not one.text), where
            assert one.tag not in ("style", "iframe", "object", "embed", "base"), where
            assert "style" not in one.attrib, where
            assert not [name for name in one.attrib if HANDLER.match(name)], where
            for name in ("src", "href", "action", "formaction", "poster", "data"):
                assert not one.get(name, "").strip().lower().startswith(("javascript:", "data:text")), where  # fmt: skip


def test_pages_of_the_desk_are_kept_by_nobody_in_between(walked: Walk) -> None:
    """A page that differs by who asks must not be given to the next one out of a shared cache."""
    for answer in walked.answers:
        own = answer.url.startswith(("/desk/", "/account/")) and answer.post != "公众"
        if own and answer.status == 200 and answer.case not in SAME_FOR_ALL:
            kept = answer.headers.get("cache-control", "")
            private = "private" in kept or "no-store" in kept
            assert private or "cookie" in answer.headers.get("vary", "").lower(), answer.url
            assert "public" not in kept, answer.url


def test_forms_carry_a_token_and_passwords_are_not_shown_back(walked: Walk) -> None:
    for answer in walked.answers:
        if answer.status == 200 and answer.is_page and answer.case != "show":
            for form in html.document_fromstring(answer.body).iter("form"):
                if form.get("method", "get").lower() == "post" and form.get("action") != "/show/":
                    token = form.xpath(".//input[@name='csrfmiddlewaretoken']/@value")
                    assert len(token) == 1 and len(token[0]) == 64, (answer.url, token)
            for one in html.document_fromstring(answer.body).xpath("//input[@type='password']"):
                assert not one.get("value"), answer.url

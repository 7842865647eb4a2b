"""Pages that belong to no app: health, how things are shown, and errors that say what is safe."""

from django.test import Client


def test_health_and_readiness(db: None) -> None:
    assert Client().get("/healthz").content == b"ok\n"
    assert Client().get("/readyz").json() == {"ready": True}


def test_metrics_answer_this_machine_alone(db: None) -> None:
    assert b"django_http_requests" in Client().get("/metrics").content
    assert Client().get("/metrics", REMOTE_ADDR="10.1.2.3").status_code == 404
    assert Client().get("/metrics", HTTP_X_FORWARDED_FOR="127.0.0.1").status_code == 404


def test_the_visitor_chooses_size_and_contrast(db: None) -> None:
    client = Client()
    answer = client.post(
        "/show/", {"size": "huge", "contrast": "high", "mode": "x", "next": "/account/login/"}
    )
    assert answer["Location"] == "/account/login/"
    page = client.get("/account/login/").content.decode()
    assert 'data-size="huge" data-contrast="high" data-mode="standard"' in page
    assert client.post("/show/", {"next": "https://evil.example/"})["Location"] == "/"


def test_no_script_or_style_stands_in_a_page(db: None) -> None:
    answer = Client().get("/account/login/")
    assert "script-src 'self'" in answer["Content-Security-Policy"]
    page = answer.content.decode()
    assert "style=" not in page and "<style" not in page and "onclick" not in page
    assert "http://" not in page and "https://" not in page


def test_a_missing_page_says_what_to_try(db: None) -> None:
    answer = Client().get("/nothing-here/")
    assert answer.status_code == 404
    assert "没有这个页面" in answer.content.decode()


def test_an_old_form_says_that_nothing_was_changed(db: None) -> None:
    client = Client(enforce_csrf_checks=True)
    answer = client.post("/account/login/", {"login": "x", "password": "y"})
    assert answer.status_code == 403
    assert "没有作任何改动" in answer.content.decode()

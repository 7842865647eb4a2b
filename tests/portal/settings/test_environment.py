"""The operator's choices: typed, with one sentence for a wrong one; unsafe starts are refused."""

from pathlib import Path

import pytest

from portal.settings import environment, safety
from portal.settings.environment import BadEnvironment


def test_without_any_choice_the_portal_runs_in_var(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    read = environment.read({})
    assert (read.data, read.digest, read.debug, read.https) == (
        tmp_path / "var",
        "sha256",
        False,
        True,
    )
    assert len(read.secret) >= 50
    assert (tmp_path / "var" / "secret").stat().st_mode & 0o077 == 0
    assert environment.read({}).secret == read.secret


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("PORTAL_DEBUG", "yes"),
        ("PORTAL_PROXIES", "-1"),
        ("PORTAL_DIGEST", "md5"),
        ("PORTAL_OIDC", "https://sso.example"),
        ("DATABASE_URL", "mysql://root@127.0.0.1/portal"),
        ("DATABASE_URL", "postgresql://portal@127.0.0.1"),
        ("DATABASE_URL", "portal.sqlite3"),
    ],
)
def test_a_wrong_choice_is_named(tmp_path: Path, name: str, value: str) -> None:
    with pytest.raises(BadEnvironment, match=name):
        environment.read({"PORTAL_DATA": str(tmp_path), name: value})


def test_a_data_folder_that_is_none_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(BadEnvironment, match="PORTAL_DATA"):
        environment.read({"PORTAL_DATA": str(tmp_path / "file")})


def test_a_mail_address_is_taken_apart() -> None:
    mail = environment.mail("smtps://clerk%40town:p%2Fw@mail.example:465")
    assert (mail["EMAIL_HOST_USER"], mail["EMAIL_HOST_PASSWORD"]) == ("clerk@town", "p/w")
    assert mail["EMAIL_USE_SSL"] is True
    with pytest.raises(BadEnvironment, match="PORTAL_EMAIL"):
        environment.mail("mail.example")


def test_the_shipped_settings_may_serve_this_machine(settings: object) -> None:
    settings.ALLOWED_HOSTS = ["127.0.0.1"]  # type: ignore[attr-defined]
    assert safety.refusals() == []


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"DEBUG": True}, "portal.E001"),
        ({"ALLOWED_HOSTS": ["*"], "SESSION_COOKIE_SECURE": True}, "portal.E002"),
        ({"ALLOWED_HOSTS": ["www.example.gov.cn"], "SESSION_COOKIE_SECURE": False}, "portal.E003"),
        ({"SECRET_KEY": "x" * 60}, "portal.E004"),
    ],
)
def test_an_unsafe_start_is_refused(
    settings: object, changes: dict[str, object], code: str
) -> None:
    settings.ALLOWED_HOSTS = ["127.0.0.1"]  # type: ignore[attr-defined]
    for name, value in changes.items():
        setattr(settings, name, value)
    assert [message.id for message in safety.refusals()] == [code]

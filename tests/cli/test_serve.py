import pytest

from tests.cli.conftest import Run
from truceline.cli.main import run
from truceline.cli.serve import check_binding
from truceline.errors import UsageError


@pytest.mark.parametrize("host", ["127.0.0.1", "127.8.8.8", "::1", "[::1]", "localhost"])
def test_serve_answers_on_this_computer(host: str) -> None:
    check_binding(host, team=False)


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.168.1.7", "example.org", ""])
def test_serve_beyond_this_computer_needs_team_and_says_why(host: str) -> None:
    with pytest.raises(UsageError, match="--team"):
        check_binding(host, team=False)
    check_binding(host, team=True)


def test_serve_of_no_database_ends_in_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    pytest.importorskip("fastapi")
    assert run(["serve", "--db", "nowhere/at-all.db"]) == 2
    said = capsys.readouterr().err
    assert said.count("\n") == 1 and "no such database" in said


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (("--host", "0.0.0.0"), "--team"),
        (("--team", "--user", "Éowyn"), "own names"),
        (("--team", "--tls-cert", "cert.pem"), "--tls-key"),
        (("--team", "--tls-cert", "cert.pem", "--tls-key", "key.pem"), "no such file"),
        (("--team",), "make a lead: truceline users add NAME --role lead"),
    ],
)
def test_serve_refuses_what_is_unsafe_or_contradicts_itself_in_one_line(
    truceline: Run, options: tuple[str, ...], words: str
) -> None:
    assert truceline("db", "upgrade", "--db", "t.db").code == 0
    result = truceline("serve", "--db", "t.db", *options)
    assert result.code == 2
    assert words in result.err
    assert len(result.err.splitlines()) == 1

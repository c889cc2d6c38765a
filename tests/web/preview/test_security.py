"""Who may ask a preview, and what its pages may do."""

import pytest
from flask.testing import FlaskClient

URLS = ["/", "/desk", "/desk/articles", "/desk/problems", "/desk/entries/rain", "/articles/rain"]
POLICY = "script-src http://127.0.0.1:8000/desk/live.js;"


def local(**headers: str) -> dict[str, str]:
    return {"Host": "127.0.0.1:8000"} | {k.replace("_", "-"): v for k, v in headers.items()}


@pytest.mark.parametrize("url", URLS)
def test_pages_are_made_anew_and_run_one_script(client: FlaskClient, url: str) -> None:
    answer = client.get(url, headers=local(Accept_Encoding="gzip", If_None_Match="*"))
    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "no-store"
    assert "ETag" not in answer.headers
    assert "Content-Encoding" not in answer.headers
    policy = answer.headers["Content-Security-Policy"]
    assert policy.startswith("default-src 'none'; ")
    assert POLICY in policy
    assert "unsafe" not in policy
    assert answer.text.count("<script src=") == 1
    assert answer.text.count('id="_bar"') == 1


def test_a_refused_page_is_dressed_as_well(client: FlaskClient) -> None:
    answer = client.get("/desk/entries/nothing", headers=local())
    assert answer.status_code == 404
    assert POLICY in answer.headers["Content-Security-Policy"]


def test_readers_get_feeds_and_304s_as_from_a_server(client: FlaskClient) -> None:
    answer = client.get("/feed.atom", headers=local())
    assert answer.headers["Cache-Control"] == "no-cache"
    assert "Access-Control-Allow-Origin" not in answer.headers
    assert b"_bar" not in answer.data
    again = client.get("/feed.atom", headers=local(If_None_Match=answer.headers["ETag"]))
    assert again.status_code == 304


@pytest.mark.parametrize("url", [*URLS, "/feed.atom", "/desk/live.js", "/desk/events"])
@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1.evil.example:8000", "evil.example:80"])
def test_it_has_no_name_but_this_machines(client: FlaskClient, url: str, host: str) -> None:
    answer = client.get(url, headers={"Host": host})
    assert answer.status_code == 400
    assert b"Rain" not in answer.data


@pytest.mark.parametrize("host", ["127.0.0.1:8000", "localhost:8000", "localhost"])
def test_the_names_of_this_machine_work(client: FlaskClient, host: str) -> None:
    assert client.get("/feed.atom", headers={"Host": host}).status_code == 200


@pytest.mark.parametrize("url", ["/desk", "/feed.atom", "/desk/events", "/articles/rain"])
@pytest.mark.parametrize(
    "sent",
    [
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Origin": "http://127.0.0.1:9000"},
        {"Origin": ""},
        {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "no-cors", "Sec-Fetch-Dest": "image"},
        {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "cors"},
        {"Sec-Fetch-Site": "same-site", "Sec-Fetch-Mode": "no-cors"},
    ],
)
def test_other_sites_are_refused(client: FlaskClient, url: str, sent: dict[str, str]) -> None:
    answer = client.get(url, headers=local() | sent)
    assert answer.status_code == 403
    assert b"Rain" not in answer.data


def test_a_link_elsewhere_may_lead_here(client: FlaskClient) -> None:
    sent = {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Dest": "document"}
    assert client.get("/desk", headers=local() | sent).status_code == 200


@pytest.mark.parametrize("origin", ["http://127.0.0.1:8000", "http://localhost:8000"])
def test_its_own_pages_may_ask(client: FlaskClient, origin: str) -> None:
    assert client.get("/desk", headers=local(Origin=origin)).status_code == 200


def test_a_browser_at_another_name_is_led_to_the_one_of_its_links(client: FlaskClient) -> None:
    headers = {"Host": "localhost:8000", "Sec-Fetch-Dest": "document"}
    answer = client.get("/articles/rain", headers=headers)
    assert (answer.status_code, answer.location) == (302, "http://127.0.0.1:8000/articles/rain")


def test_nothing_can_be_sent_to_it(client: FlaskClient) -> None:
    for url in [*URLS, "/desk/events"]:
        assert client.post(url, headers=local()).status_code == 405

"""A passkey lets in who has given their password: made, used, refused when it proves nothing, and taken away."""

from __future__ import annotations

import html
import json
import re
import subprocess
import sys
from base64 import urlsafe_b64encode
from typing import Any

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import func, select

from app.db import db, transaction
from app.models import AuditEntry, Passkey, PasskeyChallenge, RecoveryCode, Role, Staff
from app.people import accounts, ceremony, challenges, managing, passkeys
from app.people.errors import (
    NoSuchPasskey,
    PasskeyCopied,
    PasskeyNotMade,
    PasskeyWrong,
    SecondStepNeeded,
    SignInRests,
    TooManyPasskeys,
)
from app.people.person import Person
from app.rules.passkey import Site
from app.tidying import tidy
from tests.browser_of import Browser
from tests.conftest import TurnableClock
from tests.people import PASSWORD, Hall
from tests.server import ROOT
from tests.staff.authenticator import Authenticator, bytes_of

SITE = Site("antrean.example", "https://antrean.example")
ADDRESS = "10.20.0.7"
CODES = re.compile(r"<code>([a-z2-9]{5}-[a-z2-9]{5})</code>")


@pytest.fixture(autouse=True)
def office_has_an_address(app: Flask) -> None:
    """The office's pages are served over TLS, under a name."""
    app.config["PUBLIC_URL"] = SITE.origin


@pytest.fixture
def rina(hall: Hall, time: TurnableClock) -> int:
    """An officer."""
    return hall.employ("Rina")


@pytest.fixture
def key() -> Authenticator:
    """The key in her hand."""
    return Authenticator()


@pytest.fixture
def browser(app: Flask, rina: int) -> Browser:
    """Her browser, signed in."""
    return signed_in(app, "Rina")


def signed_in(app: Flask, name: str) -> Browser:
    browser = elsewhere(app)
    browser.get("/login")
    browser.post("/login", 302, name=name, password=PASSWORD)
    return browser


def elsewhere(app: Flask) -> Browser:
    return Browser(app, address=ADDRESS, host="antrean.example")


def asked(page: str) -> str:
    found = re.search(r'data-asked="([^"]+)"', page)
    assert found, page[-900:]
    return html.unescape(found[1])


def adds(browser: Browser, key: Authenticator, name: str = "Kunci biru", status: int = 200) -> str:
    """Add a passkey as the pages have it."""
    browser.get("/account/second-step")
    assert "/account/passkeys/new" in browser.post("/account/passkeys/begin", 303, name=name, password=PASSWORD)
    answer = key.makes(asked(browser.get("/account/passkeys/new")))
    shown = browser.post("/account/passkeys/new", status, answer=answer)
    db.session.rollback()
    return shown


def gives_password(app: Flask, name: str = "Rina") -> tuple[Browser, str]:
    """Give the password anew; the browser, and the page of the second step."""
    browser = elsewhere(app)
    browser.get("/login")
    assert "/login/code" in browser.post("/login", 302, name=name, password=PASSWORD)
    return browser, browser.get("/login/code")


def has(staff_id: int, key: Authenticator, name: str = "Kunci biru") -> list[str]:
    """Let somebody have a passkey, without pages; their recovery codes."""
    challenge = challenges.new(staff_id)
    return passkeys.add(who(staff_id), SITE, challenge, key.makes({"challenge": challenge}), name)


def who(staff_id: int) -> Person:
    db.session.rollback()
    row = db.session.get_one(Staff, staff_id)
    return Person(row.id, row.name, row.roles, {}, has_telephone=bool(row.totp_seed), has_passkey=bool(row.passkeys))


def tries(staff_id: int, key: Authenticator, site: Site = SITE, **otherwise: Any) -> None:
    challenge = challenges.new(staff_id)
    passkeys.check(staff_id, site, challenge, key.signs({"challenge": challenge}, **otherwise), ADDRESS)


def told(action: str) -> list[dict[str, Any]]:
    db.session.rollback()
    rows = db.session.scalars(select(AuditEntry).where(AuditEntry.action == action).order_by(AuditEntry.seq))
    return [json.loads(row.words or "{}") for row in rows]


def test_rina_adds_a_passkey_and_signs_in_with_it(
    app: Flask, browser: Browser, rina: int, key: Authenticator, time: TurnableClock
) -> None:
    browser.get("/account/second-step")
    browser.post("/account/passkeys/begin", 422, name="x", password="not her password")
    shown = adds(browser, key)
    assert len(CODES.findall(shown)) == 10
    assert "Kunci biru" in browser.get("/account") and "belum pernah dipakai" in browser.get("/account/second-step")
    time.passes(minutes=2)
    again, page = gives_password(app)
    again.get("/counter/", 302)
    assert asked(page) and "Kode pemulihan" in page
    again.post("/login/passkey", 302, answer=key.signs(asked(page)))
    again.get("/counter/")
    assert "terakhir dipakai" in again.get("/account/second-step")
    added = told("staff.second_factor_added")[-1]
    assert (added["subject"], added["after"]) == ("Rina", {"kind": "passkey", "name": "Kunci biru"})
    kept = db.session.scalars(select(Passkey)).one()
    assert kept.transports == "usb" and kept.sign_count == 1


def test_what_is_asked_tells_nothing_of_the_person_and_prefers_a_pin(
    browser: Browser, rina: int, key: Authenticator
) -> None:
    adds(browser, key)
    browser.post("/account/passkeys/begin", 303, name="", password=PASSWORD)
    wanted = json.loads(asked(browser.get("/account/passkeys/new")))
    assert wanted["rp"] == {"name": "Giliran", "id": "antrean.example"}
    assert len(wanted["user"]["id"]) == 43 and wanted["attestation"] == "none"
    assert [each["transports"] for each in wanted["excludeCredentials"]] == [["usb"]]
    use = json.loads(ceremony.to_use(SITE, challenges.new(rina), passkeys.of(rina, SITE)))
    assert (use["rpId"], use["userVerification"], use["timeout"]) == ("antrean.example", "preferred", 300_000)


def test_a_passkey_is_enough_for_an_administrator_and_the_last_thing_stays(
    app: Flask, hall: Hall, time: TurnableClock, key: Authenticator
) -> None:
    admin = hall.employ("Pak Admin", Role.ADMIN, None)
    pak = signed_in(app, "Pak Admin")
    assert "/account/second-step" in pak.get("/admin/", 303)
    adds(pak, key)
    pak.get("/admin/")
    mine = passkeys.of(admin)[0].id
    assert f"passkeys/{mine}/remove" not in pak.get("/account/second-step")
    assert "Pengelola selalu punya" in pak.post(f"/account/passkeys/{mine}/remove", 403, password=PASSWORD)
    pak.post("/account/second-step/again", 303, password=PASSWORD)
    pak.sets_up_a_telephone()
    assert f"passkeys/{mine}/remove" in pak.get("/account/second-step")
    pak.post(f"/account/passkeys/{mine}/remove", 422, password="not his password")
    pak.post(f"/account/passkeys/{mine}/remove", 303, password=PASSWORD)
    assert told("staff.second_factor_removed")[-1]["before"] == {"kind": "passkey", "name": "Kunci biru"}
    pak.post("/account/second-step/remove", 403, password=PASSWORD)
    pak.get("/admin/")


def test_the_telephone_may_go_while_a_passkey_stays(
    app: Flask, hall: Hall, time: TurnableClock, key: Authenticator
) -> None:
    admin = hall.employ("Pak Admin", Role.ADMIN, None)
    pak = signed_in(app, "Pak Admin")
    pak.sets_up_a_telephone()
    assert not CODES.findall(adds(pak, key, status=303)), "there are codes already"
    pak.post("/account/second-step/remove", 303, password=PASSWORD)
    db.session.rollback()
    assert db.session.scalar(select(func.count()).select_from(RecoveryCode)) == 10
    _again, page = gives_password(app, "Pak Admin")
    assert "Kode pemulihan" in page and not who(admin).has_telephone


def test_an_officer_gives_the_last_one_up_and_the_codes_end(
    app: Flask, browser: Browser, rina: int, key: Authenticator
) -> None:
    adds(browser, key)
    browser.post("/account/passkeys/1/rename", 303, name="Kunci di rumah")
    assert told("staff.changed")[-1]["after"] == {"passkey": "Kunci di rumah"}
    browser.post("/account/passkeys/1/rename", 422, name="x" * 61)
    browser.post("/account/passkeys/1/remove", 303, password=PASSWORD)
    db.session.rollback()
    assert db.session.scalar(select(func.count()).select_from(RecoveryCode)) == 0
    signed_in(app, "Rina").get("/counter/")


def test_a_page_of_another_origin_proves_nothing(rina: int, key: Authenticator) -> None:
    has(rina, key)
    for origin in ("https://antrean.example.evil", "http://antrean.example", "https://antrean.example:8443"):
        with pytest.raises(PasskeyWrong):
            tries(rina, key, origin=origin)
    key.origin = "https://evil.example"
    with pytest.raises(PasskeyWrong):
        tries(rina, key)
    with pytest.raises(PasskeyWrong):
        tries(rina, key, Site("evil.example", "https://evil.example"))
    refused = told("session.refused")[-1]
    assert (refused["subject"], refused["after"]) == ("Rina", {"by": "passkey", "why": "passkey-wrong"})


def test_an_answer_counts_once_even_from_a_copied_cookie(
    app: Flask, browser: Browser, rina: int, key: Authenticator, time: TurnableClock
) -> None:
    key.counts = False
    adds(browser, key)
    again, page = gives_password(app)
    copied = dict(again.client._cookies)
    answer = key.signs(asked(page))
    again.post("/login/passkey", 302, answer=answer)
    again.client._cookies = copied
    again.get("/login/code")
    assert "bukan kunci sandi Anda" in again.post("/login/passkey", 422, answer=answer)


def test_a_challenge_is_for_one_person_and_five_minutes(
    hall: Hall, rina: int, key: Authenticator, time: TurnableClock
) -> None:
    has(rina, key)
    other = hall.employ("Dewi")
    challenge = challenges.new(other)
    with pytest.raises(PasskeyWrong):
        passkeys.check(rina, SITE, challenge, key.signs({"challenge": challenge}), ADDRESS)
    challenge = challenges.new(rina)
    time.passes(minutes=5, seconds=1)
    with pytest.raises(PasskeyWrong):
        passkeys.check(rina, SITE, challenge, key.signs({"challenge": challenge}), ADDRESS)
    invented = key.signs({"challenge": "A" * 43})
    with pytest.raises(PasskeyWrong):
        passkeys.check(rina, SITE, "A" * 43, invented, ADDRESS)
    tries(rina, key)


def test_a_count_that_goes_back_is_refused_and_told(rina: int, key: Authenticator) -> None:
    has(rina, key)
    tries(rina, key)
    tries(rina, key)
    key.signed = 0  # as a copy that was made before
    with pytest.raises(PasskeyCopied, match="passkey-copied"):
        tries(rina, key)
    assert told("session.refused")[-1]["after"] == {"by": "passkey", "why": "passkey-copied"}
    key.signed = 2
    tries(rina, key)


def test_nobody_signs_in_with_the_key_of_another(hall: Hall, rina: int, key: Authenticator) -> None:
    has(rina, key)
    dewi, hers = hall.employ("Dewi"), Authenticator()
    has(dewi, hers)
    with pytest.raises(PasskeyWrong):
        tries(dewi, key)
    forged = Authenticator(id=hers.id)  # hers by its name, with another secret
    with pytest.raises(PasskeyWrong):
        tries(dewi, forged)
    with pytest.raises(PasskeyNotMade):
        has(dewi, key)
    mine = passkeys.of(rina)[0].id
    for tried in (lambda: passkeys.remove_own(who(dewi), mine), lambda: passkeys.rename(who(dewi), mine, "mine")):
        with pytest.raises(NoSuchPasskey):
            tried()
    assert [each.name for each in passkeys.of(rina)] == ["Kunci biru"]


def test_keys_cannot_be_tried_out(rina: int, key: Authenticator) -> None:
    has(rina, key)
    for _try in range(5):
        with pytest.raises(PasskeyWrong):
            tries(rina, Authenticator())
    with pytest.raises(SignInRests):
        tries(rina, key)
    assert told("session.locked_out")


def test_what_is_made_elsewhere_or_late_or_twice_is_not_added(
    rina: int, key: Authenticator, time: TurnableClock
) -> None:
    for otherwise in ({"origin": "https://evil.example"}, {"type": "webauthn.get"}, {"challenge": "AAAA"}):
        challenge = challenges.new(rina)
        with pytest.raises(PasskeyNotMade):
            passkeys.add(who(rina), SITE, challenge, key.makes({"challenge": challenge}, **otherwise), "x")
    challenge = challenges.new(rina)
    answer = key.makes({"challenge": challenge})
    passkeys.add(who(rina), SITE, challenge, answer, "x")
    with pytest.raises(PasskeyNotMade):
        passkeys.add(who(rina), SITE, challenge, answer, "x")
    challenge = challenges.new(rina)
    time.passes(minutes=6)
    with pytest.raises(PasskeyNotMade):
        passkeys.add(who(rina), SITE, challenge, Authenticator().makes({"challenge": challenge}), "x")
    for _one in range(9):
        has(rina, Authenticator())
    with pytest.raises(TooManyPasskeys):
        has(rina, Authenticator())


def test_an_administrator_or_the_command_takes_all_of_it_away(
    app: Flask, hall: Hall, browser: Browser, rina: int, key: Authenticator
) -> None:
    adds(browser, key)
    has(rina, Authenticator(), "Telepon")
    managing.remove_second_step(hall.employ("Bu Kota", Role.CITY, None), rina)
    assert [each["before"]["name"] for each in told("staff.second_factor_removed")] == ["Kunci biru", "Telepon"]
    browser.get("/counter/", 302)
    signed_in(app, "Rina").get("/counter/")
    has(rina, key)
    accounts.reset("Rina")
    db.session.rollback()
    assert not passkeys.of(rina) and not db.session.scalars(select(RecoveryCode)).all()


def test_where_the_office_has_moved_to_another_name_its_people_are_told(
    app: Flask, browser: Browser, rina: int, key: Authenticator
) -> None:
    written_down = CODES.findall(adds(browser, key))
    app.config["PUBLIC_URL"] = "https://baru.example"
    again, page = gives_password(app)
    assert "Kunci sandi Anda dibuat untuk antrean.example" in page and "data-asked" not in page
    again.post("/login/passkey", 422, answer=key.signs({"challenge": "AAAA"}))
    again.post("/login/code", 302, code=written_down[0])
    assert "tidak berlaku di alamat ini" in again.get("/account/second-step")


def test_over_plain_http_the_page_says_so_and_offers_codes(app: Flask, browser: Browser) -> None:
    app.config["PUBLIC_URL"] = None
    assert "https://…" in browser.get("/account/second-step")
    browser.post("/account/passkeys/begin", 403, name="x", password=PASSWORD)
    browser.get("/account/passkeys/new", 302)


def test_the_address_that_was_asked_for_counts_where_no_other_is_set(
    app: Flask, browser: Browser, key: Authenticator
) -> None:
    app.config["PUBLIC_URL"] = "http://192.168.1.7:8000"  # for QR codes alone
    browser.origin, key.origin = "http://localhost:8000", "http://localhost:8000"
    browser.get("/login")
    browser.post("/login", 302, name="Rina", password=PASSWORD)
    adds(browser, key)
    assert db.session.scalars(select(Passkey.site)).all() == ["localhost"]


def test_a_password_given_once_makes_one_passkey(app: Flask, browser: Browser, key: Authenticator) -> None:
    adds(browser, key)
    browser.get("/account/passkeys/new", 302)
    assert "/account/second-step" in browser.post("/account/passkeys/new", 303, answer=key.makes({"challenge": "AA"}))


def test_old_challenges_are_tidied_away(rina: int, time: TurnableClock) -> None:
    challenges.new(rina)
    time.passes(minutes=6)
    tidy()
    db.session.rollback()
    assert not db.session.scalars(select(PasskeyChallenge)).all()


def test_what_was_the_last_but_one_when_a_page_was_opened_is_the_last_now(hall: Hall, key: Authenticator) -> None:
    admin = hall.employ("Pak Admin", Role.ADMIN, None)
    has(admin, key)
    has(admin, Authenticator())
    one, two = (each.id for each in passkeys.of(admin))
    pak = who(admin)  # as two windows of his know him
    passkeys.remove_own(pak, one)
    with pytest.raises(SecondStepNeeded):
        passkeys.remove_own(pak, two)
    assert len(passkeys.of(admin)) == 1


def test_a_server_starts_without_what_the_first_passkey_brings() -> None:
    brought = "{'webauthn', 'OpenSSL', 'cbor2'} & set(sys.modules)"
    look = f"import sys; from app import create_app; create_app(); print({brought})"
    started = subprocess.run([sys.executable, "-c", look], cwd=ROOT, capture_output=True, text=True, check=True)
    assert started.stdout.strip() == "set()"


@given(st.data())
def test_whatever_is_sent_as_an_answer_proves_nothing_and_breaks_nothing(data: st.DataObject) -> None:
    challenge, key = "A" * 43, _ANY
    answer = data.draw(st.sampled_from([key.makes({"challenge": challenge}), key.signs({"challenge": challenge})]))
    said = json.loads(answer)
    where = data.draw(st.sampled_from([said, said["response"]]))
    name = data.draw(st.sampled_from(sorted(where)))
    was = where[name]
    where[name] = data.draw(
        st.one_of(
            st.none(),
            st.integers(),
            st.text(max_size=20),
            st.binary(max_size=60).map(lambda some: urlsafe_b64encode(some).decode()),
            st.integers(0, 400).map(lambda end: was[:end] if isinstance(was, str) else was),
            st.recursive(st.none(), lambda inner: st.lists(inner, max_size=2), max_leaves=4),
        )
    )
    for asks in (lambda: ceremony.made(json.dumps(said), challenge, SITE), lambda: _use(json.dumps(said), challenge)):
        try:
            asks()
        except ceremony.NotProven:
            continue
        assert name in ("transports", "userHandle") or bytes_of(where[name]) == bytes_of(was), (name, where[name])


_ANY = Authenticator()


def _use(answer: str, challenge: str) -> None:
    key = urlsafe_b64encode(_ANY._key()).decode()
    ceremony.used(answer, challenge, SITE, {urlsafe_b64encode(_ANY.id).rstrip(b"=").decode(): key})


ABSURD = ("[" * 10_000, '{"id":' * 5000, "\ud800", "\x00", "null", "{}", '{"id": "\x00", "rawId": "AA"}', "")


def test_ten_thousand_brackets_are_no_answer(rina: int, key: Authenticator) -> None:
    has(rina, key)
    for answer in ABSURD:
        challenge = challenges.new(rina)
        with pytest.raises((PasskeyWrong, SignInRests)):
            passkeys.check(rina, SITE, challenge, answer, ADDRESS)
        with pytest.raises(PasskeyNotMade):
            passkeys.add(who(rina), SITE, challenges.new(rina), answer, "x")


def test_absurd_answers_are_refused_on_their_pages(app: Flask, browser: Browser, key: Authenticator) -> None:
    adds(browser, key)
    for answer in ("[" * 10_000, "\x00", "null", "{}"):
        browser.post("/account/passkeys/begin", 303, name="x", password=PASSWORD)
        assert "Kunci sandi tidak ditambahkan" in browser.post("/account/passkeys/new", 422, answer=answer)
        again, _page = gives_password(app)
        again.post("/login/passkey", 422, answer=answer)


def test_a_passkey_removed_meanwhile_lets_nobody_in(rina: int, key: Authenticator) -> None:
    has(rina, key)
    challenge = challenges.new(rina)
    answer = key.signs({"challenge": challenge})
    with transaction() as session:
        session.delete(session.scalars(select(Passkey)).one())
    with pytest.raises(PasskeyWrong):
        passkeys.check(rina, SITE, challenge, answer, ADDRESS)

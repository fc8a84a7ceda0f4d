"""An office shows its own text where it has one, else the catalogue's: on any day, after anything was changed."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from app.rules.catalogue import PARTS, Published, at, followed, joined, own_of, owned, undecided, withdrawn, written
from app.rules.standard import SINCE_EVER, Components, in_force

BEGIN = date(2026, 11, 23)
NAMES = ("fee", "duration", "requirements")
WORDS = st.sampled_from(({}, {"id": "Gratis"}, {"id": "Rp5.000"}, {"id": "Rp5.000", "en": "Rp 5,000"}))
DAYS = st.integers(0, 12)
STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("passes"), st.integers(1, 4)),
        st.tuples(st.just("city"), DAYS, st.sampled_from(NAMES), WORDS),
        st.tuples(st.just("city takes back"), DAYS),
        st.tuples(st.just("office"), DAYS, st.sampled_from(NAMES), WORDS),
        st.tuples(st.just("office takes over"), DAYS, st.sampled_from(NAMES)),
        st.tuples(st.just("office takes back"), DAYS),
    ),
    max_size=14,
)


@dataclass
class City:
    """A catalogue with one service, and an office that follows it."""

    today: date = BEGIN
    catalogue: list[Published] = field(default_factory=lambda: [Published(SINCE_EVER, {"fee": {"id": "Gratis"}})])
    office: list[Published] = field(default_factory=lambda: [Published(SINCE_EVER)])

    def does(self, what: str, *how: Any) -> None:
        if what == "passes":
            self.today += timedelta(days=how[0])
            return
        day = self.today + timedelta(days=how[0])
        if what == "city":
            known = in_force(self.catalogue, day)
            others = {name: text for name, text in known.items() if name != how[1]}
            said = others | ({how[1]: how[2]} if how[2] else {})
            self.catalogue = [each for each in self.catalogue if each.counts_from != day] + [Published(day, said)]
        elif what == "city takes back":
            self.catalogue = [each for each in self.catalogue if each.counts_from != day or day == self.today]
        elif what == "office":
            others = {name: text for name, text in self.shows(day).items() if name != how[1]}
            typed = others | ({how[1]: how[2]} if how[2] else {})
            self.office = written(self.office, self.catalogue, day, typed)
        elif what == "office takes over":
            self.office = owned(self.office, day, {how[1]: None})
        elif day > self.today:
            self.office = withdrawn(self.office, day)
        self.follows()

    def follows(self) -> None:
        past = [each for each in self.office if each.counts_from < self.today]
        coming = followed(self.office, self.catalogue, self.today)
        self.office = [each for each in past if each.counts_from not in {one.counts_from for one in coming}] + coming

    def shows(self, day: date) -> Components:
        return in_force(self.office, day)

    def days(self) -> list[date]:
        return [self.today + timedelta(days=each) for each in range(18)]

    def own(self) -> dict[tuple[date, str], Any]:
        return {(day, name): at(self.office, day).own_text(name) for day in self.days() for name in NAMES}


def after(steps: list[tuple[Any, ...]]) -> City:
    city = City()
    city.follows()
    for step in steps:
        city.does(*step)
    return city


@given(STEPS)
def test_it_is_the_offices_own_text_else_the_catalogues_on_every_day(steps: list[tuple[Any, ...]]) -> None:
    city = after(steps)
    for day in city.days():
        version, theirs = at(city.office, day), in_force(city.catalogue, day)
        for name in NAMES:
            own = version.own_text(name)
            assert city.shows(day).get(name, {}) == (theirs.get(name, {}) if own is None else own)


@given(STEPS)
def test_what_citizens_could_read_on_a_day_that_is_over_is_never_written_anew(steps: list[tuple[Any, ...]]) -> None:
    city, read = City(), {}
    city.follows()
    for step in steps:
        if step[0] == "passes":
            read |= {
                city.today + timedelta(days=each): city.shows(city.today + timedelta(each)) for each in range(step[1])
            }
        city.does(*step)
        assert all(city.shows(day) == said for day, said in read.items())


@given(STEPS, DAYS, st.sampled_from(NAMES), WORDS)
def test_the_city_never_changes_what_is_an_offices_own(
    steps: list[tuple[Any, ...]], days: int, name: str, text: dict[str, str]
) -> None:
    city = after(steps)
    before = city.own()
    city.does("city", days, name, text)
    assert city.own() == before


@given(STEPS, DAYS, st.sampled_from(NAMES), WORDS)
def test_an_office_that_writes_one_component_changes_no_other(
    steps: list[tuple[Any, ...]], days: int, name: str, text: dict[str, str]
) -> None:
    city = after(steps)
    before, day = city.own(), city.today + timedelta(days=days)
    others = {on: {each: said for each, said in city.shows(on).items() if each != name} for on in city.days()}
    city.does("office", days, name, text)
    assert city.shows(day).get(name, {}) == text
    assert {key: own for key, own in city.own().items() if key[1] != name or key[0] < day} == {
        key: own for key, own in before.items() if key[1] != name or key[0] < day
    }
    for on, said in others.items():
        assert {each: words for each, words in city.shows(on).items() if each != name} == said


@given(STEPS, DAYS, st.sampled_from(NAMES))
def test_what_is_taken_over_is_the_catalogues_from_that_day_on(
    steps: list[tuple[Any, ...]], days: int, name: str
) -> None:
    city = after(steps)
    day = city.today + timedelta(days=days)
    before = {on: own for (on, each), own in city.own().items() if each == name and on < day}
    city.does("office takes over", days, name)
    assert at(city.office, day).own_text(name) is None
    assert {on: own for (on, each), own in city.own().items() if each == name and on < day} == before


@given(STEPS)
def test_following_twice_is_following_once(steps: list[tuple[Any, ...]]) -> None:
    city = after(steps)
    before = sorted(city.office, key=lambda each: each.counts_from)
    city.follows()
    assert sorted(city.office, key=lambda each: each.counts_from) == before


@given(STEPS)
def test_an_office_that_joins_loses_nothing_it_has_written(steps: list[tuple[Any, ...]]) -> None:
    city = after(steps)
    alone = [Published(each.counts_from, each.components) for each in city.office]
    other = [Published(SINCE_EVER, {"fee": {"id": "Rp1"}, "duration": {"id": "15 menit"}})]
    new = City(city.today, other, joined(alone, other, city.today))
    new.follows()
    for day in city.days():
        for name in NAMES:
            assert new.shows(day).get(name) == (city.shows(day).get(name) or in_force(other, day).get(name))


def test_an_override_lasts_when_the_catalogue_changes_something_else_later() -> None:
    city = after([("city", 5, "duration", {"id": "2 hari"}), ("office", 0, "fee", {"id": "Rp5.000"})])
    assert city.shows(BEGIN + timedelta(days=5)) == {"fee": {"id": "Rp5.000"}, "duration": {"id": "2 hari"}}
    city.does("office takes over", 9, "fee")
    assert city.shows(BEGIN + timedelta(days=8))["fee"] == {"id": "Rp5.000"}
    assert city.shows(BEGIN + timedelta(days=9))["fee"] == {"id": "Gratis"}


def test_an_office_is_asked_again_only_once_the_catalogue_says_something_else() -> None:
    seen, own = {"fee": {"id": "Gratis"}}, ("fee",)
    assert undecided(own, seen, {"fee": {"id": "Gratis"}, "duration": {"id": "1 jam"}}) == []
    assert undecided(own, seen, {"fee": {"id": "Rp5.000"}}) == ["fee"]
    assert undecided(own, {"fee": {}}, {}) == []


def test_what_says_the_same_is_not_own() -> None:
    assert own_of(("name", "icon"), {"name": {"id": "A"}, "icon": "x"}, {"name": {"id": "A"}, "icon": "y"}) == {
        "name": None,
        "icon": "x",
    }
    assert len(PARTS) == 16

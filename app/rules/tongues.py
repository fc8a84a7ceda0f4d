"""The languages a call is spoken in: their numbers, letters and sentence, and the clips each of them is made of."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cached_property
from string import ascii_uppercase

CHIME = "chime"
LARGEST = 9999
LETTER_PREFIX = "huruf-"
"""Before the name of a letter's clip: "a", "i" and "o" are words too."""


def clip_of(words: str) -> str:
    """The name of the clip that says these words."""
    return words.replace(" ", "-")


def letter_clip(letter: str) -> str:
    """The name of the clip that says this letter."""
    return LETTER_PREFIX + letter.lower()


@dataclass(frozen=True)
class Tongue:
    """A language as far as calls need it.

    Args:
        digits: 0 to 9. teens: 10 to 19. tens: 20, 30 … 90. hundreds: 100, 200 … 900.
        thousands: a single one, and the word behind the number of several.
        letters: their names from A to Z.
        ticket, invitation, counter: what stands before the number, before the counter, and before it in short.
        sentence: of a call, with {letters}, {number} and {place}.
        is_provisional: no speaker has lent it a voice yet; the Indonesian one reads it.
    """

    digits: tuple[str, ...]
    teens: tuple[str, ...]
    tens: tuple[str, ...]
    hundreds: tuple[str, ...]
    thousands: tuple[str, str]
    letters: tuple[str, ...]
    ticket: str
    invitation: str
    counter: str
    sentence: str
    is_provisional: bool = False

    @cached_property
    def clips(self) -> Mapping[str, str]:
        """Every spoken clip's name, and the words it says: what to make, and what to read aloud when recording."""
        words = (*self.digits, *self.teens, *self.tens, *self.hundreds, *self.thousands)
        phrases = (self.ticket, self.invitation, self.counter)
        return {clip_of(each): each for each in (*words, *phrases)} | {
            letter_clip(letter): word for letter, word in zip(ascii_uppercase, self.letters, strict=True)
        }

    def number_words(self, n: int) -> list[str]:
        """A number, one entry for each breath: 321 is ["tiga ratus", "dua puluh", "satu"].

        Joined by spaces the entries are the number as written out.

        Args:
            n: from 0 to 9999.

        Returns:
            The words, each entry being the words of one clip.

        Raises:
            ValueError: the number is outside that range.
        """
        if not 0 <= n <= LARGEST:
            raise ValueError(f"only numbers from 0 to {LARGEST} can be spoken, not {n}")
        if n == 0:
            return [self.digits[0]]
        thousands, rest = divmod(n, 1000)
        hundreds, rest = divmod(rest, 100)
        return self._thousands(thousands) + ([self.hundreds[hundreds - 1]] if hundreds else []) + self._rest(rest)

    def _thousands(self, count: int) -> list[str]:
        one, many = self.thousands
        return [one] * count if count < 2 else [self.digits[count], many]

    def _rest(self, n: int) -> list[str]:
        if 10 <= n <= 19:
            return [self.teens[n - 10]]
        tens, ones = divmod(n, 10)
        return ([self.tens[tens - 2]] if tens else []) + ([self.digits[ones]] if ones else [])

    def digit_words(self, digits: str) -> list[str]:
        """Each digit by itself: "012" is ["nol", "satu", "dua"].

        Args:
            digits: one or more of 0 to 9.

        Returns:
            One word for each digit.

        Raises:
            ValueError: there is nothing to say, or something that is no digit.
        """
        if not re.fullmatch("[0-9]+", digits):
            raise ValueError(f"only digits can be spoken one by one, not {digits!r}")
        return [self.digits[int(digit)] for digit in digits]

    def letter_word(self, letter: str) -> str:
        """A letter's name: "A" is "a", "Q" is "ki" in Indonesian.

        Args:
            letter: one of A to Z, large or small.

        Returns:
            Its name.

        Raises:
            ValueError: it is not one letter of A to Z.
        """
        if len(letter) != 1 or letter.upper() not in ascii_uppercase:
            raise ValueError(f"only a letter from A to Z has a name, not {letter!r}")
        return self.letters[ascii_uppercase.index(letter.upper())]


def _list(words: str) -> tuple[str, ...]:
    return tuple(words.split(", "))


# The names of the letters in EYD; Sundanese and Javanese spell with them too.
_LETTERS = _list("a, be, ce, de, e, ef, ge, ha, i, je, ka, el, em, en, o, pe, ki, er, es, te, u, fe, we, eks, ye, zet")

# KBBI numerals: "se-" stands for one before puluh, belas, ratus and ribu.
INDONESIAN = Tongue(
    digits=_list("nol, satu, dua, tiga, empat, lima, enam, tujuh, delapan, sembilan"),
    teens=_list(
        "sepuluh, sebelas, dua belas, tiga belas, empat belas, lima belas, enam belas, tujuh belas, delapan belas, "
        "sembilan belas"
    ),
    tens=_list(
        "dua puluh, tiga puluh, empat puluh, lima puluh, enam puluh, tujuh puluh, delapan puluh, sembilan puluh"
    ),
    hundreds=_list(
        "seratus, dua ratus, tiga ratus, empat ratus, lima ratus, enam ratus, tujuh ratus, delapan ratus, "
        "sembilan ratus"
    ),
    thousands=("seribu", "ribu"),
    letters=_LETTERS,
    ticket="nomor antrean",
    invitation="silakan menuju loket",
    counter="loket",
    sentence="Nomor antrean, {letters}, {number}, silakan menuju loket {place}",
)

ENGLISH = Tongue(
    digits=_list("zero, one, two, three, four, five, six, seven, eight, nine"),
    teens=_list("ten, eleven, twelve, thirteen, fourteen, fifteen, sixteen, seventeen, eighteen, nineteen"),
    tens=_list("twenty, thirty, forty, fifty, sixty, seventy, eighty, ninety"),
    hundreds=_list(
        "one hundred, two hundred, three hundred, four hundred, five hundred, six hundred, seven hundred, "
        "eight hundred, nine hundred"
    ),
    thousands=("one thousand", "thousand"),
    letters=tuple(ascii_uppercase),
    ticket="number",
    invitation="please go to counter",
    counter="counter",
    sentence="Number {letters} {number}, please go to counter {place}",
)

SUNDANESE = Tongue(
    digits=_list("nol, hiji, dua, tilu, opat, lima, genep, tujuh, dalapan, salapan"),
    teens=_list(
        "sapuluh, sabelas, dua belas, tilu belas, opat belas, lima belas, genep belas, tujuh belas, dalapan belas, "
        "salapan belas"
    ),
    tens=_list("dua puluh, tilu puluh, opat puluh, lima puluh, genep puluh, tujuh puluh, dalapan puluh, salapan puluh"),
    hundreds=_list(
        "saratus, dua ratus, tilu ratus, opat ratus, lima ratus, genep ratus, tujuh ratus, dalapan ratus, salapan ratus"
    ),
    thousands=("sarebu", "rebu"),
    letters=_LETTERS,
    ticket="nomer antrean",
    invitation="mangga ka loket",
    counter="loket",
    sentence="Nomer antrean, {letters}, {number}, mangga ka loket {place}",
    is_provisional=True,
)

# Krama, as one speaks to people one does not know.
JAVANESE = Tongue(
    digits=_list("nol, setunggal, kalih, tiga, sekawan, gangsal, enem, pitu, wolu, sanga"),
    teens=_list(
        "sedasa, setunggal welas, kalih welas, tiga welas, sekawan welas, gangsal welas, enem welas, pitu welas, "
        "wolu welas, sanga welas"
    ),
    tens=_list(
        "kalih dasa, tigang dasa, sekawan dasa, gangsal dasa, enem dasa, pitung dasa, wolung dasa, sangang dasa"
    ),
    hundreds=_list(
        "satus, kalih atus, tigang atus, sekawan atus, gangsal atus, enem atus, pitung atus, wolung atus, sangang atus"
    ),
    thousands=("sewu", "ewu"),
    letters=_LETTERS,
    ticket="nomer antrean",
    invitation="mangga dhateng loket",
    counter="loket",
    sentence="Nomer antrean, {letters}, {number}, mangga dhateng loket {place}",
    is_provisional=True,
)

TONGUES: Mapping[str, Tongue] = {"id": INDONESIAN, "en": ENGLISH, "su": SUNDANESE, "jv": JAVANESE}
"""By their code, as in rules.texts.LANGUAGES."""


def is_provisional(language: str, recorded: Collection[str]) -> bool:
    """Whether a language is read by another's voice, as long as not all of its clips are recorded."""
    tongue = TONGUES[language]
    return tongue.is_provisional and not set(tongue.clips) <= set(recorded)

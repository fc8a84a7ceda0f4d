"""The kinds of fields the rules are made of; each says in the reader's language what is wrong with it."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from flask_wtf import FlaskForm
from werkzeug.datastructures import FileStorage
from wtforms import FileField, IntegerField, RadioField, StringField
from wtforms.fields import SelectChoice  # type: ignore[attr-defined] # the stubs are older
from wtforms.validators import ValidationError

from app.clock_words import said_spans
from app.fault_words import fault_words
from app.rules.faults import Bounds, Fault, Unusable, Wrong
from app.rules.schedule import Span, stored_spans, typed_spans

Option = SelectChoice
"""One of a select's or a row of ticks."""


class RuleForm(FlaskForm):  # type: ignore[misc]
    """A form of a page of rules. Its bounds are those of the rules, and the verb holds them."""

    class Meta(FlaskForm.Meta):  # type: ignore[misc]
        csrf = False  # CSRFProtect looks at every post already, and a page may hold several of these


class WholeNumber(IntegerField):
    """A whole number within bounds; empty is None where that is allowed."""

    def __init__(self, label: Any, bounds: Bounds, *, may_be_empty: bool = False, **how: Any) -> None:
        super().__init__(label, **how)
        self.bounds = bounds
        self.may_be_empty = may_be_empty

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read what was typed."""
        typed = valuelist[0].strip() if valuelist else ""
        self.data = int(typed) if typed.isdecimal() and len(typed) < 10 else None
        if not typed and self.may_be_empty:
            return
        if self.data is None or not self.bounds.hold(self.data):
            raise ValueError(fault_words(self.bounds.fault))


class ChosenFile(FileField):
    """A file; text that was sent in its place is none."""

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Keep what came as a file."""
        self.data = next((each for each in valuelist if isinstance(each, FileStorage)), None)


class Choice(RadioField):
    """One of a few, each with its own sentence."""

    choices: list[Any]

    def __init__(self, label: Any, sentences: dict[str, tuple[Any, Any]], **how: Any) -> None:
        choices = [Option(value, words) for value, (words, _why) in sentences.items()]
        super().__init__(label, choices=choices, **how)
        self.sentences = {value: why for value, (_words, why) in sentences.items()}

    def leave(self, values: Collection[str]) -> None:
        """Leave these alone to choose from."""
        words = {each.value: each.label for each in self.choices}
        self.choices = [Option(value, words[value]) for value in words if value in values]
        self.sentences = {value: self.sentences[value] for value in words if value in values}

    def pre_validate(self, form: Any) -> None:
        """Refuse what is not among them."""
        if self.data not in self.sentences:
            raise ValidationError(fault_words(Fault(Wrong.NOT_KNOWN, {"name": str(self.data or "–")[:40]})))


class Spans(StringField):
    """Hours of a day, as people write them; `spans` is what they mean."""

    spans: tuple[Span, ...] = ()

    def process_data(self, value: Any) -> None:
        """Show hours as they are kept."""
        self.data = said_spans(stored_spans(value or ()))

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read what was typed."""
        self.data = valuelist[0] if valuelist else ""
        try:
            self.spans = typed_spans(self.data)
        except Unusable as unusable:
            raise ValueError(fault_words(unusable.fault)) from None

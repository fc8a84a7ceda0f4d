"""The kiosks' spoken guide: sentences that somebody of the office has read aloud."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.errors import NoSuchClip
from app.guide.words import key_of, parts_of
from app.models import GuideClip
from app.office import Office
from app.queueing.locking import acting_in
from app.queueing.ruling.recordings import GUIDE, Clip, keep, let_go, usable
from app.rules.recording import LONGEST_SENTENCE
from app.rules.texts import LANGUAGES


def record_sentence(branch_id: int, language: str, clip: str, file: bytes, staff_id: int | None = None) -> int:
    """Let the guide say this recording wherever the sentence stands, from now on.

    Args:
        language, clip: the key (app.guide.words) of a sentence that the guide of this office says in this language.
        file: a WAV file of one channel and 16 bits.

    Returns:
        the `seq` of what was changed; 0 when it was so already.

    Raises:
        NoSuchBranch, NoSuchClip: there is no such office, or its guide says no such sentence.
        SettingsUnusable: it is no recording that a kiosk could say.
    """
    sound = usable(file, LONGEST_SENTENCE)
    with acting_in(branch_id, staff_id) as act:
        sentence = _sentence(act.office, language, clip)
        return keep(act, Clip(GUIDE, language, clip, said=sentence), sound, sentence=sentence)


def remove_sentence(branch_id: int, language: str, clip: str, staff_id: int | None = None) -> int:
    """Let the server say a sentence again, where it has a voice; also of a text that the office has changed since.

    Returns:
        the `seq` of what was changed; 0 when nothing was recorded.

    Raises:
        NoSuchBranch: there is no such office.
    """
    with acting_in(branch_id, staff_id) as act:
        kept = act.session.get(GuideClip, (act.office.id, language, clip))
        return let_go(act, Clip(GUIDE, language, clip, said=kept.sentence)) if kept else 0


def no_longer_said(session: Session, office: Office, language: str) -> Sequence[GuideClip]:
    """Recordings of texts that the office has changed since: nobody hears them."""
    said = {key_of(each) for sentences in parts_of(office, language).values() for each in sentences}
    of_office = select(GuideClip).where(GuideClip.branch_id == office.id, GuideClip.language == language)
    rows = session.scalars(of_office.order_by(GuideClip.sentence))
    return [each for each in rows if each.clip not in said]


def _sentence(office: Office, language: str, clip: str) -> str:
    if language not in LANGUAGES:
        raise NoSuchClip
    known = (each for sentences in parts_of(office, language).values() for each in sentences)
    found = next((each for each in known if key_of(each) == clip), None)
    if found is None:
        raise NoSuchClip
    return found

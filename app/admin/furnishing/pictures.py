"""How the picture of a tile is chosen: one of a few, or any other by its name."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import StringField

from app.admin.rules.fields import RuleForm
from app.rules.names import as_typed
from app.rules.texts import LANGUAGES, Texts

PICTURES = (
    "ticket", "file-text", "id-card", "scan-face", "stamp", "users", "baby", "heart", "house", "truck", "store",
    "hammer", "briefcase", "graduation-cap", "scroll-text", "file-check", "file-search", "package-check", "wallet",
    "info", "megaphone", "shield", "map-pin", "landmark", "car", "stethoscope", "sprout", "flower-2",
)  # fmt: skip


class TileForm(RuleForm):
    """What citizens read on a tile, and its picture."""

    name_id = StringField(_l("In Indonesian"))
    name_en = StringField(_l("In English"))
    name_su = StringField(_l("In Sundanese"))
    name_jv = StringField(_l("In Javanese"), description=_l("A language left empty reads it in Indonesian."))
    picture = StringField()
    icon = StringField(
        _l("Or another picture, by its name"), description=_l("All pictures stand on lucide.dev, such as tent.")
    )

    @property
    def words(self) -> Texts:
        """What was typed in each language."""
        return as_typed({language: self[f"name_{language}"].data for language in LANGUAGES})

    @property
    def chosen_icon(self) -> str:
        """The picture by its name, if one was typed, else the one touched."""
        return (self.icon.data or self.picture.data or "").strip()


def tile_data(name: Texts, icon: str) -> dict[str, str]:
    """What a form begins with, for a tile that is there."""
    names = {f"name_{language}": name.get(language, "") for language in LANGUAGES}
    return names | ({"picture": icon} if icon in PICTURES else {"icon": icon})

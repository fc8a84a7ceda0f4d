"""An office's boards as pages: what each shows and says, with a preview."""

from app.admin.boards import media, pages  # noqa: F401

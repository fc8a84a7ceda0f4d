"""Finding, adding and managing an office's printers in the browser."""

from app.admin.printing import adding, managing  # noqa: F401

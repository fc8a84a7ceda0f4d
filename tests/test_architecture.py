"""House rules that a machine can hold."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest
from flask import Flask

ROOT = Path(__file__).resolve().parent.parent
OURS = ("app", "kiosk", "queue_display", "printers")
SOURCES = [file for folder in OURS for file in (ROOT / folder).rglob("*.py")]


def test_imports_go_one_way_only() -> None:
    found = subprocess.run(
        [Path(sys.executable).with_name("lint-imports"), "--no-cache"], cwd=ROOT, capture_output=True, text=True
    )
    assert found.returncode == 0, found.stdout


@pytest.mark.parametrize("file", SOURCES, ids=lambda file: str(file.relative_to(ROOT)))
def test_only_transaction_commits(file: Path) -> None:
    if file.name in ("db.py", "group_commit.py"):
        return
    calls = [node.func.attr for node in ast.walk(ast.parse(file.read_text())) if _is_method_call(node)]
    assert "commit" not in calls


def _is_method_call(node: ast.AST) -> bool:
    return isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)


def test_nothing_changes_by_a_get(app: Flask) -> None:
    verbs = re.compile("open|close|pause|resume|call|start|finish|no.show|sign_out|take|delete|create|replace")
    by_get = {rule.endpoint for rule in app.url_map.iter_rules() if "GET" in (rule.methods or ())}
    by_get.discard("api-docs.openapi_json")
    assert not {endpoint for endpoint in by_get if verbs.search(endpoint.rpartition(".")[2])}


def test_every_page_with_a_post_is_guarded_against_forgery(app: Flask) -> None:
    assert app.config.get("WTF_CSRF_ENABLED", True)
    client = app.test_client()
    posts = [rule for rule in app.url_map.iter_rules() if "POST" in (rule.methods or ())]
    assert posts
    for rule in posts:
        path = rule.build(dict.fromkeys(rule.arguments, 1) | {"branch_code": "karawaci"}, append_unknown=False)
        assert path
        if path[1].startswith("/api/agent/pairing"):
            continue  # whoever asks here has nothing yet, and gets nothing before somebody typed its code
        # A program shows a key instead, which no foreign page can make a browser send.
        expected = 401 if path[1].startswith("/api/") else 400
        assert client.post(path[1]).status_code == expected, rule


def test_templates_hold_no_inline_code() -> None:
    inline = re.compile(r"""\son[a-z]+\s*=\s*["']|\sstyle\s*=\s*["']|<script(?![^>]*\bsrc=)[^>]*>|<style""")
    for template in [file for folder in OURS for file in (ROOT / folder).rglob("*.html")]:
        found = inline.search(template.read_text())
        assert not found, f"{template.relative_to(ROOT)}: {found and found.group()}"


def test_nobody_reaches_beyond_our_own_origin() -> None:
    outside = re.compile(r"""(?:src|href|url\()\s*=?\s*["']?(?:https?:)?//""")
    files = [
        file for folder in OURS for suffix in ("html", "css", "js") for file in (ROOT / folder).rglob(f"*.{suffix}")
    ]
    for file in files:
        if "vendor" not in file.parts:
            assert not outside.search(file.read_text()), file

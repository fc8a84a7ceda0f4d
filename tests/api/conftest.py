"""A program with a key, asking as programs do."""

from __future__ import annotations

import itertools
from typing import Any

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from app import api_keys

_numbers = itertools.count(1)


class Program:
    """Asks the API with its key; knows the office it belongs to."""

    def __init__(self, app: Flask, key: str) -> None:
        self.client = app.test_client()
        self.headers = {"Authorization": f"Bearer {key}"}

    def gets(self, path: str, **query: Any) -> TestResponse:
        return self.client.get(f"/api/v1{path}", query_string=query, headers=self.headers)

    def posts(self, path: str, key: str | None = None, /, **body: Any) -> TestResponse:
        more = {"Idempotency-Key": key} if key else {}
        return self.client.post(f"/api/v1{path}", json=body, headers=self.headers | more)

    def takes(self, service: str = "A-KTPR", **more: Any) -> dict[str, Any]:
        answer = self.posts("/branches/karawaci/tickets", f"key-{next(_numbers)}", service=service, **more)
        assert answer.status_code == 201, answer.text
        return dict(answer.json)


@pytest.fixture
def program(app: Flask) -> Program:
    """A program of the city, whose key reaches every office."""
    return Program(app, api_keys.create("city dashboard"))

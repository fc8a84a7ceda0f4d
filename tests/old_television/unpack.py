"""Unpack that Chromium, which comes packed by brotli."""

from __future__ import annotations

from pathlib import Path

import brotli

MODULES = Path(__file__).parent / "node_modules"


def main() -> None:
    """Put the program where the tests look for it; whole or not at all."""
    packed = MODULES / "chrome-aws-lambda" / "bin" / "chromium.br"
    unpacked = MODULES / "chromium.part"
    unpacked.write_bytes(brotli.decompress(packed.read_bytes()))
    unpacked.chmod(0o755)
    unpacked.rename(MODULES / "chromium")


if __name__ == "__main__":
    main()

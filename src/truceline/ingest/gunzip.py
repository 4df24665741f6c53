"""Gzip streams, with an end to what a small file may unpack to."""

from __future__ import annotations

import gzip
import io
from typing import BinaryIO, cast

_ALWAYS_BYTES = 64 * 1024 * 1024
"""So much may come out of any file."""
_MAX_RATIO = 500
"""From there on, bytes out for each byte in. The example reports in JSONL pack 3 times, one short report over and over
200 times; a file made to fill memory packs 1,000 times."""


class _Counted(io.RawIOBase):
    """A stream that counts what is read from it."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self.n_bytes = 0

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1) -> bytes:
        data = self._stream.read(size)
        self.n_bytes += len(data)
        return data


class _Bounded(io.RawIOBase):
    def __init__(self, stream: BinaryIO) -> None:
        self._packed = _Counted(stream)
        self._unpacked = gzip.GzipFile(fileobj=cast(BinaryIO, self._packed), mode="rb")
        self._n_out = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: object) -> int:
        view = memoryview(cast(bytearray, buffer)).cast("B")
        data = self._unpacked.read1(len(view))
        self._n_out += len(data)
        if self._n_out > _ALWAYS_BYTES and self._n_out > _MAX_RATIO * self._packed.n_bytes:
            raise EOFError(f"unpacks to more than {_MAX_RATIO} times its size; not read further")
        view[: len(data)] = data
        return len(data)


def open_gzip(stream: BinaryIO) -> io.BufferedReader:
    """What a gzip stream holds. Reading it raises EOFError when it unpacks without measure, or is cut short."""
    return io.BufferedReader(_Bounded(stream), 1 << 16)

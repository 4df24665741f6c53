"""Who asks. Local use has one user, who may do everything; ``--team`` puts a log-in in front of this."""

from __future__ import annotations

import getpass
import os
from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated

from fastapi import Depends, Request


class Role(StrEnum):
    """What a person may do: a reader looks, a coder decides, a lead manages accounts too."""

    READER = "reader"
    CODER = "coder"
    LEAD = "lead"


@dataclass(frozen=True, slots=True)
class User:
    """The person who asks. ``name`` is written on every claim and judgement."""

    name: str
    role: Role


def local_user() -> User:
    """The one user of a local server: ``TRUCELINE_USER`` where that is set, else the name of the system's user."""
    name = os.environ.get("TRUCELINE_USER", "").strip()
    if not name:
        try:
            name = getpass.getuser()
        except (KeyError, OSError):
            name = "local"
    return User(name, Role.LEAD)


def current_user(request: Request) -> User:
    """The user of a request."""
    user = getattr(request.state, "user", None)
    return user if isinstance(user, User) else local_user()


UserDep = Annotated[User, Depends(current_user)]
"""Annotation of a handler's parameter that is given the user."""

"""Who asks. Local use has one user, who may do everything; ``--team`` puts a log-in in front (``accounts_gate.py``)."""

from __future__ import annotations

import getpass
import os
from collections.abc import Callable
from dataclasses import dataclass
from typing import Annotated, Final

from fastapi import Depends, Request

from truceline.errors import NotAllowed
from truceline.store.accounts import Role

__all__ = ["NOBODY", "CoderDep", "LeadDep", "Role", "User", "UserDep", "current_user", "local_user"]


@dataclass(frozen=True, slots=True)
class User:
    """The person who asks. ``name`` is written on every claim, review and judgement."""

    name: str
    role: Role

    @property
    def may_decide(self) -> bool:
        """True for a coder and a lead."""
        return self.role is not Role.READER and bool(self.name)

    @property
    def leads(self) -> bool:
        """True for a lead, who manages accounts and may take back what others decided."""
        return self.role is Role.LEAD and bool(self.name)


NOBODY: Final = User("", Role.READER)
"""Who asks on a shared server without having logged in."""


def local_user(name: str = "") -> User:
    """The one user of a local server: the name given, else ``TRUCELINE_USER``, else the name of the system's user."""
    name = name.strip() or os.environ.get("TRUCELINE_USER", "").strip()
    if not name:
        try:
            name = getpass.getuser()
        except (KeyError, OSError):
            name = "local"
    return User(name[:64], Role.LEAD)


def current_user(request: Request) -> User:
    """The user of a request."""
    user = getattr(request.state, "user", None)
    if isinstance(user, User):
        return user
    return NOBODY if request.app.state.team else local_user(getattr(request.app.state, "local_name", ""))


def _need(allowed: Callable[[User], bool], what: str) -> Callable[[Request], User]:
    def needed(request: Request) -> User:
        user = current_user(request)
        if not allowed(user):
            raise NotAllowed(f"{user.name or 'Somebody who is not logged in'} is a {user.role}; {what}")
        return user

    return needed


UserDep = Annotated[User, Depends(current_user)]
"""Annotation of a handler's parameter that is given the user."""
CoderDep = Annotated[User, Depends(_need(lambda u: u.may_decide, "deciding takes a coder or a lead."))]
"""The same, for handlers that write: others are refused."""
LeadDep = Annotated[User, Depends(_need(lambda u: u.leads, "this takes a lead."))]
"""The same, for handlers that manage accounts."""

"""``truceline version``: what read this, to quote in a paper."""

from __future__ import annotations

import platform

import typer

from truceline import __version__, settings


def version() -> None:
    """Print the versions of Truceline, its coder and its language model.

    \b
    Example:
      truceline version
    """
    from importlib.metadata import PackageNotFoundError
    from importlib.metadata import version as package_version

    def found(package: str) -> str:
        try:
            return package_version(package)
        except PackageNotFoundError:
            return "not installed"

    from truceline.run import shipped_coder

    model = settings.get_str("language_model")
    typer.echo(f"truceline {__version__}")
    typer.echo(f"coder {shipped_coder().version}")
    typer.echo(f"language model {model} {found(model.replace('_', '-'))}, spaCy {found('spacy')}")
    typer.echo(f"Python {platform.python_version()}")

"""From the command line, the environment and the file to one frozen Settings, or a message that says what is wrong."""

from __future__ import annotations

import os
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ValidationError
from pydantic_settings import EnvSettingsSource, SettingsError

from .settings import Settings

FILE = "hodhod.toml"
PREFIX = "HODHOD_"
# Not settings: the --data option as a variable, and what the test-suite uses.
OTHER_VARIABLES = ("HODHOD_DATA", "HODHOD_TEST_")


class ConfigError(Exception):
    """A setting is unknown or has a value that it cannot have; the message names it and where it stands."""


def load(data: Path, overrides: Mapping[str, Any] | None = None) -> Settings:
    """The settings of the server whose data directory is `data`. `overrides`: nested, from the command line."""
    check_variables(os.environ)
    merged: dict[str, Any] = {}
    for source in (_file(data / FILE), _environment(), overrides or {}):
        _merge(merged, source)
    try:
        return Settings(**merged)
    except ValidationError as error:
        raise ConfigError("\n".join(_complaints(error, data / FILE))) from None


def relaxed(settings: Settings) -> Settings:
    """The settings under `serve --dev`: flood limits and what is too new out of the way, nothing else."""
    limits = settings.limits.model_copy(update={"fresh_session": 0, "fresh_password": 0})
    return settings.model_copy(update={"flood": settings.flood.relaxed(), "limits": limits})


def variable(*path: str) -> str:
    """The name of the environment variable of a setting."""
    return PREFIX + "__".join(path).upper()


def fields(model: type[BaseModel], path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], Any]]:
    """Every setting below a model: its path, and its pydantic FieldInfo."""
    for name, info in model.model_fields.items():
        if isinstance(info.annotation, type) and issubclass(info.annotation, BaseModel):
            yield from fields(info.annotation, (*path, name))
        else:
            yield (*path, name), info


def check_variables(environment: Mapping[str, str]) -> None:
    """A misspelt variable would be ignored in silence; refuse it."""
    known = {variable(*path) for path, _ in fields(Settings)}
    unknown = sorted(
        name
        for name in environment
        if name.upper().startswith(PREFIX) and name not in known and not name.startswith(OTHER_VARIABLES)
    )
    if unknown:
        raise ConfigError(f"unknown variables: {', '.join(unknown)} (`hodhod settings` lists the known ones)")


def _file(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, OSError) as error:
        raise ConfigError(f"{path}: {error}") from None


def _environment() -> dict[str, Any]:
    try:
        return EnvSettingsSource(Settings)()
    except SettingsError as error:
        raise ConfigError(f"{error}: lists and tables are written as JSON in variables") from None


def _merge(into: dict[str, Any], values: Mapping[str, Any]) -> None:
    for name, value in values.items():
        if isinstance(value, Mapping) and isinstance(into.get(name), dict):
            _merge(into[name], value)
        else:
            into[name] = dict(value) if isinstance(value, Mapping) else value


def _complaints(error: ValidationError, path: Path) -> Iterator[str]:
    for item in error.errors(include_url=False, include_context=False, include_input=False):
        at = [str(part) for part in item["loc"]]
        said = "unknown setting" if item["type"] == "extra_forbidden" else item["msg"]
        yield f"{'.'.join(at)}: {said} (in {path} or {variable(*at)})"

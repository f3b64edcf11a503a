"""The settings in words: what `hodhod settings` prints, and docs/settings.md."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any, NamedTuple

from pydantic import BaseModel, SecretStr

from hodhod.rpc.flood import Limit

from .flood import written
from .load import fields, variable
from .settings import Settings

_PASSWORD = re.compile(r"(?<=://)([^:@/]*):[^@/]*@")

HEAD = """# Settings

Made by `make docs`; do not edit. `hodhod settings` prints the same with the values in force.

A setting is read from the command line, else from its `HODHOD_*` variable (lists and tables written as JSON), else from
the file `hodhod.toml` in the data directory, else it has its default. An unknown name is refused.

```toml
public_url = "https://hodhod.example/"

[network]
ports = [4430, 443]

[codes]
delivery = "webhook"
```
"""


class Described(NamedTuple):
    """One setting. `value` is the one in force, `changed` whether it differs from the default."""

    name: str
    variable: str
    about: str
    default: str
    value: str
    changed: bool


def shown(value: Any) -> str:
    """A value as it stands in the file; secrets are never shown."""
    if isinstance(value, Limit):
        value = written(value)
    if isinstance(value, SecretStr):
        value = "***" if value.get_secret_value() else ""
    if isinstance(value, frozenset):
        value = sorted(value)
    if isinstance(value, dict):
        inner = ", ".join(f"{name} = {shown(item)}" for name, item in value.items())
        return "{ " + inner + " }" if inner else "{}"
    if isinstance(value, str):
        value = _PASSWORD.sub(r"\1:***@", value)
    return json.dumps(value, ensure_ascii=False)


def describe(settings: Settings) -> Iterator[Described]:
    for path, info in fields(Settings):
        value: Any = settings
        for name in path:
            value = getattr(value, name)
        default = info.get_default(call_default_factory=True)
        about = " ".join((info.description or "").split())
        yield Described(".".join(path), variable(*path), about, shown(default), shown(value), value != default)


def group_about(name: str) -> str:
    """The one-line description of a group."""
    annotation = Settings.model_fields[name].annotation
    if not (isinstance(annotation, type) and issubclass(annotation, BaseModel)):
        raise KeyError(name)
    return " ".join((annotation.__doc__ or "").split())


def markdown() -> str:
    """docs/settings.md."""
    lines, group = [HEAD], None
    for one in describe(Settings()):
        head, _, rest = one.name.partition(".")
        here = head if rest else "general"
        if here != group:
            group = here
            about = group_about(head) if rest else "What everything else refers to."
            lines += [
                "",
                f"## {group if not rest else f'[{group}]'}",
                "",
                about,
                "",
                "| setting | default | what it is |",
                "|---|---|---|",
            ]
        lines.append(f"| `{rest or head}`<br>`{one.variable}` | `{one.default}` | {one.about} |")
    return "\n".join(lines).replace("\n\n\n", "\n\n") + "\n"

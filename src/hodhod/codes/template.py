"""{phone}, {code} and {purpose} in an operator's texts, escaped for the place where they stand.

Plain replacement and not str.format: a JSON body is full of braces, and a template must not reach attributes.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from urllib.parse import quote, quote_plus

Escape = Callable[[str], str]

PLAIN: Escape = str
URL: Escape = lambda text: quote(text, safe="")  # noqa: E731
FORM: Escape = quote_plus
JSON: Escape = lambda text: json.dumps(text, ensure_ascii=False)[1:-1]  # noqa: E731

_PLACE = re.compile(r"\{(phone|email|code|purpose)\}")


def fill(template: str, values: Mapping[str, str], escape: Escape = PLAIN) -> str:
    """A place whose value is not given stays as it is."""
    return _PLACE.sub(lambda match: escape(values[match[1]]) if match[1] in values else match[0], template)

"""Settings: read once at the start, from DATA/hodhod.toml and HODHOD_* variables, and handed on as frozen values."""

from .load import ConfigError, load, relaxed
from .settings import Settings

__all__ = ["ConfigError", "Settings", "load", "relaxed"]

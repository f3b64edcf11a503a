"""Hodhod: a self-hosted messenger server that speaks Telegram's protocol."""

__version__ = "0.1.0"

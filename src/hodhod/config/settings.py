"""All settings of a server."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict

from .flood import Flood
from .groups import (
    ClientLimits,
    Codes,
    Connections,
    Database,
    Email,
    Files,
    Logs,
    Network,
    Previews,
    ProtocolLimits,
    Webhook,
)


class Settings(BaseSettings):
    """Read by config.load: what the command line says goes before HODHOD_* variables, these before DATA/hodhod.toml."""

    model_config = SettingsConfigDict(
        frozen=True, extra="forbid", env_prefix="HODHOD_", env_nested_delimiter="__", use_attribute_docstrings=True
    )

    public_url: Annotated[str, Field(pattern=r"^https?://[^\s/]+(/[^\s?#]*)?/$")] = "http://localhost:8080/"
    """Start of the links to users and messages on this server; ends in a slash."""
    default_region: Annotated[str, Field(pattern=r"^[A-Z]{2}$")] = "IR"
    """Country whose phone numbers may be written without country code."""

    network: Network = Network()
    connections: Connections = Connections()
    database: Database = Database()
    codes: Codes = Codes()
    webhook: Webhook = Webhook()
    email: Email = Email()
    files: Files = Files()
    previews: Previews = Previews()
    logs: Logs = Logs()
    flood: Flood = Flood()
    limits: ClientLimits = ClientLimits()
    protocol: ProtocolLimits = ProtocolLimits()

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Made from values only: a test that writes Settings() must not depend on its environment."""
        return (init_settings,)

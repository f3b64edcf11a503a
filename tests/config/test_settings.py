"""Settings: three sources, their order, and that nothing unknown passes."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest
from pydantic import ValidationError

from hodhod import config
from hodhod.config import ConfigError, Settings
from hodhod.config.address import WILDCARDS, public_address
from hodhod.config.describe import describe, markdown, shown
from hodhod.config.groups import Network
from hodhod.config.load import fields
from hodhod.domain.limits import Limits
from hodhod.mtproto.settings import Settings as Protocol
from hodhod.net.limits import NetSettings
from hodhod.rpc.flood import Limit

ROOT = Path(__file__).resolve().parents[2]


def write(folder: Path, text: str) -> Path:
    (folder / "hodhod.toml").write_text(text, encoding="utf-8")
    return folder


def test_without_a_file_all_defaults(tmp_path: Path) -> None:
    assert config.load(tmp_path) == Settings()


def test_the_command_line_goes_before_variables_and_these_before_the_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(tmp_path, '[network]\nhost = "10.0.0.1"\nhttp_port = 1\nports = [1, 2]\n')
    monkeypatch.setenv("HODHOD_NETWORK__HTTP_PORT", "2")
    monkeypatch.setenv("HODHOD_NETWORK__PORTS", "[3]")
    network = config.load(tmp_path, {"network": {"ports": [4, 5]}}).network
    assert (network.host, network.http_port, network.ports) == ("10.0.0.1", 2, (4, 5))


@pytest.mark.parametrize(
    "text, said",
    [
        ("colour = 1", "colour: unknown setting"),
        ("[network]\ncolour = 1", "network.colour: unknown setting"),
        ("[network]\nports = []", "network.ports: "),
        ("[network]\nhttp_port = 70000", "network.http_port: "),
        ('[flood]\nsend = "many"', "count/seconds"),
        ('[flood]\nsend = "0/60"', "count/seconds"),
        ('public_url = "hodhod.example"', "public_url: "),
        ("[network", "hodhod.toml"),
    ],
)
def test_a_wrong_file_is_refused_and_the_message_says_where(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(ConfigError) as caught:
        config.load(write(tmp_path, text))
    assert said in str(caught.value)


def test_an_unknown_variable_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HODHOD_NETWORK__HOSTS", "10.0.0.1")
    with pytest.raises(ConfigError, match="HODHOD_NETWORK__HOSTS"):
        config.load(tmp_path)


def test_variables_that_are_no_settings_pass(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HODHOD_DATA", "/somewhere")
    monkeypatch.setenv("HODHOD_TEST_REQUIRE", "all")
    assert config.load(tmp_path) == Settings()


def test_settings_are_frozen() -> None:
    with pytest.raises(ValidationError):
        Settings().network.host = "other"


def test_rates_are_read_from_text(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HODHOD_FLOOD__RESOLVE", "5/7")
    flood = config.load(write(tmp_path, '[flood]\nsend = "3/10"')).flood
    assert (flood.send, flood.resolve) == (Limit(3, 10), Limit(5, 7))


def test_dev_relaxes_flood_limits_and_the_24_hour_rule_and_nothing_else() -> None:
    plain = Settings()
    relaxed = config.relaxed(plain)
    changed = {path for path, _ in fields(Settings) if _value(plain, path) != _value(relaxed, path)}
    assert changed == {("flood", name) for name in plain.flood.limits()} | {
        ("limits", "fresh_session"),
        ("limits", "fresh_password"),
    }
    assert all(relaxed.flood.limits()[name].burst > limit.burst for name, limit in plain.flood.limits().items())


def _value(settings: object, path: tuple[str, ...]) -> object:
    for name in path:
        settings = getattr(settings, name)
    return settings


def test_every_bound_of_a_part_is_a_setting_with_the_same_default() -> None:
    settings = Settings()
    assert settings.protocol.protocol() == Protocol()
    assert settings.limits.limits() == Limits()
    assert settings.connections.net() == NetSettings()
    for part, group in ((Protocol, settings.protocol), (Limits, settings.limits), (NetSettings, settings.connections)):
        assert {field.name for field in dataclasses.fields(part)} == set(type(group).model_fields)


def test_every_setting_is_described() -> None:
    assert [one.name for one in describe(Settings()) if len(one.about) < 10] == []


def test_the_documentation_is_the_one_of_these_settings() -> None:
    assert (ROOT / "docs" / "settings.md").read_text(encoding="utf-8") == markdown(), "run: make docs"


def test_secrets_are_not_shown(tmp_path: Path) -> None:
    settings = config.load(
        write(
            tmp_path,
            '[database]\nurl = "postgresql://me:hunter2@db/hodhod"\n[email]\npassword = "hunter2"\n'
            '[webhook.headers]\nAuthorization = "hunter2"\n',
        )
    )
    printed = "\n".join(one.value for one in describe(settings))
    assert "hunter2" not in printed
    assert shown("postgresql://me:hunter2@db/x") == '"postgresql://me:***@db/x"'
    assert "hunter2" not in repr(settings.email)


@pytest.mark.parametrize(
    "network, told",
    [
        (Network(host="10.1.2.3"), ("10.1.2.3", 4430)),
        (Network(host="10.1.2.3", public_host="1.2.3.4", public_port=443), ("1.2.3.4", 443)),
        (Network(host="::1", ports=(5222, 443)), ("::1", 5222)),
        (Network(public_host="localhost"), ("127.0.0.1", 4430)),
    ],
)
def test_the_address_that_clients_are_told(network: Network, told: tuple[str, int]) -> None:
    address = public_address(network)
    assert address == told or (network.public_host == "localhost" and address == ("::1", 4430))


def test_a_wildcard_is_never_told_to_clients() -> None:
    assert public_address(Network())[0] not in WILDCARDS

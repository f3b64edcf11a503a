"""The applications and TDLib: constants compiled into the client. All data centers are this one server."""

from __future__ import annotations

from .notation import DATA_CENTERS, Address, PublicKey, c_string, macro_string, wrapped
from .recipe import Change, Recipe

_ALL = "Every data center id (1 to 5) is this server; leave no address of Telegram's behind."


def _desktop(key: PublicKey, address: Address) -> tuple[Change, ...]:
    file = "Telegram/SourceFiles/mtproto/mtproto_dc_options.cpp"
    rows = "\n".join(f'\t{{ {dc}, "{address.host}", {address.port} }},' for dc in DATA_CENTERS)
    names = ("kBuiltInDcs", "kBuiltInDcsIPv6", "kBuiltInDcsTest", "kBuiltInDcsIPv6Test")
    tables = "\n\n".join(f"const BuiltInDc {name}[] = {{\n{rows}\n}};" for name in names)
    return (
        Change(file, "the four tables of addresses (a repeated address is skipped)", tables),
        Change(
            file,
            "const char *kPublicRSAKeys[] (and kTestPublicRSAKeys)",
            f"const char *kPublicRSAKeys[] = {{ {macro_string(key.pem_lines)} }};",
        ),
    )


def _android(key: PublicKey, address: Address) -> tuple[Change, ...]:
    flag = 1 if address.is_ipv6 else 0
    body = "\n".join(
        f"if (datacenters.find({dc}) == datacenters.end()) {{\n"
        f"    datacenter = new Datacenter(instanceNum, {dc});\n"
        f'    datacenter->addAddressAndPort("{address.host}", {address.port}, {flag}, "");\n'
        f"    datacenters[{dc}] = datacenter;\n}}"
        for dc in DATA_CENTERS
    )
    return (
        Change(
            "TMessagesProj/jni/tgnet/ConnectionsManager.cpp",
            "ConnectionsManager::initDatacenters(), both branches",
            body,
        ),
        Change(
            "TMessagesProj/jni/tgnet/Handshake.cpp",
            "processHandshakeResponse_resPQ(), where serverPublicKeys is filled, both branches",
            f"serverPublicKeys.emplace_back({c_string(key.pem_lines, ' ' * 30)});\n"
            f"serverPublicKeysFingerprints.push_back(0x{key.fingerprint_hex});",
        ),
    )


def _ios(key: PublicKey, address: Address) -> tuple[Change, ...]:
    rows = ",\n".join(f'    {dc}: ["{address.host}"]' for dc in DATA_CENTERS)
    return (
        Change(
            "submodules/TelegramCore/Sources/Network/Network.swift",
            "seedAddressList, both branches; and the port of MTDatacenterAddress below it",
            f"seedAddressList = [\n{rows}\n]\n"
            f"// in setSeedAddressSetForDatacenterWithId below: MTDatacenterAddress(ip: $0, port: {address.port}, ...)",
        ),
        Change(
            "submodules/MtProtoKit/Sources/MTDatacenterAuthMessageService.m",
            "defaultPublicKeys(): productionPublicKeys and testingPublicKeys",
            "productionPublicKeys = @[\n    [[MTDatacenterAuthPublicKey alloc] initWithPublicKey:"
            f"{c_string(key.pem_lines, '     ', objective=True)}]\n];",
        ),
    )


def _tdlib(key: PublicKey, address: Address) -> tuple[Change, ...]:
    kind = ", HostType::IPv6" if address.is_ipv6 else ""
    rows = "\n".join(f'add_ip_ports({dc}, {{"{address.host}"}}, ports{kind});' for dc in DATA_CENTERS)
    return (
        Change(
            "td/telegram/net/ConnectionCreator.cpp",
            "ConnectionCreator::get_default_dc_options(), both branches",
            f"vector<int> ports = {{{address.port}}};\n{rows}",
        ),
        Change(
            "td/telegram/net/PublicRsaKeySharedMain.cpp",
            "PublicRsaKeySharedMain::create(), both add_pem calls",
            f"add_pem(keys,\n        {c_string(key.pem_lines, ' ' * 8)});",
        ),
    )


def _web_a(key: PublicKey, address: Address) -> tuple[Change, ...]:
    return (
        Change(
            "src/lib/gramjs/Utils.ts",
            "getDC()",
            "export function getDC(dcId: number, downloadDC = false) {\n"
            f"  return {{ id: dcId, ipAddress: '{address.in_url}', port: {address.http_port} }};\n}}",
        ),
        Change(
            "src/lib/gramjs/crypto/RSA.ts",
            "SERVER_KEYS, in place of both keys",
            f"  {{\n    fingerprint: BigInt('{key.fingerprint}'),\n    n: BigInt(\n      "
            f"{wrapped(str(key.n), 100, ' ' * 6, chr(39), ' +')},\n    ),\n    e: 65537,\n  }},",
        ),
    )


def _web_k(key: PublicKey, address: Address) -> tuple[Change, ...]:
    return (
        Change(
            "src/lib/mtproto/dcConfigurator.ts",
            "constructTelegramWebSocketUrl(), in place of the line that sets chosenServer",
            f"const chosenServer = `ws://{address.in_url}:{address.http_port}/apiws`;",
        ),
        Change(
            "src/lib/mtproto/rsaKeysManager.ts",
            "publisKeysHex (sic) and testPublicKeysHex",
            f"[{{\n  modulus: '{key.modulus_hex.upper()}',\n  exponent: '010001'\n}}]",
        ),
    )


APPS = (
    Recipe("tdesktop", "Telegram Desktop", "telegramdesktop/tdesktop, dev branch", _desktop, _ALL),
    Recipe("android", "Telegram for Android", "DrKLO/Telegram, master branch", _android, _ALL),
    Recipe("ios", "Telegram for iOS", "TelegramMessenger/Telegram-iOS, master branch", _ios, _ALL),
    Recipe("tdlib", "TDLib, and the clients built on it", "tdlib/td, master branch", _tdlib, _ALL),
    Recipe(
        "web-a",
        "Telegram Web A",
        "Ajaxy/telegram-tt, master branch",
        _web_a,
        "It dials wss:// on port 443, ws:// on any other: for a page served over https put a TLS proxy on 443 before\n"
        "the server's HTTP port.",
    ),
    Recipe(
        "web-k",
        "Telegram Web K",
        "morethanwords/tweb, master branch",
        _web_k,
        "Use wss:// and a TLS proxy if the page itself is served over https. Versions whose vite-env.d.ts declares\n"
        "VITE_RSA_MODULUS take the key from that variable as well.",
    ),
)

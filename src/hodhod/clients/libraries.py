"""The client libraries: lines for one's own program, nothing in the library is edited."""

from __future__ import annotations

from .notation import Address, PublicKey, wrapped
from .recipe import Change, Recipe


def _telethon(key: PublicKey, address: Address) -> tuple[Change, ...]:
    return (
        Change(
            "your program",
            "before client.start()",
            "from telethon import TelegramClient\nfrom telethon.crypto import rsa\n\n"
            f'rsa.add_key("""{key.pem.strip()}""", old=False)\n'
            'client = TelegramClient("me", api_id=1, api_hash="x")\n'
            f'client.session.set_dc(2, "{address.host}", {address.port})',
        ),
    )


def _pyrogram(key: PublicKey, address: Address) -> tuple[Change, ...]:
    number = wrapped(f"{key.n:X}", 64, " " * 4)
    return (
        Change(
            "your program",
            "before Client(...)",
            "from pyrogram.connection.transport.tcp.tcp import TCP\nfrom pyrogram.crypto import rsa\n\n"
            "rsa.server_public_keys.clear()\n"
            f"rsa.server_public_keys[{key.fingerprint}] = rsa.PublicKey(int(\n    {number}, 16), 65537)\n\n"
            "connect = TCP.connect\n\n"
            "async def connect_here(self, address, *rest):\n"
            f'    await connect(self, ("{address.host}", {address.port}), *rest)\n\n'
            "TCP.connect = connect_here",
        ),
    )


def _gramjs(key: PublicKey, address: Address) -> tuple[Change, ...]:
    number = wrapped(str(key.n), 100, "    ", '"', " +")
    return (
        Change(
            "your program",
            "before client.start()",
            'const bigInt = require("big-integer");\n'
            'const { TelegramClient } = require("telegram");\n'
            'const { _serverKeys } = require("telegram/crypto/RSA");\n'
            'const { PromisedNetSockets } = require("telegram/extensions");\n'
            'const { StringSession } = require("telegram/sessions");\n\n'
            f'_serverKeys.set("{key.fingerprint}", {{\n  n: bigInt(\n    {number}\n  ),\n  e: 65537,\n}});\n\n'
            "class Socket extends PromisedNetSockets {  // the library dials port 80, whatever the session says\n"
            f'  connect() {{\n    return super.connect({address.port}, "{address.host}");\n  }}\n}}\n\n'
            'const session = new StringSession("");\n'
            f'session.setDC(2, "{address.host}", 80);\n'
            'const client = new TelegramClient(session, 1, "x", { networkSocket: Socket });',
        ),
    )


def _mtcute(key: PublicKey, address: Address) -> tuple[Change, ...]:
    dc = f'{{ id: 2, ipAddress: "{address.host}", port: {address.port}, ipv6: {str(address.is_ipv6).lower()}'
    return (
        Change(
            "your program",
            "before the client is used",
            'import { TelegramClient } from "@mtcute/node";\n'
            'import { NodeCryptoProvider, addPublicKey } from "@mtcute/node/utils.js";\n\n'
            f"addPublicKey(new NodeCryptoProvider(), `{key.pem.strip()}`);\n"
            'const client = new TelegramClient({\n  apiId: 1,\n  apiHash: "x",\n'
            f"  defaultDcs: {{\n    main: {dc} }},\n    media: {dc}, mediaOnly: true }},\n  }},\n}});",
        ),
    )


LIBRARIES = (
    Recipe("telethon", "Telethon", "Telethon 1.45.0", _telethon),
    Recipe(
        "pyrogram",
        "Pyrogram and Kurigram",
        "Pyrogram 2.0.106, Kurigram 2.2.26",
        _pyrogram,
        "Both install the module `pyrogram`, and the same lines fit both.",
    ),
    Recipe(
        "gramjs",
        "GramJS and teleproto",
        "telegram 2.26.22, teleproto 214.1.7",
        _gramjs,
        "teleproto is a fork of GramJS: write `teleproto` for `telegram`.",
    ),
    Recipe("mtcute", "mtcute", "@mtcute/node 0.30.3", _mtcute),
)

"""What the service user writes: in Persian or English, as the reader's client is set."""

from __future__ import annotations

from typing import NamedTuple

PERSIAN = "fa"


class Words(NamedTuple):
    """One language's texts; {code}, {device} and {address} are filled in."""

    code: str
    new_login: str
    welcome: str


_WORDS = {
    "en": Words(
        code="Login code: {code}. Do not give this code to anyone, even if they say they are from this server!\n\n"
        "It can be used to log in to your account. We never ask for it for anything else.\n\n"
        "If you did not request it, ignore this message.",
        new_login="New login.\n\nDevice: {device}\nAddress: {address}\n\n"
        "If this was not you, end that session in Settings > Devices, and set a two-step verification password.",
        welcome="Welcome! Messages of this server, such as login codes, arrive in this chat.",
    ),
    PERSIAN: Words(
        code="کد ورود: {code}. این کد را به هیچ‌کس ندهید، حتی اگر بگوید از طرف این سرور است!\n\n"
        "با این کد می‌توان وارد حساب شما شد. ما آن را برای کار دیگری نمی‌خواهیم.\n\n"
        "اگر شما درخواست نکرده‌اید، این پیام را نادیده بگیرید.",
        new_login="ورود تازه به حساب شما.\n\nدستگاه: {device}\nنشانی: {address}\n\n"
        "اگر شما نبودید، آن نشست را در تنظیمات > دستگاه‌ها پایان دهید و رمز دومرحله‌ای بگذارید.",
        welcome="خوش آمدید! پیام‌های این سرور، مانند کدهای ورود، در این گفتگو می‌رسند.",
    ),
}


def _words(lang_code: str) -> Words:
    return _WORDS[PERSIAN if lang_code.partition("-")[0].lower() == PERSIAN else "en"]


def login_code(lang_code: str, code: str) -> str:
    return _words(lang_code).code.format(code=code)


def new_login(lang_code: str, device: str, address: str) -> str:
    return _words(lang_code).new_login.format(device=device, address=address)


def welcome(lang_code: str) -> str:
    return _words(lang_code).welcome

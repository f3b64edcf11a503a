"""Limits that clients see, in help.getConfig and help.getAppConfig, and that the rules enforce: one table for both."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """Counts, characters (UTF-16 code units where Telegram counts so) and seconds."""

    message_length: int = 4096
    caption_length: int = 1024
    entities: int = 100
    forwarded_count: int = 100
    chat_size: int = 200
    megagroup_size: int = 200_000
    public_channels: int = 10
    hidden_members: int = 100
    stats_members: int = 1
    edit_time: int = 2 * 24 * 3600
    revoke_time: int = 2**31 - 1
    pinned_dialogs: int = 10
    pinned_in_folder: int = 100
    pinned_saved: int = 100
    pinned_topics: int = 5
    folders: int = 10
    folder_peers: int = 100
    about_length: int = 70
    name_length: int = 64
    online_update_period: int = 210
    online_lease: int = 300
    contacts: int = 10_000
    sent_kept: int = 7 * 24 * 3600
    sticker_sets: int = 200
    stickers_in_set: int = 120
    emoji_in_set: int = 200
    recent_stickers: int = 200
    faved_stickers: int = 5
    saved_gifs: int = 200
    file_bytes: int = 4000 * 512 * 1024
    file_reference: int = 24 * 3600
    # how long a new session may not end others or change the password, nor it or a new password give chats away
    fresh_session: int = 24 * 3600
    fresh_password: int = 7 * 24 * 3600
    # how long an account counts as new, and to how many strangers a new one may write first; 0 seconds: none is new
    young_account: int = 0
    young_strangers: int = 20
    password_reset: int = 7 * 24 * 3600


@dataclass(frozen=True, slots=True)
class CodeRules:
    """Login and confirmation codes: digits, seconds for which one is good and before it is sent again, wrong tries."""

    length: int = 5
    lifetime: int = 300
    resend_after: int = 60
    tries: int = 5

// mtcute's objects as the records of link.py.

import { peerOf } from "./mtcute_chats.mjs";

export const messageRecord = (message) => ({
  id: message.id,
  chat: message.chat.id,
  sender: message.sender.id,
  text: message.text,
  out: Boolean(message.isOutgoing),
  reply_to: message.replyToMessage?.id ?? null,
  quote: message.replyToMessage?.quoteText || null,
  forward_from: message.forward?.sender.id ?? null,
  edited: message.editDate !== null,
  views: message.views ?? null,
  mentioned: Boolean(message.isMention),
  service: message.isService,
  entities: message.entities.map(({ raw }) => entityRecord(raw)),
});

const entityRecord = ({ _: name, offset, length }) => [name.replace("messageEntity", "").toLowerCase(), offset, length];

export const userRecord = (user) => ({
  id: user.id,
  first_name: user.firstName,
  last_name: user.lastName,
  username: user.username,
  phone: user.phoneNumber,
  status: user.status,
  contact: user.isContact,
  mutual: user.isMutualContact,
});

export const dialogRecord = ({ raw }) => ({
  peer: peerOf(raw.peer),
  top: raw.topMessage,
  unread: raw.unreadCount,
  mentions: raw.unreadMentionsCount,
  unread_mark: Boolean(raw.unreadMark),
  pinned: Boolean(raw.pinned),
  archived: raw.folderId === 1,
  read_inbox: raw.readInboxMaxId,
  read_outbox: raw.readOutboxMaxId,
  draft: raw.draft?.message ?? null,
});

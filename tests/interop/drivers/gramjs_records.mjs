// GramJS's and teleproto's objects as the records of link.py. Their ids are big-integer objects.

export const idOf = (value) => (value === undefined || value === null ? null : Number(value));

const CHANNEL_BASE = 1e12;

export const peerId = (peer) => {
  if (peer?.chatId) return -idOf(peer.chatId);
  return peer?.channelId ? -CHANNEL_BASE - idOf(peer.channelId) : idOf(peer?.userId);
};

export const messageRecord = (message) => ({
  id: message.id,
  chat: peerId(message.peerId),
  sender: idOf(message.senderId) ?? peerId(message.out ? undefined : message.peerId),
  text: message.message ?? "",
  out: Boolean(message.out),
  reply_to: message.replyTo?.replyToMsgId ?? null,
  quote: message.replyTo?.quoteText ?? null,
  forward_from: peerId(message.fwdFrom?.fromId),
  edited: Boolean(message.editDate),
  views: message.views ?? null,
  mentioned: Boolean(message.mentioned),
  service: message.className === "MessageService",
  entities: (message.entities ?? []).map((entity) => [
    entity.className.replace("MessageEntity", "").toLowerCase(),
    entity.offset,
    entity.length,
  ]),
});

export const statusName = (status) => status?.className.replace("UserStatus", "").toLowerCase() ?? "empty";

export const userRecord = (user) => ({
  id: idOf(user.id),
  first_name: user.firstName ?? null,
  last_name: user.lastName ?? null,
  username: user.username ?? null,
  phone: user.phone ?? null,
  status: statusName(user.status),
  contact: Boolean(user.contact),
  mutual: Boolean(user.mutualContact),
});

export const dialogRecord = (dialog) => ({
  peer: peerId(dialog.peer),
  top: dialog.topMessage,
  unread: dialog.unreadCount,
  mentions: dialog.unreadMentionsCount,
  unread_mark: Boolean(dialog.unreadMark),
  pinned: Boolean(dialog.pinned),
  archived: dialog.folderId === 1,
  read_inbox: dialog.readInboxMaxId,
  read_outbox: dialog.readOutboxMaxId,
  draft: dialog.draft?.message ?? null,
});

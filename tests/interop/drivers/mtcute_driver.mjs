// mtcute 0.28 (layer 223), driven by its high-level methods where it has them. It fetches what it missed by itself.

import { chats, onChatUpdate, peerOf } from "./mtcute_chats.mjs";
import { dialogRecord, messageRecord, userRecord } from "./mtcute_records.mjs";
import { configuration, Link, load, Refused, unhandled } from "./link.mjs";
import { storage } from "./node_storage.mjs";

const { module, host, port, key, folder } = configuration;
const { tl, TelegramClient } = load(module);
const { NodeCryptoProvider, addPublicKey } = load(`${module}/utils.js`);
const { md } = load("@mtcute/markdown-parser");
const Long = load("long");

const PRIVACY_RULES = {
  all: "inputPrivacyValueAllowAll",
  contacts: "inputPrivacyValueAllowContacts",
  nobody: "inputPrivacyValueDisallowAll",
};

async function collect(iterator) {
  const found = [];
  for await (const one of iterator) found.push(one);
  return found;
}

class MtcuteDriver {
  constructor(link) {
    this.link = link;
    const main = { id: 2, ipAddress: host, port };
    this.client = new TelegramClient({
      apiId: 1,
      apiHash: "0123456789abcdef0123456789abcdef",
      storage: storage(`${folder}/mtcute.session`),
      defaultDcs: { main, media: { ...main, mediaOnly: true } },
      initConnectionOptions: { deviceModel: "mtcute test" },
      reconnectionStrategy: () => 200,
      updates: { catchUp: true },
      logLevel: 3,
    });
    this.listen();
  }

  refusal(error) {
    return tl.RpcError.is(error) ? new Refused(error.text, error.message) : null;
  }

  call(name, fields = {}) {
    return this.client.call({ _: name, ...fields });
  }

  peer(id) {
    return this.client.resolvePeer(id);
  }

  async user(id) {
    const { userId, accessHash } = await this.peer(id);
    return { _: "inputUser", userId, accessHash };
  }

  async dialogPeer(id) {
    return { _: "inputDialogPeer", peer: await this.peer(id) };
  }

  // --- events

  listen() {
    const emit = (event, fields) => this.link.emit(event, fields);
    this.client.onNewMessage.add((message) => emit("message", messageRecord(message)));
    this.client.onEditMessage.add((message) => emit("edit", messageRecord(message)));
    this.client.onDeleteMessage.add((update) => emit("delete", { ids: update.messageIds, chat: update.channelId ?? null }));
    this.client.onHistoryRead.add((update) =>
      emit("read", { peer: update.chatId, max_id: update.maxReadId, inbox: !update.isOutbox }),
    );
    this.client.onUserTyping.add((update) => emit("typing", { user: update.userId }));
    this.client.onUserStatusUpdate.add((update) => emit("status", { user: update.userId, status: update.status }));
    this.client.onRawUpdate.add(({ update }) => this.onUpdate(update));
    this.client.onRawUpdate.add(({ update }) => onChatUpdate(update, emit));
    this.client.onError.add((error) => unhandled(error));
  }

  onUpdate(update) {
    const emit = (event, fields) => this.link.emit(event, fields);
    switch (update._) {
      case "updateDraftMessage":
        return emit("draft", { peer: peerOf(update.peer), text: update.draft.message ?? "" });
      case "updatePinnedMessages":
        return emit("pinned", { peer: peerOf(update.peer), ids: update.messages, pinned: Boolean(update.pinned) });
      case "updateDialogUnreadMark":
        return emit("marked", { peer: peerOf(update.peer.peer), unread: Boolean(update.unread) });
      case "updateLoginToken":
        return emit("login", { state: "token" });
    }
  }

  // --- connection and sign-in

  async do_connect() {
    const crypto = new NodeCryptoProvider();
    await crypto.initialize();
    addPublicKey(crypto, key.pem);
    await this.client.connect();
    try {
      const me = await this.client.getMe();
      await this.client.notifyLoggedIn(me.raw);
    } catch (error) {
      if (!tl.RpcError.is(error, "AUTH_KEY_UNREGISTERED")) throw error;
      return { state: "phone" };
    }
    return { state: "ready" };
  }

  async do_come_back() {} // it reconnects and fetches what it missed by itself, whenever that came

  async do_disconnect() {
    await this.client.disconnect();
  }

  async do_request_code({ phone }) {
    const sent = await this.client.sendCode({ phone });
    this.codeHash = sent.phoneCodeHash;
    return { length: sent.length, type: sent.type };
  }

  // Its own signIn refuses to know that a number may sign up.
  async do_submit_code({ phone, code }) {
    const fields = { phoneNumber: phone, phoneCodeHash: this.codeHash, phoneCode: code };
    return this.orPassword(async () => {
      const answer = await this.call("auth.signIn", fields);
      if (answer._ === "auth.authorizationSignUpRequired") return { state: "sign_up" };
      return this.ready(answer);
    });
  }

  async orPassword(signIn) {
    try {
      return await signIn();
    } catch (error) {
      if (!tl.RpcError.is(error, "SESSION_PASSWORD_NEEDED")) throw error;
      return { state: "password" };
    }
  }

  async ready(authorization) {
    await this.client.notifyLoggedIn(authorization);
    return { state: "ready" };
  }

  async do_sign_up({ phone, first_name, last_name }) {
    const names = { firstName: first_name, lastName: last_name };
    return this.ready(await this.call("auth.signUp", { phoneNumber: phone, phoneCodeHash: this.codeHash, ...names }));
  }

  async do_submit_password({ password }) {
    await this.client.checkPassword(password);
    return { state: "ready" };
  }

  async do_log_out() {
    await this.client.logOut();
  }

  do_qr_show() {
    return new Promise((shown, failed) => {
      this.qr = this.client.signInQr({ onUrlUpdated: shown });
      this.qr.catch(failed);
    });
  }

  async do_qr_wait() {
    await this.qr;
    return { state: "ready" };
  }

  async do_qr_accept({ url }) {
    await this.call("auth.acceptLoginToken", { token: Buffer.from(url.split("token=")[1], "base64url") });
  }

  // --- people

  async do_me() {
    return userRecord(await this.client.getMe());
  }

  async do_user({ user }) {
    return userRecord((await this.client.getUsers([user]))[0]);
  }

  async do_import_contact({ phone, first_name }) {
    const answer = await this.client.importContacts([{ phone, firstName: first_name, lastName: "" }]);
    return answer.imported[0]?.userId ?? null;
  }

  async do_contacts() {
    return (await this.client.getContacts()).map(userRecord);
  }

  // By the method itself: the library answers from what it has seen, and with an error of its own.
  async do_resolve({ username }) {
    return (await this.call("contacts.resolveUsername", { username })).peer.userId;
  }

  async do_set_username({ username }) {
    await this.client.setMyUsername(username);
  }

  async do_set_profile({ first_name, last_name, about }) {
    await this.client.updateProfile({ firstName: first_name, lastName: last_name, bio: about });
  }

  async do_about({ user }) {
    return (await this.client.getFullUser(user)).bio;
  }

  async do_block({ user, blocked }) {
    await (blocked ? this.client.blockUser(user) : this.client.unblockUser(user));
  }

  async do_blocked() {
    const answer = await this.call("contacts.getBlocked", { offset: 0, limit: 100 });
    return answer.blocked.map((entry) => entry.peerId.userId);
  }

  async do_set_online_privacy({ rule }) {
    const rules = [{ _: PRIVACY_RULES[rule] }];
    await this.call("account.setPrivacy", { key: { _: "inputPrivacyKeyStatusTimestamp" }, rules });
  }

  async do_set_online({ online }) {
    await this.call("account.updateStatus", { offline: !online });
  }

  // --- messages

  async do_send({ peer, text, reply_to, quote }) {
    const options = { replyTo: reply_to, quote: quote && { text: quote, entities: [] } };
    return messageRecord(await this.client.sendText(peer, text, options));
  }

  async do_send_marked_up({ peer, markdown }) {
    return messageRecord(await this.client.sendText(peer, md(markdown)));
  }

  async do_send_many({ peer, texts }) {
    return (await Promise.all(texts.map((text) => this.client.sendText(peer, text)))).map((message) => message.id);
  }

  async do_edit({ peer, id, text }) {
    return messageRecord(await this.client.editMessage({ chatId: peer, message: id, text }));
  }

  async do_delete({ peer, ids, revoke }) {
    await this.client.deleteMessagesById(peer, ids, { revoke });
  }

  async do_forward({ peer, source, ids }) {
    const sent = await this.client.forwardMessagesById({ toChatId: peer, fromChatId: source, messages: ids });
    return sent.map(messageRecord);
  }

  async do_read({ peer, max_id }) {
    await this.client.readHistory(peer, { maxId: max_id });
  }

  async do_typing({ peer }) {
    await this.client.sendTyping(peer);
  }

  async do_pin({ peer, id }) {
    await this.client.pinMessage({ chatId: peer, message: id, bothSides: true });
  }

  async do_unpin({ peer, id }) {
    await this.client.unpinMessage({ chatId: peer, message: id });
  }

  async do_draft({ peer, text }) {
    await this.call("messages.saveDraft", { peer: await this.peer(peer), message: text });
  }

  // --- reading

  // back: older than offset_id, newest first; forward: newer, oldest first; around: both, newest first.
  async do_history({ peer, limit, offset_id = 0, way = "back" }) {
    if (way === "around") {
      const options = { limit, offset: { id: offset_id, date: 0 }, addOffset: -Math.floor(limit / 2) };
      return (await this.client.getHistory(peer, options)).map(messageRecord);
    }
    const reverse = way === "forward";
    const offset = offset_id ? { id: offset_id + (reverse ? 1 : 0), date: 0 } : undefined;
    return (await collect(this.client.iterHistory(peer, { limit, reverse, offset }))).map(messageRecord);
  }

  async do_search({ query, peer, limit = 100 }) {
    const wanted = { query, limit, chatId: peer };
    const found = peer ? this.client.iterSearchMessages(wanted) : this.client.iterSearchGlobal(wanted);
    return (await collect(found)).map(messageRecord);
  }

  async do_pinned({ peer }) {
    const filter = { _: "inputMessagesFilterPinned" };
    return (await collect(this.client.iterSearchMessages({ chatId: peer, filter }))).map((message) => message.id);
  }

  async do_dialogs({ archived = false }) {
    const dialogs = await collect(this.client.iterDialogs({ archived: archived ? "only" : "exclude" }));
    return dialogs.map((dialog) => ({ peer: dialog.peer.id, top: dialog.lastMessage.id }));
  }

  async do_dialog({ peer }) {
    return dialogRecord((await this.client.getPeerDialogs(peer))[0]);
  }

  async do_archive({ peer, archived }) {
    await (archived ? this.client.archiveChats(peer) : this.client.unarchiveChats(peer));
  }

  async do_pin_dialog({ peer, pinned }) {
    await this.call("messages.toggleDialogPin", { peer: await this.dialogPeer(peer), pinned });
  }

  async do_mark_unread({ peer, unread }) {
    await this.call("messages.markDialogUnread", { peer: await this.dialogPeer(peer), unread });
  }

  async do_set_folder({ id, title, peers }) {
    const includePeers = await Promise.all(peers.map((peer) => this.peer(peer)));
    const name = { _: "textWithEntities", text: title, entities: [] };
    const filter = { _: "dialogFilter", id, title: name, pinnedPeers: [], includePeers, excludePeers: [] };
    await this.call("messages.updateDialogFilter", { id, filter });
  }

  async do_folders() {
    const { filters } = await this.client.getFolders();
    const chosen = filters.filter((one) => one._ === "dialogFilter");
    return chosen.map((one) => ({ title: one.title.text, peers: one.includePeers.map((peer) => peer.userId) }));
  }

  // --- account

  async do_set_password({ new: password, current, hint = "" }) {
    if (current === undefined) await this.client.enableCloudPassword({ password, hint });
    else await this.client.changeCloudPassword({ currentPassword: current, newPassword: password, hint });
  }

  // Gives an address to an existing password; its code is entered by `confirm_recovery`.
  async do_set_recovery({ password, email }) {
    const proof = await this.client.computeSrpParams(await this.call("account.getPassword"), password);
    const newSettings = { _: "account.passwordInputSettings", email };
    try {
      await this.call("account.updatePasswordSettings", { password: proof, newSettings });
    } catch (error) {
      if (!tl.RpcError.is(error, "EMAIL_UNCONFIRMED_%d")) throw error;
    }
  }

  async do_confirm_recovery({ code }) {
    await this.client.verifyPasswordEmail(code);
  }

  async do_forgot_password() {
    return this.client.sendRecoveryCode();
  }

  async do_recover({ code }) {
    await this.client.recoverPassword({ recoveryCode: code });
    return { state: "ready" };
  }

  async do_remove_password({ current }) {
    await this.client.removeCloudPassword(current);
  }

  async do_sessions() {
    const answer = await this.call("account.getAuthorizations");
    return answer.authorizations.map((one) => ({
      hash: String(one.hash),
      current: Boolean(one.current),
      device: one.deviceModel,
      ip: one.ip,
    }));
  }

  async do_terminate({ hash }) {
    await this.call("account.resetAuthorization", { hash: Long.fromString(hash) });
  }

  async do_terminate_others() {
    await this.call("auth.resetAuthorizations");
  }

  async do_state() {
    const { pts, qts, seq, date } = await this.call("updates.getState");
    return { pts, qts, seq, date };
  }
}

Object.assign(MtcuteDriver.prototype, chats);

const link = new Link();
await link.serve(new MtcuteDriver(link));

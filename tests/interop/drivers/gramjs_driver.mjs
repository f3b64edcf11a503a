// GramJS (layer 198) and its fork teleproto (layer 214): the same interface, so one driver does.
//
// What they lack is invoked by its TL name. Neither fetches what it missed, so the driver asks updates.getDifference
// from where it stopped. Both dial port 80 or 443 whatever the session says, so their socket is told where to go.

import { createHash, createPublicKey } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";

import { chats, onChatUpdate } from "./gramjs_chats.mjs";
import { dialogRecord, messageRecord, peerId, statusName, userRecord } from "./gramjs_records.mjs";
import { configuration, Link, load, pause, Refused, unhandled } from "./link.mjs";

const { module, host, port, key, folder } = configuration;
const { Api, TelegramClient, errors } = load(module);
const { EditedMessage } = load(`${module}/events/EditedMessage`);
const { NewMessage } = load(`${module}/events/NewMessage`);
const { PromisedNetSockets } = load(`${module}/extensions`);
const { StoreSession } = load(`${module}/sessions`);
const { _serverKeys } = load(`${module}/crypto/RSA`);
const { computeCheck } = load(`${module}/Password`);
const bigInt = load("big-integer");

const STATE_FILE = "state.json";
const API = { apiId: 1, apiHash: "0123456789abcdef0123456789abcdef" };
const PRIVACY_RULES = {
  all: Api.InputPrivacyValueAllowAll,
  contacts: Api.InputPrivacyValueAllowContacts,
  nobody: Api.InputPrivacyValueDisallowAll,
};

class Socket extends PromisedNetSockets {
  connect() {
    return super.connect(port, host);
  }
}

function trustOnly(pem) {
  const jwk = createPublicKey(pem).export({ format: "jwk" });
  const [n, e] = [Buffer.from(jwk.n, "base64url"), Buffer.from(jwk.e, "base64url")];
  const bare = Buffer.concat([Buffer.from([0xfe, 0, 1, 0]), n, Buffer.from([e.length]), e]); // 256 and 3 bytes as TL
  const fingerprint = createHash("sha1").update(bare).digest().readBigInt64LE(12);
  _serverKeys.clear();
  _serverKeys.set(String(fingerprint), { n: bigInt(n.toString("hex"), 16), e: key.e });
}

class GramjsDriver {
  constructor(link) {
    this.link = link;
    process.chdir(folder); // where a StoreSession keeps its files
    trustOnly(key.pem);
    const session = new StoreSession("device");
    session.setDC(2, host, 80);
    this.client = new TelegramClient(session, API.apiId, API.apiHash, {
      deviceModel: `${module} test`,
      networkSocket: Socket,
      retryDelay: 200,
      requestRetries: 3,
      floodSleepThreshold: 0,
    });
    this.client.onError = unhandled;
    this.listen();
  }

  refusal(error) {
    if (!(error instanceof errors.RPCError)) return null;
    return new Refused(error.errorMessage, error.message);
  }

  invoke(request) {
    return this.client.invoke(request);
  }

  // --- events

  listen() {
    this.client.addEventHandler((event) => this.link.emit("message", messageRecord(event.message)), new NewMessage({}));
    this.client.addEventHandler((event) => this.link.emit("edit", messageRecord(event.message)), new EditedMessage({}));
    this.client.addEventHandler((update) => this.onUpdate(update));
    this.client.addEventHandler((update) => onChatUpdate(update, (event, fields) => this.link.emit(event, fields)));
  }

  onUpdate(update) {
    const emit = (event, fields) => this.link.emit(event, fields);
    switch (update.className) {
      case "UpdateNewMessage": // NewMessage leaves the service messages out
        if (update.message.className === "MessageService") emit("message", messageRecord(update.message));
        break;
      case "UpdateDeleteMessages":
        return emit("delete", { ids: update.messages });
      case "UpdateReadHistoryInbox":
        return emit("read", { peer: peerId(update.peer), max_id: update.maxId, inbox: true });
      case "UpdateReadHistoryOutbox":
        return emit("read", { peer: peerId(update.peer), max_id: update.maxId, inbox: false });
      case "UpdateUserTyping":
        return emit("typing", { user: peerId(update) });
      case "UpdateUserStatus":
        return emit("status", { user: peerId(update), status: statusName(update.status) });
      case "UpdateDraftMessage":
        return emit("draft", { peer: peerId(update.peer), text: update.draft.message ?? "" });
      case "UpdatePinnedMessages":
        return emit("pinned", { peer: peerId(update.peer), ids: update.messages, pinned: Boolean(update.pinned) });
      case "UpdateDialogUnreadMark":
        return emit("marked", { peer: peerId(update.peer.peer), unread: Boolean(update.unread) });
      case "UpdateLoginToken":
        return emit("login", { state: "token" });
    }
  }

  // --- connection and sign-in

  async do_connect() {
    await this.client.connect();
    if (!(await this.client.isUserAuthorized())) return { state: "phone" };
    const ready = await this.ready();
    await this.catchUp();
    return ready;
  }

  async ready() {
    await this.client.getMe(true);
    return { state: "ready" };
  }

  async do_come_back() {
    await this.invoke(new Api.updates.GetState()); // waits for the library's own reconnect
  }

  async do_disconnect() {
    writeFileSync(STATE_FILE, JSON.stringify(await this.do_state()));
    await this.client.disconnect();
  }

  async catchUp() {
    if (!existsSync(STATE_FILE)) return;
    let { pts, date } = JSON.parse(readFileSync(STATE_FILE));
    for (;;) {
      const found = await this.invoke(new Api.updates.GetDifference({ pts, date, qts: 0 }));
      if (found.className === "updates.DifferenceEmpty") return;
      for (const message of found.newMessages) this.link.emit("message", messageRecord(message));
      if (found.className === "updates.Difference") return;
      ({ pts, date } = found.intermediateState);
    }
  }

  async do_request_code({ phone }) {
    const request = new Api.auth.SendCode({ phoneNumber: phone, ...API, settings: new Api.CodeSettings({}) });
    const sent = await this.invoke(request);
    this.codeHash = sent.phoneCodeHash;
    return { length: sent.type.length, type: sent.type.className.replace("auth.SentCodeType", "") };
  }

  async do_submit_code({ phone, code }) {
    const request = new Api.auth.SignIn({ phoneNumber: phone, phoneCodeHash: this.codeHash, phoneCode: code });
    return this.orPassword(async () => {
      const answer = await this.invoke(request);
      if (answer instanceof Api.auth.AuthorizationSignUpRequired) return { state: "sign_up" };
      return this.ready();
    });
  }

  async orPassword(signIn) {
    try {
      return await signIn();
    } catch (error) {
      if (error.errorMessage !== "SESSION_PASSWORD_NEEDED") throw error;
      return { state: "password" };
    }
  }

  async do_sign_up({ phone, first_name, last_name }) {
    const names = { firstName: first_name, lastName: last_name };
    await this.invoke(new Api.auth.SignUp({ phoneNumber: phone, phoneCodeHash: this.codeHash, ...names }));
    return this.ready();
  }

  async proof(password) {
    return computeCheck(await this.invoke(new Api.account.GetPassword()), password);
  }

  async do_submit_password({ password }) {
    await this.invoke(new Api.auth.CheckPassword({ password: await this.proof(password) }));
    return this.ready();
  }

  async do_log_out() {
    await this.invoke(new Api.auth.LogOut());
  }

  async exportToken() {
    return this.invoke(new Api.auth.ExportLoginToken({ ...API, exceptIds: [] }));
  }

  async do_qr_show() {
    return `tg://login?token=${(await this.exportToken()).token.toString("base64url")}`;
  }

  async do_qr_wait() {
    return this.orPassword(async () => {
      for (let turn = 0; turn < 100; turn++) {
        if ((await this.exportToken()) instanceof Api.auth.LoginTokenSuccess) return this.ready();
        await pause(0.15);
      }
      throw new Error("nobody accepted the token");
    });
  }

  async do_qr_accept({ url }) {
    await this.invoke(new Api.auth.AcceptLoginToken({ token: Buffer.from(url.split("token=")[1], "base64url") }));
  }

  // --- people

  async do_me() {
    return userRecord(await this.client.getMe());
  }

  async do_user({ user }) {
    return userRecord(await this.client.getEntity(user));
  }

  async do_import_contact({ phone, first_name }) {
    const contact = new Api.InputPhoneContact({ clientId: bigInt(7), phone, firstName: first_name, lastName: "" });
    const answer = await this.invoke(new Api.contacts.ImportContacts({ contacts: [contact] }));
    return answer.imported.length ? peerId(answer.imported[0]) : null;
  }

  async do_contacts() {
    const answer = await this.invoke(new Api.contacts.GetContacts({ hash: bigInt.zero }));
    return answer.users.map(userRecord);
  }

  async do_resolve({ username }) {
    const found = await this.invoke(new Api.contacts.ResolveUsername({ username }));
    return peerId(found.peer);
  }

  async do_set_username({ username }) {
    await this.invoke(new Api.account.UpdateUsername({ username }));
  }

  async do_set_profile({ first_name, last_name, about }) {
    await this.invoke(new Api.account.UpdateProfile({ firstName: first_name, lastName: last_name, about }));
  }

  async do_about({ user }) {
    return (await this.invoke(new Api.users.GetFullUser({ id: user }))).fullUser.about ?? "";
  }

  async do_block({ user, blocked }) {
    const Request = blocked ? Api.contacts.Block : Api.contacts.Unblock;
    await this.invoke(new Request({ id: user }));
  }

  async do_blocked() {
    const answer = await this.invoke(new Api.contacts.GetBlocked({ offset: 0, limit: 100 }));
    return answer.blocked.map((entry) => peerId(entry.peerId));
  }

  async do_set_online_privacy({ rule }) {
    const settings = { key: new Api.InputPrivacyKeyStatusTimestamp(), rules: [new PRIVACY_RULES[rule]()] };
    await this.invoke(new Api.account.SetPrivacy(settings));
  }

  async do_set_online({ online }) {
    await this.invoke(new Api.account.UpdateStatus({ offline: !online }));
  }

  // --- messages

  async do_send({ peer, text, reply_to, quote }) {
    if (!quote) return messageRecord(await this.client.sendMessage(peer, { message: text, replyTo: reply_to }));
    const replyTo = new Api.InputReplyToMessage({ replyToMsgId: reply_to, quoteText: quote });
    const answer = await this.invoke(new Api.messages.SendMessage({ peer, message: text, replyTo }));
    return messageRecord(answer.updates.find((update) => update instanceof Api.UpdateNewMessage).message);
  }

  async do_send_marked_up({ peer, markdown }) {
    return messageRecord(await this.client.sendMessage(peer, { message: markdown }));
  }

  async do_send_many({ peer, texts }) {
    return (await Promise.all(texts.map((text) => this.do_send({ peer, text })))).map((message) => message.id);
  }

  async do_edit({ peer, id, text }) {
    return messageRecord(await this.client.editMessage(peer, { message: id, text }));
  }

  async do_delete({ peer, ids, revoke }) {
    await this.client.deleteMessages(peer, ids, { revoke });
  }

  async do_forward({ peer, source, ids }) {
    const sent = await this.client.forwardMessages(peer, { messages: ids, fromPeer: source });
    return sent.flat().map(messageRecord);
  }

  async do_read({ peer, max_id }) {
    await this.client.markAsRead(peer, undefined, { maxId: max_id, clearMentions: true });
  }

  async do_typing({ peer }) {
    await this.invoke(new Api.messages.SetTyping({ peer, action: new Api.SendMessageTypingAction() }));
  }

  async do_pin({ peer, id }) {
    await this.client.pinMessage(peer, id, { notify: false, pmOneSide: false });
  }

  async do_unpin({ peer, id }) {
    await this.client.unpinMessage(peer, id);
  }

  async do_draft({ peer, text }) {
    await this.invoke(new Api.messages.SaveDraft({ peer, message: text }));
  }

  // --- reading

  // back: older than offset_id, newest first; forward: newer, oldest first; around: both, newest first.
  async do_history({ peer, limit, offset_id = 0, way = "back" }) {
    if (way === "around") return this.historyAround(peer, limit, offset_id);
    const options = { limit, offsetId: offset_id, reverse: way === "forward" };
    return (await this.client.getMessages(peer, options)).map(messageRecord);
  }

  async historyAround(peer, limit, offsetId) {
    const rest = { offsetDate: 0, maxId: 0, minId: 0, hash: bigInt.zero };
    const request = new Api.messages.GetHistory({ peer, limit, offsetId, addOffset: -Math.floor(limit / 2), ...rest });
    return (await this.invoke(request)).messages.map(messageRecord);
  }

  async do_search({ query, peer, limit = 100 }) {
    return (await this.client.getMessages(peer, { search: query, limit })).map(messageRecord);
  }

  async do_pinned({ peer }) {
    const found = await this.client.getMessages(peer, { filter: new Api.InputMessagesFilterPinned(), limit: 100 });
    return found.map((message) => message.id);
  }

  async do_dialogs({ archived = false }) {
    const dialogs = await this.client.getDialogs({ archived });
    return dialogs.map((dialog) => ({ peer: Number(dialog.id), top: dialog.message.id }));
  }

  async dialogPeer(peer) {
    return new Api.InputDialogPeer({ peer: await this.client.getInputEntity(peer) });
  }

  async do_dialog({ peer }) {
    const found = await this.invoke(new Api.messages.GetPeerDialogs({ peers: [await this.dialogPeer(peer)] }));
    return dialogRecord(found.dialogs[0]);
  }

  async do_archive({ peer, archived }) {
    const folderId = archived ? 1 : 0;
    const target = new Api.InputFolderPeer({ peer: await this.client.getInputEntity(peer), folderId });
    await this.invoke(new Api.folders.EditPeerFolders({ folderPeers: [target] }));
  }

  async do_pin_dialog({ peer, pinned }) {
    await this.invoke(new Api.messages.ToggleDialogPin({ peer: await this.dialogPeer(peer), pinned }));
  }

  async do_mark_unread({ peer, unread }) {
    await this.invoke(new Api.messages.MarkDialogUnread({ peer: await this.dialogPeer(peer), unread }));
  }

  async do_set_folder({ id, title, peers }) {
    const includePeers = await Promise.all(peers.map((peer) => this.client.getInputEntity(peer)));
    const name = new Api.TextWithEntities({ text: title, entities: [] });
    const filter = new Api.DialogFilter({ id, title: name, pinnedPeers: [], includePeers, excludePeers: [] });
    await this.invoke(new Api.messages.UpdateDialogFilter({ id, filter }));
  }

  async do_folders() {
    const { filters } = await this.invoke(new Api.messages.GetDialogFilters());
    const chosen = filters.filter((one) => one instanceof Api.DialogFilter);
    return chosen.map(({ title, includePeers }) => ({ title: title.text, peers: includePeers.map(peerId) }));
  }

  // --- account

  async do_set_password({ new: newPassword, current, hint = "" }) {
    await this.client.updateTwoFaSettings({ currentPassword: current, newPassword, hint });
  }

  // Gives an address to an existing password; its code is entered by `confirm_recovery`.
  async do_set_recovery({ password, email }) {
    const newSettings = new Api.account.PasswordInputSettings({ email });
    try {
      const settings = { password: await this.proof(password), newSettings };
      await this.invoke(new Api.account.UpdatePasswordSettings(settings));
    } catch (error) {
      if (!(error instanceof errors.EmailUnconfirmedError)) throw error;
    }
  }

  async do_confirm_recovery({ code }) {
    await this.invoke(new Api.account.ConfirmPasswordEmail({ code }));
  }

  async do_forgot_password() {
    return (await this.invoke(new Api.auth.RequestPasswordRecovery())).emailPattern;
  }

  async do_recover({ code }) {
    await this.invoke(new Api.auth.RecoverPassword({ code }));
    return this.ready();
  }

  async do_remove_password({ current }) {
    await this.client.updateTwoFaSettings({ currentPassword: current });
  }

  async do_sessions() {
    const answer = await this.invoke(new Api.account.GetAuthorizations());
    return answer.authorizations.map((one) => ({
      hash: String(one.hash),
      current: Boolean(one.current),
      device: one.deviceModel,
      ip: one.ip,
    }));
  }

  async do_terminate({ hash }) {
    await this.invoke(new Api.account.ResetAuthorization({ hash: bigInt(hash) }));
  }

  async do_terminate_others() {
    await this.invoke(new Api.auth.ResetAuthorizations());
  }

  async do_state() {
    const { pts, qts, seq, date } = await this.invoke(new Api.updates.GetState());
    return { pts, qts, seq, date };
  }
}

Object.assign(GramjsDriver.prototype, chats(Api, bigInt));

const link = new Link();
await link.serve(new GramjsDriver(link));

// The menu behind a message's three dots: message shortcuts, link, edit, delete.

import { post } from "./api.js";
import { icon } from "./icons.js";
import { ask, menu, toast } from "./overlay.js";
import { failure, isMine, state } from "./state.js";
import { address } from "./route.js";

async function shortcut(one, message, channelId) {
  try {
    const answer = await post("/page/shortcut", { user: state.me.id, callback_id: one.callback_id, channel: channelId, ts: message.ts });
    if (answer.ok === false) toast(failure(answer.error), "error");
  } catch (error) {
    toast(failure(error.message), "error");
  }
}

async function copyLink(message, channelId) {
  const link = address({ channel: channelId, thread: message.thread_ts ?? message.ts });
  try {
    await navigator.clipboard.writeText(link);
    toast("Link copied");
  } catch {
    toast(link);
  }
}

async function remove(message, channelId) {
  const sure = await ask({ title: "Delete message", body: "Are you sure you want to delete this message? This cannot be undone.", yes: "Delete", danger: true });
  if (!sure) return;
  try {
    await post("/page/delete", { user: state.me.id, channel: channelId, ts: message.ts });
  } catch (error) {
    toast(`The message could not be deleted (${error.message})`, "error");
  }
}

export function messageMenu(anchor, message, place, edit) {
  const items = state.shortcuts.map((one) => ({ label: one.name, detail: state.app.name, lead: icon("bolt"), run: () => shortcut(one, message, place.channel) }));
  if (items.length) items.push("line");
  items.push({ label: "Copy link", lead: icon("link"), run: () => copyLink(message, place.channel) });
  if (isMine(message) && !message.ephemeral) {
    items.push({ label: "Edit message", lead: icon("pencil"), run: edit });
    items.push({ label: "Delete message…", lead: icon("trash"), danger: true, run: () => remove(message, place.channel) });
  }
  menu(anchor, items, "Message actions");
}

// The menu behind a message's three dots: message shortcuts, link, edit, delete.

import { useShortcut } from "./actions.js";
import { post } from "./api.js";
import { icon } from "./icons.js";
import { ask, menu, toast } from "./overlay.js";
import { address } from "./route.js";
import { isMine, state } from "./state.js";

async function copyLink(message, channelId) {
  const link = address({ channel: channelId, thread: message.thread_ts ?? message.ts });
  try {
    await navigator.clipboard.writeText(link);
    toast("Link copied");
  } catch {
    toast(link);
  }
}

async function dismiss(message, channelId) {
  try {
    await post("/page/delete", { user: state.me.id, channel: channelId, ts: message.ts, ephemeral: true });
  } catch (error) {
    toast(`The message could not be dismissed (${error.message})`, "error");
  }
}

async function remove(message, channelId) {
  const sure = await ask({
    title: "Delete message",
    body: "Are you sure you want to delete this message? This cannot be undone.",
    yes: "Delete",
    danger: true,
  });
  if (!sure) return;
  try {
    await post("/page/delete", { user: state.me.id, channel: channelId, ts: message.ts });
  } catch (error) {
    toast(`The message could not be deleted (${error.message})`, "error");
  }
}

export function messageMenu(anchor, message, place, edit) {
  if (message.ephemeral)
    return menu(
      anchor,
      [{ label: "Dismiss message", lead: icon("close"), run: () => dismiss(message, place.channel) }],
      "Message actions",
    );
  const items = state.shortcuts
    .filter((one) => one.type !== "global")
    .map((one) => ({
      label: one.name,
      detail: state.app.name,
      lead: icon("bolt"),
      run: () => useShortcut(one, { channel: place.channel, ts: message.ts }),
    }));
  if (items.length) items.push("line");
  items.push({ label: "Copy link", lead: icon("link"), run: () => copyLink(message, place.channel) });
  if (isMine(message)) {
    items.push({ label: "Edit message", lead: icon("pencil"), run: edit });
    items.push({
      label: "Delete message…",
      lead: icon("trash"),
      danger: true,
      run: () => remove(message, place.channel),
    });
  }
  return menu(anchor, items, "Message actions");
}

// The editing of one's own message in place. The server turns what is typed into what Slack stores, as for new ones.

import { post } from "./api.js";
import { h } from "./dom.js";
import { unescape } from "./mrkdwn.js";
import { toast } from "./overlay.js";
import { channel, state, user } from "./state.js";

/** A stored text as its author typed it: "<@U1> &amp; <https://x.de>" -> "@ana & https://x.de". */
function toTyped(text) {
  const plain = text
    .replace(/<@(\w+)(?:\|[^>]*)?>/g, (whole, id) => (user(id) ? `@${user(id).name}` : whole))
    .replace(/<#(\w+)(?:\|([^>]*))?>/g, (whole, id, name) => `#${channel(id)?.name ?? name ?? id}`)
    .replace(/<!(here|channel|everyone)>/g, "@$1")
    .replace(/<(https?:[^|>]+)(?:\|[^>]*)?>/g, "$1");
  return unescape(plain);
}

export function startEdit(message, channelId, body) {
  const before = [...body.childNodes];
  const field = h("textarea", {
    class: "field",
    rows: "2",
    "aria-label": "Edit message",
    dir: "auto",
    value: toTyped(message.text),
  });
  const stop = () => body.replaceChildren(...before);
  const save = async () => {
    if (!field.value.trim()) return;
    try {
      await post("/page/edit", {
        user: state.me.id,
        channel: channelId,
        ts: message.ts,
        text: field.value.trim(),
      });
      stop();
    } catch (error) {
      toast(`The message could not be changed (${error.message})`, "error");
    }
  };
  const keys = (event) => {
    if (event.key === "Escape") stop();
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    save();
  };
  field.addEventListener("keydown", keys);
  const buttons = h(
    "div",
    { class: "edit-buttons" },
    h("button", { type: "button", class: "button small", onclick: stop }, "Cancel"),
    h("button", { type: "button", class: "button small primary", onclick: save }, "Save"),
  );
  body.replaceChildren(field, buttons);
  field.focus();
}

// Reactions: the pills under a message and the grid to choose another.

import { post } from "./api.js";
import { classes, h } from "./dom.js";
import { choices, emoji } from "./emoji.js";
import { icon } from "./icons.js";
import { popover, toast } from "./overlay.js";
import { state, userName } from "./state.js";

async function react(channelId, message, name, remove) {
  try {
    await post("/page/reaction", {
      user: state.me.id,
      channel: channelId,
      ts: message.ts,
      name,
      ...(remove ? { remove: true } : {}),
    });
  } catch (error) {
    toast(`The reaction could not be saved (${error.message})`, "error");
  }
}

function pickEmoji(anchor, choose) {
  const buttons = choices().map(([name, sign]) => {
    const pick = () => {
      box.hidePopover();
      choose(name);
    };
    return h(
      "button",
      {
        type: "button",
        class: "emoji-choice",
        "aria-label": name.replaceAll("_", " "),
        title: `:${name}:`,
        dataset: { name },
        onclick: pick,
      },
      sign,
    );
  });
  const grid = h("div", { class: "emoji-grid" }, buttons);
  const narrow = (word) =>
    buttons.forEach(
      (button) => (button.hidden = !button.dataset.name.includes(word.toLowerCase().replaceAll(" ", "_"))),
    );
  const search = h("input", {
    class: "field small",
    type: "text",
    placeholder: "Search emoji",
    "aria-label": "Search emoji",
    oninput: () => narrow(search.value),
  });
  const box = popover(anchor, [search, grid], {
    class: "emoji-box",
    role: "dialog",
    "aria-label": "Choose an emoji",
  });
  search.focus();
}

export function addReactionButton(message, channelId, className = "icon-button") {
  const open = ({ currentTarget }) =>
    pickEmoji(currentTarget, (name) => react(channelId, message, name, false));
  return h(
    "button",
    {
      type: "button",
      class: className,
      "aria-label": "Add a reaction",
      title: "Add a reaction",
      "aria-haspopup": "dialog",
      onclick: open,
    },
    icon("smile"),
  );
}

function pill(reaction, message, channelId) {
  const mine = reaction.users.includes(state.me.id);
  const names = reaction.users.map(userName).join(", ");
  return h(
    "button",
    {
      type: "button",
      class: classes("reaction", mine && "mine"),
      "aria-pressed": String(mine),
      "aria-label": `${reaction.name.replaceAll("_", " ")}: ${names}`,
      title: `${names} reacted with :${reaction.name}:`,
      onclick: () => react(channelId, message, reaction.name, mine),
    },
    h("span", { class: "emoji" }, emoji(reaction.name)),
    h("span", { class: "reaction-count" }, String(reaction.users.length)),
  );
}

export function reactions(message, channelId) {
  const given = (message.reactions ?? []).filter((reaction) => reaction.users.length);
  if (!given.length) return null;
  return h(
    "div",
    { class: "reactions" },
    given.map((reaction) => pill(reaction, message, channelId)),
    addReactionButton(message, channelId, "reaction reaction-add"),
  );
}

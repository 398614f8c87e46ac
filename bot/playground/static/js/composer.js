// Where a person writes: messages, replies, slash commands; with completion of commands, people and channels.

import { useShortcut } from "./actions.js";
import { post } from "./api.js";
import { classes, h, uid } from "./dom.js";
import { icon } from "./icons.js";
import { menu, toast } from "./overlay.js";
import { channel, channelLabel, displayName, state } from "./state.js";

const drafts = new Map();

const starts = (name, word) => name.toLowerCase().startsWith(word.toLowerCase());

/** What could complete the word before the caret: {word, options: [{label, detail, insert}]}. */
function completions(before) {
  const command = /^(\/\S*)$/.exec(before);
  if (command) {
    const options = state.commands.filter(
      (one) => starts(one.command, command[1]) && one.command !== command[1],
    );
    return {
      word: command[1],
      options: options.map((one) => ({
        label: one.command,
        hint: one.usage_hint,
        detail: one.description,
        insert: `${one.command} `,
      })),
    };
  }
  const [, sign, word] = /(?:^|[\s(])([@#])([\w.-]*)$/.exec(before) ?? [];
  if (!sign) return { word: "", options: [] };
  const options = sign === "@" ? personOptions(word) : channelOptions(word);
  const complete = options.length === 1 && options[0].insert.trim() === sign + word;
  return { word: sign + word, options: complete ? [] : options };
}

function personOptions(word) {
  const found = state.users.filter((one) => starts(one.name, word) || starts(displayName(one), word));
  return found
    .slice(0, 8)
    .map((one) => ({ label: displayName(one), detail: `@${one.name}`, insert: `@${one.name} ` }));
}

function channelOptions(word) {
  const found = state.channels.filter((one) => one.kind !== "im" && starts(one.name, word));
  return found
    .slice(0, 8)
    .map((one) => ({ label: `#${one.name}`, detail: one.topic, insert: `#${one.name} ` }));
}

class Completion {
  #index = 0;
  #options = [];

  constructor(field) {
    this.field = field;
    this.id = uid("complete");
    this.node = h("div", {
      class: "completion",
      role: "listbox",
      id: this.id,
      "aria-label": "Suggestions",
      hidden: true,
    });
  }

  get open() {
    return !this.node.hidden;
  }

  update() {
    const before = this.field.value.slice(0, this.field.selectionStart);
    const { word, options } = completions(before);
    this.word = word;
    this.#options = options;
    this.#index = 0;
    this.#draw();
  }

  close() {
    this.#options = [];
    this.#draw();
  }

  move(by) {
    this.#index = (this.#index + by + this.#options.length) % this.#options.length;
    this.#draw();
  }

  take(option = this.#options[this.#index]) {
    const at = this.field.selectionStart;
    this.field.setRangeText(option.insert, at - this.word.length, at, "end");
    this.field.dispatchEvent(new Event("input"));
    this.field.focus();
  }

  #draw() {
    this.node.hidden = this.#options.length === 0;
    this.field.setAttribute("aria-activedescendant", this.open ? `${this.id}-${this.#index}` : "");
    this.node.replaceChildren(
      ...this.#options.map((option, index) =>
        h(
          "div",
          {
            class: classes("completion-item", index === this.#index && "active"),
            role: "option",
            id: `${this.id}-${index}`,
            "aria-selected": String(index === this.#index),
            onmousedown: (event) => event.preventDefault(),
            onclick: () => this.take(option),
          },
          h("b", { dir: "auto" }, option.label),
          option.hint && h("code", {}, option.hint),
          option.detail && h("span", { class: "completion-detail", dir: "auto" }, option.detail),
        ),
      ),
    );
  }
}

/** A command that fails is answered by a whisper in the channel, as in Slack; the text then comes back to the field. */
async function sendCommand(where, text) {
  const [name] = text.split(/\s/, 1);
  const answer = await post("/page/command", {
    user: state.me.id,
    channel: where.channel,
    command: name,
    text: text.slice(name.length).trim(),
  });
  return answer.ok !== false;
}

async function send(where, text, broadcast) {
  if (text.startsWith("/") && !where.thread) return sendCommand(where, text);
  const body = { user: state.me.id, channel: where.channel, text: text.trim() };
  await post("/page/message", {
    ...body,
    ...(where.thread ? { thread_ts: where.thread, ...(broadcast ? { broadcast: true } : {}) } : {}),
  });
  return true;
}

function placeholder(where) {
  if (where.thread) return "Reply…";
  const one = channel(where.channel);
  return one.kind === "im" ? `Message ${channelLabel(one)}` : `Message #${one.name}`;
}

function grow(field) {
  field.style.height = "auto";
  field.style.height = `${Math.min(field.scrollHeight + 2, 220)}px`;
}

/** The bolt opens the app's global shortcuts; without any there is no bolt. */
function shortcutButton() {
  const global = state.shortcuts.filter((one) => one.type === "global");
  if (!global.length) return null;
  const items = global.map((one) => ({
    label: one.name,
    detail: state.app.name,
    lead: icon("bolt"),
    run: () => useShortcut(one),
  }));
  return h(
    "button",
    {
      type: "button",
      class: "icon-button",
      "aria-label": "Shortcuts",
      title: "Shortcuts",
      "aria-haspopup": "menu",
      onclick: ({ currentTarget }) => menu(currentTarget, items, "Shortcuts"),
    },
    icon("bolt"),
  );
}

/** where: {channel, thread?}; sent: called when a message has been taken. */
export function composer(where, sent) {
  const key = `${state.me.id} ${where.channel} ${where.thread ?? ""}`;
  const label = placeholder(where);
  const field = h("textarea", {
    class: "composer-field",
    rows: "1",
    placeholder: label,
    "aria-label": label,
    "aria-autocomplete": "list",
    dir: "auto",
    value: drafts.get(key) ?? "",
  });
  const completion = new Completion(field);
  field.setAttribute("aria-controls", completion.id);
  const hint = h("div", { class: "composer-hint", hidden: true });
  const also = where.thread ? h("input", { type: "checkbox", id: uid("also") }) : null;
  const button = h(
    "button",
    {
      type: "button",
      class: "send",
      "aria-label": "Send",
      disabled: !field.value.trim(),
      onclick: () => submit(),
    },
    icon("send"),
  );

  const update = () => {
    drafts.set(key, field.value);
    button.disabled = !field.value.trim();
    completion.update();
    const command = where.thread
      ? null
      : state.commands.find((one) => field.value.startsWith(`${one.command} `));
    hint.hidden = !command;
    hint.replaceChildren(
      ...(command
        ? [
            h("b", {}, command.command),
            " ",
            h("code", {}, command.usage_hint ?? ""),
            " ",
            command.description ?? "",
          ]
        : []),
    );
    grow(field);
  };
  const submit = async () => {
    const text = field.value;
    if (!text.trim()) return;
    field.value = "";
    update();
    try {
      if (await send(where, text, also?.checked)) sent?.();
      else if (!field.value) field.value = text;
    } catch (error) {
      if (!field.value) field.value = text;
      toast(`That could not be sent (${error.message}). Your text is still here.`, "error");
    }
    update();
    completion.close();
  };
  const keys = (event) => {
    if (event.isComposing) return;
    const moves = completion.open
      ? {
          ArrowDown: () => completion.move(1),
          ArrowUp: () => completion.move(-1),
          Tab: () => completion.take(),
          Enter: () => completion.take(),
          Escape: () => completion.close(),
        }
      : {};
    const run = moves[event.key] ?? (event.key === "Enter" && !event.shiftKey ? submit : null);
    if (!run || (event.key === "Tab" && event.shiftKey)) return;
    event.preventDefault();
    run();
  };
  field.addEventListener("input", update);
  field.addEventListener("keydown", keys);
  field.addEventListener("blur", () => completion.close());
  queueMicrotask(() => grow(field));
  const alsoLabel =
    also &&
    h(
      "label",
      { class: "also", for: also.id },
      `Also send to ${channel(where.channel).kind === "im" ? "the conversation" : `#${channel(where.channel).name}`}`,
    );
  return h(
    "div",
    { class: "composer" },
    completion.node,
    hint,
    h("div", { class: "composer-box" }, !where.thread && shortcutButton(), field, button),
    also && h("div", { class: "also-row" }, also, alsoLabel),
  );
}

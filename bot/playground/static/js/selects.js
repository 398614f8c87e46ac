// Select menus: one choice is the browser's own select; many choices are a box with a filter and check marks.

import { classes, h, uid } from "./dom.js";
import { icon } from "./icons.js";
import { plainText } from "./mrkdwn.js";
import { popover } from "./overlay.js";
import { channelLabel, displayName, people, state } from "./state.js";

const SOURCES = {
  users: () => people().map((one) => ({ key: one.id, label: displayName(one), value: one.id })),
  channels: () =>
    state.channels
      .filter((one) => one.kind === "channel")
      .map((one) => ({ key: one.id, label: `#${one.name}`, value: one.id })),
  conversations: () =>
    state.channels.map((one) => ({
      key: one.id,
      label: one.kind === "im" ? channelLabel(one) : `#${one.name}`,
      value: one.id,
    })),
};

const fromOption = (option) => ({
  key: option.value,
  label: plainText(option.text),
  detail: plainText(option.description),
  value: option,
});

/** [{group?, key, label, detail?, value}] for any kind of select. */
function entries(element) {
  const source = SOURCES[element.type.replace("multi_", "").replace("_select", "")];
  if (source) return source();
  const grouped = (element.option_groups ?? []).flatMap((group) =>
    (group.options ?? []).map((option) => ({ ...fromOption(option), group: plainText(group.label) })),
  );
  return [...(element.options ?? []).map(fromOption), ...grouped];
}

const keyOf = (value) => (value && typeof value === "object" ? value.value : value);

function optionNodes(all, chosen) {
  const node = (entry, index) =>
    h(
      "option",
      { value: String(index), selected: entry.key === chosen },
      entry.detail ? `${entry.label} – ${entry.detail}` : entry.label,
    );
  const groups = [...new Set(all.map((entry) => entry.group))];
  return groups.map((group) => {
    const inside = all
      .map((entry, index) => (entry.group === group ? node(entry, index) : null))
      .filter(Boolean);
    return group ? h("optgroup", { label: group }, inside) : inside;
  });
}

export function singleSelect(at, changed) {
  const all = entries(at.element);
  const hintText = plainText(at.element.placeholder) || "Choose an option";
  const node = h("select", {
    id: at.label?.inputId,
    class: "field select",
    "aria-label": at.label ? null : hintText,
    dataset: { action: at.element.action_id, block: at.blockId },
  });
  const draw = (value) => {
    const chosen = keyOf(value);
    const missing = chosen && !all.some((entry) => entry.key === chosen);
    node.replaceChildren(
      ...[
        h("option", { value: "", selected: !chosen || missing }, hintText),
        ...optionNodes(all, chosen),
      ].flat(Infinity),
    );
  };
  draw(at.value);
  node.addEventListener("change", () =>
    changed(at, node.value === "" ? null : all[Number(node.value)].value, node, draw),
  );
  return node;
}

function filterable(all, list, isChosen, toggle) {
  const rows = all.map((entry) => {
    const id = uid("pick");
    const box = h("input", {
      type: "checkbox",
      id,
      checked: isChosen(entry),
      onchange: () => toggle(entry, box.checked),
    });
    return h(
      "div",
      { class: "choice pick" },
      box,
      h(
        "label",
        { for: id, dir: "auto" },
        entry.label,
        entry.detail && h("span", { class: "choice-detail" }, entry.detail),
      ),
    );
  });
  list.append(...rows);
  return (word) =>
    rows.forEach((row, index) => (row.hidden = !all[index].label.toLowerCase().includes(word.toLowerCase())));
}

export function multiSelect(at, changed) {
  const all = entries(at.element);
  const many = at.element.max_selected_items ?? Infinity;
  let chosen = (at.value ?? []).map(keyOf);
  const text = h("span", { class: "multi-text" });
  const node = h(
    "button",
    {
      type: "button",
      id: at.label?.inputId,
      class: "field select multi",
      "aria-haspopup": "dialog",
      dataset: { action: at.element.action_id, block: at.blockId },
    },
    text,
    icon("chevron"),
  );
  const draw = () => {
    const labels = chosen.map((key) => all.find((entry) => entry.key === key)?.label ?? key);
    text.replaceChildren(
      ...(labels.length
        ? labels.map((label) => h("span", { class: "chip", dir: "auto" }, label))
        : [plainText(at.element.placeholder) || "Choose options"]),
    );
    text.className = classes("multi-text", !labels.length && "placeholder");
  };
  const values = () => chosen.map((key) => all.find((entry) => entry.key === key)?.value ?? key);
  const toggle = (entry, on) => {
    chosen = on && chosen.length < many ? [...chosen, entry.key] : chosen.filter((key) => key !== entry.key);
    draw();
    changed(at, values(), node, (before) => {
      chosen = (before ?? []).map(keyOf);
      draw();
    });
  };
  node.addEventListener("click", () => {
    const list = h("div", { class: "picks" });
    const narrow = filterable(all, list, (entry) => chosen.includes(entry.key), toggle);
    const search = h("input", {
      class: "field",
      type: "text",
      placeholder: "Filter",
      "aria-label": "Filter options",
      oninput: () => narrow(search.value),
    });
    popover(node, [search, list], {
      class: "multi-box",
      role: "dialog",
      "aria-label": at.label?.text ?? "Options",
    });
    search.focus();
  });
  draw();
  return node;
}

// The elements that hold a value: text, numbers, dates, radio buttons, checkboxes; selects are in selects.js.

import { act } from "./actions.js";
import { classes, debounce, h, uid } from "./dom.js";
import { isText } from "./form.js";
import { mrkdwn, plainText, textObject } from "./mrkdwn.js";
import { multiSelect, singleSelect } from "./selects.js";
import { fromWall, toWall } from "./time.js";

/** What an input needs to know about its place: {blockId, surface, id, described, quiet}. */
function context(element, blockId, surface, { label, quiet = false }) {
  const value = surface.form.register(blockId, element);
  return { element, blockId, surface, label, quiet, value };
}

/** Remembers the value; tells the app unless the element stands in an input block that does not dispatch. */
async function changed(at, value, node, undo) {
  const before = at.surface.form.get(at.blockId, at.element);
  at.surface.form.set(at.blockId, at.element, value);
  if (at.quiet) return;
  const fields = isText(at.element) ? { value } : { selected: value };
  const taken = await act(at.surface, at.blockId, at.element, fields, node);
  if (!taken && at.element.confirm && undo) {
    at.surface.form.set(at.blockId, at.element, before);
    undo(before);
  }
}

const TEXT_TYPES = {
  email_text_input: "email",
  url_text_input: "url",
  number_input: "text",
  plain_text_input: "text",
};
const KEYBOARDS = { email_text_input: "email", url_text_input: "url", number_input: "decimal" };

function textInput(at) {
  const { element } = at;
  const type = TEXT_TYPES[element.type];
  const shared = {
    id: at.label?.inputId,
    class: "field",
    dir: "auto",
    autocomplete: "off",
    value: at.value ?? "",
    placeholder: plainText(element.placeholder),
    maxlength: element.max_length,
    "aria-label": at.label ? null : plainText(element.placeholder) || "Text",
    autofocus: element.focus_on_load === true,
    dataset: { action: element.action_id, block: at.blockId },
  };
  const node = element.multiline
    ? h("textarea", { ...shared, rows: "4" })
    : h("input", { ...shared, type, inputmode: KEYBOARDS[element.type] });
  const wanted = element.dispatch_action_config?.trigger_actions_on ?? ["on_enter_pressed"];
  const later = debounce(() => changed(at, node.value || null, node), 300);
  node.addEventListener("input", () => {
    at.surface.form.set(at.blockId, element, node.value || null);
    if (!at.quiet && wanted.includes("on_character_entered")) later();
  });
  node.addEventListener("keydown", (event) => {
    if (
      event.key !== "Enter" ||
      element.multiline ||
      event.isComposing ||
      at.quiet ||
      !wanted.includes("on_enter_pressed")
    )
      return;
    event.preventDefault();
    changed(at, node.value || null, node);
  });
  return node;
}

function dateInput(at, type, read, write) {
  const { element } = at;
  const show = (value) => (value === null || value === undefined ? "" : write(value));
  const node = h("input", {
    type,
    id: at.label?.inputId,
    class: "field field-date",
    value: show(at.value),
    "aria-label": at.label ? null : plainText(element.placeholder) || "Date",
    dataset: { action: element.action_id, block: at.blockId },
  });
  node.addEventListener("change", () =>
    changed(at, node.value ? read(node.value) : null, node, (before) => (node.value = show(before))),
  );
  return node;
}

const same = (option, other) => option.value === other?.value;

function option(described, type, name, checked, onchange) {
  const id = uid("option");
  return h(
    "div",
    { class: "choice" },
    h("input", { type, id, name, checked, value: described.value, onchange }),
    h(
      "label",
      { for: id },
      textObject(described.text),
      described.description && textObject(described.description, "text choice-detail"),
    ),
  );
}

function radios(at) {
  const name = uid("radio");
  const node = h("div", {
    class: "choices",
    role: "radiogroup",
    "aria-label": at.label ? at.label.text : "Choose one",
    dataset: { action: at.element.action_id, block: at.blockId },
  });
  const draw = (value) =>
    node.replaceChildren(
      ...(at.element.options ?? []).map((one) =>
        option(one, "radio", name, same(one, value), () => changed(at, one, node, draw)),
      ),
    );
  draw(at.value);
  return node;
}

function checkboxes(at) {
  const node = h("div", {
    class: "choices",
    role: "group",
    "aria-label": at.label ? at.label.text : "Choose any",
    dataset: { action: at.element.action_id, block: at.blockId },
  });
  const options = at.element.options ?? [];
  const picked = () =>
    [...node.querySelectorAll("input")].flatMap((box, index) => (box.checked ? [options[index]] : []));
  const draw = (value) =>
    node.replaceChildren(
      ...options.map((one) =>
        option(
          one,
          "checkbox",
          null,
          (value ?? []).some((other) => same(one, other)),
          () => changed(at, picked(), node, draw),
        ),
      ),
    );
  draw(at.value);
  return node;
}

function richTextInput(at) {
  const lines = (value) =>
    value ? [{ type: "rich_text_section", elements: [{ type: "text", text: value }] }] : [];
  const written = (at.value?.elements ?? [])
    .flatMap((section) => section.elements ?? [])
    .map((piece) => piece.text ?? "")
    .join("");
  const node = h("textarea", {
    id: at.label?.inputId,
    class: "field",
    rows: "4",
    value: written,
    placeholder: plainText(at.element.placeholder),
  });
  node.addEventListener("input", () =>
    at.surface.form.set(
      at.blockId,
      at.element,
      node.value ? { type: "rich_text", elements: lines(node.value) } : null,
    ),
  );
  return node;
}

function build(at) {
  const { type } = at.element;
  if (isText(at.element)) return textInput(at);
  if (type === "radio_buttons") return radios(at);
  if (type === "checkboxes") return checkboxes(at);
  if (type === "datepicker") return dateInput(at, "date", String, String);
  if (type === "timepicker") return dateInput(at, "time", String, String);
  if (type === "datetimepicker") return dateInput(at, "datetime-local", fromWall, toWall);
  if (type === "rich_text_input") return richTextInput(at);
  return type.startsWith("multi_") ? multiSelect(at, changed) : singleSelect(at, changed);
}

/** A stateful element in a section, an actions block or wherever it acts at once. */
export function input(element, blockId, surface) {
  return build(context(element, blockId, surface, {}));
}

/** An input block: label, element, hint, and room for an error under it. */
export function inputBlock(block, blockId, surface) {
  const { element } = block;
  const inputId = uid("input");
  const text = plainText(block.label);
  const node = build(
    context(element, blockId, surface, { label: { inputId, text }, quiet: !block.dispatch_action }),
  );
  const grouped = ["radio_buttons", "checkboxes"].includes(element.type);
  const optional = block.optional && h("span", { class: "optional" }, " (optional)");
  const error = h("p", { class: "field-error", id: `${inputId}-error`, hidden: true });
  node.setAttribute("aria-describedby", `${inputId}-hint ${inputId}-error`);
  return h(
    "div",
    { class: classes("block", "block-input"), dataset: { blockId, inputType: element.type } },
    grouped
      ? h("div", { class: "label", dir: "auto" }, text, optional)
      : h("label", { class: "label", for: inputId, dir: "auto" }, text, optional),
    node,
    error,
    block.hint && h("div", { class: "hint", id: `${inputId}-hint` }, mrkdwn(plainText(block.hint))),
  );
}

// What lies above the page: menus, confirmations, small dialogs, toasts.

import { byId, h, uid } from "./dom.js";
import { icon } from "./icons.js";
import { plainText, textObject } from "./mrkdwn.js";

export function toast(text, kind = "info") {
  const node = h(
    "div",
    { class: `toast toast-${kind}` },
    icon(kind === "error" ? "warning" : "info"),
    h("span", { dir: "auto" }, text),
  );
  const host = document.querySelector("dialog[open]:last-of-type .dialog-toasts") ?? byId("toasts");
  host.append(node);
  setTimeout(() => node.remove(), 6000);
}

function place(box, anchor) {
  const at = anchor.getBoundingClientRect();
  const { offsetWidth: width, offsetHeight: height } = box;
  const left = Math.max(8, Math.min(at.left, innerWidth - width - 8));
  const below = at.bottom + 4 + height <= innerHeight - 8;
  const top = below ? at.bottom + 4 : Math.max(8, at.top - height - 4);
  box.style.left = `${left}px`;
  box.style.top = `${top}px`;
}

/** A box beside its anchor, closed by Escape or a click elsewhere. */
export function popover(anchor, content, props = {}) {
  const box = h("div", { ...props, class: `popover ${props.class ?? ""}`, popover: "auto" }, content);
  (anchor.closest("dialog") ?? document.body).append(box);
  anchor.setAttribute("aria-expanded", "true");
  box.addEventListener("toggle", (event) => {
    if (event.newState !== "closed") return;
    const inside = box.contains(document.activeElement) || document.activeElement === document.body;
    box.remove();
    anchor.removeAttribute("aria-expanded");
    if (inside) anchor.focus();
  });
  box.showPopover();
  place(box, anchor);
  return box;
}

function step(items, by) {
  const here = items.indexOf(document.activeElement);
  items[(here + by + items.length) % items.length]?.focus();
}

function arrows(event, items) {
  const moves = {
    ArrowDown: () => step(items, 1),
    ArrowUp: () => step(items, -1),
    Home: () => items[0]?.focus(),
    End: () => items.at(-1)?.focus(),
  };
  if (!moves[event.key]) return;
  event.preventDefault();
  moves[event.key]();
}

/** A menu. items: [{label, detail?, lead?, checked?, danger?, run} | "line" | {heading}]. */
export function menu(anchor, items, label) {
  const buttons = [];
  const entry = (item) => {
    if (item === "line") return h("div", { class: "menu-line", role: "separator" });
    if (item.heading) return h("div", { class: "menu-heading", role: "presentation" }, item.heading);
    const radio = item.checked !== undefined;
    const button = h(
      "button",
      {
        type: "button",
        class: `menu-item ${item.danger ? "danger" : ""}`,
        role: radio ? "menuitemradio" : "menuitem",
        "aria-checked": radio && String(item.checked),
        "aria-label": item.label,
        "aria-description": item.detail,
        tabindex: "-1",
        onclick: () => choose(item),
      },
      item.lead,
      h(
        "span",
        { class: "menu-text" },
        h("span", { dir: "auto" }, item.label),
        item.detail && h("span", { class: "menu-detail" }, item.detail),
      ),
      item.checked && icon("check", "icon menu-check"),
    );
    buttons.push(button);
    return button;
  };
  const nodes = items.map(entry);
  const box = popover(anchor, nodes, {
    class: "menu",
    role: "menu",
    "aria-label": label,
    onkeydown: (event) => arrows(event, buttons),
  });
  const choose = (item) => {
    box.hidePopover();
    item.run();
  };
  (buttons.find((button) => button.getAttribute("aria-checked") === "true") ?? buttons[0])?.focus();
  return box;
}

/**
 * A modal dialog with head, body and foot. Escape and the cross call onclose and nothing else.
 * Returns {node, body, foot, title, close}; `close` takes it away.
 */
export function dialog({ className = "", onclose }) {
  const id = uid("title");
  const title = h("h2", { id, class: "dialog-title", dir: "auto" });
  const cross = h(
    "button",
    { type: "button", class: "icon-button dialog-cross", "aria-label": "Close", onclick: () => onclose() },
    icon("close"),
  );
  const body = h("div", { class: "dialog-body" });
  const foot = h("div", { class: "dialog-foot" });
  const head = h("div", { class: "dialog-head" }, title, cross);
  const form = h(
    "form",
    { class: "dialog-form", novalidate: true, onsubmit: (event) => event.preventDefault() },
    head,
    body,
    foot,
  );
  const node = h(
    "dialog",
    { class: `dialog ${className}`, "aria-labelledby": id },
    form,
    h("div", { class: "dialog-toasts", role: "alert" }),
  );
  node.addEventListener("cancel", (event) => {
    if (event.target !== node) return;
    event.preventDefault();
    onclose();
  });
  // A second Escape closes a dialog whatever a page says; then the server must hear of it as well.
  node.addEventListener("close", () => node.isConnected && !closing && onclose());
  const before = document.activeElement;
  let closing = false;
  const close = () => {
    closing = true;
    node.close();
    node.remove();
    if (before?.isConnected) before.focus();
  };
  document.body.append(node);
  node.showModal();
  return { node, form, head, body, foot, title, close };
}

/** Asks; resolves to true or false. */
export function ask({ title, body, yes, no = "Cancel", danger = false }) {
  return new Promise((resolve) => {
    const finish = (answer) => {
      box.close();
      resolve(answer);
    };
    const box = dialog({ className: "confirm", onclose: () => finish(false) });
    box.title.append(title);
    box.body.append(body);
    const agree = h(
      "button",
      { type: "button", class: `button ${danger ? "danger" : "primary"}`, onclick: () => finish(true) },
      yes,
    );
    box.foot.append(
      h("button", { type: "button", class: "button", onclick: () => finish(false) }, no),
      agree,
    );
    agree.focus();
  });
}

/** The confirmation object of Block Kit. */
export function confirmation(confirm) {
  return ask({
    title: plainText(confirm.title) || "Are you sure?",
    body: textObject(confirm.text ?? ""),
    yes: plainText(confirm.confirm) || "Yes",
    no: plainText(confirm.deny) || "Cancel",
    danger: confirm.style === "danger",
  });
}

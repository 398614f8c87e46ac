// The interactive elements that act at once: buttons, overflow menus, feedback buttons. The rest is in inputs.js.

import { act } from "./actions.js";
import { classes, h, image, pictureAddress, safeUrl } from "./dom.js";
import { isStateful } from "./form.js";
import { icon } from "./icons.js";
import { input } from "./inputs.js";
import { plainText, textObject } from "./mrkdwn.js";
import { menu } from "./overlay.js";
import { state } from "./state.js";

function hiddenFromMe(element) {
  return Array.isArray(element.visible_to_user_ids) && !element.visible_to_user_ids.includes(state.me.id);
}

const spinner = () => h("span", { class: "spinner", "aria-hidden": "true" });

function button(element, blockId, surface) {
  const follow = async (event) => {
    const node = event.currentTarget;
    const address = element.url && safeUrl(element.url);
    if (address) window.open(address, "_blank", "noopener,noreferrer");
    await act(surface, blockId, element, { value: element.value }, node);
  };
  const style = ["primary", "danger"].includes(element.style) && element.style;
  return h(
    "button",
    {
      type: "button",
      class: classes("button", style),
      "aria-label": element.accessibility_label,
      role: element.url && "link",
      dataset: { action: element.action_id ?? "", block: blockId },
      onclick: follow,
    },
    h("span", { class: "button-text", dir: "auto" }, plainText(element.text)),
    spinner(),
  );
}

function overflow(element, blockId, surface) {
  const choose = (option, node) => {
    const address = option.url && safeUrl(option.url);
    if (address) window.open(address, "_blank", "noopener,noreferrer");
    return act(surface, blockId, element, { selected: option }, node);
  };
  const open = ({ currentTarget: node }) =>
    menu(
      node,
      (element.options ?? []).map((option) => ({
        label: plainText(option.text),
        detail: option.description && plainText(option.description),
        run: () => choose(option, node),
      })),
      "More actions",
    );
  return h(
    "button",
    {
      type: "button",
      class: "button overflow",
      "aria-label": element.accessibility_label ?? "More actions",
      "aria-haspopup": "menu",
      dataset: { action: element.action_id ?? "", block: blockId },
      onclick: open,
    },
    icon("more"),
    spinner(),
  );
}

function feedback(element, blockId, surface) {
  const one = (choice, name) => {
    const tell = ({ currentTarget: node }) => {
      node.parentElement
        .querySelectorAll("button")
        .forEach((other) => other.setAttribute("aria-pressed", String(other === node)));
      return act(surface, blockId, element, { value: choice.value }, node);
    };
    return h(
      "button",
      {
        type: "button",
        class: "icon-button feedback",
        "aria-pressed": "false",
        "aria-label": choice.accessibility_label ?? plainText(choice.text),
        title: plainText(choice.text),
        onclick: tell,
      },
      icon(name),
      spinner(),
    );
  };
  return h(
    "span",
    {
      class: "feedback-buttons",
      role: "group",
      "aria-label": "Feedback",
      dataset: { action: element.action_id ?? "", block: blockId },
    },
    element.positive_button && one(element.positive_button, "up"),
    element.negative_button && one(element.negative_button, "down"),
  );
}

function iconButton(element, blockId, surface) {
  const press = ({ currentTarget: node }) => act(surface, blockId, element, { value: element.value }, node);
  const label = element.accessibility_label ?? plainText(element.text);
  return h(
    "button",
    {
      type: "button",
      class: "icon-button",
      "aria-label": label,
      title: plainText(element.text),
      dataset: { action: element.action_id ?? "", block: blockId },
      onclick: press,
    },
    icon(element.icon),
    spinner(),
  );
}

const BUILDERS = {
  button,
  workflow_button: button,
  overflow,
  feedback_buttons: feedback,
  icon_button: iconButton,
  image: (element) => image(pictureAddress(element), element.alt_text, "element-image"),
  mrkdwn: (element) => textObject(element, "text inline"),
  plain_text: (element) => textObject(element, "text inline"),
};

/** Draws any element; one that is not meant for the acting person is left out, an unknown one is named. */
export function element(described, blockId, surface) {
  if (!described || hiddenFromMe(described)) return null;
  if (isStateful(described)) return input(described, blockId, surface);
  const build = BUILDERS[described.type];
  return build
    ? build(described, blockId, surface)
    : h("span", { class: "unknown" }, `Unknown element: ${described.type}`);
}

// Coloured initials, and the sign that an author is an app.

import { h } from "./dom.js";
import { state, user, userName } from "./state.js";

const PALETTE = ["#7a3e9d", "#1f7a68", "#b4552d", "#2b6cb0", "#a8326e", "#5b7a1f", "#8a6100", "#4552a8"];

function initials(name) {
  const words = name.trim().split(/\s+/u);
  const letters =
    words.length > 1 ? [words[0], words.at(-1)].map((word) => [...word][0]) : [...words[0]].slice(0, 1);
  return letters.join("").toUpperCase();
}

function luminance(hex) {
  const [r, g, b] = [1, 3, 5]
    .map((at) => parseInt(hex.slice(at, at + 2), 16) / 255)
    .map((c) => (c <= 0.03928 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4));
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

function colourOf(id) {
  const own = user(id)?.color ?? "";
  const hex = own.startsWith("#") ? own : `#${own}`;
  if (/^#[0-9a-f]{6}$/i.test(hex)) return hex;
  const sum = [...String(id)].reduce((total, letter) => total + letter.codePointAt(0), 0);
  return PALETTE[sum % PALETTE.length];
}

export function isBot(id) {
  return id === state.app.user_id || Boolean(user(id)?.is_bot);
}

export function avatar(id, size = "") {
  const colour = colourOf(id);
  const ink = luminance(colour) > 0.3 ? "#1d1c1d" : "#ffffff";
  return h(
    "span",
    {
      class: `avatar ${size} ${isBot(id) ? "avatar-app" : ""}`,
      "aria-hidden": "true",
      vars: { "--avatar": colour, "--avatar-ink": ink },
    },
    initials(userName(id) || "?"),
  );
}

export function appBadge() {
  return h("span", { class: "app-badge" }, "APP");
}

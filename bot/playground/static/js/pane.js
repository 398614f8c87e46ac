// The main pane (a channel, a direct message, the app's Home) and the thread beside it.

import { avatar } from "./avatar.js";
import { composer } from "./composer.js";
import { byId, classes, h } from "./dom.js";
import { Home } from "./home.js";
import { icon } from "./icons.js";
import { members } from "./people.js";
import { channel, channelLabel, isApp, partner, place } from "./state.js";
import { Timeline } from "./timeline.js";

const visit = (detail) => document.dispatchEvent(new CustomEvent("visit", { detail }));

function backButton(pane) {
  return h(
    "button",
    {
      type: "button",
      class: "icon-button back",
      "aria-label": "Back",
      onclick: () => (document.body.dataset.pane = pane),
    },
    icon("back"),
  );
}

function tabs(one) {
  const tab = (label, home) => {
    const here = place.home === home;
    return h(
      "button",
      {
        type: "button",
        role: "tab",
        class: classes("tab", here && "here"),
        "aria-selected": String(here),
        tabindex: here ? "0" : "-1",
        dataset: { action: `tab ${label}` },
        onclick: () => visit({ channel: one.id, home }),
        onkeydown: tabKeys,
      },
      label,
    );
  };
  return h(
    "div",
    { class: "tabs", role: "tablist", "aria-label": `${channelLabel(one)} tabs` },
    tab("Home", true),
    tab("Messages", false),
  );
}

function tabKeys(event) {
  if (!["ArrowLeft", "ArrowRight"].includes(event.key)) return;
  const other = [...event.currentTarget.parentElement.children].find((node) => node !== event.currentTarget);
  other.click();
  byId("main").querySelector(".tab.here")?.focus();
}

function head(one) {
  const sign =
    one.kind === "im" ? avatar(partner(one), "small") : icon(one.kind === "private" ? "lock" : "hash");
  const people =
    one.kind !== "im" &&
    h(
      "button",
      {
        type: "button",
        class: "button small members",
        "aria-label": one.members.length === 1 ? "1 member" : `${one.members.length} members`,
        onclick: () => members(channel(one.id)),
      },
      icon("people"),
      String(one.members.length),
    );
  return h(
    "header",
    { class: "pane-head" },
    backButton("list"),
    h("h1", { class: "pane-title" }, sign, h("span", { dir: "auto" }, channelLabel(one))),
    one.topic && h("span", { class: "topic", dir: "auto", title: one.topic }, one.topic),
    h("span", { class: "spacer" }),
    people,
  );
}

function intro(one) {
  const words =
    one.kind === "im"
      ? `This is the beginning of your conversation with ${channelLabel(one)}.`
      : `This is the very beginning of #${one.name}.`;
  return h("div", { class: "intro" }, h("p", {}, words));
}

/** Draws the main pane for `place` and returns what keeps it up to date: {refresh, stop}. */
export function openMain() {
  const one = channel(place.channel);
  const app = isApp(one);
  const content = place.home ? new Home() : new Timeline({ channel: one.id }, intro(one));
  const write = !place.home && composer({ channel: one.id }, () => content.follow());
  byId("main").replaceChildren(...[head(one), app && tabs(one), content.node, write].filter(Boolean));
  return content;
}

/** Draws the thread pane. */
export function openThread() {
  const one = channel(place.channel);
  const where = { channel: one.id, thread: place.thread };
  const timeline = new Timeline(where, null);
  const close = h(
    "button",
    {
      type: "button",
      class: "icon-button thread-close",
      "aria-label": "Close thread",
      onclick: () => visit({ channel: one.id, thread: null }),
    },
    icon("close"),
  );
  const back = h(
    "button",
    {
      type: "button",
      class: "icon-button back",
      "aria-label": "Back",
      onclick: () => visit({ channel: one.id, thread: null }),
    },
    icon("back"),
  );
  const title = h(
    "h2",
    { class: "pane-title" },
    "Thread",
    h("span", { class: "thread-room", dir: "auto" }, one.kind === "im" ? channelLabel(one) : `#${one.name}`),
  );
  byId("thread").hidden = false;
  byId("thread").replaceChildren(
    h("header", { class: "pane-head" }, back, title, h("span", { class: "spacer" }), close),
    timeline.node,
    composer(where, () => timeline.follow()),
  );
  return timeline;
}

export function closeThread() {
  byId("thread").hidden = true;
  byId("thread").replaceChildren();
}

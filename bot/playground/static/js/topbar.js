// The top line: the workspace, whom one acts as, and the menu by which the server misbehaves.

import { avatar } from "./avatar.js";
import { h } from "./dom.js";
import { faultMenu } from "./faults.js";
import { icon } from "./icons.js";
import { menu } from "./overlay.js";
import { newPerson } from "./people.js";
import { displayName, people, state } from "./state.js";
import { clock } from "./time.js";

function city(someone) {
  return (someone.tz ?? "UTC").split("/").at(-1).replaceAll("_", " ");
}

function switcher({ currentTarget }) {
  const act = (someone) => () => document.dispatchEvent(new CustomEvent("become", { detail: someone.id }));
  const items = people().map((someone) => ({
    label: displayName(someone),
    detail: [someone.title, city(someone)].filter(Boolean).join(" · "),
    lead: avatar(someone.id, "small"),
    checked: someone.id === state.me.id,
    run: act(someone),
  }));
  menu(
    currentTarget,
    [{ heading: "Act as" }, ...items, "line", { label: "Add a person…", lead: icon("plus"), run: newPerson }],
    "Act as",
  );
}

const here = (someone) => `${city(someone)} ${clock(Date.now() / 1000)}`;

/** Sets the clock beside the name. */
export function tick() {
  const zone = document.querySelector(".me-zone");
  if (zone && state.me) zone.textContent = here(state.me);
}

export function topbar() {
  const { me } = state;
  return [
    h(
      "div",
      { class: "brand" },
      h("img", { src: "/static/icon.svg", alt: "", width: "24", height: "24" }),
      h("span", { class: "team", dir: "auto" }, state.team.name),
      h("span", { class: "tag" }, "playground"),
    ),
    h("div", { class: "spacer" }),
    h(
      "button",
      {
        type: "button",
        class: "top-button",
        "aria-haspopup": "menu",
        title: "Make the server misbehave",
        "aria-label": "Misbehave",
        onclick: ({ currentTarget }) => faultMenu(currentTarget),
      },
      icon("warning"),
      h("span", { class: "wide-only" }, "Misbehave"),
    ),
    h(
      "button",
      {
        type: "button",
        class: "top-button me",
        "aria-haspopup": "menu",
        "aria-label": `You act as ${displayName(me)}. Change`,
        dataset: { action: "become" },
        onclick: switcher,
      },
      avatar(me.id, "small"),
      h(
        "span",
        { class: "me-text" },
        h("span", { class: "me-name", dir: "auto" }, displayName(me)),
        h("span", { class: "me-zone" }, here(me)),
      ),
      icon("chevron"),
    ),
  ];
}

// The page's beginning and its one loop: where the person is, what the server tells, what to fetch again.

import { get, post } from "./api.js";
import { byId, debounce, h, keepFocus, singleFlight } from "./dom.js";
import { Events } from "./events.js";
import { hide, refreshModal } from "./modal.js";
import { closeThread, openMain, openThread } from "./pane.js";
import { named, record, wanted } from "./route.js";
import { sidebar } from "./sidebar.js";
import { channel, isApp, partner, place, state } from "./state.js";
import { tick, topbar } from "./topbar.js";

let main = null;
let thread = null;

const refreshState = singleFlight(async () => {
  const asked = state.me.id;
  const fresh = await get("/page/state", { user: asked });
  if (asked !== state.me.id) return;
  Object.assign(state, fresh);
  drawFrame();
});

function drawFrame() {
  keepFocus(byId("topbar"), () => byId("topbar").replaceChildren(...topbar()));
  keepFocus(byId("sidebar"), () => byId("sidebar").replaceChildren(...sidebar()));
  const waiting = state.channels.reduce(
    (sum, one) => sum + (one.id === place.channel ? 0 : one.mentions || (one.kind === "im" ? one.unread : 0)),
    0,
  );
  document.title = `${waiting ? `(${waiting}) ` : ""}${state.team.name} playground`;
}

function report(error) {
  if (error instanceof TypeError) return; // the connection is gone; the events' notice says so already
  console.error(error);
}

function drawMain() {
  main?.stop();
  main = openMain();
  main.refresh().catch(report);
}

function drawThread(from) {
  thread?.stop();
  thread = null;
  closeThread();
  if (!place.thread) return;
  thread = openThread();
  thread.refresh().catch(report);
  if (from) byId("thread").querySelector(".composer-field")?.focus();
}

const directWith = (person) => state.channels.find((one) => one.kind === "im" && partner(one) === person);

/** Goes somewhere: {channel | person, thread?, home?}. A thread not named stays as it is in the same channel. */
async function visit({ channel: wantedId, person, thread: ts, home = false }) {
  const find = () => (person ? directWith(person) : channel(wantedId));
  if (!find()) await refreshState();
  const one = find();
  if (!one) return;
  const { id } = one;
  const moved = place.channel !== id || place.home !== home || !main;
  const nextThread = home || (moved && ts === undefined) ? null : ts === undefined ? place.thread : ts;
  const threadMoved = place.thread !== nextThread || moved;
  Object.assign(place, { channel: id, home, thread: nextThread });
  if (moved) drawMain();
  if (threadMoved) drawThread(Boolean(ts));
  document.body.dataset.pane = place.thread ? "thread" : "channel";
  drawFrame();
  record();
  if (moved && isApp(one))
    await post("/page/home_opened", { user: state.me.id, tab: home ? "home" : "messages" }).catch(report);
}

function refreshAll() {
  refreshState().catch(report);
  main?.refresh().catch(report);
  thread?.refresh().catch(report);
  refreshModal().catch(report);
}

const stateSoon = debounce(() => refreshState().catch(report), 60);

function heard(event) {
  if (event.type === "modal") return refreshModal().catch(report);
  if (event.type === "home") return place.home ? main?.refresh().catch(report) : null;
  if (event.channel === place.channel && event.type !== "read") {
    if (!place.home) main?.refresh().catch(report);
    thread?.refresh().catch(report);
  }
  return stateSoon();
}

const events = new Events(heard, refreshAll);

function firstChannel() {
  return state.channels.find((one) => one.kind !== "im") ?? state.channels[0];
}

/** Shows the workspace as `seen` by somebody, at the goal or, if that person can see it, at the same place. */
async function become(seen, goal) {
  hide();
  Object.assign(state, seen);
  main?.stop();
  main = null;
  const app = state.channels.find(isApp);
  const target =
    (goal.home || place.home ? app : null) ??
    named(state.channels, goal.channel) ??
    channel(place.channel) ??
    firstChannel();
  Object.assign(place, { channel: null, thread: null, home: false });
  await events.listen(state.me.id);
  stateSoon();
  await visit({
    channel: target.id,
    home: target === app && Boolean(goal.home ?? goal.stayHome),
    thread: goal.thread || null,
  });
  refreshModal().catch(report);
}

async function switchTo(id) {
  await become(await get("/page/state", { user: id }), { stayHome: place.home });
}

async function reveal(timeline, ts) {
  await timeline.refresh();
  timeline.reveal(ts);
}

async function start() {
  const goal = wanted();
  await become(await get("/page/state", { user: goal.user }).catch(() => get("/page/state")), goal);
  if (!goal.channel && !goal.home) document.body.dataset.pane = "list";
  if (goal.message) await reveal(goal.thread ? thread : main, goal.message);
  document.body.dataset.ready = "yes";
}

document.addEventListener("visit", ({ detail }) => visit(detail).catch(report));
document.addEventListener("become", ({ detail }) => switchTo(detail).catch(report));
document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && refreshAll());
setInterval(tick, 20_000);
start().catch((error) =>
  byId("main").replaceChildren(
    h("p", { class: "empty" }, `The playground could not be loaded (${error.message}). Reload to try again.`),
  ),
);

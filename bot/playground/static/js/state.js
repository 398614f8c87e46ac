// What the page knows: the workspace as the acting person sees it, and what is on the screen.

const SLACKBOT = "USLACKBOT";

export const state = {
  team: { id: "", name: "" },
  me: null,
  users: [],
  channels: [],
  commands: [],
  shortcuts: [],
  app: { user_id: "", bot_id: "", name: "" },
};

/** Where the person is: the channel's id, the open thread's ts, and whether the app's Home tab is up. */
export const place = { channel: null, thread: null, home: false };

export function user(id) {
  return state.users.find((someone) => someone.id === id);
}

export function channel(id) {
  return state.channels.find((one) => one.id === id);
}

export function people() {
  return state.users.filter((someone) => !someone.is_bot && someone.id !== SLACKBOT);
}

export function displayName(someone) {
  return someone ? someone.real_name || someone.name : "Someone";
}

export function userName(id) {
  const someone = user(id);
  if (someone) return displayName(someone);
  return id === state.app.user_id ? state.app.name : (id ?? "Someone");
}

/** The other side of a direct message. */
export function partner(one) {
  return one.user ?? one.members.find((id) => id !== state.me.id) ?? state.me.id;
}

export function isApp(one) {
  return one.kind === "im" && partner(one) === state.app.user_id;
}

export function channelLabel(one) {
  return one.kind === "im" ? userName(partner(one)) : one.name;
}

export function isMine(message) {
  return message.user === state.me.id && !message.bot_id;
}

/** What to say when the app did not answer, or answered with an error word. */
export function failure(error) {
  const word = String(error ?? "");
  if (/timeout|expired|within 3 seconds/.test(word)) return `${state.app.name} did not answer in time`;
  if (word.includes(" ")) return word;
  return `${state.app.name} answered with an error${word ? ` (${word})` : ""}`;
}

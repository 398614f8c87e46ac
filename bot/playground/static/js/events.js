// The server's live updates. After any gap everything on screen is fetched again.

import { byId } from "./dom.js";

const RETRY_MS = 500;

export class Events {
  #source = null;
  #timer = 0;
  #gap = false;

  /** heard(event) for each update; caughtUp() when the connection is back after a gap. */
  constructor(heard, caughtUp) {
    this.heard = heard;
    this.caughtUp = caughtUp;
  }

  /** Resolves when the stream stands or has failed: what is fetched after that cannot miss a change. */
  listen(user) {
    this.close();
    const source = new EventSource(`/page/events?user=${encodeURIComponent(user)}`);
    this.#source = source;
    source.onmessage = ({ data }) => this.heard(JSON.parse(data));
    return new Promise((settled) => {
      source.onopen = () => settled(this.#opened());
      source.onerror = () => settled(this.#lost(source, user));
    });
  }

  close() {
    clearTimeout(this.#timer);
    this.#source?.close();
    this.#source = null;
  }

  #opened() {
    byId("notice").hidden = true;
    document.body.dataset.live = "yes";
    if (this.#gap) this.caughtUp();
    this.#gap = false;
  }

  #lost(source, user) {
    this.#gap = true;
    document.body.dataset.live = "no";
    byId("notice").hidden = false;
    byId("notice").textContent = "The playground does not answer. Trying again…";
    source.close(); // the browser's own wait before it tries again is several seconds
    this.#timer = setTimeout(() => this.listen(user), RETRY_MS);
  }
}

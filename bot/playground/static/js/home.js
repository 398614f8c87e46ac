// The app's Home tab for the acting person.

import { get } from "./api.js";
import { h, singleFlight } from "./dom.js";
import { state } from "./state.js";
import { drawView, signature } from "./view.js";

export class Home {
  #drawn = null;

  constructor() {
    this.user = state.me.id;
    this.body = h("div", { class: "home-body" });
    this.node = h("div", { class: "scroller home", tabindex: "0" }, this.body);
    this.refresh = singleFlight(() => this.#refresh());
  }

  stop() {}

  async #refresh() {
    const { view } = await get("/page/home", { user: this.user });
    if (this.user !== state.me.id || this.#drawn === signature(view)) return;
    this.#drawn = signature(view);
    if (view) drawView(this.body, view, "home");
    else
      this.body.replaceChildren(
        h("p", { class: "empty" }, `${state.app.name} has not shown a Home tab yet.`),
      );
  }
}

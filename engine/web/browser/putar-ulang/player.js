// Where the replay is, and how it goes on: by hand, by the slider, by playing.

const REST = 900; // ms that a moment stands before the next one, when its tokens have come
const SHORT = 450; // ms of one that moved nothing
const PATIENCE = 140; // ms that the slider has to stand still before a far moment is fetched

/** `go(m, moving)` shows a moment; `act(name)` does what a button or key says. */
export function player(root, film, stage, details) {
  const news = root.querySelector("[data-news]");
  const button = root.querySelector('[data-go="play"]');
  const state = { m: Number(root.dataset.m), playing: 0, asked: 0, timer: 0 };

  async function go(wanted, moving = false) {
    const m = Math.max(1, Math.min(film.total, wanted));
    const mine = (state.asked += 1);
    let page;
    try {
      page = film.known(m) || (await film.at(m));
    } catch {
      stop();
      news.textContent = root.dataset.away;
      news.classList.remove("vh");
      return;
    }
    if (mine !== state.asked) return;
    const moment = film.of(page, m);
    state.m = m;
    stage.show(moment);
    details.show(m, moment, page);
    history.replaceState(null, "", `${root.dataset.here}?m=${m}`);
    if (!state.playing) news.textContent = moment.text;
    if (m + 1 >= page.first + page.moments.length && m < film.total) film.at(m + 1).catch(() => {});
    if (moving) await stage.glide(moment, page.ends);
  }

  async function play() {
    const mine = (state.playing = performance.now());
    label();
    if (state.m >= film.total) await go(1);
    while (state.playing === mine && state.m < film.total) {
      await go(state.m + 1, true);
      const page = film.known(state.m);
      const still = page && !film.of(page, state.m).flows.length;
      await new Promise((done) => setTimeout(done, still ? SHORT : REST));
    }
    if (state.playing === mine) stop();
  }

  function stop() {
    state.playing = 0;
    label();
  }

  function label() {
    button.textContent = state.playing ? `❚❚ ${root.dataset.pause}` : `▶︎ ${root.dataset.play}`;
  }

  async function jump(which) {
    const page = await film.at(state.m).catch(() => null);
    const next = page && film.of(page, state.m).next[which];
    if (next) go(next, true);
  }

  const acts = {
    first: () => go(1),
    back: () => go(state.m - 1),
    on: () => go(state.m + 1, true),
    last: () => go(film.total),
    play: () => (state.playing ? stop() : play()),
    return: () => jump(0),
    late: () => jump(1),
    tab: () => details.tab(),
  };

  function act(name) {
    if (name !== "play" && name !== "tab") stop();
    acts[name]();
  }

  function slid(m) {
    stop();
    clearTimeout(state.timer);
    if (film.known(m)) go(m);
    else {
      details.slide(m, "");
      state.timer = setTimeout(() => go(m), PATIENCE);
    }
  }

  function begin() {
    button.hidden = false;
    root.querySelector(".papan-ketik").hidden = false;
    root.querySelector("[data-plain]").hidden = true;
    const linked = /m=(\d+)/.exec(location.hash);
    if (linked) go(Number(linked[1]));
    else {
      film.at(state.m).catch(() => {});
      stage.follow();
    }
    addEventListener("hashchange", () => {
      const found = /m=(\d+)/.exec(location.hash);
      if (found) go(Number(found[1]));
    });
  }

  return { go, act, slid, begin, tab: details.tab };
}

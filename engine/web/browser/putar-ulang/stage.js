// The drawing: takes on the marks of a moment, keeps the step in sight, lets tokens glide along the flows taken.

const MARKS = new Set(["is-done", "is-open", "is-taken", "is-now", "is-back"]);
const SVG = "http://www.w3.org/2000/svg";
const CALM = matchMedia("(prefers-reduced-motion: reduce)");

/** `show(moment)` marks the drawing, `glide(moment, ends)` moves tokens and resolves when the last has come. */
export function stage(root) {
  const frame = root.querySelector(".gambar");
  const large = frame.querySelector(".besar svg");
  const parts = [...frame.querySelectorAll("svg [data-id]")].map((one) => ({
    one,
    id: one.dataset.id,
    plain: one.getAttribute("class").split(" ").filter((name) => !MARKS.has(name)).join(" "),
  }));
  const over = frame.querySelector("#lj-tanda");
  let run = 0;

  function show(moment) {
    run += 1;
    for (const token of large.querySelectorAll(".lj-token")) token.remove();
    for (const { one, id, plain } of parts) {
      const marks = moment.marks[id];
      one.setAttribute("class", marks ? `${plain} ${marks}` : plain);
    }
    over.innerHTML = moment.over;
    follow();
  }

  function follow() {
    const target = large.getClientRects().length ? frame.querySelector("#ini") : frame.querySelector(".kecil .is-now");
    if (!target) return;
    const here = target.getBoundingClientRect();
    const box = frame.getBoundingClientRect();
    const room = Math.max(0, (box.height - here.height) / 2);
    const wide = Math.max(0, (box.width - here.width) / 2);
    const far = here.left < box.left || here.right > box.right;
    frame.scrollTo({
      top: frame.scrollTop + here.top - box.top - room,
      left: far ? frame.scrollLeft + here.left - box.left - wide : frame.scrollLeft,
      behavior: CALM.matches ? "auto" : "smooth",
    });
  }

  function glide(moment, ends) {
    const legs = timed(moment.flows, ends, (id) => large.querySelector(`.lj-flow[data-id="${CSS.escape(id)}"] > path`));
    if (CALM.matches || !legs.length || !large.getClientRects().length) return Promise.resolve();
    const mine = run;
    const end = Math.max(...legs.map((leg) => leg.until));
    const pace = end > 1800 ? 1800 / end : 1;
    const tokens = legs.map((leg) => token(leg, moment.back));
    over.append(...tokens);
    return new Promise((done) => {
      const began = performance.now();
      const step = (now) => {
        if (mine !== run) return done();
        const t = (now - began) / pace;
        legs.forEach((leg, at) => place(tokens[at], leg, t));
        if (t < end) return requestAnimationFrame(step);
        for (const one of tokens) one.remove();
        return done();
      };
      requestAnimationFrame(step);
    });
  }

  return { show, glide, follow };
}

/** Each flow with when its token sets out: once the last token has come to where it begins. */
function timed(flows, ends, path) {
  const legs = [];
  for (const id of flows) {
    const line = path(id);
    if (!line || !ends[id]) continue;
    const before = legs.filter((leg) => leg.target === ends[id][0]).map((leg) => leg.until);
    const since = before.length ? Math.max(...before) : 0;
    const long = line.getTotalLength();
    legs.push({ line, long, target: ends[id][1], since, until: since + 250 + Math.min(700, long * 0.7) });
  }
  return legs;
}

function token(leg, back) {
  const one = document.createElementNS(SVG, "circle");
  const home = leg.line.parentNode.classList.contains("is-return") && back;
  one.setAttribute("class", home ? "lj-token is-return" : "lj-token");
  one.setAttribute("r", "8");
  one.setAttribute("visibility", "hidden");
  return one;
}

function place(one, leg, t) {
  const there = t >= leg.since && t <= leg.until;
  one.setAttribute("visibility", there ? "visible" : "hidden");
  if (!there) return;
  const point = leg.line.getPointAtLength(((t - leg.since) / (leg.until - leg.since)) * leg.long);
  one.setAttribute("cx", point.x);
  one.setAttribute("cy", point.y);
}

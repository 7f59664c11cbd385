// What stands beside and below the drawing: the panel, the story, the timeline, the slider and where the links lead.

/** `show(m, moment, page)` brings all of it to a moment; `tab(name)` turns between step and story. */
export function details(root, film) {
  const find = (selector) => root.querySelector(selector);
  const panel = find("#langkah");
  const story = find("#cerita");
  const timeline = find("[data-timeline]");
  const slider = find("#geser");
  const seen = { page: Number(root.dataset.page) };

  function show(m, moment, page) {
    panel.innerHTML = moment.panel;
    panel.scrollTop = 0;
    if (seen.page !== page.first) {
      timeline.innerHTML = page.timeline;
      story.innerHTML = page.story;
      seen.page = page.first;
    }
    for (const column of timeline.querySelectorAll("[data-column]")) {
      const at = Number(column.dataset.column);
      column.classList.toggle("is-now", at === m);
      column.classList.toggle("is-future", at > m);
      if (at === m) near(timeline, column);
    }
    for (const told of story.querySelectorAll("[data-told]")) {
      if (Number(told.dataset.told) === m) {
        told.setAttribute("aria-current", "step");
        near(story, told);
      } else told.removeAttribute("aria-current");
    }
    slide(m, moment.text);
    lead("return", moment.next[0]);
    lead("late", moment.next[1]);
    lead("back", Math.max(1, m - 1));
    lead("on", Math.min(film.total, m + 1));
  }

  function slide(m, text) {
    slider.value = m;
    slider.setAttribute("aria-valuetext", said(m, text));
    find(".geser output").textContent = `${m} / ${film.total}`;
  }

  function said(m, text) {
    return root.dataset.step.replace("{m}", m).replace("{n}", film.total).replace("{what}", text);
  }

  function lead(go, m) {
    const link = find(`[data-go="${go}"]`);
    if (link && m) link.href = `${root.dataset.here}?m=${m}#ini`;
  }

  function tab(name) {
    const chosen = name || (story.hidden ? "story" : "panel");
    story.hidden = chosen !== "story";
    panel.hidden = chosen === "story";
    for (const link of root.querySelectorAll("[data-tab]")) {
      if (link.dataset.tab === chosen) link.setAttribute("aria-current", "page");
      else link.removeAttribute("aria-current");
    }
    const current = story.querySelector("[aria-current]");
    if (!story.hidden && current) near(story, current);
  }

  return { show, slide, tab };
}

/** Scrolls a box, and nothing around it, so that something in it is in sight. */
function near(box, one) {
  const here = one.getBoundingClientRect();
  const frame = box.getBoundingClientRect();
  if (here.top < frame.top || here.bottom > frame.bottom) box.scrollTop += here.top - frame.top - 40;
  if (here.left < frame.left || here.right > frame.right) box.scrollLeft += here.left - frame.left - frame.width / 2;
}

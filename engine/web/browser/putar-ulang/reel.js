// The moments of a case as the server tells them: a page at a time, each fetched once.

/** `at(m)` gives the page that holds a moment, `known(m)` the same when it is there already, else nothing. */
export function reel(from, total) {
  const pages = new Map(); // first moment -> page
  const asked = new Map(); // any moment of a page -> promise
  const size = { page: 0 };

  const known = (m) => [...pages.values()].find((page) => m >= page.first && m < page.first + page.moments.length);

  async function ask(m) {
    const answer = await fetch(`${from}?m=${m}`, { headers: { Accept: "application/json" }, credentials: "same-origin" });
    if (!answer.ok || !(answer.headers.get("Content-Type") || "").startsWith("application/json")) throw new Error(`${answer.status}`);
    const page = await answer.json();
    pages.set(page.first, page);
    size.page = Math.max(size.page, page.moments.length);
    while (pages.size > 40) pages.delete(pages.keys().next().value);
    return page;
  }

  function at(m) {
    const found = known(m);
    if (found) return Promise.resolve(found);
    const key = size.page ? Math.floor((m - 1) / size.page) : m;
    if (!asked.has(key)) asked.set(key, ask(m).finally(() => asked.delete(key)));
    return asked.get(key);
  }

  return { total, known, at, of: (page, m) => page.moments[m - page.first] };
}

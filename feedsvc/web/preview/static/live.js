// Shows what was saved without a reload: the server tells that something changed, the page is
// fetched again, and only what differs is put in place, so that scroll position, open lists and
// the focus stay. A browser keeps few connections to one host. So only one of the visible pages
// listens and tells the others, and a hidden page gives the connection back.
"use strict";
(() => {
  const SECOND = 1000;
  const MINUTE = 60 * SECOND;
  const locks = navigator.locks ?? { request: async (_name, _options, work) => work() };
  const others = new BroadcastChannel("desk");
  let leaving = null;
  let loading = false;
  let stale = false;

  const version = () => document.getElementById("_bar").dataset.version;

  const same = (one, other) =>
    one.nodeType === other.nodeType && one.nodeName === other.nodeName &&
    (one.id || "") === (other.id || "");

  const alike = (one, other) => {
    for (const { name } of [...one.attributes]) {
      const opened = name === "open" && one.nodeName === "DETAILS"; // the editor opened it
      if (!opened && !other.hasAttribute(name)) one.removeAttribute(name);
    }
    for (const { name, value } of other.attributes) {
      const opened = name === "open" && one.nodeName === "DETAILS";
      if (!opened && one.getAttribute(name) !== value) one.setAttribute(name, value);
    }
  };

  const become = (old, next) => {
    if (old.isEqualNode(next)) return;
    if (old.nodeType !== Node.ELEMENT_NODE) {
      old.nodeValue = next.nodeValue;
      return;
    }
    alike(old, next);
    const wanted = [...next.childNodes];
    let child = old.firstChild;
    for (const node of wanted) {
      // A node that is new before one that stays must not change all nodes after it.
      while (child && !same(child, node) && !wanted.some((one) => child.isEqualNode(one))) {
        const gone = child;
        child = child.nextSibling;
        gone.remove();
      }
      if (child && same(child, node) && (child.isEqualNode(node) || !stays(child, wanted, node))) {
        become(child, node);
        child = child.nextSibling;
      } else {
        old.insertBefore(document.importNode(node, true), child);
      }
    }
    while (child) {
      const gone = child;
      child = child.nextSibling;
      gone.remove();
    }
  };

  const stays = (child, wanted, before) =>
    wanted.indexOf(before) < wanted.findIndex((one) => child.isEqualNode(one));

  const refresh = async () => {
    if (loading) {
      stale = true;
      return;
    }
    loading = true;
    try {
      const answer = await fetch(location.href, { headers: { Accept: "text/html" } });
      const next = new DOMParser().parseFromString(await answer.text(), "text/html");
      if (!next.getElementById("_bar")) return;
      if (answer.redirected) history.replaceState(null, "", answer.url); // a file was renamed
      document.title = next.title;
      alike(document.documentElement, next.documentElement);
      become(document.body, next.body);
    } catch {
      // The server is away; the events tell when it is back.
    } finally {
      loading = false;
      if (stale) {
        stale = false;
        refresh();
      }
    }
  };

  const tell = () => {
    others.postMessage("changed");
    refresh();
  };

  const hear = (left) => new Promise((done) => {
    let source = null;
    const connect = () => {
      if (left.aborted) return;
      source = new EventSource(`/desk/events?since=${version()}`);
      source.onmessage = tell;
      source.onerror = () => { // it connects again by itself, but not after every failure
        if (source.readyState === EventSource.CLOSED) setTimeout(connect, SECOND);
      };
    };
    left.addEventListener("abort", () => {
      source?.close();
      done();
    });
    connect();
  });

  const listen = () => {
    if (leaving || document.hidden) return;
    leaving = new AbortController();
    const left = leaving.signal;
    locks.request("desk", { signal: left }, () => hear(left)).catch(() => {}); // left while waiting
  };

  const leave = () => {
    leaving?.abort();
    leaving = null;
  };

  const comeBack = () => {
    if (document.hidden) return;
    refresh();
    listen();
  };

  others.onmessage = () => { if (!document.hidden) refresh(); };
  document.addEventListener("visibilitychange", () => document.hidden ? leave() : comeBack());
  addEventListener("pagehide", leave);
  addEventListener("pageshow", (shown) => { if (shown.persisted) comeBack(); });
  setInterval(() => { if (!document.hidden) refresh(); }, MINUTE); // the times left count down
  listen();
})();

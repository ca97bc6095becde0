// Search without a server: a browser refuses workers to pages that are opened from disk, so the
// search script of the theme runs in a hidden frame instead. The theme looks for `IFrameWorker`.
if (location.protocol === "file:") {
  const load = (frame, url) =>
    new Promise((resolve, reject) => {
      const script = frame.document.createElement("script");
      Object.assign(script, { src: url, onload: resolve, onerror: reject });
      frame.document.head.append(script);
    });

  window.IFrameWorker = class extends EventTarget {
    constructor(url) {
      super();
      const element = Object.assign(document.createElement("iframe"), { hidden: true, title: "Search" });
      document.body.append(element);
      this.frame = element.contentWindow;
      this.frame.importScripts = (...urls) =>
        urls.reduce((before, next) => before.then(() => load(this.frame, next)), Promise.resolve());
      this.frame.postMessage = (data) => this.dispatchEvent(new MessageEvent("message", { data }));
      this.ready = load(this.frame, url);
    }

    postMessage(data) {
      this.ready.then(() => this.frame.dispatchEvent(new MessageEvent("message", { data })));
    }
  };
  window.Worker = window.IFrameWorker;
}

// Landmarks and regions that scroll are named, so that a screen reader and the keyboard reach them.
document.addEventListener("DOMContentLoaded", () => {
  document.querySelector(".md-search")?.setAttribute("aria-label", "Search");
  const named = () => {
    document.querySelectorAll(".md-code__nav").forEach((nav, n) => nav.setAttribute("aria-label", `Code ${n + 1}`));
    document.querySelectorAll(".md-typeset__scrollwrap, pre code").forEach((region) => (region.tabIndex = 0));
  };
  named();
  new MutationObserver(named).observe(document.body, { childList: true, subtree: true });
});

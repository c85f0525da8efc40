// Everything works without this file; it starts GOV.UK's components and keeps the
// progress of a run fresh.
import { initAll } from "./govuk-frontend.min.js";

initAll();

const EVERY_MS = 2000;
const SPOKEN_EVERY_MS = 10000;

// What is shown changes every two seconds; who listens is told every ten at most.
function speaker(region) {
  const spoken = document.createElement("p");
  spoken.className = "govuk-visually-hidden";
  spoken.setAttribute("aria-live", "polite");
  region.after(spoken);
  let last = 0;
  return () => {
    const words = region.querySelector("p")?.textContent ?? "";
    const waits = Date.now() - last < SPOKEN_EVERY_MS;
    if (waits || words === spoken.textContent) return;
    spoken.textContent = words;
    last = Date.now();
  };
}

function follow(region) {
  const speak = speaker(region);
  const again = () => window.setTimeout(ask, EVERY_MS);
  async function ask() {
    try {
      const answer = await fetch(region.dataset.pollUrl, {
        headers: { Accept: "text/html" },
        credentials: "same-origin",
      });
      if (answer.redirected || !answer.ok) return;
      const text = await answer.text();
      if (region.innerHTML.trim() !== text.trim()) region.innerHTML = text;
      speak();
      if (region.querySelector("[data-poll-done]")) window.location.reload();
      else again();
    } catch {
      again();
    }
  }
  again();
}

if (document.querySelector("[data-print]")) window.print();

document.querySelectorAll("[data-poll-url]").forEach(follow);

// What is left of somebody's time at a forum; the page says when it began.
function count(left) {
  const ends = Date.parse(left.dataset.started) + left.dataset.minutes * 60000;
  const say = () => {
    const minutes = Math.ceil((ends - Date.now()) / 60000);
    const many = Math.abs(minutes) === 1 ? "minute" : "minutes";
    left.textContent =
      minutes > 0 ? `: ${minutes} ${many} left` : `: ${-minutes} ${many} over`;
  };
  say();
  window.setInterval(say, 5000);
}

document.querySelectorAll("[data-started]").forEach(count);

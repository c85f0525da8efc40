// Everything works without this file; it starts GOV.UK's components and keeps the
// progress of a run fresh.
import { initAll } from "./govuk-frontend.min.js";

initAll();

const EVERY_MS = 2000;

function follow(region) {
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

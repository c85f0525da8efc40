"""What the return, of one year or of several, tells of one child."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from app.exchange.ssda903.codes import (
    ENDED_AGAINST_PLAN,
    MIGHT_STEP_DOWN,
    PLACE,
    SHORT_BREAKS,
)
from matching.criteria.asking import completed_years
from matching.criteria.words import day, plural

YOUNGEST, OLDEST = 5, 17


@dataclass(frozen=True, slots=True)
class Episode:
    """One episode of care; without an end it is open."""

    began: date
    ended: date | None
    legal: str
    place: str
    home_post: str
    place_post: str
    reason_changed: str


@dataclass(slots=True)
class Child:
    """A child of the return.

    Returns of several years overlap: an episode that began the same day in the same
    place under the same status is the same one, and the return that knows its end is
    the later.
    """

    id: str
    born: date | None = None
    sex: str = ""
    row: int = 0
    table: str = ""
    missing: int = 0
    difficulties: int | None = None
    workers: set[str] = field(default_factory=set)
    _episodes: dict[tuple[date, str, str], Episode] = field(default_factory=dict)
    _missing: set[tuple[date, str]] = field(default_factory=set)

    def add(self, episode: Episode) -> None:
        """Add an episode, or the end of one that is known."""
        key = (episode.began, episode.place, episode.legal)
        before = self._episodes.get(key)
        if before is None or before.ended is None:
            self._episodes[key] = episode

    def went_missing(self, began: date, how: str) -> None:
        """Add a time they were missing or away."""
        self._missing.add((began, how))
        self.missing = len(self._missing)

    @property
    def episodes(self) -> list[Episode]:
        """All of them, the earliest first."""
        return sorted(self._episodes.values(), key=lambda one: one.began)

    def now(self) -> Episode | None:
        """Return the latest episode, if it is open."""
        episodes = self.episodes
        return episodes[-1] if episodes and episodes[-1].ended is None else None

    def might_step_down(self, as_of: date) -> bool:
        """Tell whether a family might be considered for them.

        They live in residential care, are old enough and not grown up, and are not
        there for short breaks only.
        """
        here = self.now()
        if here is None or self.born is None:
            return False
        old_enough = YOUNGEST <= completed_years(self.born, as_of) <= OLDEST
        return (
            here.place in MIGHT_STEP_DOWN
            and here.legal not in SHORT_BREAKS
            and old_enough
        )

    def whereabouts(self) -> str:
        """Say what the latest episode tells."""
        latest = self.episodes[-1]
        if latest.ended:
            return f"their last episode ended on {day(latest.ended)}"
        place = PLACE.get(latest.place, f"another place ({latest.place or 'no code'})")
        if latest.place in MIGHT_STEP_DOWN:
            return f"in {place}, for short breaks or by age not for the list"
        return f"in {place} since {day(_since(self.episodes, latest))}"

    def in_words(self, as_of: date) -> str:
        """Say what the return tells, for a person to confirm."""
        here = self.now()
        if here is None:
            return ""
        moves = [one for one in self.episodes if one.reason_changed]
        against = sum(one.reason_changed in ENDED_AGAINST_PLAN for one in moves)
        since = _since(self.episodes, here)
        said = [
            f"From the looked-after children return as of {day(as_of)}; confirm it.",
            f"In {PLACE[here.place]} since {day(since)}.",
            f"{plural(len(self.places()), 'place')} so far.",
        ]
        if against:
            said.append(f"{plural(against, 'place')} ended against the plan.")
        if self.missing:
            said.append(f"Missing or away {plural(self.missing, 'time')}.")
        if self.difficulties is not None:
            said.append(f"Strengths and difficulties score {self.difficulties}.")
        if len(self.workers) > 1:
            said.append(f"{len(self.workers)} social workers.")
        return " ".join(said)

    def places(self) -> list[Episode]:
        """Return the first episode of every place they lived in, in order."""
        found: list[Episode] = []
        for one in self.episodes:
            if not found or _where(found[-1]) != _where(one):
                found.append(one)
        return found


def _where(episode: Episode) -> tuple[str, str]:
    return episode.place, episode.place_post


def _since(episodes: Iterable[Episode], here: Episode) -> date:
    """Return since when they live where they live now, without a break."""
    since = here.began
    for one in reversed(list(episodes)):
        if _where(one) != _where(here):
            break
        since = one.began
    return since

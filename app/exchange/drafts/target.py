"""Where young people from a list go: drafts of referrals, none of them live.

Who was referred since, or whose draft was deleted, stays as people left it. What
somebody wrote in a draft stays too; the rest follows the newest list.
"""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from functools import cached_property
from typing import Any

from sqlalchemy.orm import Session

from app.core.actor import Actor
from app.exchange.cells import plain
from app.exchange.drafts.merging import merge
from app.exchange.port import (
    ANOTHER,
    ASK,
    THEIRS,
    About,
    Alike,
    Applied,
    Change,
    Incoming,
    Outcome,
    Planned,
    Target,
    ToApply,
    TouchedError,
)
from app.external_ids import service as external_ids
from app.referral_form import service as form
from app.referral_form.schemas import DraftOutline, DraftState
from app.referrals import service as referrals

DRAFT = "referral_draft"
MOST_ALIKE = 5


def drafts_of(origin: str) -> Callable[[Session, Actor, About], Target]:
    """Return where the young people of a kind of list go; drafts say it by origin."""

    def target(session: Session, actor: Actor, about: About) -> Target:
        return DraftsTarget(session, actor, about, origin)

    return target


class DraftsTarget:
    """The drafts of the actor's authority."""

    def __init__(
        self, session: Session, actor: Actor, about: About, origin: str
    ) -> None:
        self.session, self.actor, self.about = session, actor, about
        self.origin = origin

    @cached_property
    def index(self) -> "_Index":
        """Return the authority's drafts, to know a young person again."""
        return _Index(form.draft_outlines(self.session, self.actor))

    @cached_property
    def named(self) -> set[str]:
        """Return the drafts the source has an id for."""
        return external_ids.named(self.session, DRAFT, self.about.source)

    def look(self) -> None:
        """Open the authority's drafts, to know a young person again."""
        _ = self.index, self.named

    def go_on(self, session: Session) -> None:
        """Go on in another session, with what was looked through."""
        self.session = session

    def plan(
        self, records: Sequence[Incoming], same_as: Mapping[str, str]
    ) -> list[Planned]:
        """Say who is new, and what is new about who is there."""
        ids = [one.external_id for one in records]
        known = external_ids.known(self.session, DRAFT, self.about.source, ids)
        found = {
            one.external_id: key
            for one in records
            if (key := known.get(one.external_id) or self._said(one, same_as))
        }
        states = form.draft_states(self.session, self.actor, list(found.values()))
        referred = self._referred(one for one in ids if one not in found)
        return [
            Planned(Outcome.SAME)
            if one.external_id in referred
            else self._planned(one, found.get(one.external_id), states, same_as)
            for one in records
        ]

    def _referred(self, ids: Iterable[str]) -> set[str]:
        """Return which are Hearth's own ids of young people who are referred.

        A file Hearth wrote has them, whatever name it comes back under.
        """
        people = referrals.people(self.session, self.actor, ids)
        return {k for k, one in people.items() if referrals.is_own(self.actor, one)}

    def hold(self, record_ids: Collection[str]) -> None:
        """Hold drafts that will be changed."""
        form.hold(self.session, self.actor, record_ids)

    def readied(self, records: Sequence[Incoming]) -> Sequence[Any]:
        """Make nothing ready: what becomes of drafts is planned anew."""
        return [None for _ in records]

    def apply(self, records: Sequence[ToApply]) -> list[Applied]:
        """Begin drafts, or put what is newer in them."""
        return [self._applied(one) for one in records]

    def _applied(self, one: ToApply) -> Applied:
        incoming, planned = one.incoming, one.planned
        theirs, day = incoming.content["answers"], self.about.as_of
        before = None
        if planned.record_id is None:
            draft = form.start_from_records(
                self.session, self.actor, theirs, self.origin, day
            )
            key = draft.id
        else:
            key = planned.record_id
            state = self._state(key)
            answers = merge(state, theirs, day, one.choices).answers
            newest = max(day, state.day or day)
            form.keep_records(self.session, self.actor, key, answers, newest)
            before = form.as_kept(state)
        linked = external_ids.keep(
            self.session, DRAFT, self.about.source, incoming.external_id, key
        )
        left = self._state(key).mark
        return Applied(key, 1, {"draft": before, "left": left, "linked": linked})

    def undo(self, records: Mapping[str, Applied]) -> set[str]:
        """Put drafts back as they were, or take away those nobody worked on."""
        ids = [one.record_id for one in records.values()]
        states = form.draft_states(self.session, self.actor, ids)
        touched = {
            key
            for key, one in records.items()
            if not self._is_as_left(states.get(one.record_id), one)
        }
        if touched:
            return touched
        changed = [one.before["draft"] for one in records.values() if _was_there(one)]
        form.put_back_all(self.session, self.actor, changed)
        new = [one.record_id for one in records.values() if not _was_there(one)]
        form.discard_all(self.session, self.actor, new)
        linked = [key for key, one in records.items() if one.before.get("linked", True)]
        external_ids.forget(self.session, DRAFT, self.about.source, linked)
        return set()

    def _is_as_left(self, state: DraftState | None, applied: Applied) -> bool:
        if state is None:
            return False
        if "left" in applied.before:
            return bool(state.mark == applied.before["left"])
        return form.is_untouched(self.session, self.actor, state.id)

    def _state(self, key: str) -> DraftState:
        state = form.draft_states(self.session, self.actor, [key]).get(key)
        if state is None or state.sent:
            raise TouchedError
        return state

    def _said(self, incoming: Incoming, same_as: Mapping[str, str]) -> str | None:
        """Return the draft a person said somebody's is."""
        chosen = same_as.get(incoming.external_id)
        return chosen if chosen in self.index.names else None

    def _planned(
        self,
        incoming: Incoming,
        key: str | None,
        states: Mapping[str, DraftState],
        same_as: Mapping[str, str],
    ) -> Planned:
        if key is None:
            alike = self._alike(incoming, same_as)
            return Planned(Outcome.CONFLICT if alike else Outcome.NEW, alike=alike)
        state = states.get(key)
        if state is None or state.sent:
            return Planned(Outcome.SAME, key)
        theirs = incoming.content["answers"]
        changes = merge(state, theirs, self.about.as_of, {}).changes
        outcome = _outcome(changes)
        said_now = same_as.get(incoming.external_id) == key
        if outcome is Outcome.SAME and said_now and key not in self.named:
            # That the two are one person is news by itself.
            outcome = Outcome.CHANGED
        return Planned(outcome, key, 1, changes)

    def _alike(self, incoming: Incoming, same_as: Mapping[str, str]) -> list[Alike]:
        if same_as.get(incoming.external_id) == ANOTHER:
            return []
        found = self.index.alike(incoming)
        return [one for one in found if one.record_id not in self.named][:MOST_ALIKE]


class _Index:
    """The drafts that are not sent, by what makes two young people look the same."""

    def __init__(self, drafts: Iterable[DraftOutline]) -> None:
        self.names: dict[str | None, str] = {}
        self.by_child: dict[str, list[str]] = {}
        self.by_name: dict[tuple[str, str], list[str]] = {}
        for one in drafts:
            self.names[one.id] = one.name or f"Child {one.child_id}"
            if one.child_id:
                self.by_child.setdefault(plain(one.child_id), []).append(one.id)
            if one.name and one.born:
                self.by_name.setdefault((plain(one.name), one.born), []).append(one.id)

    def alike(self, incoming: Incoming) -> list[Alike]:
        """Return drafts with the same id, or the same name and date of birth."""
        answers = incoming.content["answers"]
        born = "-".join(
            str(answers.get(f"born-{part}") or "") for part in ("year", "month", "day")
        ).strip("-")
        named = (plain(str(answers.get("sharing_name") or "")), born)
        found = dict.fromkeys(
            self.by_name.get(named, ()), "the same name and date of birth"
        )
        child = plain(str(answers.get("child_id") or ""))
        found |= dict.fromkeys(self.by_child.get(child, ()), "the same ID")
        return [Alike(key, self.names[key], why) for key, why in found.items()]


def _was_there(applied: Applied) -> bool:
    return bool(applied.before.get("draft"))


def _outcome(changes: Sequence[Change]) -> Outcome:
    stand = {change.stands for change in changes}
    if ASK in stand:
        return Outcome.CONFLICT
    if THEIRS in stand:
        return Outcome.CHANGED
    return Outcome.OLDER if stand else Outcome.SAME

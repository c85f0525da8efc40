"""Where homes from a list go: into the agency's own homes, and nobody else's."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from functools import cached_property

from sqlalchemy.orm import Session

from app.core.actor import Actor
from app.core.errors import FieldError, InvalidError
from app.core.records import checked
from app.exchange.cells import plain
from app.exchange.homes.merging import LABELS, Home, Merged, merge
from app.exchange.port import (
    ANOTHER,
    ASK,
    OURS,
    THEIRS,
    About,
    Alike,
    Applied,
    Incoming,
    Outcome,
    Planned,
    Problem,
    ToApply,
    TouchedError,
)
from app.external_ids import service as external_ids
from app.households import service as households
from app.households.schemas import HouseholdOutline, HouseholdState, NewHousehold
from app.identity import service as identity
from matching.case import HouseholdFacts

HOUSEHOLD = "household"
MOST_ALIKE = 5


class HomesTarget:
    """The homes of the actor's agency."""

    def __init__(self, session: Session, actor: Actor, about: About) -> None:
        self.session, self.actor, self.about = session, actor, about
        self.taken: dict[str, str] = {}

    def look(self) -> None:
        """Open the agency's homes, to know one again by its name and where it is."""
        _ = self.names, self.index, self.named

    def go_on(self, session: Session) -> None:
        """Go on in another session, with what was looked through."""
        self.session = session

    @cached_property
    def names(self) -> dict[str, str]:
        """Return the organisations' names, by id."""
        return {o.id: o.name for o in identity.list_organisations(self.session)}

    @cached_property
    def index(self) -> "_Index":
        """Return the agency's own homes, to know one again."""
        return _Index(households.outlines(self.session, self.actor))

    @cached_property
    def named(self) -> set[str]:
        """Return the homes the source has an id for."""
        return external_ids.named(self.session, HOUSEHOLD, self.about.source)

    def plan(
        self, records: Sequence[Incoming], same_as: Mapping[str, str]
    ) -> list[Planned]:
        """Say what would become of each home."""
        source, ids = self.about.source, [one.external_id for one in records]
        known = external_ids.known(self.session, HOUSEHOLD, source, ids)
        found = {
            one.external_id: key
            for one in records
            if (key := self._home_of(one, known, same_as))
        }
        states = households.states(self.session, self.actor, list(found.values()))
        return [
            self._planned(one, states.get(found.get(one.external_id, "")), same_as)
            for one in records
        ]

    def hold(self, record_ids: Collection[str]) -> None:
        """Hold homes that will be changed."""
        households.hold(self.session, self.actor, record_ids)

    def readied(self, records: Sequence[Incoming]) -> list[NewHousehold]:
        """Seal new homes as they will be kept."""
        return households.readied(self.session, [_new(one) for one in records])

    def apply(self, records: Sequence[ToApply]) -> list[Applied]:
        """Write homes: those that are new together."""
        new = [
            one.ready or _new(one.incoming)
            for one in records
            if one.planned.record_id is None
        ]
        # The reader has checked them as they are checked when they are kept.
        made = iter(households.create_all(self.session, self.actor, new, checked=True))
        known = [one.planned.record_id for one in records if one.planned.record_id]
        states = households.states(self.session, self.actor, known)
        done: list[tuple[str, int, HouseholdState | None]] = []
        for one in records:
            if one.planned.record_id is None:
                done.append((next(made), 1, None))
            else:
                done.append(self._changed(one, states.get(one.planned.record_id)))
        ids = [one.incoming.external_id for one in records]
        linked = external_ids.keep_all(
            self.session,
            HOUSEHOLD,
            self.about.source,
            dict(zip(ids, (key for key, _, _ in done), strict=True)),
        )
        return [
            Applied(
                key,
                version,
                {
                    "home": state.model_dump(mode="json") if state else None,
                    "linked": linked[external_id],
                },
            )
            for external_id, (key, version, state) in zip(ids, done, strict=True)
        ]

    def _changed(
        self, one: ToApply, state: HouseholdState | None
    ) -> tuple[str, int, HouseholdState]:
        if state is None or state.version != one.planned.version:
            raise TouchedError
        theirs = _theirs(one.incoming)
        home = merge(home_of(state), theirs, self.names, one.choices).home
        version = households.update(
            self.session,
            self.actor,
            state.id,
            version=state.version,
            label=home.label,
            facts=home.record,
            offered_to=list(home.offered_to),
        ).version
        return state.id, version, state

    def undo(self, records: Mapping[str, Applied]) -> set[str]:
        """Put homes back as they were, or take away those that were new."""
        if touched := self._touched(records):
            return touched
        linked = [key for key, one in records.items() if one.before["linked"]]
        external_ids.forget(self.session, HOUSEHOLD, self.about.source, linked)
        new, before = [], {}
        for one in records.values():
            if one.before["home"] is None:
                new.append(one.record_id)
                continue
            state = HouseholdState.model_validate(one.before["home"])
            before[one.record_id] = (state, one.version)
        households.remove_all(self.session, self.actor, new)
        households.restore_all(self.session, self.actor, before)
        return set()

    def _touched(self, records: Mapping[str, Applied]) -> set[str]:
        """Return which homes are not as they were left, or are somebody's choice."""
        ids = [one.record_id for one in records.values()]
        versions = households.versions(self.session, self.actor, ids)
        new = [one.record_id for one in records.values() if one.before["home"] is None]
        chosen = households.wanted_by_somebody(self.session, new)
        return {
            key
            for key, one in records.items()
            if versions.get(one.record_id) != one.version or one.record_id in chosen
        }

    def _home_of(
        self,
        incoming: Incoming,
        known: Mapping[str, str],
        same_as: Mapping[str, str],
    ) -> str | None:
        """Return the home a row is about, as far as it is certain or was said."""
        chosen = same_as.get(incoming.external_id)
        key = known.get(incoming.external_id)
        if key in self.index.labels:
            return key
        # A file Hearth wrote has its own ids, whatever name it comes back under.
        if incoming.external_id in self.index.labels:
            return incoming.external_id
        if chosen == ANOTHER:
            return None
        if chosen in self.index.labels:
            return chosen
        certain = self.index.certain(incoming)
        # A home that has another id in the same system is another home.
        return None if certain in self.named else certain

    def _planned(
        self,
        incoming: Incoming,
        state: HouseholdState | None,
        same_as: Mapping[str, str],
    ) -> Planned:
        if state is not None:
            if self.taken.setdefault(state.id, incoming.external_id) != (
                incoming.external_id
            ):
                said = f"is the same home as {self.taken[state.id]} in this list"
                return _refused(incoming, [FieldError(pointer="", detail=said)])
            return self._beside(incoming, state)
        if same_as.get(incoming.external_id) != ANOTHER:
            alike = [
                one
                for one in self.index.alike(incoming)
                if one.record_id not in self.named
            ]
            if alike:
                return Planned(Outcome.CONFLICT, alike=alike[:MOST_ALIKE])
        return Planned(Outcome.NEW)

    def _beside(self, incoming: Incoming, state: HouseholdState) -> Planned:
        theirs = _theirs(incoming)
        if _says_nothing_new(state, theirs):
            return Planned(Outcome.SAME, state.id, state.version)
        ours = home_of(state)
        merged = merge(ours, theirs, self.names)
        if not merged.changes:
            return Planned(Outcome.SAME, state.id, state.version)
        every = {change.field: THEIRS for change in merged.changes}
        # Whatever a person chooses has to make a record that can be kept.
        for home in (merged.home, merge(ours, theirs, self.names, every).home):
            if wrong := households.errors_in(home.record):
                return replace(
                    _refused(incoming, wrong), record_id=state.id, version=state.version
                )
        return Planned(_outcome(merged), state.id, state.version, merged.changes)


class _Index:
    """The agency's own homes by what makes two homes look the same."""

    def __init__(self, homes: Iterable[HouseholdOutline]) -> None:
        self.labels: dict[str | None, str] = {}
        self.by_label: dict[str, list[str]] = {}
        self.by_postcode: dict[str, list[str]] = {}
        for home in homes:
            self.labels[home.id] = f"{home.label} ({home.reference})"
            self.by_label.setdefault(plain(home.label), []).append(home.id)
            if code := _whole(home.postcode):
                self.by_postcode.setdefault(code, []).append(home.id)

    def certain(self, incoming: Incoming) -> str | None:
        """Return the one home of the same name at the same whole postcode."""
        both = set(self._labelled(incoming)) & set(self._at(incoming))
        return both.pop() if len(both) == 1 else None

    def alike(self, incoming: Incoming) -> list[Alike]:
        """Return homes that share the name or the whole postcode."""
        found = dict.fromkeys(self._at(incoming), "the same postcode") | dict.fromkeys(
            self._labelled(incoming), "the same name"
        )
        return [Alike(key, self.labels[key], why) for key, why in found.items()]

    def _labelled(self, incoming: Incoming) -> list[str]:
        return self.by_label.get(plain(incoming.content["label"]), [])

    def _at(self, incoming: Incoming) -> list[str]:
        place = incoming.content["record"].get("location", {}).get("value", {})
        code = _whole(place.get("postcode"))
        return self.by_postcode.get(code, []) if code else []


def _whole(postcode: str | None) -> str | None:
    """Return a postcode as it is compared, if it is a whole one."""
    code = "".join((postcode or "").upper().split())
    return code if len(code) >= 5 and code[-3].isdigit() else None


def _outcome(merged: Merged) -> Outcome:
    stand = {change.stands for change in merged.changes}
    if ASK in stand:
        return Outcome.CONFLICT
    if THEIRS in stand:
        return Outcome.CHANGED
    return Outcome.OLDER if OURS in stand else Outcome.SAME


def _refused(incoming: Incoming, errors: Sequence[FieldError]) -> Planned:
    problems = [
        Problem(
            error.detail,
            incoming.row,
            LABELS.get((*error.pointer.split("/"), "", "")[2], ""),
            incoming.table,
            refused=True,
        )
        for error in errors
    ]
    return Planned(Outcome.REFUSED, problems=problems)


def home_of(state: HouseholdState) -> Home:
    """Return what import can change of a home."""
    # As it would be kept today: what an older one spells out may since be left out.
    with suppress(InvalidError):
        record = checked(HouseholdFacts, state.record, "")
        return Home(state.label, record, tuple(state.offered_to))
    return Home(state.label, state.record, tuple(state.offered_to))


def _says_nothing_new(state: HouseholdState, theirs: Home) -> bool:
    """Tell at a glance that a list has a home just as it is; `merge` would say so too.

    It is what a list read twice comes to, for every home in it.
    """
    return (
        theirs.label == state.label
        and set(theirs.offered_to) <= set(state.offered_to)
        and all(state.record.get(key) == value for key, value in theirs.record.items())
    )


def _new(incoming: Incoming) -> NewHousehold:
    home = _theirs(incoming)
    return NewHousehold(home.label, home.record, home.offered_to)


def _theirs(incoming: Incoming) -> Home:
    content = incoming.content
    return Home(content["label"], content["record"], tuple(content["offered_to"]))

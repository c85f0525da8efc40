"""What became different since the run before, as its reader may see both."""

import json
import zlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from sqlalchemy.orm import Session

from app.audit.service import record
from app.core.actor import Actor, OrganisationKind
from app.core.paging import Page
from app.core.permissions import Permission, require
from app.households import service as households
from app.match_runs.before_and_after import Becoming, became
from app.match_runs.finding import counts
from app.match_runs.looking import names_of, opened, seen
from app.match_runs.models import MatchRun
from app.match_runs.repository import MatchRunRepository
from app.match_runs.seen import of_result
from app.match_runs.sides import without_details
from app.referrals import service as referrals
from matching.criteria import CRITERIA

Record = dict[str, Any]
AT_ONCE = 10
"""Young people on a page: all that was found for each, in both runs, is opened."""
OF_THE_RUN = ("id", "agency", "offered_to")
"""What the copy of a home holds beside its facts."""


@dataclass(frozen=True, slots=True)
class Person:
    """A young person both runs looked for: what was asked differently, and found."""

    id: str
    name: str
    asked: list[str]
    found: Becoming


@dataclass(frozen=True, slots=True)
class Since:
    """A run against the one before it.

    ``homes`` are those the run looked at and the one before did not, ``homes_left``
    the other way round, ``facts`` what is recorded differently of homes both looked
    at; ``people`` and ``people_left`` the same of young people, by name.
    """

    earlier: MatchRun
    homes: list[str]
    homes_left: list[str]
    facts: dict[str, list[str]]
    people: dict[str, str]
    people_left: dict[str, str]
    page: Page[Person]


def since(session: Session, actor: Actor, run: MatchRun, page: int) -> Since | None:
    """Return what became different since the run before; None where there is none.

    The young people both looked for come a page at a time, those first whose number of
    options is another one.
    """
    both = _both(session, actor, run)
    if both is None:
        return None
    now, then = both.named
    were, are = (counts(session, actor, one) for one in (both.earlier, run))
    stayed = sorted(
        now["young_people"].keys() & were.keys() & are.keys(),
        key=lambda key: (were[key] == are[key], now["young_people"][key], key),
    )
    on_page = stayed[(page - 1) * AT_ONCE : page * AT_ONCE]
    return Since(
        earlier=both.earlier,
        homes=_only_first(now["homes"], then["homes"]),
        homes_left=_only_first(then["homes"], now["homes"]),
        facts=both.facts(),
        people=_named_only(now["young_people"], then["young_people"]),
        people_left=_named_only(then["young_people"], now["young_people"]),
        page=Page(both.people(on_page), page, len(stayed), AT_ONCE),
    )


def since_for(
    session: Session, actor: Actor, run: MatchRun, young_person_id: str
) -> tuple[MatchRun, Person] | None:
    """Return the run before, and what became different since for one young person.

    None where there is none, or one of the two did not look for them.
    """
    referrals.young_person(session, actor, young_person_id)
    both = _both(session, actor, run)
    found = both.people([young_person_id]) if both else []
    return (both.earlier, found[0]) if both and found else None


class _Both:
    """Two runs, and what of them is still shared with the reader."""

    def __init__(
        self, session: Session, actor: Actor, run: MatchRun, earlier: MatchRun
    ) -> None:
        self.session, self.actor = session, actor
        self.run, self.earlier = run, earlier
        self.repository = MatchRunRepository(session)
        self.shared = [seen(session, actor, one) for one in (run, earlier)]
        self.named = [
            names_of(one, shared)
            for one, shared in zip((run, earlier), self.shared, strict=True)
        ]

    def people(self, ids: Sequence[str]) -> list[Person]:
        """Return what became different for these; the reading goes on record."""
        found = []
        for key in ids:
            now, then = self._result(0, key), self._result(1, key)
            name = self.named[0]["young_people"].get(key)
            if now is None or then is None or name is None:
                continue
            detail = {"run": self.run.id, "before": self.earlier.id}
            record(self.session, self.actor, "result.read", "young_person", key, detail)
            needs = [self._copies[n]["young_people"][key] for n in (1, 0)]
            codes = tuple([one["criterion"] for one in _needs(of)] for of in needs)
            found.append(
                Person(
                    key, name, _asked(*needs), became(then, now, (codes[0], codes[1]))
                )
            )
        return found

    def facts(self) -> dict[str, list[str]]:
        """Return which facts of homes both looked at are recorded differently."""
        now, then = (copy["households"] for copy in self._copies)
        changed = {
            key: (_facts(then[key]), _facts(now[key]))
            for key in self.named[0]["homes"]
            if key in then and key in now and then[key] != now[key]
        }
        return households.changed_facts(self.session, self.actor, changed)

    @cached_property
    def _copies(self) -> list[dict[str, dict[str, Record]]]:
        """The records as either run looked at them, by kind and id."""
        cases = [
            json.loads(zlib.decompress(one.frozen or b""))
            for one in (self.run, self.earlier)
        ]
        kinds = ("households", "young_people")
        return [
            {kind: {one["id"]: one for one in case[kind]} for kind in kinds}
            for case in cases
        ]

    def _result(self, which: int, young_person_id: str) -> dict[str, Any] | None:
        one = (self.run, self.earlier)[which]
        kept = self.repository.result(one.id, young_person_id)
        if kept is None:
            return None
        content = of_result(opened(kept), self.shared[which])
        if self.actor.organisation_kind is OrganisationKind.AGENCY:
            without_details(content)
        return content


def _both(session: Session, actor: Actor, run: MatchRun) -> _Both | None:
    require(actor, Permission.READ_MATCH_RUNS)
    if run.frozen is None or run.summary is None:
        return None
    earlier = MatchRunRepository(session).before(run.id)
    return _Both(session, actor, run, earlier) if earlier else None


def _facts(copy: Record) -> Record:
    return {name: fact for name, fact in copy.items() if name not in OF_THE_RUN}


def _needs(person: Record) -> list[Record]:
    needs: list[Record] = person.get("needs", [])
    return needs


def _codes(person: Record) -> list[str]:
    return [need["criterion"] for need in _needs(person)]


def _asked(before: Record, after: Record) -> list[str]:
    """Return in words what is asked for differently: new, gone, or another way."""
    were, are = (list(map(_essence, _needs(one))) for one in (before, after))
    telling = [need for need in (*are, *were) if (need in were) != (need in are)]
    said = [CRITERIA[code].title for code, *_ in telling]
    if before.get("needed_by") != after.get("needed_by"):
        said.append("When a home is needed")
    return list(dict.fromkeys(said))


def _essence(need: Record) -> tuple[str, str, str]:
    """Return what a need asks, without who said so and when."""
    figures = json.dumps(need.get("parameters", {}), sort_keys=True)
    return need["criterion"], need["strength"], figures


def _only_first(some: Mapping[str, str], others: Iterable[str]) -> list[str]:
    return sorted(_named_only(some, others).values())


def _named_only(some: Mapping[str, str], others: Iterable[str]) -> dict[str, str]:
    left = set(others)
    found = {key: name for key, name in some.items() if key not in left}
    return dict(sorted(found.items(), key=lambda row: (row[1], row[0])))

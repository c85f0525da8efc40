"""Every table has an owner, and every owner's rows can be read."""

import pytest
from sqlalchemy import create_engine, select

from app.core.actor import Actor, OrganisationKind, Role
from app.core.db import Base, TenantOwned, open_session
from app.tables import METADATA

NO_OWNER = {
    "organisation": "who takes part is no secret",
    "person": "may act for several; seen by those they act with",
    "sign_in_session": "before there is an actor; system sessions only",
    "sign_in_failure": "before there is an actor; system sessions only",
    "worker": "about processes, not people; system sessions only",
    "authority_area": "reference data: where an authority lies is public",
    "postcode_area": "reference data: where postcodes are is public",
}
MODELS = [mapper.class_ for mapper in Base.registry.mappers]


def test_every_table_has_an_owner_or_a_reason() -> None:
    ownerless = {
        model.__tablename__ for model in MODELS if not issubclass(model, TenantOwned)
    }
    assert ownerless == set(NO_OWNER)


@pytest.mark.parametrize("kind", OrganisationKind)
def test_what_a_model_shows_can_be_asked(kind: OrganisationKind) -> None:
    actor = Actor("p", "o", kind, frozenset({Role.FORUM_CHAIR}))
    engine = create_engine("sqlite://")
    METADATA.create_all(engine)
    with open_session(engine, actor) as session:
        for model in MODELS:
            assert session.scalars(select(model)).all() == []
    engine.dispose()

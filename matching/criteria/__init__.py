"""Every criterion by its code. Adding one is a file, a line here, a line of policy."""

from collections.abc import Mapping

from matching.criteria import (
    animals,
    approval,
    area,
    avoid_place,
    budget,
    carers,
    considerations,
    distance,
    experience,
    home,
    identity,
    interests,
    other_children,
    promises,
    room,
    siblings,
    terms,
)
from matching.criteria.base import Criterion

CRITERIA: Mapping[str, Criterion] = {
    criterion.code: criterion
    for criterion in (
        approval.Approval(),
        terms.ApprovalAge(),
        terms.ApprovalGender(),
        terms.ApprovalType(),
        room.Availability(),
        room.Places(),
        room.Bedroom(),
        promises.SoloPromise(),
        promises.CannotLiveWith(),
        promises.AgencyWord(),
        avoid_place.AvoidPlace(),
        considerations.Considerations(),
        considerations.CarersWish(),
        other_children.Solo(),
        other_children.NoChildrenUnder(),
        other_children.Youngest(),
        other_children.Oldest(),
        other_children.NoChildrenOfGender(),
        other_children.WithOtherChildren(),
        animals.Animals(),
        carers.TwoCarers(),
        carers.CarerGender(),
        carers.CarerAtHome(),
        experience.ExperienceCriterion(),
        experience.Training(),
        experience.TrainingOrExperience(),
        carers.SmokeFree(),
        distance.Near(),
        distance.KeepSchool(),
        area.InArea(),
        identity.Language(),
        identity.Faith(),
        identity.Culture(),
        home.Accessibility(),
        home.LongTerm(),
        carers.Driver(),
        home.SettingCriterion(),
        interests.Interests(),
        budget.Budget(),
        siblings.SiblingsTogether(),
    )
}
"""The gates judged for every pair, then the needs."""

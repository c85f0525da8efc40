"""What homes have and carers have learnt, as referrals ask for it."""

ADAPTATIONS = {
    "step-free entrance": "A step-free entrance",
    "downstairs bedroom": "A bedroom downstairs",
    "downstairs bathroom": "A bathroom downstairs",
    "hoist": "A hoist",
}
COURSES = {
    "therapeutic-parenting": "Therapeutic parenting",
    "attachment": "Attachment",
    "safer-care": "Safer care",
    "non-violent-resistance": "Non-violent resistance",
    "self-harm": "Self-harm",
    "child-exploitation": "Child exploitation",
    "autism": "Autism",
    "foetal-alcohol": "Foetal alcohol spectrum disorder",
    "sexual-behaviour": "Sexual behaviour",
    "first-aid": "First aid",
    "medicines": "Giving medicines",
}

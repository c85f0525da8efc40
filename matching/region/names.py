"""Invented names. Nobody and no organisation here is real."""

AUTHORITIES = {
    "Ashmere": "ST1 ST2 ST3 ST4 ST5 ST6 ST7 ST8 ST9 ST10",
    "Calderwick": "ST14 ST15 ST16 ST17 ST18 ST19 ST20 ST21 WS11 WS12 WS15",
    "Dunmarsh": "WV1 WV2 WV3 WV4 WV5 WV6 WV7 WV8 WV9 WV10 WV11 TF1 TF2 TF3 TF7",
    "Elderby": "WS1 WS2 WS3 WS4 WS5 WS6 WS7 WS8 WS9 WS10 WV12 WV13 WV14 B43",
    "Fernhallow": "DY1 DY2 DY3 DY4 DY5 DY6 DY8 DY9 DY10 DY11 B62 B63 B64 B65",
    "Greyholt": "B20 B23 B24 B26 B29 B30 B31 B33 B36 B44 B45 B72 B73 B74 B75 B76",
    "Harrowfen": "DE1 DE3 DE4 DE5 DE6 DE7 DE13 DE14 DE15 DE21 DE22 DE23 DE24 DE56",
}
_FIRST = (
    "Alder Birken Corve Dane Elms Fallow Garn Hather Isen Jarrow Kestrel Lorn Mallow "
    "Nether Orle Penner Quill Rusk Sallow Thistle Umber Vale Wether Yarrow"
).split()
_SECOND = "mere wick marsh by hallow holt fen garth stow combe".split()

AGENCIES = (
    "Lantern Fostering",
    "Millbrook Families",
    "Open Door Care",
    "Rowan Tree Fostering",
    "Stepping Stones Homes",
)
_AGENCY_FIRST = (
    "Nightjar Dunnock Whimbrel Goldcrest Fieldfare Turnstone Wheatear Yellowhammer "
    "Brambling Chiffchaff Dotterel Firecrest Godwit Hoopoe Lapwing Redpoll Shoveler"
).split()
_AGENCY_SECOND = (
    "Fostering;Families;Foster Homes;Care;Family Homes;Hearths;House".split(";")
)

SHARING_NAMES = (
    "Robin Sky Wren Jay Rowan Ash Finch Storm River Brook Linnet Heron Fern Reed Moss "
    "Hazel Willow Maple Cedar Briar Clover Teal Swift Lark Merlin Otter Fox Bramble "
    "Juniper Sorrel Sage Aspen Alder Birch Poppy Marlow Indigo Ember Flint Coral "
    "Sparrow Kestrel Plover Curlew Dove Starling Rook Martin Bryony Ivy Holly Laurel "
    "Olive Thistle Heather Saffron Basil Tansy Yarrow Clary Rue Marigold Daisy Iris "
    "Violet Lupin Teasel Campion Comet Nova Orion Vega Lyra Luna Star Sunny Misty "
    "Autumn Winter Frost Snow Rain Dusk Dawn Meadow Dale Glen Cliff Stone Slate Jet "
    "Amber Opal Pearl Garnet Topaz Jasper Copper Sterling Hunter Archer Scout Dipper "
    "Badger Hare Marten Leveret Puffin Tern Gannet Osprey Falcon Harrier Siskin Pipit"
).split()
CARERS = {
    "female": (
        "Amara Anita Bev Bron Carol Claire Dee Denise Dot Fatima Gill Gwen Hannah Ines "
        "Jackie Jo Joy Karen Kath Lorna Maeve Mags Nadia Pam Pat Rita Rosie Sandra "
        "Shirley Sue Tess Trish Uma Val Viv Wendy Yasmin Yvonne Zoe"
    ).split(),
    "male": (
        "Alan Andy Barry Carl Clive Colin Curtis Darren Des Eddie Errol Frank Gareth "
        "Gary Hari Ian Imran Jim Ken Leon Malcolm Mick Neil Owen Phil Rashid Ray Rob "
        "Sanjay Steve Terry Tony Vince Wes"
    ).split(),
}
INTERESTS = (
    "football;horses;baking;drawing;music;gaming;swimming;dance;fishing;cycling;"
    "gardening;cars;reading;boxing;animals;walking;films;sewing;cricket;drama"
).split(";")
COURSES = (
    "therapeutic-parenting;attachment;safer-care;non-violent-resistance;self-harm;"
    "child-exploitation;autism;foetal-alcohol;sexual-behaviour;first-aid;medicines"
).split(";")
ADAPTATIONS = (
    "step-free entrance",
    "downstairs bedroom",
    "downstairs bathroom",
    "hoist",
)


def more_authorities(count: int) -> list[str]:
    """Return ``count`` names of authorities that do not exist."""
    return [_pair(number, _FIRST, _SECOND, "") for number in range(count)]


def agencies(count: int) -> list[str]:
    """Return ``count`` names of agencies; the demonstration's five come first."""
    more = count - len(AGENCIES)
    return [
        *AGENCIES[:count],
        *(_pair(number, _AGENCY_FIRST, _AGENCY_SECOND, " ") for number in range(more)),
    ]


def sharing_name(number: int) -> str:
    """Return the name to use when sharing, each young person's own."""
    again, place = divmod(number, len(SHARING_NAMES))
    return SHARING_NAMES[place] + (f" {again + 1}" if again else "")


def _pair(number: int, first: list[str], second: list[str], between: str) -> str:
    """Return the halves of a name so that no pair comes twice."""
    again, place = divmod(number, len(first))
    return first[place] + between + second[(again + place) % len(second)]
